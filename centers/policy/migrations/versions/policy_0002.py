"""Drafts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "policy_0002"
down_revision = "policy_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_draft",
        sa.Column("draft_id", sa.String(length=120), nullable=False),
        sa.Column("document", sa.Text(length=16777215), nullable=False),
        sa.Column("parameters", JsonText(length=16777215), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("draft_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("policy_draft")
