"""Compensation (2601): undo a transaction whose answer never reached the sender, by its message id."""

from __future__ import annotations

from typing import Final

from centers.settlement.contract.v1 import (
    COMPENSATION_DONE,
    COMPENSATION_UNKNOWN,
    COMPENSATION_UNSUPPORTED,
    VISIT_HAS_SETTLEMENT,
)
from centers.settlement.data.lines import LineRepository
from centers.settlement.data.settlements import SettlementRepository
from centers.settlement.data.visits import VisitRepository
from centers.settlement.domain.visit import State, Visit
from centers.settlement.service.reversing import Reversing
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.data import current_uow

ADMISSION: Final = "2401"
SETTLING: Final = frozenset({"2102", "2207", "2304"})
COMPENSATION: Final = "2601"


class Compensation:
    def __init__(
        self,
        reversing: Reversing,
        *,
        visits: VisitRepository,
        lines: LineRepository,
        settlements: SettlementRepository,
    ) -> None:
        self._reversing = reversing
        self._visits = visits
        self._lines = lines
        self._settlements = settlements

    def compensate(self, psn_no: str, omsgid: str, oinfno: str) -> None:
        """Undo the original and mark its message, so that a late copy of it is refused."""
        if oinfno == ADMISSION:
            self._undo_admission(psn_no, omsgid)
        elif oinfno in SETTLING:
            self._undo_settlement(psn_no, omsgid, oinfno)
        else:
            raise COMPENSATION_UNSUPPORTED(oinfno=oinfno)
        self._supersede(omsgid)

    def _undo_settlement(self, psn_no: str, omsgid: str, oinfno: str) -> None:
        record = self._settlements.by_message(context.current().institution, omsgid)
        if record is None:
            raise self._unknown(omsgid, oinfno, never_came=self._admitted_by(omsgid) is None)
        if (record.psn_no, record.infno) != (psn_no, oinfno):
            raise self._unknown(omsgid, oinfno, never_came=False)
        if record.reversed_by:
            raise COMPENSATION_DONE(omsgid=omsgid)
        self._reversing.take_back(record, COMPENSATION)

    def _undo_admission(self, psn_no: str, omsgid: str) -> None:
        """Void the stay with the lines it has; its settlements must be taken back first."""
        visit = self._admitted_by(omsgid)
        if visit is None or visit.psn_no != psn_no:
            settled = self._settlements.by_message(context.current().institution, omsgid)
            raise self._unknown(omsgid, ADMISSION, never_came=visit is None and settled is None)
        if visit.state is State.VOID:
            raise COMPENSATION_DONE(omsgid=omsgid)
        if visit.setl_count:
            raise VISIT_HAS_SETTLEMENT(mdtrt_id=visit.mdtrt_id, setl_id=visit.last_setl_id)
        dropped = [row["feedetl_sn"] for row in self._lines.unsettled(visit)]
        if dropped:
            self._lines.remove(visit, dropped)
        self._visits.save(visit, state=State.VOID)
        current_uow().audit("settlement.admission_compensated", {"mdtrt_id": visit.mdtrt_id, "feedetl_sn": dropped})

    def _admitted_by(self, omsgid: str) -> Visit | None:
        return self._visits.by_message(context.current().institution, omsgid)

    def _unknown(self, omsgid: str, oinfno: str, *, never_came: bool) -> HsafError:
        """A message that never came leaves a tombstone: should it still arrive, it is refused. One that
        belongs to something else here is left alone."""
        if never_came:
            self._supersede(omsgid)
        return COMPENSATION_UNKNOWN(omsgid=omsgid, oinfno=oinfno)

    def _supersede(self, omsgid: str) -> None:
        uow = current_uow()
        uow.supersede(context.current().institution, omsgid)
        uow.audit("settlement.compensated", {"omsgid": omsgid})
