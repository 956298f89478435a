"""Fund settlement lists"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "payment_method_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_method_list",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("setl_id", sa.String(length=30), nullable=False),
        sa.Column("setl_list_id", sa.String(length=9), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("med_type", sa.String(length=6), nullable=False),
        sa.Column("insutype", sa.String(length=6), nullable=False),
        sa.Column("out_flag", sa.String(length=3), nullable=False),
        sa.Column("setl_time", sa.DateTime(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("qltctrl_ver", sa.String(length=60), nullable=False),
        sa.Column("err_lv", sa.String(length=3), nullable=False),
        sa.Column("retn_flag", sa.String(length=3), nullable=False),
        sa.Column("opinion", sa.String(length=2000), nullable=False),
        sa.Column("reviewer", sa.String(length=50), nullable=False),
        sa.Column("findings", JsonText(length=16777215), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "setl_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_index(
        "ix_payment_method_list_institution", "payment_method_list", ["fixmedins_code", "setl_time"], unique=False
    )
    op.create_index("ix_payment_method_list_number", "payment_method_list", ["setl_list_id"], unique=True)
    op.create_table(
        "payment_method_list_version",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("setl_id", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(length=16777215), nullable=False),
        sa.Column("findings", JsonText(length=16777215), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("opter", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "setl_id", "version"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("payment_method_list_version")
    op.drop_index("ix_payment_method_list_number", table_name="payment_method_list")
    op.drop_index("ix_payment_method_list_institution", table_name="payment_method_list")
    op.drop_table("payment_method_list")
