"""An application at the counter as a visit with lines, so that it is settled like any other.

The visit belongs to no institution; where care was given is kept with the application.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, Final

from centers.base_info.contract.v1 import BaseInfoContract, Institution
from centers.enrollment.contract.v1 import EnrollmentContract
from centers.policy.contract.v1 import PolicyContract
from centers.settlement.contract.reimbursement import RECEIPT_USED, Application, Reimbursement, State, Step
from centers.settlement.contract.v1 import MED_TYPE_WRONG, SettleOrder
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.reimbursements import ReimbursementRepository
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain import visit as visits
from centers.settlement.domain.lines import FeeLine
from centers.settlement.domain.reimbursement import (
    COUNTER,
    UNGRADED,
    assessed_lines,
    normal,
    require_sound,
    require_sum,
)
from centers.settlement.domain.upload import Upload, with_plain_serials
from centers.settlement.domain.visit import Kind, Visit
from centers.settlement.service.access import owned_visit
from centers.settlement.service.pricing import Pricing
from hsaf.contract import context
from hsaf.spi.ids import Ids

Rows = Sequence[Mapping[str, Any]]

BY_ITEM: Final = "01"
"""``psn_setlway`` 按项目结算."""

NO_ACCOUNT: Final = "0"
"""Receipts were paid in cash: no personal account pays them again."""


class Claiming:
    def __init__(
        self,
        pricing: Pricing,
        *,
        claims: ReimbursementRepository,
        visits: VisitRepository,
        lines: LineRepository,
        base_info: BaseInfoContract,
        enrollment: EnrollmentContract,
        policy: PolicyContract,
        ids: Ids,
    ) -> None:
        self._pricing = pricing
        self._claims = claims
        self._visits = visits
        self._lines = lines
        self._base_info = base_info
        self._enrollment = enrollment
        self._policy = policy
        self._ids = ids

    def take_in(self, application: Application, reim_id: str, steps: tuple[Step, ...]) -> Reimbursement:
        """Check an application and keep its visit, lines and receipts; the caller keeps the result."""
        require_sound(application, context.current().business_time.date())
        self._require_known(application)
        place = self._place(application)
        lines = self._divided(application, place.hosp_lv)
        sumamt = sum(line.split.det_item_fee_sumamt for line in lines)
        require_sum(application, sumamt)
        visit = self._visit(application, place, reim_id)
        claim = _claim(application, visit, sumamt, steps)
        self._take_receipts(claim)
        self._visits.add(visit)
        self._visits.diagnose(visit.psn_no, visit.mdtrt_id, application.diagnoses)
        self._lines.add(visit, lines, context.current().business_time)
        return claim

    def entered(self, claim: Reimbursement) -> tuple[Visit, Rows, Rows]:
        """The visit, diagnoses and lines that :meth:`take_in` kept."""
        visit = owned_visit(self._visits, claim.psn_no, claim.mdtrt_id)
        lines = self._lines.of_settlement(claim.psn_no, claim.mdtrt_id, visit.open_seq)
        return visit, self._visits.diagnoses(claim.psn_no, claim.mdtrt_id), lines

    def discard(self, claim: Reimbursement) -> None:
        """Void what :meth:`take_in` kept."""
        visit = owned_visit(self._visits, claim.psn_no, claim.mdtrt_id)
        self._lines.remove(visit, [row["feedetl_sn"] for row in self._lines.unsettled(visit)])
        self._visits.save(visit, state=visits.State.VOID)
        self._claims.free(claim)

    def place_of(self, claim: Reimbursement | Application) -> Institution:
        """Where care was given, as it was on the last day of care. Raises ``INSTITUTION_UNKNOWN``."""
        return self._place(claim)

    def order(self, claim: Reimbursement) -> SettleOrder:
        """The application as a settling message states it."""
        return SettleOrder(
            psn_no=claim.psn_no,
            mdtrt_id=claim.mdtrt_id,
            insutype=claim.insutype,
            medfee_sumamt=claim.sumamt,
            acct_used_flag=NO_ACCOUNT,
            mdtrtarea_admvs=self._place(claim).admdvs,
            msgid=claim.reim_id,
            infno=COUNTER,
            psn_setlway=BY_ITEM,
        )

    def require_unsettled(self, claim: Reimbursement) -> None:
        """No institution settled one of the receipts. Raises ``RECEIPT_USED``."""
        numbers = [receipt.invono for receipt in claim.receipts]
        for invono, setl_id in self._claims.settled_with(numbers).items():
            raise RECEIPT_USED(invono=invono, earlier=f"联网结算 {setl_id} ")

    def _take_receipts(self, claim: Reimbursement) -> None:
        self.require_unsettled(claim)
        for invono, reim_id in self._claims.take(claim, [receipt.invono for receipt in claim.receipts]).items():
            raise RECEIPT_USED(invono=invono, earlier=f"零星报销申请 {reim_id} ")

    def _require_known(self, application: Application) -> None:
        self._enrollment.require_enrolled(self._enrollment.benefit_facts(application.psn_no), application.insutype)
        if self._policy.scene_kind(application.med_type, application.enddate) == "pharmacy":
            raise MED_TYPE_WRONG(med_type=application.med_type, business="零星报销")
        for diagnosis in application.diagnoses:
            self._base_info.require_diagnosis(diagnosis.diag_code, application.enddate)

    def _place(self, claim: Reimbursement | Application) -> Institution:
        place = claim.place
        if place.fixmedins_code:
            return self._base_info.require_institution(place.fixmedins_code, claim.enddate)
        return Institution(
            fixmedins_code="",
            fixmedins_name=place.name,
            uscc="",
            fixmedins_type="1",
            hosp_lv=place.hosp_lv,
            hosp_grade=UNGRADED[place.hosp_lv],
            admdvs=place.admdvs,
            otp_flag=False,
            ipt_flag=False,
            phar_flag=False,
            begndate=claim.begndate,
        )

    def _divided(self, application: Application, level: int) -> Sequence[FeeLine]:
        if application.lines:
            upload = Upload(self._pricing.terms_at(level))
            return [upload.add(line) for line in with_plain_serials(application.lines)]
        assessed = assessed_lines(application.totals, application.enddate)
        terms = {line.feedetl_sn: terms for line, terms in assessed}
        upload = Upload(lambda line: terms[line.feedetl_sn])
        return [upload.add(line) for line, _ in assessed]

    def _insured_at(self, application: Application) -> str:
        found = self._enrollment.benefit_facts(application.psn_no).enrollment(application.insutype)
        return found.insuplc_admdvs if found else ""

    def _visit(self, application: Application, place: Institution, reim_id: str) -> Visit:
        return Visit(
            psn_no=application.psn_no,
            mdtrt_id=self._ids.new("MD"),
            fixmedins_code=context.current().institution,
            kind=Kind.COUNTER,
            state=visits.State.DISCHARGED,
            insutype=application.insutype,
            med_type=application.med_type,
            begntime=datetime.combine(application.begndate, time()),
            endtime=datetime.combine(application.enddate, time()),
            dise_codg=application.dise_codg,
            dise_name=application.dise_name,
            matn_type=application.matn_type,
            ipt_otp_no=application.ipt_otp_no,
            mdtrtarea_admvs=place.admdvs,
            insuplc_admdvs=self._insured_at(application),
            msgid=reim_id,
        )


def _claim(application: Application, visit: Visit, sumamt: int, steps: tuple[Step, ...]) -> Reimbursement:
    receipts = tuple(type(one)(invono=normal(one.invono), amount=one.amount) for one in application.receipts)
    return Reimbursement(
        reim_id=visit.msgid,
        psn_no=application.psn_no,
        mdtrt_id=visit.mdtrt_id,
        state=State.ENTERED,
        insutype=application.insutype,
        med_type=application.med_type,
        begndate=application.begndate,
        enddate=application.enddate,
        sumamt=sumamt,
        place=application.place,
        receipts=receipts,
        steps=steps,
        bankacct=application.bankacct,
    )
