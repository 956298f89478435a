"""The history of filings, and an index by the day they end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "enrollment_0002"
down_revision = "enrollment_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enrollment_filing_change",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("trt_dcla_detl_sn", sa.String(length=30), nullable=False),
        sa.Column("change_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=50), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("before", JsonText(length=16777215), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "trt_dcla_detl_sn", "change_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_enrollment_filing_end", "enrollment_filing", ["biz_appy_type", "enddate"])


def downgrade() -> None:
    op.drop_index("ix_enrollment_filing_end", "enrollment_filing")
    op.drop_table("enrollment_filing_change")
