"""The one computation behind pre-settlement and settlement: from a message to a draft record.

Two statements (three with accounts) whatever the number of lines. A ``binding`` computation locks the
accounts it may draw on; a preview reads the same without locks and stores nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from centers.base_info.contract.v1 import BaseInfoContract, Institution
from centers.enrollment.contract.v1 import CHRONIC, BenefitFacts, Enrollment, EnrollmentContract
from centers.policy.contract.v1 import BenefitCase, BenefitResult, PolicyContract, StayState
from centers.settlement.contract.reimbursement import RECEIPT_USED
from centers.settlement.contract.v1 import (
    FEE_SUM_MISMATCH,
    MED_TYPE_MISSING,
    MED_TYPE_WRONG,
    NO_LINES,
    PharmacyOrder,
    SettleOrder,
)
from centers.settlement.data.situation import Situation, SituationReader
from centers.settlement.domain import visit as rules
from centers.settlement.domain.reimbursement import normal
from centers.settlement.domain.timing import settlement_moment
from centers.settlement.domain.upload import FeeTotals
from centers.settlement.domain.visit import Kind, Visit
from centers.settlement.service.access import owned
from centers.settlement.service.accounts import ACCOUNT_FLAGS, Accounts, Purse
from centers.settlement.service.away import is_away
from hsaf.contract import context
from hsaf.money import yuan_grouped

Order = SettleOrder | PharmacyOrder

ROADS = {
    "2206": (Kind.OUTPATIENT, "门诊结算"),
    "2207": (Kind.OUTPATIENT, "门诊结算"),
    "2303": (Kind.STAY, "住院结算"),
    "2304": (Kind.STAY, "住院结算"),
}
"""The kind of visit a settling transaction is for."""


class Ground(NamedTuple):
    """What a computation starts from, once the message has been found in order."""

    order: Order
    facts: BenefitFacts
    situation: Situation
    visit: Visit
    totals: FeeTotals
    moment: datetime
    final: bool
    binding: bool
    place: Institution | None = None
    """Where care was given, if not at the designated institution the visit belongs to."""


class Computation(msgspec.Struct, frozen=True, kw_only=True):
    """A calculation with everything that went into it. ``own_balc`` is the own account before it, in fen."""

    order: Order
    visit: Visit
    facts: BenefitFacts
    enrollment: Enrollment
    institution: Institution
    scene: str
    moment: datetime
    final: bool
    situation: Situation
    case: BenefitCase
    result: BenefitResult
    own_balc: int


class Computing:
    def __init__(
        self,
        situations: SituationReader,
        accounts: Accounts,
        *,
        base_info: BaseInfoContract,
        enrollment: EnrollmentContract,
        policy: PolicyContract,
    ) -> None:
        self._situations = situations
        self._accounts = accounts
        self._base_info = base_info
        self._enrollment = enrollment
        self._policy = policy

    def of_visit(self, order: SettleOrder, *, binding: bool, place: Institution | None = None) -> Computation:
        """2206, 2207, 2303, 2304, and the counter, which says the ``place``. Raises the refusals of
        benefit-settlement sections 4 and 5."""
        facts = self._person(order)
        situation = self._situation(order, order.mdtrt_id)
        visit = owned(situation.visit, order.mdtrt_id)
        _require_settleable(visit, order)
        now = context.current().business_time
        moment = settlement_moment(visit, now, mid_setl=order.mid_setl, dscg_date=order.dscg_date, binding=binding)
        final = not (order.mid_setl and visit.kind is Kind.STAY)
        _require_bill(visit, situation.totals, order.medfee_sumamt, final=final)
        return self._compute(Ground(order, facts, situation, visit, situation.totals, moment, final, binding, place))

    def of_purchase(self, order: PharmacyOrder, visit: Visit, totals: FeeTotals, *, binding: bool) -> Computation:
        """2101, 2102: the lines come with the message."""
        facts = self._person(order)
        moment = context.current().business_time
        if self._policy.scene_kind(order.med_type, moment.date()) not in (None, "pharmacy"):
            raise MED_TYPE_WRONG(med_type=order.med_type, business="药店购药结算")
        _require_bill(visit, totals, order.medfee_sumamt, final=True)
        situation = self._situation(order)
        return self._compute(Ground(order, facts, situation, visit, totals, moment, True, binding))

    def _situation(self, order: Order, mdtrt_id: str = "") -> Situation:
        """Raises ``RECEIPT_USED`` when the receipt was brought to the counter already."""
        invono = normal(order.invono)
        situation = self._situations.read(order.psn_no, mdtrt_id, invono=invono)
        if situation.reimbursed_by:
            raise RECEIPT_USED(invono=invono, earlier=f"零星报销申请 {situation.reimbursed_by} ")
        return situation

    def _person(self, order: Order) -> BenefitFacts:
        facts = self._enrollment.benefit_facts(order.psn_no)
        self._enrollment.require_identity(facts.person, **order.identity)
        return facts

    def _compute(self, ground: Ground) -> Computation:
        order, visit, day = ground.order, ground.visit, ground.moment.date()
        enrollment = self._enrollment.require_eligible(ground.facts, order.insutype, day)
        institution = ground.place or self._base_info.known_institution(visit.fixmedins_code, day)
        purse = self._accounts.purse(
            ground.facts, order.insutype, order.acct_used_flag, day, ground.situation.balc, lock=ground.binding
        )
        case = self._case(ground, enrollment, institution, purse)
        return Computation(
            order=order,
            visit=visit,
            facts=ground.facts,
            enrollment=enrollment,
            institution=institution,
            scene=self._policy.scene_kind(visit.med_type, day) or "",
            moment=ground.moment,
            final=ground.final,
            situation=ground.situation,
            case=case,
            result=self._policy.evaluate(case),
            own_balc=purse.own_balc,
        )

    def _case(self, ground: Ground, enrollment: Enrollment, institution: Institution, purse: Purse) -> BenefitCase:
        order, visit, facts, totals = ground.order, ground.visit, ground.facts, ground.totals
        day, insutype = ground.moment.date(), enrollment.insutype
        return BenefitCase(
            setl_date=day,
            med_type=visit.med_type,
            insutype=insutype,
            psn_type=enrollment.psn_type,
            hosp_lv=institution.hosp_lv,
            cvlserv_flag=enrollment.cvlserv_flag == "1",
            identities=facts.identities_on(day),
            dise_codg=visit.dise_codg,
            chronic_filing=facts.filing_on(day, CHRONIC, insutype, dise_codg=visit.dise_codg) is not None,
            matn_type=visit.matn_type,
            away=is_away(facts, enrollment, order.mdtrtarea_admvs, day, self._base_info.pool_area),
            medfee_sumamt=totals.medfee_sumamt,
            fulamt_ownpay_amt=totals.fulamt_ownpay_amt,
            overlmt_selfpay=totals.overlmt_selfpay,
            preselfpay_amt=totals.preselfpay_amt,
            inscp_scp_amt=totals.inscp_scp_amt,
            listed_amt=totals.listed_amt,
            stay=_stay(visit),
            acct_used=order.acct_used_flag in ACCOUNT_FLAGS,
            accounts=purse.accounts,
            accumulators=ground.situation.accumulators.get((insutype, day.year), {}),
        )


def _stay(visit: Visit) -> StayState | None:
    if visit.kind is not Kind.STAY:
        return None
    return StayState(settled_before=visit.setl_count > 0, dedc_total=visit.dedc_total, dedc_used=visit.dedc_used)


def _require_settleable(visit: Visit, order: SettleOrder) -> None:
    kind, business = ROADS.get(order.infno, (visit.kind, ""))
    rules.require_kind(visit, kind, business)
    rules.require_unsettled(visit)
    rules.require_same_insutype(visit, order.insutype)
    rules.require_same_med_type(visit, order.med_type)
    if not visit.med_type:
        raise MED_TYPE_MISSING(mdtrt_id=visit.mdtrt_id)


def _require_bill(visit: Visit, totals: FeeTotals, reported: int, *, final: bool) -> None:
    """There must be lines (the end of a stay settled before may have none left) and the stated sum is theirs."""
    rest_of_stay = final and visit.setl_count > 0
    if not totals.count and not rest_of_stay:
        raise NO_LINES(mdtrt_id=visit.mdtrt_id)
    if reported != totals.medfee_sumamt:
        raise FEE_SUM_MISMATCH(reported=yuan_grouped(reported), uploaded=yuan_grouped(totals.medfee_sumamt))
