"""A person's age as the national interface counts it."""

from __future__ import annotations

from datetime import date

from hsaf.contract.periods import completed_years


def age(brdy: date, on: date) -> int:
    """Completed years on a day, never below 0."""
    return max(0, completed_years(brdy, on))
