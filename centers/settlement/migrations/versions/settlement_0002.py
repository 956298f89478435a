"""Reimbursement at the counter; receipts that settlements name can be looked up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hsaf.data.types import JsonText

revision = "settlement_0002"
down_revision = "settlement_0001"
branch_labels = None
depends_on = None

SETTLEMENT = sa.table("settlement_settlement", sa.column("stated", sa.String), sa.column("invono", sa.String))


def upgrade() -> None:
    op.create_table(
        "settlement_receipt",
        sa.Column("invono", sa.String(length=40), nullable=False),
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("reim_id", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("invono"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "settlement_reimbursement",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("reim_id", sa.String(length=30), nullable=False),
        sa.Column("mdtrt_id", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("insutype", sa.String(length=6), nullable=False),
        sa.Column("med_type", sa.String(length=6), nullable=False),
        sa.Column("begndate", sa.Date(), nullable=False),
        sa.Column("enddate", sa.Date(), nullable=False),
        sa.Column("sumamt", sa.BigInteger(), nullable=False),
        sa.Column("place", JsonText(length=16777215), nullable=False),
        sa.Column("receipts", JsonText(length=16777215), nullable=False),
        sa.Column("bankacct_sealed", sa.String(length=200), nullable=False),
        sa.Column("setl_id", sa.String(length=30), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "reim_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("settlement_reimbursement", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_reimbursement_id", ["reim_id"], unique=False)
        batch_op.create_index("ix_settlement_reimbursement_state", ["state", "entered_at"], unique=False)

    op.create_table(
        "settlement_reimbursement_step",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("reim_id", sa.String(length=30), nullable=False),
        sa.Column("step_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "reim_id", "step_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    _add_invoice()


def _add_invoice() -> None:
    """The default stays: workers of the version before go on writing while this one takes over."""
    if "invono" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("settlement_settlement")}:
        op.add_column("settlement_settlement", sa.Column("invono", sa.String(40), nullable=False, server_default=""))
    op.create_index("ix_settlement_settlement_invoice", "settlement_settlement", ["invono"])
    stated = sa.func.json_extract(SETTLEMENT.c.stated, "$.invono")
    if op.get_bind().dialect.name == "mysql":
        stated = sa.func.json_unquote(stated)
    numbered = sa.func.upper(sa.func.trim(sa.func.coalesce(stated, "")))
    op.execute(SETTLEMENT.update().values(invono=numbered))


def downgrade() -> None:
    op.drop_index("ix_settlement_settlement_invoice", "settlement_settlement")
    op.drop_column("settlement_settlement", "invono")
    op.drop_table("settlement_reimbursement_step")
    with op.batch_alter_table("settlement_reimbursement", schema=None) as batch_op:
        batch_op.drop_index("ix_settlement_reimbursement_state")
        batch_op.drop_index("ix_settlement_reimbursement_id")

    op.drop_table("settlement_reimbursement")
    op.drop_table("settlement_receipt")
