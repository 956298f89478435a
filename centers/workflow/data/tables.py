"""Tables of the workflow center."""

from __future__ import annotations

import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import JsonText

metadata = sa.MetaData()


def _text(name: str, length: int, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=key, nullable=False)


definition = table(
    "workflow_definition",
    metadata,
    _text("process", 50, key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    _text("name", 100),
    sa.Column("begin_date", sa.Date, nullable=False),
    sa.Column("end_date", sa.Date, nullable=True),
    _text("state", 10),
    sa.Column("distinct", sa.Boolean, nullable=False),
    sa.Column("steps", JsonText, nullable=False),
    _text("changed_by", 50),
    sa.Column("changed_at", sa.DateTime, nullable=False),
)

instance = table(
    "workflow_instance",
    metadata,
    _text("instance_id", 30, key=True),
    _text("process", 50),
    sa.Column("version", sa.Integer, nullable=False),
    _text("business", 100),
    _text("title", 200),
    _text("page", 100),
    _text("applicant", 50),
    _text("applicant_name", 50),
    _text("org_no", 30),
    _text("org_name", 100),
    _text("org_path", 255),
    _text("admdvs", 6),
    _text("state", 12),
    sa.Column("step_no", sa.Integer, nullable=False),
    sa.Column("payload", sa.Text(2**24 - 1), nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("updated_at", sa.DateTime, nullable=False),
    sa.Column("reminded_at", sa.DateTime, nullable=True),
    sa.Index("ix_workflow_instance_applicant", "applicant", "updated_at"),
    sa.Index("ix_workflow_instance_business", "business", "state", "updated_at"),
    sa.Index("ix_workflow_instance_latest", "business", "updated_at"),
    sa.Index("ix_workflow_instance_area", "admdvs", "updated_at"),
)
"""``payload`` is sealed. ``step_no`` is the step under way, the last one when decided, 0 with the applicant."""

task = table(
    "workflow_task",
    metadata,
    _text("task_id", 30, key=True),
    _text("instance_id", 30),
    sa.Column("step_no", sa.Integer, nullable=False),
    _text("process", 50),
    _text("assignee", 50),
    _text("assignee_name", 50),
    _text("principal", 50),
    _text("principal_name", 50),
    _text("state", 12),
    sa.Column("claimed", sa.Boolean, nullable=False),
    sa.Column("opened_at", sa.DateTime, nullable=False),
    sa.Column("done_at", sa.DateTime, nullable=True),
    _text("done_by", 50),
    _text("done_name", 50),
    sa.Index("ix_workflow_task_assignee", "assignee", "state", "opened_at"),
    sa.Index("ix_workflow_task_instance", "instance_id", "step_no"),
    sa.Index("ix_workflow_task_done", "done_by", "done_at"),
)
"""One for each candidate. ``principal`` is in whose name the assignee acts, empty for his own."""

note = table(
    "workflow_note",
    metadata,
    _text("instance_id", 30, key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime, nullable=False),
    _text("actor", 50),
    _text("actor_name", 50),
    _text("for_account", 50),
    _text("for_name", 50),
    _text("action", 12),
    sa.Column("step_no", sa.Integer, nullable=False),
    _text("step_name", 50),
    sa.Column("opinion", sa.Text, nullable=False),
)
"""What everybody did and said; never altered."""

delegation = table(
    "workflow_delegation",
    metadata,
    _text("delegation_id", 30, key=True),
    _text("from_account", 50),
    _text("from_name", 50),
    _text("to_account", 50),
    _text("to_name", 50),
    _text("process", 50),
    sa.Column("begin_date", sa.Date, nullable=False),
    sa.Column("end_date", sa.Date, nullable=False),
    _text("reason", 200),
    _text("state", 1),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Index("ix_workflow_delegation_to", "to_account", "state", "end_date"),
    sa.Index("ix_workflow_delegation_from", "from_account", "state", "end_date"),
)
"""Standing delegations; ``process`` empty for every one, ``state`` 1 valid, 0 ended."""
