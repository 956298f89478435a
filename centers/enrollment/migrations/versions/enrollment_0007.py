"""Contribution bases of employers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "enrollment_0007"
down_revision = "enrollment_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enrollment_employer_base",
        sa.Column("emp_no", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("avg_clctstd", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("emp_no", "year"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("enrollment_employer_base")
