"""Maternity allowance"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "settlement_0008"
down_revision = "settlement_0007"
branch_labels = None
depends_on = None

ENGINE = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin", "mysql_engine": "InnoDB"}


def upgrade() -> None:
    op.create_table(
        "settlement_allowance",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("allw_id", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("matn_type", sa.String(length=6), nullable=False),
        sa.Column("fetus_cnt", sa.Integer(), nullable=False),
        sa.Column("geso_val", sa.Integer(), nullable=False),
        sa.Column("cert_no", sa.String(length=30), nullable=False),
        sa.Column("emp_no", sa.String(length=30), nullable=False),
        sa.Column("insuplc_admdvs", sa.String(length=6), nullable=False),
        sa.Column("pool_area", sa.String(length=6), nullable=False),
        sa.Column("paid_months", sa.Integer(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("policy", sa.String(length=100), nullable=False),
        sa.Column("trace", JsonText(length=16777215), nullable=False),
        sa.Column("journal", sa.String(length=30), nullable=False),
        sa.Column("bankacct_sealed", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "allw_id"),
        **ENGINE,
    )
    with op.batch_alter_table("settlement_allowance", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_allowance_id", ["allw_id"], unique=False)
        batch_op.create_index("ix_settlement_allowance_state", ["state", "entered_at"], unique=False)

    op.create_table(
        "settlement_allowance_step",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("allw_id", sa.String(length=30), nullable=False),
        sa.Column("step_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "allw_id", "step_no"),
        **ENGINE,
    )


def downgrade() -> None:
    op.drop_table("settlement_allowance_step")
    op.drop_table("settlement_allowance")
