"""The enrollment center's contract: who is insured how, and what the agency registers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from centers.enrollment.contract.chronic import ChronicChange, ChronicRecord
from centers.enrollment.contract.v1 import FilingRecord, NewChronicFiling
from centers.enrollment.service.chronic import Chronic
from centers.enrollment.service.enrollment import EnrollmentService
from centers.enrollment.service.picking import Picking
from hsaf.records.contract import Choice


class EnrollmentCenter(EnrollmentService):
    """Adds :class:`centers.enrollment.contract.chronic.ChronicRegistrations`; see there for the operations."""

    def __init__(self, *, chronic: Chronic, picking: Picking, **rest: Any) -> None:
        super().__init__(**rest)
        self._chronic = chronic
        self._picking = picking

    def picked(self, code: str, text: str) -> Sequence[Choice] | None:
        return self._picking.picked(code, text)

    def register_chronic(self, new: NewChronicFiling, materials: Sequence[str]) -> str:
        facts = self.benefit_facts(new.psn_no)
        self.require_enrolled(facts, new.insutype)
        return self._chronic.register(new, facts, materials)

    def change_chronic(self, change: ChronicChange, relied_on: Sequence[tuple[str, date]]) -> None:
        self._chronic.change(change, self.benefit_facts(change.psn_no), relied_on)

    def end_chronic(
        self, psn_no: str, trt_dcla_detl_sn: str, enddate: date, reason: str, relied_on: Sequence[tuple[str, date]]
    ) -> None:
        self._chronic.end(psn_no, trt_dcla_detl_sn, enddate, self.benefit_facts(psn_no), reason, relied_on)

    def chronic_registrations(self, psn_no: str) -> list[ChronicRecord]:
        return self._chronic.of(psn_no)

    def expiring_chronic(self, on: date, days: int) -> list[FilingRecord]:
        return self._chronic.expiring(on, days)

    def announce_expiry(self, psn_no: str, trt_dcla_detl_sn: str) -> None:
        self._chronic.announce(psn_no, trt_dcla_detl_sn)
