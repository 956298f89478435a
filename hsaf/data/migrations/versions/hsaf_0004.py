"""Extra fields of records"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "hsaf_0004"
down_revision = "hsaf_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hsaf_record_extra",
        sa.Column("record_id", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "code"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_hsaf_record_extra_value", "hsaf_record_extra", ["record", "code", "value"])


def downgrade() -> None:
    op.drop_table("hsaf_record_extra")
