"""Schedules of background jobs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "hsaf_0003"
down_revision = "hsaf_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hsaf_schedule",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("parameters", JsonText(length=16777215), nullable=False),
        sa.Column("at", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("last_job", sa.String(length=30), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_hsaf_schedule_due_at", "hsaf_schedule", ["due_at"])


def downgrade() -> None:
    op.drop_table("hsaf_schedule")
