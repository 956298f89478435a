"""Reconciliation with an institution: totals (3201) and rows (3202) compared.

Source: national-interface section 3, rules 7 and 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from centers.settlement.contract.reconciliation import (
    STATEMENT_PERIOD_WRONG,
    DetailResult,
    DetailRow,
    Statement,
    StatementScope,
    StatementTotals,
)
from hsaf.money import yuan

EQUAL: Final = "0"
UNEQUAL: Final = "1"
"""``stmt_rslt``."""

REFUND: Final = "1"
"""``refd_setl_flag``."""

AMOUNTS: Final = {
    "medfee_sumamt": "医疗费总额",
    "fund_pay_sumamt": "基金支付总额",
    "acct_pay": "个人账户支付金额",
}

LONGEST: Final = 200
"""Characters of ``stmt_rslt_dscr``."""


class BookedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A settlement or reversal as the center has it; ``reversed_by`` and ``reverses`` name its twin."""

    psn_no: str
    mdtrt_id: str
    setl_id: str
    msgid: str
    refd_setl_flag: str
    reverses: str
    reversed_by: str
    medfee_sumamt: int
    fund_pay_sumamt: int
    acct_pay: int


def require_period(scope: StatementScope) -> None:
    """Raises ``STATEMENT_PERIOD_WRONG``."""
    if scope.enddate < scope.begndate:
        raise STATEMENT_PERIOD_WRONG(begndate=scope.begndate, enddate=scope.enddate)


def statement(stated: StatementTotals, booked: StatementTotals) -> Statement:
    """3201: which figure differs by how much, in yuan, seen from the institution."""
    problems = [*_amount_problems(stated, booked)]
    difference = stated.fixmedins_setl_cnt - booked.fixmedins_setl_cnt
    if difference:
        figures = f"上报 {stated.fixmedins_setl_cnt}，中心 {booked.fixmedins_setl_cnt}"
        problems.append(f"结算笔数{_more(difference)} {abs(difference)} 笔（{figures}）")
    return Statement(
        totals=booked,
        stmt_rslt=UNEQUAL if problems else EQUAL,
        stmt_rslt_dscr=("；".join(problems) or "对账一致")[:LONGEST],
    )


def _amount_problems(stated: StatementTotals | DetailRow, booked: StatementTotals | BookedRow) -> Iterator[str]:
    for name, label in AMOUNTS.items():
        given, found = getattr(stated, name), getattr(booked, name)
        if given != found:
            figures = f"上报 {yuan(given)}，中心 {yuan(found)}"
            yield f"{label}{_more(given - found)} {yuan(abs(given - found))} 元（{figures}）"


def _more(difference: int) -> str:
    return "多报" if difference > 0 else "少报"


class Comparison:
    """3202: the rows of an institution's file against the center's rows of the same scope.

    ``known`` are rows of the institution that the file names outside the scope, by ``setl_id``.
    """

    def __init__(self, booked: Sequence[BookedRow], known: Mapping[str, BookedRow]) -> None:
        self._booked = {row.setl_id: row for row in booked}
        self._known = known
        self._left = dict(self._booked)

    def results(self, rows: Iterable[DetailRow]) -> list[DetailResult]:
        """The file's rows in their order, then those the file lacks."""
        found = [self._compare(row) for row in rows]
        missing = [_missing(row) for row in self._left.values()]
        return found + missing

    def _compare(self, row: DetailRow) -> DetailResult:
        booked = self._twin(row)
        if booked is None:
            outside = row.setl_id in self._known
            return _only_stated(row, "该结算不在本次对账范围内" if outside else "中心没有该笔结算")
        if self._left.pop(booked.setl_id, None) is None:
            return _only_stated(row, "文件中重复的结算")
        problems = [*_identity_problems(row, booked), *_amount_problems(row, booked)]
        return _result(booked, row.setl_id, row.mdtrt_id, "；".join(problems))

    def _twin(self, row: DetailRow) -> BookedRow | None:
        """The center's row; a refund may be named by the settlement it took back."""
        named = self._booked.get(row.setl_id) or self._known.get(row.setl_id)
        if named is not None and not named.reverses and row.refd_setl_flag == REFUND and row.medfee_sumamt < 0:
            return self._booked.get(named.reversed_by)
        return self._booked.get(row.setl_id)


def _identity_problems(row: DetailRow, booked: BookedRow) -> Iterator[str]:
    if row.psn_no != booked.psn_no:
        yield "人员编号不一致"
    if row.mdtrt_id != booked.mdtrt_id:
        yield "就诊ID不一致"
    if row.refd_setl_flag != booked.refd_setl_flag:
        yield f"退费结算标志不一致（上报 {row.refd_setl_flag}，中心 {booked.refd_setl_flag}）"


def _missing(booked: BookedRow) -> DetailResult:
    return _result(booked, "", "", "机构文件中没有该笔结算，可按发送方报文ID冲正")


def _result(booked: BookedRow, setl_id: str, mdtrt_id: str, memo: str) -> DetailResult:
    return DetailResult(
        psn_no=booked.psn_no,
        mdtrt_id=mdtrt_id,
        setl_id=setl_id,
        msgid=booked.msgid,
        stmt_rslt=UNEQUAL if memo else EQUAL,
        refd_setl_flag=booked.refd_setl_flag,
        memo=memo,
        medfee_sumamt=booked.medfee_sumamt,
        fund_pay_sumamt=booked.fund_pay_sumamt,
        acct_pay=booked.acct_pay,
    )


def _only_stated(row: DetailRow, memo: str) -> DetailResult:
    return DetailResult(msgid="", stmt_rslt=UNEQUAL, memo=memo, **msgspec.structs.asdict(row))
