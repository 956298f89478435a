"""Whether everything kept about settlements agrees: pure comparison of what the self-check reads.

Each function yields a :class:`Finding` for whatever differs, by how many fen. Source: benefit-settlement
sections 3 and 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from centers.settlement.contract.reconciliation import Finding, InstitutionDay, SelfCheck
from centers.settlement.contract.reimbursement import State as ReimbursementState
from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.domain.amounts import AMOUNT_FIELDS, FEE_FIELDS
from centers.settlement.domain.visit import Kind, State
from hsaf.money import yuan

FUND: Final = "fund:"
ACCOUNT: Final = "acct:"
ALLOWANCE: Final = "allowance:"
CREDITORS: Final = ("payable:", "claim:")
"""Accounts of those who are owed a settlement: institutions, and persons at the counter."""


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """What the self-check reads of a settlement or reversal."""

    psn_no: str
    setl_id: str
    mdtrt_id: str
    fixmedins_code: str
    clr_optins: str
    commit_seq: int
    line_seq: int
    insutype: str
    year: int
    mid_setl: bool
    setl_date: date
    reverses: str
    reversed_by: str
    deltas: Mapping[str, int]
    draws: Sequence[tuple[str, int]]
    amounts: Mapping[str, int]

    @property
    def in_force(self) -> bool:
        return not self.reverses and not self.reversed_by


class SealedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What the audit chain sealed about a journal: its digest, and the amounts of a settlement."""

    journal: str
    amounts: Mapping[str, int] = {}


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about some persons. Keys of ``lines``, ``journals`` and ``events`` are (person, settlement or journal)."""

    settlements: list[Booked]
    lines: Mapping[tuple[str, str], tuple[int, ...]]
    """Sums over the lines of a settlement in the order of ``FEE_FIELDS``; of what a reversal took back too."""
    journals: Mapping[tuple[str, str], list[JournalEntry]]
    events: Mapping[tuple[str, str], SealedEvent]
    accumulators: Mapping[tuple[str, str, int, str], int]
    """By person, insurance type, year and code."""
    balances: Mapping[str, int]
    postings: Mapping[str, int]
    """Sums of the entries of the persons' accounts."""
    visits: list[Mapping[str, Any]]
    late_lines: Mapping[tuple[str, str], int]
    """Lines beyond a visit's ``open_seq``, by visit."""


def line_findings(books: Books, one: Booked) -> Iterator[Finding]:
    """The bill is the sum of its lines; a reversal's is their negative."""
    sums = books.lines.get((one.psn_no, one.reverses or one.setl_id), (0,) * len(FEE_FIELDS))
    sign = -1 if one.reverses else 1
    for name, total in zip(FEE_FIELDS, sums, strict=True):
        yield from _compare("lines", one, f"{name} 与明细合计", one.amounts[name], sign * total)


def clearing_findings(one: Booked) -> Iterator[Finding]:
    """It says by whom it is cleared; otherwise no statement and no sheet would ever show it."""
    if not one.clr_optins:
        yield _finding("clearing", one, one.amounts["medfee_sumamt"], "结算没有清算经办机构，不会列入对账和结算单")


def ledger_findings(books: Books, one: Booked) -> Iterator[Finding]:
    """Funds and accounts are debited and their creditor credited what the settlement says."""
    entries = books.journals.get((one.psn_no, one.setl_id), [])
    funds, accounts = one.amounts["fund_pay_sumamt"], one.amounts["acct_pay"]
    yield from _compare("ledger", one, "fund_pay_sumamt 与基金分录", funds, net(entries, FUND))
    yield from _compare("ledger", one, "acct_pay 与个人账户分录", accounts, net(entries, ACCOUNT))
    yield from _compare("ledger", one, "应付款与分录", funds + accounts, -net(entries, *CREDITORS))


