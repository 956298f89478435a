"""A person's age as the national interface writes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def age(brdy: date, on: date) -> Decimal:
    """Completed years; below one year completed months as tenths of a year, rounded down (N4,1)."""
    months = (on.year - brdy.year) * 12 + on.month - brdy.month - (on.day < brdy.day)
    if months >= 12:
        return Decimal(months // 12)
    return Decimal(max(months, 0) * 10 // 12).scaleb(-1)
