"""The maternity allowance, step by step: declared, reviewed (owed by the fund), paid, and the ways back.

The caller's unit of work holds the person's lock, so what was checked still holds when it is written.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from centers.base_info.contract.v1 import BaseInfoContract
from centers.enrollment.contract.v1 import Enrollment, EnrollmentContract
from centers.policy.contract.allowance import AllowanceCase, AllowanceResult, Allowances
from centers.settlement.contract.allowance import (
    ALLOWANCE_BASE_MISSING,
    ALLOWANCE_TWICE,
    ALLOWANCE_UNKNOWN,
    ALLOWANCE_WITHOUT_RULE,
    Allowance,
    Declaration,
)
from centers.settlement.contract.explanation import Difference, Recomputed
from centers.settlement.contract.reimbursement import State, Step
from centers.settlement.contract.v1 import JournalEntry
from centers.settlement.data.allowances import AllowanceRepository
from centers.settlement.domain import allowance as rules
from centers.settlement.domain.journal import mirrored
from centers.settlement.domain.reimbursement import Act, normal
from centers.settlement.service.booking import Booking
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

PREFIX: Final = "MA"
"""Declaration numbers begin with it."""


class Allowing:
    def __init__(
        self,
        allowances: AllowanceRepository,
        booking: Booking,
        *,
        base_info: BaseInfoContract,
        enrollment: EnrollmentContract,
        policy: Allowances,
        ids: Ids,
    ) -> None:
        self._allowances = allowances
        self._booking = booking
        self._base_info = base_info
        self._enrollment = enrollment
        self._policy = policy
        self._ids = ids

    # -- in -----------------------------------------------------------------------------------------

    def declare(self, said: Declaration) -> Allowance:
        said = msgspec.structs.replace(said, cert_no=normal(said.cert_no))
        rules.require_sound(said, context.current().business_time.date())
        others = self._allowances.of(said.psn_no)
        again = next((one for one in others if _same(one, said)), None)
        if again is not None:
            return again
        one = self._computed(said)
        rules.require_new(said, one.begndate, one.enddate, others)
        self._take(one)
        self._allowances.add(one)
        self._note(one, rules.DECLARE)
        return one

    def give_back(self, psn_no: str, allw_id: str, reason: str) -> Allowance:
        one = self._of(psn_no, allw_id, rules.RETURN)
        self._allowances.free(one)
        return self._done(one, rules.RETURN, rules.require_text(reason, "退回原因"), state=State.RETURNED)

    def withdraw(self, psn_no: str, allw_id: str, reason: str) -> Allowance:
        one = self._of(psn_no, allw_id, rules.WITHDRAW)
        self._allowances.free(one)
        return self._done(one, rules.WITHDRAW, rules.require_text(reason, "撤回原因"), state=State.WITHDRAWN)

    # -- owed and paid ------------------------------------------------------------------------------

    def review(self, psn_no: str, allw_id: str) -> Allowance:
        one = self._of(psn_no, allw_id, rules.REVIEW)
        journal = self._post(one, rules.accrual(one), "owed")
        return self._done(one, rules.REVIEW, state=State.REVIEWED, journal=journal)

    def pay(self, psn_no: str, allw_id: str, payment_no: str) -> Allowance:
        number = rules.require_text(payment_no, "付款凭证号")
        known = self._known(psn_no, allw_id)
        if known.state is State.PAID and known.steps[-1].memo == number:
            return known
        one = self._of(psn_no, allw_id, rules.PAY)
        self._post(one, rules.payment(one), "paid")
        return self._done(one, rules.PAY, number, state=State.PAID)

    # -- and back -----------------------------------------------------------------------------------

    def reverse(self, psn_no: str, allw_id: str, reason: str) -> Allowance:
        """The birth may be declared anew when nothing is left to recover."""
        one = self._of(psn_no, allw_id, rules.REVERSE)
        why = rules.require_text(reason, "冲销原因")
        owed_back = one.state is State.PAID and one.amount > 0
        self._post(one, mirrored(rules.accrual(one)), "reversed")
        if not owed_back:
            self._allowances.free(one)
        return self._done(one, rules.REVERSE, why, state=State.RECOVERING if owed_back else State.REVERSED)

    def recover(self, psn_no: str, allw_id: str, payment_no: str) -> Allowance:
        one = self._of(psn_no, allw_id, rules.RECOVER)
        number = rules.require_text(payment_no, "收款凭证号")
        self._post(one, mirrored(rules.payment(one)), "recovered")
        self._allowances.free(one)
        return self._done(one, rules.RECOVER, number, state=State.REVERSED)

    # -- queries ------------------------------------------------------------------------------------

    def find(self, allw_id: str) -> Allowance:
        one = self._allowances.find(allw_id)
        if one is None:
            raise ALLOWANCE_UNKNOWN(allw_id=allw_id)
        return one

    def search(self, psn_no: str, state: str) -> list[Allowance]:
        return self._allowances.search(psn_no, state)

    def recompute(self, allw_id: str) -> Recomputed:
        one = self.find(allw_id)
        again = self._policy.allowance_under(one.policy, _case_of(one))
        booked = {"days": one.days, "amount": one.amount, "trace": list(one.trace)}
        computed = {"days": again.days, "amount": again.amount, "trace": _plain(again)}
        differences = tuple(
            Difference(name, str(booked[name]), str(computed[name]))
            for name in booked
            if booked[name] != computed[name]
        )
        return Recomputed(setl_id=allw_id, policy=one.policy, lines=0, items=len(one.trace), differences=differences)

    # -- inside -------------------------------------------------------------------------------------

    def _computed(self, said: Declaration) -> Allowance:
        facts = self._enrollment.benefit_facts(said.psn_no)
        enrollment = self._enrollment.require_enrolled(facts, rules.EMPLOYEES)
        rules.require_entitled(facts.person.gend, enrollment.psn_type, enrollment.emp_no)
        self._enrollment.require_eligible(facts, rules.EMPLOYEES, said.birth_date)
        arrears = (enrollment.arrs_begndate, enrollment.arrs_enddate)
        case = AllowanceCase(
            birth_date=said.birth_date,
            matn_type=said.matn_type,
            fetus_cnt=said.fetus_cnt,
            geso_val=said.geso_val,
            paid_months=rules.paid_months(enrollment.psn_insu_date, arrears, said.birth_date),
            base=self._base(enrollment.emp_no, said.birth_date.year - 1),
        )
        result = self._policy.allowance(case)
        if result is None:
            raise ALLOWANCE_WITHOUT_RULE(day=said.birth_date, where="birth_date")
        return self._allowance(said, enrollment, case, result)

    def _base(self, emp_no: str, year: int) -> int:
        base = self._enrollment.employer_base(emp_no, year)
        if base is None:
            raise ALLOWANCE_BASE_MISSING(emp_no=emp_no, year=year)
        return base

    def _allowance(
        self, said: Declaration, enrollment: Enrollment, case: AllowanceCase, result: AllowanceResult
    ) -> Allowance:
        return Allowance(
            **msgspec.structs.asdict(said),
            allw_id=self._ids.new(PREFIX),
            state=State.ENTERED,
            emp_no=enrollment.emp_no,
            insuplc_admdvs=enrollment.insuplc_admdvs,
            pool_area=self._base_info.pool_area(enrollment.insuplc_admdvs),
            paid_months=case.paid_months,
            base=case.base,
            days=result.days,
            begndate=said.birth_date,
            enddate=rules.last_day(said.birth_date, result.days),
            amount=result.amount,
            policy=result.version_id,
            trace=tuple(_plain(result)),
            steps=(_step(rules.DECLARE),),
        )

    def _take(self, one: Allowance) -> None:
        holder = self._allowances.take(one)
        if holder:
            raise ALLOWANCE_TWICE(allw_id=holder, begndate=one.begndate, enddate=one.enddate, where="cert_no")

    def _known(self, psn_no: str, allw_id: str) -> Allowance:
        one = self.find(allw_id)
        if one.psn_no != psn_no:
            raise ALLOWANCE_UNKNOWN(allw_id=allw_id)
        return one

    def _of(self, psn_no: str, allw_id: str, act: Act) -> Allowance:
        """The person's declaration, ready for a step of this clerk."""
        one = self._known(psn_no, allw_id)
        rules.require_step(one, act, context.current().actor)
        return one

    def _done(self, one: Allowance, act: Act, memo: str = "", **changes: Any) -> Allowance:
        after = msgspec.structs.replace(one, steps=(*one.steps, _step(act, memo)), **changes)
        self._allowances.save(after)
        self._note(after, act)
        return after

    def _post(self, one: Allowance, entries: tuple[JournalEntry, ...], what: str) -> str:
        journal = self._ids.new("PY")
        facts = {"allw_id": one.allw_id, "what": what, "amount": one.amount}
        self._booking.book("settlement.allowance_booked", one.psn_no, journal, entries, facts)
        return journal

    def _note(self, one: Allowance, act: Act) -> None:
        facts = {"allw_id": one.allw_id, "state": one.state, "days": one.days, "amount": one.amount}
        facts |= {"policy": one.policy, "rules": [f"{item['item']}:{item['rule_id']}" for item in one.trace]}
        current_uow().audit(f"settlement.allowance_{act.code}", facts)


def _same(one: Allowance, said: Declaration) -> bool:
    """Whether a declaration that waits says exactly this."""
    return one.state is State.ENTERED and all(
        getattr(one, name) == value for name, value in msgspec.structs.asdict(said).items()
    )


def _case_of(one: Allowance) -> AllowanceCase:
    """What it was computed from, as kept."""
    return AllowanceCase(**{name: getattr(one, name) for name in AllowanceCase.__struct_fields__})


def _plain(result: AllowanceResult) -> list[dict[str, Any]]:
    """The trace as it is stored."""
    plain: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(result.trace))
    return plain


def _step(act: Act, memo: str = "") -> Step:
    ctx = context.current()
    return Step(act.code, ctx.actor, ctx.business_time.replace(microsecond=0), memo)
