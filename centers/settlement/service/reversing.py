"""Reversal of a settlement (2103, 2208, 2305): everything it moved goes back to the fen."""

from __future__ import annotations

from typing import Final

from centers.enrollment.contract.v1 import EnrollmentContract
from centers.settlement.contract.v1 import (
    ALREADY_REVERSED,
    MED_TYPE_WRONG,
    NOT_LATEST,
    VISIT_NOT_SETTLED,
    VISIT_NOT_YOURS,
    Settlement,
)
from centers.settlement.data.accounts import AccountRepository
from centers.settlement.data.accumulators import AccumulatorRepository
from centers.settlement.data.ledger import LedgerRepository
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.settlements import SettlementRepository
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain.journal import mirrored
from centers.settlement.domain.record import SettlementRecord, first_dependant, reversal_of
from centers.settlement.domain.visit import Kind, Visit, after_reversal
from centers.settlement.service.access import owned_visit
from centers.settlement.service.accounts import EMPLOYEE
from centers.settlement.service.drafting import present
from centers.settlement.service.posting import Posting
from hsaf.contract import context
from hsaf.spi.ids import Ids

ROADS: Final = {"2103": Kind.PURCHASE, "2208": Kind.OUTPATIENT, "2305": Kind.STAY}
"""The kind of visit a reversing transaction is for."""


class Reversing:
    def __init__(
        self,
        posting: Posting,
        enrollment: EnrollmentContract,
        ids: Ids,
        *,
        visits: VisitRepository,
        lines: LineRepository,
        settlements: SettlementRepository,
        accumulators: AccumulatorRepository,
        accounts: AccountRepository,
        ledger: LedgerRepository,
    ) -> None:
        self._posting = posting
        self._enrollment = enrollment
        self._ids = ids
        self._visits = visits
        self._lines = lines
        self._settlements = settlements
        self._accumulators = accumulators
        self._accounts = accounts
        self._ledger = ledger

    def reverse(self, psn_no: str, mdtrt_id: str, setl_id: str, business: str) -> Settlement:
        """Raises ``VISIT_NOT_SETTLED``, ``VISIT_NOT_YOURS``, ``ALREADY_REVERSED``, ``NOT_LATEST``."""
        original = self._settlements.find(psn_no, setl_id)
        if original is None or original.mdtrt_id != mdtrt_id or original.reverses:
            raise VISIT_NOT_SETTLED(setl_id=setl_id)
        if ROADS.get(business, original.kind) != original.kind:
            raise MED_TYPE_WRONG(med_type=original.med_type, business=f"结算撤销 {business}")
        return self.take_back(original, business)

    def take_back(self, original: SettlementRecord, infno: str) -> Settlement:
        """Reverse a settlement found by whatever way."""
        self._require_reversible(original)
        visit = owned_visit(self._visits, original.psn_no, original.mdtrt_id)
        balc_before = self._lock_accounts(original)
        record = self._record(original, infno, balc_before)
        self._settlements.mark_reversed(original, record.setl_id)
        self._lines.reopen(visit, original.setl_id, original.line_seq)
        self._restore_visit(visit, original)
        entries = mirrored(self._ledger.journal(original.psn_no, original.setl_id))
        self._posting.post(record, entries, self._accumulated(original), balc_before)
        return present(record, self._enrollment.benefit_facts(original.psn_no).person)

    def _require_reversible(self, original: SettlementRecord) -> None:
        if original.fixmedins_code != context.current().institution:
            raise VISIT_NOT_YOURS(mdtrt_id=original.mdtrt_id)
        if original.reversed_by:
            raise ALREADY_REVERSED(setl_id=original.setl_id)
        later = first_dependant(original, self._settlements.later_in_force(original))
        if later is not None:
            raise NOT_LATEST(setl_id=original.setl_id, later=later)

    def _record(self, original: SettlementRecord, infno: str, balc_before: int) -> SettlementRecord:
        ctx = context.current()
        own_draw = sum(paid for psn_no, paid in original.draws if psn_no == original.psn_no)
        return reversal_of(
            original,
            setl_id=self._ids.new("SE"),
            commit_seq=self._settlements.last_commit_seq(original.psn_no) + 1,
            msgid=ctx.request_id,
            infno=infno,
            setl_time=ctx.business_time,
            balc=balc_before + own_draw,
        )

    def _restore_visit(self, visit: Visit, original: SettlementRecord) -> None:
        """After :meth:`SettlementRepository.mark_reversed`, so that only what still stands counts."""
        previous = self._settlements.last_in_force(original.psn_no, original.mdtrt_id)
        changes = after_reversal(visit, previous=previous, paid_dedc=original.amounts["act_pay_dedc"])
        self._visits.save(visit, **changes)

    def _lock_accounts(self, original: SettlementRecord) -> int:
        """Lock every account that gets money back; the own balance before, 0 without an own account."""
        concerned = {psn_no for psn_no, _ in original.draws} | {original.psn_no}
        balances = self._accounts.balances(concerned, lock=True)
        return balances.get(original.psn_no, 0) if original.insutype == EMPLOYEE else 0

    def _accumulated(self, original: SettlementRecord) -> dict[str, int]:
        rows = self._accumulators.of(original.psn_no, original.year)
        return {row["cum_type_code"]: row["value"] for row in rows if row["insutype"] == original.insutype}
