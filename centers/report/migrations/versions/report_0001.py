"""Scheduled reports and outlines of regions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "report_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_outline",
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("parent", sa.String(length=6), nullable=False),
        sa.Column("geometry", JsonText(length=16777215), nullable=False),
        sa.PrimaryKeyConstraint("admdvs"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_report_outline_parent", "report_outline", ["parent"], unique=False)
    op.create_table(
        "report_report",
        sa.Column("report_id", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("panel", sa.String(length=150), nullable=False),
        sa.Column("filters", sa.String(length=1000), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("cycle", sa.String(length=10), nullable=False),
        sa.Column("run_day", sa.Integer(), nullable=False),
        sa.Column("run_time", sa.String(length=5), nullable=False),
        sa.Column("recipients", JsonText(length=16777215), nullable=False),
        sa.Column("owner", sa.String(length=50), nullable=False),
        sa.Column("owner_name", sa.String(length=50), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("last_at", sa.DateTime(), nullable=True),
        sa.Column("last_state", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("report_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_report_report_owner", "report_report", ["owner", "created_at"], unique=False)
    op.create_table(
        "report_run",
        sa.Column("run_id", sa.String(length=30), nullable=False),
        sa.Column("report_id", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("ran_at", sa.DateTime(), nullable=False),
        sa.Column("time_range", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("file", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_report_run_report", "report_run", ["report_id", "ran_at"], unique=False)
    op.create_table(
        "report_told",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("run_id", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("account", "run_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("report_told")
    op.drop_index("ix_report_run_report", table_name="report_run")
    op.drop_table("report_run")
    op.drop_index("ix_report_report_owner", table_name="report_report")
    op.drop_table("report_report")
    op.drop_index("ix_report_outline_parent", table_name="report_outline")
    op.drop_table("report_outline")
