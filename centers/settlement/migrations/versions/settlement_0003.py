"""Columns clearing asks by; monthly sheets, bills between areas, payments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "settlement_0003"
down_revision = "settlement_0002"
branch_labels = None
depends_on = None

CLEARED_BY = ("clr_type", "clr_way", "clr_optins", "mdtrt_poolarea", "pay_loc")
SETTLEMENT = sa.table(
    "settlement_settlement",
    *(sa.column(name, sa.String) for name in ("stated", "mdtrtarea_admvs", "insuplc_admdvs", *CLEARED_BY)),
)


def upgrade() -> None:
    op.create_table(
        "settlement_bill",
        sa.Column("bill_id", sa.String(length=30), nullable=False),
        sa.Column("setlym", sa.String(length=6), nullable=False),
        sa.Column("mdtrt_poolarea", sa.String(length=6), nullable=False),
        sa.Column("clr_optins", sa.String(length=6), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("confirmed_by", sa.String(length=50), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("psntime", sa.Integer(), nullable=False),
        sa.Column("medfee_sumamt", sa.BigInteger(), nullable=False),
        sa.Column("fund_appy_sum", sa.BigInteger(), nullable=False),
        sa.Column("acct_pay", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bill_id"),
        sa.UniqueConstraint("setlym", "mdtrt_poolarea", "clr_optins", name="uq_settlement_bill_areas"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "settlement_payment",
        sa.Column("owner_id", sa.String(length=30), nullable=False),
        sa.Column("payment_no", sa.String(length=30), nullable=False),
        sa.Column("payment_id", sa.String(length=30), nullable=False),
        sa.Column("holder", sa.String(length=30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("payer", sa.String(length=30), nullable=False),
        sa.Column("payee", sa.String(length=30), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "payment_no"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("settlement_payment", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_payment_journal", ["payment_id"], unique=False)

    op.create_table(
        "settlement_sheet",
        sa.Column("sheet_id", sa.String(length=30), nullable=False),
        sa.Column("fixmedins_code", sa.String(length=12), nullable=False),
        sa.Column("setlym", sa.String(length=6), nullable=False),
        sa.Column("clr_optins", sa.String(length=6), nullable=False),
        sa.Column("mdtrt_poolarea", sa.String(length=6), nullable=False),
        sa.Column("pay_loc", sa.String(length=6), nullable=False),
        sa.Column("clr_type", sa.String(length=6), nullable=False),
        sa.Column("clr_way", sa.String(length=6), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("clr_appy_evt_id", sa.String(length=30), nullable=False),
        sa.Column("bill_id", sa.String(length=30), nullable=False),
        sa.Column("psntime", sa.Integer(), nullable=False),
        sa.Column("medfee_sumamt", sa.BigInteger(), nullable=False),
        sa.Column("med_sumfee", sa.BigInteger(), nullable=False),
        sa.Column("fund_appy_sum", sa.BigInteger(), nullable=False),
        sa.Column("acct_pay", sa.BigInteger(), nullable=False),
        sa.Column("cash_payamt", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sheet_id"),
        sa.UniqueConstraint(
            "fixmedins_code",
            "setlym",
            "clr_optins",
            "mdtrt_poolarea",
            "pay_loc",
            "clr_type",
            "clr_way",
            name="uq_settlement_sheet_group",
        ),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("settlement_sheet", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_sheet_application", ["clr_appy_evt_id"], unique=False)
        batch_op.create_index("ix_settlement_sheet_bill", ["bill_id"], unique=False)
        batch_op.create_index("ix_settlement_sheet_month", ["setlym", "clr_optins"], unique=False)

    op.create_table(
        "settlement_sheet_item",
        sa.Column("psn_no", sa.String(length=30), nullable=False),
        sa.Column("setl_id", sa.String(length=30), nullable=False),
        sa.Column("sheet_id", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("psn_no", "setl_id"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("settlement_sheet_item", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_sheet_item_sheet", ["sheet_id"], unique=False)

    _add_columns()


def _add_columns() -> None:
    """The defaults stay: workers of the version before go on writing while this one takes over. What
    they write is named by the self-check; ``fill`` is harmless to repeat."""
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("settlement_settlement")}
    for name in CLEARED_BY:
        if name not in there:
            op.add_column("settlement_settlement", sa.Column(name, sa.String(6), nullable=False, server_default=""))
    op.execute(fill(op.get_bind().dialect.name))


def fill(dialect: str) -> sa.Update:
    """Columns from what ``stated`` said; place of payment by the two areas, as it is now."""
    values = {name: sa.func.coalesce(_stated(dialect, name), "") for name in ("clr_type", "clr_way", "clr_optins")}
    treated_in = sa.func.substr(SETTLEMENT.c.mdtrtarea_admvs, 1, 4).concat("00")
    insured_in = sa.func.substr(SETTLEMENT.c.insuplc_admdvs, 1, 4).concat("00")
    here = sa.func.coalesce(_stated(dialect, "pay_loc"), "")
    same_province = sa.func.substr(treated_in, 1, 2) == sa.func.substr(insured_in, 1, 2)
    elsewhere = sa.case((here == "1", here), (treated_in == insured_in, here), (same_province, "3"), else_="4")
    return SETTLEMENT.update().values(**values, mdtrt_poolarea=treated_in, pay_loc=elsewhere)


def _stated(dialect: str, name: str) -> sa.ColumnElement[str]:
    value = sa.func.json_extract(SETTLEMENT.c.stated, f"$.{name}")
    return sa.func.json_unquote(value) if dialect == "mysql" else value


def downgrade() -> None:
    for name in CLEARED_BY:
        op.drop_column("settlement_settlement", name)
    with op.batch_alter_table("settlement_sheet_item", schema=None) as batch_op:
        batch_op.drop_index("ix_settlement_sheet_item_sheet")

    op.drop_table("settlement_sheet_item")
    with op.batch_alter_table("settlement_sheet", schema=None) as batch_op:
        batch_op.drop_index("ix_settlement_sheet_month")
        batch_op.drop_index("ix_settlement_sheet_bill")
        batch_op.drop_index("ix_settlement_sheet_application")

    op.drop_table("settlement_sheet")
    with op.batch_alter_table("settlement_payment", schema=None) as batch_op:
        batch_op.drop_index("ix_settlement_payment_journal")

    op.drop_table("settlement_payment")
    op.drop_table("settlement_bill")
