"""Locks, requests, audit chain, outbox and data versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "hsaf_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hsaf_audit_event",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=26), nullable=False),
        sa.Column("business_time", sa.String(length=19), nullable=False),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.Column("institution", sa.String(length=30), nullable=False),
        sa.Column("operation", sa.String(length=60), nullable=False),
        sa.Column("trace_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("layers", sa.String(length=200), nullable=False),
        sa.Column("facts", JsonText(length=16777215), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("subject", "seq"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "hsaf_data_version",
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("topic"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "hsaf_lock",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "hsaf_outbox",
        sa.Column("event_id", sa.String(length=30), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("payload", JsonText(length=16777215), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_hsaf_outbox_due", "hsaf_outbox", ["state", "due_at"], unique=False)
    op.create_table(
        "hsaf_request",
        sa.Column("scope", sa.String(length=30), nullable=False),
        sa.Column("request_key", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "request_key"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_hsaf_request_created_at"), "hsaf_request", ["created_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_hsaf_request_created_at"), table_name="hsaf_request")
    op.drop_table("hsaf_request")
    op.drop_index("ix_hsaf_outbox_due", table_name="hsaf_outbox")
    op.drop_table("hsaf_outbox")
    op.drop_table("hsaf_lock")
    op.drop_table("hsaf_data_version")
    op.drop_table("hsaf_audit_event")
