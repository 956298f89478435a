"""First tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "message_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_article",
        sa.Column("article_id", sa.String(length=30), nullable=False),
        sa.Column("column", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("publisher", sa.String(length=50), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("article_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_message_article_column", "message_article", ["column", "published_at"], unique=False)
    op.create_table(
        "message_column",
        sa.Column("column", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("column"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "message_delivery",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("letter_id", sa.String(length=30), nullable=False),
        sa.Column("folder", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("account", "letter_id", "folder"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_message_delivery_letter", "message_delivery", ["letter_id", "folder"], unique=False)
    op.create_index(
        "ix_message_delivery_list", "message_delivery", ["account", "kind", "folder", "sent_at"], unique=False
    )
    op.create_table(
        "message_letter",
        sa.Column("letter_id", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sender", sa.String(length=50), nullable=False),
        sa.Column("sender_name", sa.String(length=50), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("page", sa.String(length=100), nullable=False),
        sa.Column("file", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("letter_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "message_subscription",
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("topic", "account"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "message_todo",
        sa.Column("ref", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("page", sa.String(length=100), nullable=False),
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("permission", sa.String(length=150), nullable=False),
        sa.Column("admdvs", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("ref"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_message_todo_account", "message_todo", ["account", "state"], unique=False)
    op.create_index("ix_message_todo_done", "message_todo", ["done_by", "done_at"], unique=False)
    op.create_index("ix_message_todo_permission", "message_todo", ["state", "permission", "created_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_message_todo_permission", table_name="message_todo")
    op.drop_index("ix_message_todo_done", table_name="message_todo")
    op.drop_index("ix_message_todo_account", table_name="message_todo")
    op.drop_table("message_todo")
    op.drop_table("message_subscription")
    op.drop_table("message_letter")
    op.drop_index("ix_message_delivery_list", table_name="message_delivery")
    op.drop_index("ix_message_delivery_letter", table_name="message_delivery")
    op.drop_table("message_delivery")
    op.drop_table("message_column")
    op.drop_index("ix_message_article_column", table_name="message_article")
    op.drop_table("message_article")
