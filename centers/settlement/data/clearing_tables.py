"""Tables of monthly clearing: sheets and what is on them, bills between areas, payments."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from centers.settlement.data.tables import metadata
from hsaf.data.table import table
from hsaf.data.types import Fen


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _id(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(30), primary_key=True)


def _fen(name: str) -> sa.Column[Any]:
    return sa.Column(name, Fen, nullable=False)


def _int(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


sheet = table(
    "settlement_sheet",
    metadata,
    _id("sheet_id"),
    _text("fixmedins_code", 12),
    _text("setlym", 6),
    _text("clr_optins", 6),
    _text("mdtrt_poolarea", 6),
    _text("pay_loc", 6),
    _text("clr_type", 6),
    _text("clr_way", 6),
    _int("version"),
    _text("state", 10),
    _text("reason", 500),
    _text("clr_appy_evt_id", 30),
    _text("bill_id", 30),
    _int("psntime"),
    _fen("medfee_sumamt"),
    _fen("med_sumfee"),
    _fen("fund_appy_sum"),
    _fen("acct_pay"),
    _fen("cash_payamt"),
    _fen("paid"),
    sa.UniqueConstraint(
        "fixmedins_code", "setlym", "clr_optins", "mdtrt_poolarea", "pay_loc", "clr_type", "clr_way",
        name="uq_settlement_sheet_group",
    ),
    sa.Index("ix_settlement_sheet_month", "setlym", "clr_optins"),
    sa.Index("ix_settlement_sheet_application", "clr_appy_evt_id"),
    sa.Index("ix_settlement_sheet_bill", "bill_id"),
)  # fmt: skip

sheet_item = table(
    "settlement_sheet_item",
    metadata,
    _id("psn_no"),
    _id("setl_id"),
    _text("sheet_id", 30),
    sa.Index("ix_settlement_sheet_item_sheet", "sheet_id"),
)
"""Which sheet a settlement or reversal is on: one at most, and for ever once the sheet is confirmed."""

bill = table(
    "settlement_bill",
    metadata,
    _id("bill_id"),
    _text("setlym", 6),
    _text("mdtrt_poolarea", 6),
    _text("clr_optins", 6),
    _int("version"),
    _text("state", 10),
    _text("reason", 500),
    _text("confirmed_by", 50),
    _int("sheets"),
    _int("psntime"),
    _fen("medfee_sumamt"),
    _fen("fund_appy_sum"),
    _fen("acct_pay"),
    _fen("paid"),
    sa.UniqueConstraint("setlym", "mdtrt_poolarea", "clr_optins", name="uq_settlement_bill_areas"),
)

payment = table(
    "settlement_payment",
    metadata,
    _id("owner_id"),
    _id("payment_no"),
    _text("payment_id", 30),
    _text("holder", 30),
    _fen("amount"),
    _text("payer", 30),
    _text("payee", 30),
    sa.Column("paid_on", sa.Date, nullable=False),
    _text("actor", 50),
    sa.Index("ix_settlement_payment_journal", "payment_id"),
)
"""Payments of a sheet or bill (``owner_id``). The payer's own number is the key, so that a payment
sent twice is booked once; ``payment_id`` is the ledger journal, ``holder`` whose chain seals it."""
