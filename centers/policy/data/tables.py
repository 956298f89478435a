"""Tables of the policy center. What is published is written once and never changed, but for the mark that it was
rolled back."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import JsonText

metadata = sa.MetaData()

version = table(
    "policy_version",
    metadata,
    sa.Column("version_id", sa.String(100), primary_key=True),
    sa.Column("policy_id", sa.String(60), nullable=False),
    sa.Column("policy_version", sa.String(30), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("source", sa.String(500), nullable=False),
    sa.Column("region", sa.String(6), nullable=False),
    sa.Column("begndate", sa.Date, nullable=False),
    sa.Column("enddate", sa.Date, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("published_no", sa.Integer, nullable=False),
    sa.Column("published_at", sa.DateTime, nullable=False),
    sa.Column("published_by", sa.String(50), nullable=False),
    sa.Column("document", sa.Text(2**24 - 1), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("rolled_back_at", sa.DateTime, nullable=True),
    sa.Column("rolled_back_by", sa.String(50), nullable=False, server_default=""),
    sa.Column("reason", sa.String(500), nullable=False, server_default=""),
)
"""One published benefit policy. ``published_no`` orders publications: where two policies cover a day
the later one counts, unless its ``state`` says that it was rolled back. ``document`` is JSON in the order written (steps of a rule run in that order);
``digest`` is the SM3 of document and parameters together."""

parameter = table(
    "policy_parameter",
    metadata,
    sa.Column("version_id", sa.String(100), primary_key=True),
    sa.Column("row_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("elem", sa.String(60), nullable=False),
    sa.Column("elem_name", sa.String(100), nullable=False),
    sa.Column("insutype", sa.String(200), nullable=False),
    sa.Column("hosp_lv", sa.String(200), nullable=False),
    sa.Column("psn_type", sa.String(200), nullable=False),
    sa.Column("med_type", sa.String(200), nullable=False),
    sa.Column("psn_idet_type", sa.String(200), nullable=False),
    sa.Column("dise_codg", sa.String(200), nullable=False),
    sa.Column("matn_type", sa.String(200), nullable=False),
    sa.Column("seg_lower", sa.String(20), nullable=False),
    sa.Column("seg_upper", sa.String(20), nullable=False),
    sa.Column("value", sa.String(20), nullable=False),
    sa.Column("unit", sa.String(10), nullable=False),
    sa.Column("begndate", sa.Date, nullable=False),
    sa.Column("enddate", sa.Date, nullable=False),
)
"""The parameter rows of a version as published: scene columns, value and validity (see hsaf.rules)."""

draft = table(
    "policy_draft",
    metadata,
    sa.Column("draft_id", sa.String(120), primary_key=True),
    sa.Column("document", sa.Text(2**24 - 1), nullable=False),
    sa.Column("parameters", JsonText, nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("created_by", sa.String(50), nullable=False),
)
"""A policy that is tried out, not published. ``draft_id`` carries the digest of its content; ``document`` is
JSON in the order written, as in ``policy_version``."""

item_order = table(
    "policy_item_order",
    metadata,
    sa.Column("order_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("items", JsonText, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("made_by", sa.String(50), nullable=False),
)
"""A version of the order of calculation: codes of policy items. Number 0 is the adjustment that waits to be confirmed."""

allowance = table(
    "policy_allowance",
    metadata,
    sa.Column("version_id", sa.String(100), primary_key=True),
    sa.Column("document", JsonText, nullable=False),
    sa.Column("parameters", JsonText, nullable=False),
    sa.Column("begndate", sa.Date, nullable=False),
    sa.Column("enddate", sa.Date, nullable=False),
    sa.Column("published_no", sa.Integer, nullable=False),
    sa.Column("published_at", sa.DateTime, nullable=False),
    sa.Column("published_by", sa.String(50), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)
"""Published parameters of the maternity allowance; of two versions for a day the later published counts."""
