"""Rules of the maternity allowance: who may declare, which months count, what a declaration must say.

Source: HB-11.3.4, docs/adr/0024; the amount is computed by the policy center.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from centers.settlement.contract.allowance import (
    ALLOWANCE_FORM,
    ALLOWANCE_PERSON,
    ALLOWANCE_STATE,
    ALLOWANCE_TWICE,
    Allowance,
    Declaration,
)
from centers.settlement.contract.reimbursement import SAME_CLERK, STATE_NAMES, STEP_NAMES, State
from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.domain.books import ALLOWANCE
from centers.settlement.domain.funds import MATERNITY
from centers.settlement.domain.journal import Side, fund_account
from centers.settlement.domain.reimbursement import Act
from centers.settlement.domain.transfers import bank, transfer

EMPLOYEES: Final = "310"
"""Insurance type whose contributions include maternity."""
FEMALE: Final = "2"
ACTIVE: Final = frozenset({"11", "1105", "1111", "116013", "116015"})
"""``psn_type`` 在职 and those below it who work: 农民工, 伤残军人在职, 在职副厅以上干部, 二等乙级在职职工."""
MOST_BABIES: Final = 9
MOST_WEEKS: Final = 45
STANDING: Final = frozenset({State.ENTERED, State.REVIEWED, State.PAID, State.RECOVERING})
"""States in which a birth is taken."""

DECLARE: Final = Act("enter", ())
RETURN: Final = Act("return", (State.ENTERED,), ("enter",))
WITHDRAW: Final = Act("withdraw", (State.ENTERED,))
REVIEW: Final = Act("review", (State.ENTERED,), ("enter",))
PAY: Final = Act("pay", (State.REVIEWED,), ("review",))
REVERSE: Final = Act("reverse", (State.REVIEWED, State.PAID))
RECOVER: Final = Act("recover", (State.RECOVERING,), ("reverse",))


def require_step(one: Allowance, act: Act, actor: str) -> None:
    """Raises ``ALLOWANCE_STATE``, or ``SAME_CLERK`` naming what the clerk did before."""
    if one.state not in act.starts:
        raise ALLOWANCE_STATE(allw_id=one.allw_id, state=STATE_NAMES[one.state], business=act.name)
    for done in one.steps:
        if done.actor == actor and done.step in act.not_after:
            raise SAME_CLERK(actor=actor, reim_id=one.allw_id, earlier=STEP_NAMES[done.step], business=act.name)


def require_text(given: str, what: str) -> str:
    """Raises ``ALLOWANCE_FORM`` naming what is missing."""
    if not given.strip():
        raise ALLOWANCE_FORM(reason=f"请填写{what}")
    return given.strip()


def require_sound(said: Declaration, today: date) -> None:
    """What can be told from the declaration alone."""
    faults = {
        "birth_date": said.birth_date > today and f"生育日期 {said.birth_date} 晚于今天 {today}",
        "cert_no": not said.cert_no.strip() and "请填写出生医学证明或诊断证明编号",
        "fetus_cnt": not 1 <= said.fetus_cnt <= MOST_BABIES and f"胎儿数应为 1 至 {MOST_BABIES}",
        "geso_val": not 0 <= said.geso_val <= MOST_WEEKS and f"孕周数应为 0 至 {MOST_WEEKS}",
    }
    for field, reason in faults.items():
        if reason:
            raise ALLOWANCE_FORM(reason=reason, where=field)


def require_entitled(gend: str, psn_type: str, emp_no: str) -> None:
    """Raises ``ALLOWANCE_PERSON``."""
    if gend != FEMALE:
        raise ALLOWANCE_PERSON(reason="该参保人不是女职工", where="psn_no")
    if psn_type not in ACTIVE:
        raise ALLOWANCE_PERSON(reason="该参保人不是在职职工", where="psn_no")
    if not emp_no:
        raise ALLOWANCE_PERSON(reason="该参保人没有参保单位", where="psn_no")


def require_new(said: Declaration, begndate: date, enddate: date, others: Iterable[Allowance]) -> None:
    """No standing declaration is of this birth or of some of these days. Raises ``ALLOWANCE_TWICE``."""
    for one in others:
        overlap = begndate <= one.enddate and one.begndate <= enddate
        if one.state in STANDING and (overlap or one.birth_date == said.birth_date):
            raise ALLOWANCE_TWICE(allw_id=one.allw_id, begndate=one.begndate, enddate=one.enddate, where="birth_date")


def paid_months(since: date | None, arrears: tuple[date | None, date | None], until: date) -> int:
    """Whole months of unbroken contribution before a day: since enrollment, or since the last arrears ended."""
    if since is None:
        return 0
    begin, end = arrears
    if begin is not None and begin <= until:
        since = max(since, (end or until) + timedelta(days=1))
    months = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
    return max(months, 0)


def last_day(begndate: date, days: int) -> date:
    """The first day counts."""
    return begndate + timedelta(days=days - 1)


# -- the books --------------------------------------------------------------------------------------


def owed_to(psn_no: str) -> Side:
    return Side(f"{ALLOWANCE}{psn_no}", "应付生育津贴")


def accrual(one: Allowance) -> tuple[JournalEntry, ...]:
    """The maternity fund of the person's pooling area owes the allowance."""
    fund = Side(fund_account(MATERNITY.code, one.pool_area), MATERNITY.name)
    return transfer(fund, owed_to(one.psn_no), one.amount)


def payment(one: Allowance) -> tuple[JournalEntry, ...]:
    return transfer(owed_to(one.psn_no), bank(one.pool_area), one.amount)
