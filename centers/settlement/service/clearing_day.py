"""What the calendar of clearing between areas asks of the platform on a day (HB-13, calculations), done by itself."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog

from centers.settlement.contract.clearing import AREAS, MONTH_SKIPPED, Clearing
from centers.settlement.domain.months import Month
from hsaf.contract.errors import HsafError
from hsaf.data.pipeline import Pipeline
from hsaf.jobs import JobRun
from hsaf.jobs.schedules import DUE

KIND: Final = "settlement.areas"
NAME: Final = "异地清算到期步骤"
AT: Final = "at 01:20"

log = structlog.get_logger("hsaf.settlement")


class ClearingDay:
    """Missing sheets, bills, overdue confirmations: of ``setlym`` (``yyyyMM``), or of the month before the run was due.

    Each step may be done again, so a run that died is simply repeated. An institution whose sheets are refused keeps
    no other from its own; it is named in the result and logged.
    """

    def __init__(self, clearing: Clearing, pipeline: Pipeline) -> None:
        self._clearing = clearing
        self._pipeline = pipeline

    def run(self, run: JobRun) -> Any:
        setlym = _month(run)
        steps: tuple[str, ...] = run.read(partial(self._clearing.due, setlym))
        refused = self._sheets(run, setlym) if "sheets" in steps else {}
        bills = self._write(AREAS, partial(self._clearing.generate_bills, setlym)) if "bills" in steps else []
        late = self._write(AREAS, self._clearing.confirm_overdue) if "confirmation" in steps else []
        return {"setlym": setlym, "steps": steps, "refused": refused, "bills": len(bills), "confirmed": len(late)}

    def _sheets(self, run: JobRun, setlym: str) -> dict[str, str]:
        """Refusals by institution."""
        refused = {}
        for code in run.read(partial(self._clearing.uncleared, setlym)):
            try:
                self._sheets_of(code, setlym)
            except HsafError as refusal:
                refused[code] = str(refusal)
                log.warning("settlement.sheets_refused", fixmedins_code=code, setlym=setlym, code=refusal.code)
        return refused

    def _sheets_of(self, code: str, setlym: str) -> None:
        """Of the month, after those of earlier months that are missing because no run came by then."""
        make = partial(self._write, f"org:{code}")
        try:
            make(partial(self._clearing.generate_sheets, code, setlym))
        except HsafError as refusal:
            if refusal.code != MONTH_SKIPPED.code or refusal.params["earlier"] >= setlym:
                raise
            self._sheets_of(code, refusal.params["earlier"])
            make(partial(self._clearing.generate_sheets, code, setlym))

    def _write(self, subject: str, work: Any) -> Any:
        return self._pipeline.write(KIND, work, subject=subject).result


def _month(run: JobRun) -> str:
    """Raises ``MONTH_WRONG``."""
    asked = run.parameters.get("setlym")
    if asked:
        return Month.of(asked).setlym
    due = datetime.fromisoformat(run.parameters[DUE])
    return Month(due.date().replace(day=1)).before.setlym
