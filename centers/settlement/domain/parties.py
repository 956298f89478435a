"""Three-party reconciliation of cross-region care (HB-13.3.8 to 13.3.12): treatment side, home side and
the national file. Pure comparison; where the rows come from is the caller's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from centers.settlement.contract.clearing import PartyResult, PartyRow
from hsaf.money import yuan

SIDES: Final = {"treatment": "就医地", "home": "参保地", "national": "国家平台"}

FIGURES: Final = {"medfee_sumamt": "医疗费总额", "fund_pay_sumamt": "基金支付", "acct_pay": "个人账户支付"}


def three_parties(sides: Mapping[str, Iterable[PartyRow]], equal: bool | None = None) -> list[PartyResult]:
    """Every settlement some side knows, in order of its number; only equal or unequal ones if asked."""
    known = {side: {row.setl_id: row for row in rows} for side, rows in sides.items()}
    ids = sorted({setl_id for rows in known.values() for setl_id in rows})
    results = [PartyResult(setl_id=setl_id, problems=tuple(_problems(setl_id, known))) for setl_id in ids]
    return [result for result in results if equal in (None, result.equal)]


def totals_against_details(rows: Iterable[PartyRow], equal: bool | None = None) -> list[PartyRow]:
    """The rows of one side whose total equals the sum of their details, or does not, if asked."""
    return [row for row in rows if equal in (None, row.medfee_sumamt == row.detail_sumamt)]


def _problems(setl_id: str, known: Mapping[str, Mapping[str, PartyRow]]) -> Iterator[str]:
    present = {SIDES[side]: rows[setl_id] for side, rows in known.items() if setl_id in rows}
    yield from (f"{SIDES[side]}没有该笔结算" for side, rows in known.items() if setl_id not in rows)
    for name, label in FIGURES.items():
        if len({getattr(row, name) for row in present.values()}) > 1:
            yield f"{label}不一致：" + "，".join(f"{side} {yuan(getattr(row, name))}" for side, row in present.items())
    for side, row in present.items():
        difference = row.medfee_sumamt - row.detail_sumamt
        if difference:
            yield f"{side}结算总额与明细合计相差 {yuan(difference)} 元"
