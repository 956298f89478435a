"""definitions, applications, tasks and delegations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "workflow_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workflow_definition",
        sa.Column("process", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("begin_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("distinct", sa.Boolean(), nullable=False),
        sa.Column("steps", JsonText(length=16777215), nullable=False),
        sa.Column("changed_by", sa.String(length=50), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("process", "version"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "workflow_delegation",
        sa.Column("delegation_id", sa.String(length=30), nullable=False),
        sa.Column("from_account", sa.String(length=50), nullable=False),
        sa.Column("from_name", sa.String(length=50), nullable=False),
        sa.Column("to_account", sa.String(length=50), nullable=False),
        sa.Column("to_name", sa.String(length=50), nullable=False),
        sa.Column("process", sa.String(length=50), nullable=False),
        sa.Column("begin_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=1), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("delegation_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(
        "ix_workflow_delegation_from", "workflow_delegation", ["from_account", "state", "end_date"], unique=False
    )
    op.create_index(
        "ix_workflow_delegation_to", "workflow_delegation", ["to_account", "state", "end_date"], unique=False
    )
    op.create_table(
        "workflow_instance",
        sa.Column("instance_id", sa.String(length=30), nullable=False),
        sa.Column("process", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("business", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("page", sa.String(length=100), nullable=False),
        sa.Column("applicant", sa.String(length=50), nullable=False),
        sa.Column("applicant_name", sa.String(length=50), nullable=False),
        sa.Column("org_no", sa.String(length=30), nullable=False),
        sa.Column("org_name", sa.String(length=100), nullable=False),
        sa.Column("org_path", sa.String(length=255), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(length=16777215), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("instance_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_workflow_instance_applicant", "workflow_instance", ["applicant", "updated_at"], unique=False)
    op.create_index("ix_workflow_instance_area", "workflow_instance", ["admdvs", "updated_at"], unique=False)
    op.create_index(
        "ix_workflow_instance_business", "workflow_instance", ["business", "state", "updated_at"], unique=False
    )
    op.create_table(
        "workflow_note",
        sa.Column("instance_id", sa.String(length=30), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.Column("actor_name", sa.String(length=50), nullable=False),
        sa.Column("for_account", sa.String(length=50), nullable=False),
        sa.Column("for_name", sa.String(length=50), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=False),
        sa.Column("step_name", sa.String(length=50), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "seq"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "workflow_task",
        sa.Column("task_id", sa.String(length=30), nullable=False),
        sa.Column("instance_id", sa.String(length=30), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=50), nullable=False),
        sa.Column("assignee", sa.String(length=50), nullable=False),
        sa.Column("assignee_name", sa.String(length=50), nullable=False),
        sa.Column("principal", sa.String(length=50), nullable=False),
        sa.Column("principal_name", sa.String(length=50), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("claimed", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by", sa.String(length=50), nullable=False),
        sa.Column("done_name", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("task_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_workflow_task_assignee", "workflow_task", ["assignee", "state", "opened_at"], unique=False)
    op.create_index("ix_workflow_task_done", "workflow_task", ["done_by", "done_at"], unique=False)
    op.create_index("ix_workflow_task_instance", "workflow_task", ["instance_id", "step_no"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_workflow_task_instance", table_name="workflow_task")
    op.drop_index("ix_workflow_task_done", table_name="workflow_task")
    op.drop_index("ix_workflow_task_assignee", table_name="workflow_task")
    op.drop_table("workflow_task")
    op.drop_table("workflow_note")
    op.drop_index("ix_workflow_instance_business", table_name="workflow_instance")
    op.drop_index("ix_workflow_instance_area", table_name="workflow_instance")
    op.drop_index("ix_workflow_instance_applicant", table_name="workflow_instance")
    op.drop_table("workflow_instance")
    op.drop_index("ix_workflow_delegation_to", table_name="workflow_delegation")
    op.drop_index("ix_workflow_delegation_from", table_name="workflow_delegation")
    op.drop_table("workflow_delegation")
    op.drop_table("workflow_definition")