def audit_findings(books: Books, one: Booked) -> Iterator[Finding]:
    """The audit chain sealed the same amounts."""
    event = books.events.get((one.psn_no, one.setl_id))
    if event is None:
        yield _finding("audit", one, 0, "审计链中没有该笔结算的事件")
        return
    for name in AMOUNT_FIELDS:
        yield from _compare("audit", one, f"{name} 与审计事件", one.amounts[name], event.amounts.get(name, 0))


def stray_findings(books: Books) -> Iterator[Finding]:
    """Events and entries of settlements that are gone."""
    known = {(one.psn_no, one.setl_id) for one in books.settlements}
    for (psn_no, setl_id), event in books.events.items():
        if event.amounts and (psn_no, setl_id) not in known:
            amount = event.amounts.get("medfee_sumamt", 0)
            yield Finding(
                check="audit",
                fixmedins_code="",
                key=setl_id,
                difference=amount,
                text=f"审计链中的结算 {setl_id}（医疗费总额 {yuan(amount)} 元）已不在结算记录中",
            )
    for key, entries in books.journals.items():
        owed = -net(entries, *CREDITORS)
        if owed and key not in known and any(entry.account.startswith((FUND, ACCOUNT)) for entry in entries):
            yield Finding(
                check="ledger",
                fixmedins_code="",
                key=key[1],
                difference=owed,
                text=f"分录 {key[1]}（应付款 {yuan(owed)} 元）没有对应的结算",
            )


def accumulator_findings(books: Books) -> Iterator[Finding]:
    """Accumulators are the sum of what every settlement and reversal added."""
    again: dict[tuple[str, str, int, str], int] = {}
    for one in books.settlements:
        for code, delta in one.deltas.items():
            key = (one.psn_no, one.insutype, one.year, code)
            again[key] = again.get(key, 0) + delta
    for key in sorted(again.keys() | books.accumulators.keys()):
        kept, due = books.accumulators.get(key, 0), again.get(key, 0)
        if kept != due:
            name = ".".join(map(str, key[1:]))
            text = f"累计 {name} 现值 {kept}，按历史重算 {due}，相差 {kept - due} 分"
            yield Finding(check="accumulators", fixmedins_code="", key=key[0], difference=kept - due, text=text)


def account_findings(books: Books) -> Iterator[Finding]:
    """A personal account's balance is the sum of its entries."""
    for psn_no in sorted(books.balances.keys() | books.postings.keys()):
        kept, due = books.balances.get(psn_no, 0), books.postings.get(psn_no, 0)
        if kept != due:
            text = f"个人账户余额 {yuan(kept)} 元，分录合计 {yuan(due)} 元，相差 {yuan(kept - due)} 元"
            yield Finding(check="accounts", fixmedins_code="", key=psn_no, difference=kept - due, text=text)


def allowance_findings(books: Books, declared: Mapping[tuple[str, str], tuple[str, int]]) -> Iterator[Finding]:
    """What the ledger says is owed of maternity allowances is what declarations say: of those reviewed and not paid,
    less what reversed ones have to give back. ``declared``: state and fen by person and number."""
    owes = {ReimbursementState.REVIEWED: 1, ReimbursementState.RECOVERING: -1}
    due: dict[str, int] = {}
    for (psn_no, _), (state, amount) in declared.items():
        due[psn_no] = due.get(psn_no, 0) + owes.get(ReimbursementState(state), 0) * amount
    booked: dict[str, int] = {}
    for (psn_no, _), entries in books.journals.items():
        booked[psn_no] = booked.get(psn_no, 0) - net(entries, ALLOWANCE)
    for psn_no in sorted(due.keys() | booked.keys()):
        owed, said = booked.get(psn_no, 0), due.get(psn_no, 0)
        if owed != said:
            text = f"应付生育津贴分录余额 {yuan(owed)} 元，按申报应为 {yuan(said)} 元，相差 {yuan(owed - said)} 元"
            yield Finding(check="allowances", fixmedins_code="", key=psn_no, difference=owed - said, text=text)


