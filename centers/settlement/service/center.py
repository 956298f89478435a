"""The settlement center's contract: what institutions ask for, and the agency's counter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from centers.settlement.contract.allowance import Allowance, Declaration
from centers.settlement.contract.explanation import Recomputed
from centers.settlement.contract.reimbursement import Application, Reimbursement
from centers.settlement.contract.simulation import SimulatedRow
from centers.settlement.service.allowing import Allowing
from centers.settlement.service.facade import SettlementService
from centers.settlement.service.rechecking import Rechecking
from centers.settlement.service.reimbursing import Reimbursing
from centers.settlement.service.simulating import Simulating


class SettlementCenter(SettlementService):
    """Adds :class:`centers.settlement.contract.reimbursement.Reimbursements`,
    :class:`centers.settlement.contract.allowance.AllowanceCounter`, mass work
    (:class:`centers.settlement.contract.simulation.Simulated`, ``recheck``); see there for the operations."""

    def __init__(
        self,
        *,
        reimbursing: Reimbursing,
        allowing: Allowing,
        simulating: Simulating,
        rechecking: Rechecking,
        **institutions: Any,
    ) -> None:
        super().__init__(**institutions)
        self._reimbursing = reimbursing
        self._allowing = allowing
        self._simulating = simulating
        self._rechecking = rechecking

    def enter_reimbursement(self, application: Application) -> Reimbursement:
        return self._reimbursing.enter(application)

    def amend_reimbursement(self, reim_id: str, application: Application) -> Reimbursement:
        return self._reimbursing.amend(reim_id, application)

    def return_reimbursement(self, psn_no: str, reim_id: str, reason: str) -> Reimbursement:
        return self._reimbursing.give_back(psn_no, reim_id, reason)

    def withdraw_reimbursement(self, psn_no: str, reim_id: str, reason: str) -> Reimbursement:
        return self._reimbursing.withdraw(psn_no, reim_id, reason)

    def review_reimbursement(self, psn_no: str, reim_id: str) -> Reimbursement:
        return self._reimbursing.review(psn_no, reim_id)

    def pay_reimbursement(self, psn_no: str, reim_id: str, payment_no: str) -> Reimbursement:
        return self._reimbursing.pay(psn_no, reim_id, payment_no)

    def reverse_reimbursement(self, psn_no: str, reim_id: str, reason: str) -> Reimbursement:
        return self._reimbursing.reverse(psn_no, reim_id, reason)

    def recover_reimbursement(self, psn_no: str, reim_id: str, payment_no: str) -> Reimbursement:
        return self._reimbursing.recover(psn_no, reim_id, payment_no)

    def reimbursement(self, reim_id: str) -> Reimbursement:
        return self._reimbursing.find(reim_id)

    def reimbursements(self, *, psn_no: str = "", state: str = "") -> list[Reimbursement]:
        return self._reimbursing.search(psn_no, state)

    # -- maternity allowance ------------------------------------------------------------------------

    def declare_allowance(self, declaration: Declaration) -> Allowance:
        return self._allowing.declare(declaration)

    def review_allowance(self, psn_no: str, allw_id: str) -> Allowance:
        return self._allowing.review(psn_no, allw_id)

    def return_allowance(self, psn_no: str, allw_id: str, reason: str) -> Allowance:
        return self._allowing.give_back(psn_no, allw_id, reason)

    def withdraw_allowance(self, psn_no: str, allw_id: str, reason: str) -> Allowance:
        return self._allowing.withdraw(psn_no, allw_id, reason)

    def pay_allowance(self, psn_no: str, allw_id: str, payment_no: str) -> Allowance:
        return self._allowing.pay(psn_no, allw_id, payment_no)

    def reverse_allowance(self, psn_no: str, allw_id: str, reason: str) -> Allowance:
        return self._allowing.reverse(psn_no, allw_id, reason)

    def recover_allowance(self, psn_no: str, allw_id: str, payment_no: str) -> Allowance:
        return self._allowing.recover(psn_no, allw_id, payment_no)

    def allowance(self, allw_id: str) -> Allowance:
        return self._allowing.find(allw_id)

    def allowances(self, *, psn_no: str = "", state: str = "") -> list[Allowance]:
        return self._allowing.search(psn_no, state)

    def recompute_allowance(self, allw_id: str) -> Recomputed:
        return self._allowing.recompute(allw_id)

    # -- mass work ----------------------------------------------------------------------------------

    def recheck(self, begin: date, end: date) -> str:
        return self._rechecking.order(begin, end)

    def simulate(self, policy: str, begin: date, end: date) -> str:
        return self._simulating.order(policy, begin, end)

    def simulate_draft(self, scheme_id: str, begin: date, end: date, proposed: bool = False) -> str:
        return self._simulating.order_draft(scheme_id, proposed, begin, end)

    def simulation_report(self, job: str) -> Sequence[SimulatedRow]:
        return self._simulating.report(job)
