"""Versions of the order in which policy items are computed, and the adjustment that waits to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from centers.policy.data.tables import item_order
from hsaf.data import current_uow, execute

WORKING: Final = 0
"""Number of the adjustment under way; confirmed orders count from 1."""


class Orders:
    def latest(self) -> tuple[int, Sequence[str]]:
        """Number and items of the order in force; 0 and none before the first."""
        query = sa.select(item_order).where(item_order.c.order_no > WORKING).order_by(item_order.c.order_no.desc())
        row = execute(query.limit(1)).first()
        return (row.order_no, row.items) if row else (WORKING, [])

    def working(self) -> Sequence[str] | None:
        """Items as adjusted; ``None`` without an adjustment."""
        row = execute(sa.select(item_order.c["items"]).where(item_order.c.order_no == WORKING)).first()
        return row.items if row else None

    def adjust(self, items: Sequence[str], at: datetime, by: str) -> None:
        row = {"order_no": WORKING, "items": list(items), "made_at": at, "made_by": by}
        execute(current_uow().database.upsert(item_order, [row], replace=["items", "made_at", "made_by"]))

    def drop(self) -> bool:
        """Give up the adjustment; whether there was one."""
        return execute(sa.delete(item_order).where(item_order.c.order_no == WORKING)).rowcount > 0

    def add(self, items: Sequence[str], at: datetime, by: str) -> int:
        """The next confirmed order; its number."""
        number = self.latest()[0] + 1
        execute(sa.insert(item_order), [{"order_no": number, "items": list(items), "made_at": at, "made_by": by}])
        return number
