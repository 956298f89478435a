"""Initial tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "auth_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "auth_access_key",
        sa.Column("access_key", sa.String(length=100), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("secret_sealed", sa.String(length=1000), nullable=False),
        sa.Column("sm2_public_key", sa.String(length=200), nullable=False),
        sa.Column("sm3_key_sealed", sa.String(length=1000), nullable=False),
        sa.Column("body_signature", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("access_key"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "auth_sign",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("sign_no", sa.String(length=30), nullable=False),
        sa.Column("opter_no", sa.String(length=30), nullable=False),
        sa.Column("mac", sa.String(length=20), nullable=False),
        sa.Column("ip", sa.String(length=50), nullable=False),
        sa.Column("sign_time", sa.DateTime(), nullable=False),
        sa.Column("sign_out_time", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("fixmedins_code", "sign_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("auth_sign")
    op.drop_table("auth_access_key")
