"""Initial tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "exchange_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exchange_file",
        sa.Column("fixmedins_code", sa.String(length=30), nullable=False),
        sa.Column("file_qury_no", sa.String(length=30), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("data_cnt", sa.BigInteger(), nullable=False),
        sa.Column("uploaded", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("dld_endtime", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fixmedins_code", "file_qury_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index("ix_exchange_file_name", "exchange_file", ["fixmedins_code", "filename"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_exchange_file_name", table_name="exchange_file")
    op.drop_table("exchange_file")
