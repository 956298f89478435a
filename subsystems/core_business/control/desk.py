"""The agency's counter: reimbursements, maternity allowances and chronic-disease registrations, each step one unit of work under
the person's lock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, Protocol, TypeVar

from centers.enrollment.contract.chronic import ChronicRecord, ChronicRegistrations
from centers.enrollment.contract.v1 import FILING_UNKNOWN, EnrollmentContract, Filing, FilingRecord
from centers.settlement.contract.allowance import Allowance, AllowanceCounter
from centers.settlement.contract.explanation import Recomputed
from centers.settlement.contract.reimbursement import Reimbursement, Reimbursements
from centers.settlement.contract.v1 import SettlementContract
from hsaf.contract import context
from hsaf.contract.layers import entering
from hsaf.contract.refusals import CENTER_DISABLED
from hsaf.data.pipeline import Pipeline, RequestKey
from subsystems.core_business.control import reading

T = TypeVar("T")

SUBSYSTEM: Final = "core_business"
EXPIRY: Final = "chronic_expiry"
"""Scope under which a registration's end is told once."""


class Settlements(SettlementContract, Reimbursements, AllowanceCounter, Protocol):
    """The whole of ``settlement.v1``."""


class Enrollments(EnrollmentContract, ChronicRegistrations, Protocol):
    """The whole of ``enrollment.v1``."""


