"""Who printed what; drafts of wizards"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "hsaf_0006"
down_revision = "hsaf_0005"
branch_labels = None
depends_on = None

PLACE = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin", "mysql_engine": "InnoDB"}


def upgrade() -> None:
    op.create_table(
        "hsaf_print",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("function", sa.String(length=100), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("printed_at", sa.DateTime(), nullable=False),
        sa.Column("printed_by", sa.String(length=50), nullable=False),
        sa.Column("printed_name", sa.String(length=100), nullable=False),
        sa.Column("org_no", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("code"),
        **PLACE,
    )
    op.create_index("ix_hsaf_print_function", "hsaf_print", ["function", "org_no", "printed_at"])
    op.create_table(
        "hsaf_draft",
        sa.Column("draft_id", sa.String(length=30), nullable=False),
        sa.Column("function", sa.String(length=100), nullable=False),
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=50), nullable=False),
        sa.Column("content", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id"),
        **PLACE,
    )
    op.create_index("ix_hsaf_draft_account", "hsaf_draft", ["account", "function", "updated_at"])
    op.create_index("ix_hsaf_draft_updated_at", "hsaf_draft", ["updated_at"])


def downgrade() -> None:
    op.drop_table("hsaf_draft")
    op.drop_table("hsaf_print")
