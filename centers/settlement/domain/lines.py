"""One fee line: its form, the catalog terms that apply to it, and how it divides.

Source: benefit-settlement section 2; national-interface section 3 (rules 3 and 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Any, Final

import msgspec

from centers.settlement.contract.v1 import (
    LINE_AMOUNT_WRONG,
    LINE_COUNT_ZERO,
    LINE_PRICE_NEGATIVE,
    LINE_SIGN_WRONG,
    LINE_SN_WRONG,
    LineSplit,
    NewLine,
)
from hsaf.money import HUNDRED, round_fen, yuan

SN_DIGITS: Final = 15
TOLERANCE: Final = 1
"""Fen by which an uploaded amount may differ from quantity times price."""

EXCLUDED: Final = "03"
"""Catalog level 丙, and the level shown for what the catalog does not have."""

UNCLASSIFIED: Final = "14"
"""``med_chrgitm_type`` 其他费, for a line the catalog does not have."""

_EXACT: Final = Context(prec=60)


class Terms(msgspec.Struct, frozen=True):
    """The catalog snapshot that applies to a line.

    ``own_pay`` makes the whole line the person's; otherwise ``selfpay_prop`` is its first share and
    ``ceiling`` the highest covered price in yuan at this hospital's level (``None``: no ceiling).
    """

    chrgitm_lv: str
    med_chrgitm_type: str
    own_pay: bool
    selfpay_prop: Decimal | None = None
    ceiling: Decimal | None = None
    lmt_used_flag: str = "0"
    memo: str = ""


NOT_LISTED: Final = Terms(EXCLUDED, UNCLASSIFIED, own_pay=True, memo="目录外或不在有效期内，全自费")


def kept_terms(row: Mapping[str, Any]) -> Terms:
    """The terms stored with a line: what a refund of it, and a second look at it, must use."""
    return Terms(
        chrgitm_lv=row["chrgitm_lv"],
        med_chrgitm_type=row["med_chrgitm_type"],
        own_pay=row["own_pay"],
        selfpay_prop=row["selfpay_prop"],
        ceiling=row["pric_uplmt_amt"],
        lmt_used_flag=row["lmt_used_flag"],
        memo=row["memo"],
    )


class FeeLine(msgspec.Struct, frozen=True):
    """A checked line with its split and the terms that a later refund of it must use."""

    new: NewLine
    split: LineSplit
    terms: Terms


def approved(lmt_used_flag: str, hosp_appr_flag: str) -> bool:
    """The approval matrix: limited use needs approval (1); a refusal (2) always makes it own-pay."""
    if lmt_used_flag == "1":
        return hosp_appr_flag == "1"
    return hosp_appr_flag != "2"


def require_serial(feedetl_sn: str) -> str:
    """A line number without leading zeros, so that ``7`` and ``007`` are the same number.

    Raises ``LINE_SN_WRONG`` unless it is 1 to 15 digits and not zero.
    """
    digits = feedetl_sn.isascii() and feedetl_sn.isdigit() and len(feedetl_sn) <= SN_DIGITS
    serial = feedetl_sn.lstrip("0")
    if not digits or not serial:
        raise LINE_SN_WRONG(feedetl_sn=feedetl_sn)
    return serial


def require_form(line: NewLine) -> None:
    """Quantity, price and amount of a line must belong together.

    Raises ``LINE_COUNT_ZERO``, ``LINE_PRICE_NEGATIVE``, ``LINE_SIGN_WRONG`` or ``LINE_AMOUNT_WRONG``.
    """
    det = line.det_item_fee_sumamt
    if line.cnt == 0:
        raise LINE_COUNT_ZERO(feedetl_sn=line.feedetl_sn)
    if line.pric < 0:
        raise LINE_PRICE_NEGATIVE(feedetl_sn=line.feedetl_sn)
    if det != 0 and (det > 0) != (line.cnt > 0):
        raise LINE_SIGN_WRONG(feedetl_sn=line.feedetl_sn)
    product = times(line.cnt, line.pric)
    if abs(det - product) > TOLERANCE:
        raise LINE_AMOUNT_WRONG(feedetl_sn=line.feedetl_sn, det=yuan(det), product=yuan(product))


def times(cnt: Decimal, pric: Decimal) -> int:
    """Quantity times unit price in yuan, rounded to fen."""
    return round_fen(_EXACT.multiply(_EXACT.multiply(cnt, pric), HUNDRED))


def divide_again(row: Mapping[str, Any]) -> LineSplit:
    """How a stored line divides by the terms kept with it."""
    return split_line(NewLine(**{name: row[name] for name in NewLine.__struct_fields__}), kept_terms(row))


def split_line(line: NewLine, terms: Terms) -> LineSplit:
    """Divide a line; the four parts sum to its amount (identity A)."""
    det = line.det_item_fee_sumamt
    own = overlmt = preselfpay = 0
    if terms.own_pay:
        own = det
    else:
        if terms.ceiling is not None and line.pric > terms.ceiling:
            overlmt = times(line.cnt, line.pric - terms.ceiling)
        preselfpay = round_fen(_EXACT.multiply(Decimal(det - overlmt), terms.selfpay_prop or Decimal(0)))
    return LineSplit(
        feedetl_sn=line.feedetl_sn,
        cnt=line.cnt,
        pric=line.pric,
        det_item_fee_sumamt=det,
        fulamt_ownpay_amt=own,
        overlmt_amt=overlmt,
        preselfpay_amt=preselfpay,
        inscp_scp_amt=det - own - overlmt - preselfpay,
        pric_uplmt_amt=terms.ceiling,
        selfpay_prop=terms.selfpay_prop,
        chrgitm_lv=terms.chrgitm_lv,
        med_chrgitm_type=terms.med_chrgitm_type,
        lmt_used_flag=terms.lmt_used_flag,
        memo=terms.memo,
    )