class Desk:
    """``settlement`` and ``enrollment`` are ``None`` where those centers do not run."""

    def __init__(
        self, pipeline: Pipeline, settlement: Settlements | None = None, enrollment: Enrollments | None = None
    ) -> None:
        self._pipeline = pipeline
        self._optional_settlement = settlement
        self._optional_enrollment = enrollment

    # -- reimbursement ------------------------------------------------------------------------------

    def enter(self, text: str, *, dry_run: bool = False) -> Reimbursement:
        """An application from its file; with ``dry_run`` nothing is kept but what it would pay is answered.

        Raises ``FORM_WRONG`` and what the centers refuse.
        """
        application = reading.application(text)
        work = lambda: self._settlement.enter_reimbursement(application)  # noqa: E731
        return self._write(application.psn_no, work, dry_run=dry_run)

    def amend(self, reim_id: str, text: str) -> Reimbursement:
        application = reading.application(text)
        return self._write(application.psn_no, lambda: self._settlement.amend_reimbursement(reim_id, application))

    def give_back(self, reim_id: str, reason: str) -> Reimbursement:
        return self._step(reim_id, lambda psn_no: self._settlement.return_reimbursement(psn_no, reim_id, reason))

    def withdraw(self, reim_id: str, reason: str) -> Reimbursement:
        return self._step(reim_id, lambda psn_no: self._settlement.withdraw_reimbursement(psn_no, reim_id, reason))

    def review(self, reim_id: str) -> Reimbursement:
        return self._step(reim_id, lambda psn_no: self._settlement.review_reimbursement(psn_no, reim_id))

    def pay(self, reim_id: str, payment_no: str) -> Reimbursement:
        return self._step(reim_id, lambda psn_no: self._settlement.pay_reimbursement(psn_no, reim_id, payment_no))

    def reverse(self, reim_id: str, reason: str) -> Reimbursement:
        return self._step(reim_id, lambda psn_no: self._settlement.reverse_reimbursement(psn_no, reim_id, reason))

    def recover(self, reim_id: str, payment_no: str) -> Reimbursement:
        return self._step(reim_id, lambda psn_no: self._settlement.recover_reimbursement(psn_no, reim_id, payment_no))

    def show(self, reim_id: str) -> Reimbursement:
        return self._read(lambda: self._settlement.reimbursement(reim_id))

    def search(self, psn_no: str, state: str) -> list[Reimbursement]:
        return self._read(lambda: self._settlement.reimbursements(psn_no=psn_no, state=state))

    # -- maternity allowance ------------------------------------------------------------------------

    def declare_allowance(self, text: str, *, dry_run: bool = False) -> Allowance:
        """A declaration from its file; with ``dry_run`` nothing is kept."""
        said = reading.declaration(text)
        return self._write(said.psn_no, lambda: self._settlement.declare_allowance(said), dry_run=dry_run)

    def allowance_step(self, step: str, allw_id: str, *memo: str) -> Allowance:
        """``review``, ``return``, ``withdraw``, ``pay``, ``reverse`` or ``recover``."""
        operation = getattr(self._settlement, f"{step}_allowance")
        psn_no = self.show_allowance(allw_id).psn_no
        done: Allowance = self._write(psn_no, lambda: operation(psn_no, allw_id, *memo))
        return done

    def show_allowance(self, allw_id: str) -> Allowance:
        return self._read(lambda: self._settlement.allowance(allw_id))

    def search_allowances(self, psn_no: str, state: str) -> list[Allowance]:
        return self._read(lambda: self._settlement.allowances(psn_no=psn_no, state=state))

    def recompute_allowance(self, allw_id: str) -> Recomputed:
        return self._read(lambda: self._settlement.recompute_allowance(allw_id))

    # -- chronic diseases ---------------------------------------------------------------------------

    def register_chronic(self, text: str) -> ChronicRecord:
        new, materials = reading.registration(text)

        def work() -> ChronicRecord:
            serial = self._enrollment.register_chronic(new, materials)
            return self._registration(new.psn_no, serial)

        return self._write(new.psn_no, work)

    def change_chronic(self, text: str) -> ChronicRecord:
        change = reading.change(text)
        psn_no, serial = change.psn_no, change.trt_dcla_detl_sn

        def work() -> ChronicRecord:
            self._enrollment.change_chronic(change, self._relied_on(psn_no, serial))
            return self._registration(psn_no, serial)

        return self._write(psn_no, work)

    def end_chronic(self, psn_no: str, serial: str, enddate: date, reason: str) -> ChronicRecord:
        def work() -> ChronicRecord:
            self._enrollment.end_chronic(psn_no, serial, enddate, reason, self._relied_on(psn_no, serial))
            return self._registration(psn_no, serial)

        return self._write(psn_no, work)

    def chronic(self, psn_no: str) -> list[ChronicRecord]:
        return self._read(lambda: self._enrollment.chronic_registrations(psn_no))

    def expiring(self, days: int) -> list[FilingRecord]:
        """Registrations that end within ``days`` from today."""
        today = context.current().business_time.date()
        return self._read(lambda: self._enrollment.expiring_chronic(today, days))

    def announce(self, filing: Filing) -> bool:
        """Tell once that a registration ends on its day; ``False`` when it was told before."""
        psn_no, serial = filing.psn_no, filing.trt_dcla_detl_sn
        key = RequestKey(EXPIRY, f"{serial}:{filing.enddate:%Y%m%d}", "")
        with entering("control", SUBSYSTEM):
            outcome = self._pipeline.write(
                context.current().operation,
                lambda: self._enrollment.announce_expiry(psn_no, serial),
                subject=f"psn:{psn_no}",
                key=key,
                encode=lambda _: b"",
            )
        return not outcome.replayed

    def _relied_on(self, psn_no: str, serial: str) -> list[tuple[str, date]]:
        """What was settled under a registration as it stands; without settlements nothing can have been."""
        if self._optional_settlement is None:
            return []
        filing = self._registration(psn_no, serial).record.filing
        return self._settlement.settled_under(psn_no, filing.insutype, filing.dise_codg)

    def _registration(self, psn_no: str, serial: str) -> ChronicRecord:
        for one in self._enrollment.chronic_registrations(psn_no):
            if one.record.filing.trt_dcla_detl_sn == serial:
                return one
        raise FILING_UNKNOWN(trt_dcla_detl_sn=serial)

    # -- inside -------------------------------------------------------------------------------------

    @property
    def _settlement(self) -> Settlements:
        if self._optional_settlement is None:
            raise CENTER_DISABLED(name="结算中心", center="settlement")
        return self._optional_settlement

    @property
    def _enrollment(self) -> Enrollments:
        if self._optional_enrollment is None:
            raise CENTER_DISABLED(name="参保中心", center="enrollment")
        return self._optional_enrollment

    def _step(self, reim_id: str, step: Callable[[str], Reimbursement]) -> Reimbursement:
        psn_no = self.show(reim_id).psn_no
        return self._write(psn_no, lambda: step(psn_no))

    def _write(self, psn_no: str, work: Callable[[], T], *, dry_run: bool = False) -> T:
        with entering("control", SUBSYSTEM):
            operation = context.current().operation
            result: T = self._pipeline.write(operation, work, subject=f"psn:{psn_no}", dry_run=dry_run).result
        return result

    def _read(self, work: Callable[[], T]) -> T:
        with entering("control", SUBSYSTEM):
            result: T = self._pipeline.read(context.current().operation, work).result
        return result
