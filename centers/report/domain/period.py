"""Which days a scheduled report is about, and when it is due. Pure."""

from __future__ import annotations

from calendar import day_name
from datetime import date, timedelta
from typing import Final

from centers.report.contract.v1 import (
    CYCLES,
    DAILY,
    DAY_WRONG,
    LAST_MONTH,
    LAST_WEEK,
    LAST_YEAR,
    MONTHLY,
    THIS_MONTH,
    THIS_YEAR,
    WEEKLY,
    YESTERDAY,
)

_DAY: Final = timedelta(days=1)
_LAST: Final = {WEEKLY: 7, MONTHLY: 28}


def days_of(period: str, today: date) -> tuple[date, date] | None:
    """First and last day, both counting; ``None`` for all. Weeks begin on Monday; what is under way ends today."""
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    monday = today - timedelta(days=today.weekday() + 7)
    known = {
        YESTERDAY: (today - _DAY, today - _DAY),
        LAST_WEEK: (monday, monday + timedelta(days=6)),
        LAST_MONTH: ((month - _DAY).replace(day=1), month - _DAY),
        THIS_MONTH: (month, today),
        LAST_YEAR: ((year - _DAY).replace(month=1, day=1), year - _DAY),
        THIS_YEAR: (year, today),
    }
    return known.get(period)


def due(cycle: str, run_day: int | None, run_time: str) -> tuple[str, int]:
    """The schedule's text (``hsaf.jobs.timing``) and the day kept. Raises ``DAY_WRONG``."""
    if cycle == DAILY:
        return f"at {run_time}", 0
    number = 1 if run_day is None else run_day
    if not 1 <= number <= _LAST[cycle]:
        raise DAY_WRONG(cycle=CYCLES[cycle], first=1, last=_LAST[cycle], field="run_day")
    if cycle == WEEKLY:
        return f"at {run_time} on {day_name[number - 1].lower()}", number
    return f"at {run_time} on day {number}", number
