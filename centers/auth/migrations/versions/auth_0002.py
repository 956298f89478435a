"""Staff"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "auth_0002"
down_revision = "auth_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "auth_certificate",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("public_key", sa.String(length=130), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account"),
        sa.UniqueConstraint("public_key"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "auth_credential",
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("digest", sa.String(length=255), nullable=False),
        sa.Column("earlier", JsonText(length=16777215), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("wrong_count", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(), nullable=True),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("account"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("auth_credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auth_credential_locked_until"), ["locked_until"], unique=False)

    op.create_table(
        "auth_security_log",
        sa.Column("log_id", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.Column("event", sa.String(length=30), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("ip", sa.String(length=50), nullable=False),
        sa.Column("org_path", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("log_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("auth_security_log", schema=None) as batch_op:
        batch_op.create_index("ix_auth_security_log_account", ["account", "kind", "at"], unique=False)
        batch_op.create_index("ix_auth_security_log_kind", ["kind", "at"], unique=False)

    op.create_table(
        "auth_session",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("means", sa.String(length=12), nullable=False),
        sa.Column("ip", sa.String(length=50), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_digest"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auth_session_account"), ["account"], unique=False)

    op.create_table(
        "auth_ticket",
        sa.Column("ticket_digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_digest"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("auth_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auth_ticket_expires_at"), ["expires_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("auth_ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auth_ticket_expires_at"))

    op.drop_table("auth_ticket")
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auth_session_account"))

    op.drop_table("auth_session")
    with op.batch_alter_table("auth_security_log", schema=None) as batch_op:
        batch_op.drop_index("ix_auth_security_log_kind")
        batch_op.drop_index("ix_auth_security_log_account")

    op.drop_table("auth_security_log")
    with op.batch_alter_table("auth_credential", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auth_credential_locked_until"))

    op.drop_table("auth_credential")
    op.drop_table("auth_certificate")
