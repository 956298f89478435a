"""The amounts of a settlement by national field code, in fen, and the identities they obey.

Source: benefit-settlement sections 2 and 4.6, identities A, B and C.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

Amounts = Mapping[str, int]

FEE_FIELDS: Final = (
    "medfee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_selfpay",
    "preselfpay_amt",
    "inscp_scp_amt",
)
"""The bill: sums over the settled lines."""

FUND_FIELDS: Final = ("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")
"""What each fund pays; they add up to ``fund_pay_sumamt``."""

AMOUNT_FIELDS: Final = (
    *FEE_FIELDS,
    "act_pay_dedc",
    *FUND_FIELDS,
    "fund_pay_sumamt",
    "hosp_part_amt",
    "psn_part_amt",
    "acct_pay",
    "acct_mulaid_pay",
    "psn_cash_pay",
)
"""Every amount a settlement keeps; a reversal keeps each of them negated."""


def negated(amounts: Amounts) -> dict[str, int]:
    """The same amounts with the opposite sign: what a reversal shows and adds."""
    return {name: -value for name, value in amounts.items()}


def bill_divides(amounts: Amounts) -> str | None:
    """Identity A: the bill is own-pay + above ceiling + first share + in scope."""
    parts = sum(amounts[name] for name in FEE_FIELDS[1:])
    return _unequal("medfee_sumamt", amounts["medfee_sumamt"], parts)


def bill_is_paid(amounts: Amounts) -> str | None:
    """Identity B: the bill is funds + hospital + person, and the fund total is the sum of the funds."""
    paid = amounts["fund_pay_sumamt"] + amounts["hosp_part_amt"] + amounts["psn_part_amt"]
    funds = sum(amounts[name] for name in FUND_FIELDS)
    return _unequal("medfee_sumamt", amounts["medfee_sumamt"], paid) or _unequal(
        "fund_pay_sumamt", amounts["fund_pay_sumamt"], funds
    )


def person_part_divides(amounts: Amounts) -> str | None:
    """Identity C: the person's part is accounts + cash; the family's part lies within the accounts."""
    paid = amounts["acct_pay"] + amounts["psn_cash_pay"]
    if abs(amounts["acct_mulaid_pay"]) > abs(amounts["acct_pay"]):
        return f"acct_mulaid_pay {amounts['acct_mulaid_pay']} > acct_pay {amounts['acct_pay']}"
    return _unequal("psn_part_amt", amounts["psn_part_amt"], paid)


def rows_add_up(amounts: Amounts, rows: Iterable[int]) -> str | None:
    """The fund rows of ``setldetail`` sum to the funds plus the account payments."""
    return _unequal("setldetail", sum(rows), amounts["fund_pay_sumamt"] + amounts["acct_pay"])


def _unequal(name: str, stated: int, found: int) -> str | None:
    return None if stated == found else f"{name} {stated} != {found}"
