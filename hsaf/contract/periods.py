"""Dated validity: begin and end days both count, an absent end is open. And whole years and months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def covers(begin: date, end: date | None, day: date) -> bool:
    """Whether a period includes a day."""
    return begin <= day and (end is None or day <= end)


def overlap(begin: date, end: date | None, other_begin: date, other_end: date | None) -> bool:
    """Whether two periods have a day in common."""
    return (other_end is None or begin <= other_end) and (end is None or other_begin <= end)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def completed_years(since: date, day: date) -> int:
    """Whole years from one day to another, e.g. a person's age."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))