def visit_findings(books: Books) -> Iterator[Finding]:
    """A visit's state, counters and deductible are those of its settlements."""
    of_visit: dict[tuple[str, str], list[Booked]] = {}
    for one in books.settlements:
        of_visit.setdefault((one.psn_no, one.mdtrt_id), []).append(one)
    for visit in books.visits:
        key = (visit["psn_no"], visit["mdtrt_id"])
        for problem in _visit_problems(visit, of_visit.get(key, []), books.late_lines.get(key, 0)):
            yield Finding(
                check="visits", fixmedins_code=visit["fixmedins_code"], key=key[1], difference=0, text=problem
            )


def _visit_problems(visit: Mapping[str, Any], history: Sequence[Booked], late_lines: int) -> Iterator[str]:
    standing = sorted((one for one in history if one.in_force), key=lambda one: one.commit_seq)
    expected: dict[str, Any] = {
        "setl_count": len(standing),
        "last_setl_id": standing[-1].setl_id if standing else "",
        "open_seq": sum(1 for one in history if not one.reverses),
    }
    if visit["kind"] == Kind.STAY:
        expected["dedc_used"] = sum(one.amounts["act_pay_dedc"] for one in standing)
    for name, due in expected.items():
        if visit[name] != due:
            yield f"就诊 {name} 为 {visit[name]}，按结算历史应为 {due}"
    final = any(not one.mid_setl for one in standing)
    if final != (visit["state"] == State.SETTLED):
        yield f"就诊状态 {visit['state']} 与其结算不符（{'有' if final else '没有'}有效的最终结算）"
    if late_lines:
        yield f"{late_lines} 条明细的结算序号大于就诊的现序号"


def tally(settlements: Sequence[Booked]) -> tuple[InstitutionDay, ...]:
    """What was compared, by institution and day."""
    return _summed(
        InstitutionDay(
            fixmedins_code=one.fixmedins_code,
            day=one.setl_date,
            settlements=1,
            medfee_sumamt=one.amounts["medfee_sumamt"],
            payable=one.amounts["fund_pay_sumamt"] + one.amounts["acct_pay"],
        )
        for one in settlements
    )


def merged(one: SelfCheck, other: SelfCheck) -> SelfCheck:
    """Two parts of a check in one."""
    return SelfCheck(
        day=one.day,
        persons=one.persons + other.persons,
        books=_summed((*one.books, *other.books)),
        findings=(*one.findings, *other.findings),
    )


def _summed(rows: Iterable[InstitutionDay]) -> tuple[InstitutionDay, ...]:
    sums: dict[tuple[str, date], InstitutionDay] = {}
    for row in rows:
        key = (row.fixmedins_code, row.day)
        sums[key] = _added(sums[key], row) if key in sums else row
    return tuple(row for _, row in sorted(sums.items()))


def _added(one: InstitutionDay, other: InstitutionDay) -> InstitutionDay:
    counted = ("settlements", "medfee_sumamt", "payable")
    return msgspec.structs.replace(one, **{name: getattr(one, name) + getattr(other, name) for name in counted})


def net(entries: Sequence[JournalEntry], *prefixes: str) -> int:
    """Debits less credits of the accounts with these prefixes."""
    return sum(entry.debit - entry.credit for entry in entries if entry.account.startswith(prefixes))


def _compare(check: str, one: Booked, what: str, stated: int, found: int) -> Iterator[Finding]:
    if stated != found:
        text = f"{what}相差 {yuan(stated - found)} 元（结算 {yuan(stated)}，实有 {yuan(found)}）"
        yield _finding(check, one, stated - found, text)


def _finding(check: str, one: Booked, difference: int, text: str) -> Finding:
    return Finding(check=check, fixmedins_code=one.fixmedins_code, key=one.setl_id, difference=difference, text=text)
