"""Begin before end."""

from __future__ import annotations

from datetime import date

from centers.base_info.contract.v1 import PERIOD_REVERSED


def require_order(begin: date, end: date | None, where: str) -> None:
    """Raises ``PERIOD_REVERSED`` naming the field of the end; an absent end is open."""
    if end is not None and end < begin:
        raise PERIOD_REVERSED(begin=begin, end=end, where=where)
