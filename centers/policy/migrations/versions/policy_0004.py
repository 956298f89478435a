"""Parameters of the maternity allowance"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "policy_0004"
down_revision = "policy_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_allowance",
        sa.Column("version_id", sa.String(length=100), nullable=False),
        sa.Column("document", JsonText(length=16777215), nullable=False),
        sa.Column("parameters", JsonText(length=16777215), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=False),
        sa.Column("published_no", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=50), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("version_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("policy_allowance")
