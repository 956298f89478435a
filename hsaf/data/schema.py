"""The kernel's own tables: locks and chain heads, requests, audit events, outbox, data versions, jobs,
schedules, prints, drafts."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import JsonText

metadata = sa.MetaData()

lock = table(
    "hsaf_lock",
    metadata,
    sa.Column("subject", sa.String(64), primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("head", sa.String(64), nullable=False),
)
"""One row per subject (a person, an institution): writers of a subject queue here, and the row holds
the length and head digest of the subject's audit chain."""

request = table(
    "hsaf_request",
    metadata,
    sa.Column("scope", sa.String(30), primary_key=True),
    sa.Column("request_key", sa.String(40), primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("answer", sa.LargeBinary(2**24 - 1), nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False, index=True),
)
"""Answered requests: state ``done``, or ``superseded`` when compensated. Answers are sealed."""

audit_event = table(
    "hsaf_audit_event",
    metadata,
    sa.Column("subject", sa.String(64), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("event", sa.String(60), nullable=False),
    sa.Column("at", sa.String(26), nullable=False),
    sa.Column("business_time", sa.String(19), nullable=False),
    sa.Column("actor", sa.String(50), nullable=False),
    sa.Column("institution", sa.String(30), nullable=False),
    sa.Column("operation", sa.String(60), nullable=False),
    sa.Column("trace_id", sa.String(32), nullable=False),
    sa.Column("request_id", sa.String(40), nullable=False),
    sa.Column("layers", sa.String(200), nullable=False),
    sa.Column("facts", JsonText, nullable=False),
    sa.Column("prev", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)
"""Append-only; each digest covers the row and the digest before it in the subject's chain."""

outbox = table(
    "hsaf_outbox",
    metadata,
    sa.Column("event_id", sa.String(30), primary_key=True),
    sa.Column("event", sa.String(60), nullable=False),
    sa.Column("payload", JsonText, nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", sa.DateTime, nullable=False),
    sa.Column("reason", sa.String(500), nullable=False),
    sa.Index("ix_hsaf_outbox_due", "state", "due_at"),
)
"""Events written with their cause: state ``due``, or ``parked`` with the reason."""

data_version = table(
    "hsaf_data_version",
    metadata,
    sa.Column("topic", sa.String(60), primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
)
"""How often each set of reference data changed; tells processes to reload their snapshot."""

job = table(
    "hsaf_job",
    metadata,
    sa.Column("job_id", sa.String(30), primary_key=True),
    sa.Column("kind", sa.String(60), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("parameters", JsonText, nullable=False),
    sa.Column("checkpoint", JsonText, nullable=True),
    sa.Column("step", sa.String(200), nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("total", sa.BigInteger, nullable=False),
    sa.Column("result", JsonText, nullable=True),
    sa.Column("error", sa.String(2000), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("cancel_asked", sa.Boolean, nullable=False),
    sa.Column("worker", sa.String(60), nullable=False),
    sa.Column("lease_until", sa.DateTime, nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False, index=True),
    sa.Column("created_by", sa.String(50), nullable=False),
    sa.Column("started_at", sa.DateTime, nullable=True),
    sa.Column("finished_at", sa.DateTime, nullable=True),
    sa.Column("about", sa.String(64), nullable=False, server_default=""),
    sa.Column("org_no", sa.String(64), nullable=False, server_default=""),
    sa.Index("ix_hsaf_job_due", "state", "lease_until"),
    sa.Index("ix_hsaf_job_about", "about", "created_at"),
)
"""Background jobs (``hsaf.jobs``). A running one belongs to ``worker`` until ``lease_until``; whoever takes
it then goes on from ``checkpoint``. ``attempts`` counts the takings since the last checkpoint. ``about`` is what the job
works on (``base_info.bank``), by which an organisation (``org_no``) finds its own."""

schedule = table(
    "hsaf_schedule",
    metadata,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("owner", sa.String(60), nullable=False),
    sa.Column("kind", sa.String(60), nullable=False),
    sa.Column("parameters", JsonText, nullable=False),
    sa.Column("at", sa.String(60), nullable=False),
    sa.Column("due_at", sa.DateTime, nullable=False, index=True),
    sa.Column("last_job", sa.String(30), nullable=False),
    sa.Column("last_at", sa.DateTime, nullable=True),
)
"""Work that is due again and again (``hsaf.jobs.schedules``): ``at`` says when, ``due_at`` is the next time;
``owner`` is the plugin that declares it, empty when a center put it there."""

record_extra = table(
    "hsaf_record_extra",
    metadata,
    sa.Column("record_id", sa.String(30), primary_key=True),
    sa.Column("code", sa.String(30), primary_key=True),
    sa.Column("record", sa.String(60), nullable=False),
    sa.Column("value", sa.String(500), nullable=False),
    sa.Index("ix_hsaf_record_extra_value", "record", "code", "value"),
)
"""Fields that a region adds to records (``hsaf.records.extra``): a row for each that has a value."""

printed = table(
    "hsaf_print",
    metadata,
    sa.Column("code", sa.String(16), primary_key=True),
    sa.Column("function", sa.String(100), nullable=False),
    sa.Column("about", sa.String(64), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("printed_at", sa.DateTime, nullable=False),
    sa.Column("printed_by", sa.String(50), nullable=False),
    sa.Column("printed_name", sa.String(100), nullable=False),
    sa.Column("org_no", sa.String(64), nullable=False),
    sa.Index("ix_hsaf_print_function", "function", "org_no", "printed_at"),
)
"""Sheets printed (``hsaf.functions.prints``): ``code`` is on the sheet, ``about`` what it shows (a record, a settlement),
``digest`` the SM3 of what it shows."""

draft = table(
    "hsaf_draft",
    metadata,
    sa.Column("draft_id", sa.String(30), primary_key=True),
    sa.Column("function", sa.String(100), nullable=False),
    sa.Column("account", sa.String(50), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("step", sa.String(50), nullable=False),
    sa.Column("content", sa.LargeBinary(2**24 - 1), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("updated_at", sa.DateTime, nullable=False, index=True),
    sa.Index("ix_hsaf_draft_account", "account", "function", "updated_at"),
)
"""What somebody has filled in of a wizard (``hsaf.functions.drafts``): ``content`` is sealed, ``step`` where they are,
``version`` counts the savings."""
