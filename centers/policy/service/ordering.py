"""Adjusting the order of calculation: moves wait until they are confirmed as the next version, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from centers.policy.contract.desk import ITEM_UNKNOWN, ORDER_SAME, ORDER_WRONG, OrderRow
from centers.policy.data.orders import Orders
from centers.policy.data.shelf import Shelf
from centers.policy.domain.ordering import effective, moved, problems
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.records.contract import Problem


class Ordering:
    """Writes hold the lock ``policy:order`` as their subject."""

    def __init__(self, shelf: Shelf, orders: Orders) -> None:
        self._shelf = shelf
        self._orders = orders

    def rows(self) -> list[OrderRow]:
        """As adjusted, where an adjustment waits."""
        holdings = self._shelf.holdings()
        number, confirmed = self._orders.latest()
        working = self._orders.working()
        now = effective(confirmed, holdings)
        order = now if working is None else effective(working, holdings)
        wrong, before = problems(order, holdings), {code: at for at, code in enumerate(now, start=1)}
        names = {one["item_code"]: one["item_name"] for one in holdings.values("item")}
        return [
            OrderRow(
                position=position,
                item_code=code,
                item_name=names[code],
                before=before[code],
                problem=wrong.get(code, ""),
                order_no=number,
                adjusted=working is not None,
            )
            for position, code in enumerate(order, start=1)
        ]

    def move(self, item_code: str, direction: str) -> Sequence[OrderRow]:
        order = [row.item_code for row in self.rows()]
        if item_code not in order:
            raise ITEM_UNKNOWN(item_code=item_code, field="item_code")
        now = context.current()
        self._orders.adjust(moved(order, item_code, direction), now.wall_time.replace(microsecond=0), now.actor)
        return self.rows()

    def cancel(self) -> Sequence[OrderRow]:
        if not self._orders.drop():
            raise ORDER_SAME()
        return self.rows()

    def confirm(self) -> Sequence[OrderRow]:
        rows = self.rows()
        if not rows or not rows[0].adjusted:
            raise ORDER_SAME()
        wrong = [row for row in rows if row.problem]
        if wrong:
            details = "；".join(f"“{row.item_name}”{row.problem}" for row in wrong)
            told = tuple(Problem("item_code", row.item_name, row.problem) for row in wrong)
            raise ORDER_WRONG(details=details, problems=told)
        order, now = [row.item_code for row in rows], context.current()
        number = self._orders.add(order, now.wall_time.replace(microsecond=0), now.actor)
        self._orders.drop()
        current_uow().audit("policy.order_confirmed", {"order_no": number, "items": order})
        return self.rows()
