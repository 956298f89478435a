"""The self-check the platform runs on its own books: at once, or in the background chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

import msgspec
import structlog

from centers.settlement.contract.reconciliation import Finding, SelfCheck
from centers.settlement.data.allowances import AllowanceRepository
from centers.settlement.data.books import BookReader
from centers.settlement.data.ledger import LedgerRepository
from centers.settlement.data.payments import PaymentRepository
from centers.settlement.domain import books as rules
from centers.settlement.domain.books import Booked, Books
from centers.settlement.domain.transfers import BANK, DUE_FROM, DUE_TO
from hsaf.data.bulk import chunks
from hsaf.jobs import JobRun
from hsaf.jobs.schedules import DUE
from hsaf.money import yuan

CHECK: Final = "settlement.check"
DAILY: Final = "settlement.check_daily"

log = structlog.get_logger("hsaf.settlement")


class Checking:
    def __init__(
        self,
        books: BookReader,
        payments: PaymentRepository,
        ledger: LedgerRepository,
        allowances: AllowanceRepository,
    ) -> None:
        self._allowances = allowances
        self._books = books
        self._payments = payments
        self._ledger = ledger

    def check(self, day: date | None) -> SelfCheck:
        """Settlements of the day, everything else of everybody who settled on it."""
        found = self._of_agencies(day)
        for persons in chunks(self._books.persons(day)):
            found = rules.merged(found, self._of_persons(day, persons))
        return found

    def run(self, run: JobRun) -> Any:
        """The same as a job, resumable after every chunk: of ``day`` (``yyyy-MM-dd``), of the day ``days_ago``
        before it was due, or of everything. A difference is also logged as an error."""
        day = _day(run.parameters)
        persons = run.read(lambda: self._books.persons(day))
        state = run.checkpoint or {"after": "", "found": None}
        found = (
            msgspec.convert(state["found"], SelfCheck) if state["found"] else run.read(lambda: self._of_agencies(day))
        )
        for chunk in chunks(psn_no for psn_no in persons if psn_no > state["after"]):
            found = rules.merged(found, run.read(partial(self._of_persons, day, chunk)))
            kept = {"after": chunk[-1], "found": msgspec.to_builtins(found)}
            run.save(kept, step="核对账目", done=found.persons, total=len(persons))
        if not found.ok:
            log.error("settlement.books_differ", job_id=run.job_id, day=str(day), findings=len(found.findings))
        return {"ok": found.ok, **msgspec.to_builtins(found)}

    def _of_persons(self, day: date | None, persons: Sequence[str]) -> SelfCheck:
        books = self._books.read(persons)
        chosen = [one for one in books.settlements if day in (None, one.setl_date)]
        owed = rules.allowance_findings(books, self._allowances.standing(persons))
        findings = (*_about(books, chosen), *owed)
        return SelfCheck(day=day, persons=len(persons), books=rules.tally(chosen), findings=findings)

    def _of_agencies(self, day: date | None) -> SelfCheck:
        findings = (*self._payment_findings(day), *self._area_findings())
        return SelfCheck(day=day, persons=0, books=(), findings=findings)

    def _payment_findings(self, day: date | None) -> Iterator[Finding]:
        """A payment record is what left the payer's bank."""
        for holder, payment in self._payments.booked(day):
            entries = self._ledger.journal(holder, payment.payment_id)
            difference = payment.amount + rules.net(entries, f"{BANK}{payment.payer}")
            if difference:
                text = f"付款 {payment.payment_no} 与分录相差 {yuan(difference)} 元"
                yield Finding(
                    check="payments",
                    fixmedins_code=payment.payee,
                    key=payment.owner_id,
                    difference=difference,
                    text=text,
                )

    def _area_findings(self) -> Iterator[Finding]:
        """What an area has to get is what the other one has to pay."""
        receivable = self._ledger.balances(DUE_FROM)
        owed = {f"{DUE_FROM}{name.removeprefix(DUE_TO)}": -net for name, net in self._ledger.balances(DUE_TO).items()}
        for name in sorted(receivable.keys() | owed.keys()):
            difference = receivable.get(name, 0) - owed.get(name, 0)
            if difference:
                text = f"异地应收与对方应付相差 {yuan(difference)} 元"
                yield Finding(check="areas", fixmedins_code="", key=name, difference=difference, text=text)


def _day(parameters: Mapping[str, Any]) -> date | None:
    if parameters.get("day"):
        return date.fromisoformat(parameters["day"])
    if parameters.get("days_ago") is not None:
        return datetime.fromisoformat(parameters[DUE]).date() - timedelta(days=parameters["days_ago"])
    return None


def _about(books: Books, chosen: Sequence[Booked]) -> Iterator[Finding]:
    for one in chosen:
        yield from rules.line_findings(books, one)
        yield from rules.clearing_findings(one)
        yield from rules.ledger_findings(books, one)
        yield from rules.audit_findings(books, one)
    yield from rules.stray_findings(books)
    yield from rules.accumulator_findings(books)
    yield from rules.account_findings(books)
    yield from rules.visit_findings(books)
