"""Bills between pooling areas, made of the sheets of cross-region care."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa

from centers.settlement.contract.clearing import Bill
from centers.settlement.data.clearing_tables import bill, sheet
from centers.settlement.data.rows import plain
from centers.settlement.domain.steps import APPROVED, CONFIRMED, PAID
from hsaf.data import execute

CLEARABLE: Final = (CONFIRMED, APPROVED, PAID)
"""States of a sheet whose amounts no longer change."""


class Pair(NamedTuple):
    """Treatment area, which is owed, and home area, which owes."""

    mdtrt_poolarea: str
    clr_optins: str


class BillRepository:
    def find(self, bill_id: str) -> Bill | None:
        row = execute(sa.select(bill).where(bill.c.bill_id == bill_id)).mappings().first()
        return None if row is None else _bill(row)

    def search(self, setlym: str = "", area: str = "", state: str = "") -> list[Bill]:
        """Bills by month, state, and an area as creditor or debtor; empty values are not looked at."""
        query = sa.select(bill).order_by(bill.c.setlym, bill.c.mdtrt_poolarea, bill.c.clr_optins)
        if setlym:
            query = query.where(bill.c.setlym == setlym)
        if area:
            query = query.where(sa.or_(bill.c.mdtrt_poolarea == area, bill.c.clr_optins == area))
        if state:
            query = query.where(bill.c.state == state)
        return [_bill(row) for row in execute(query).mappings()]

    def add(self, new: Bill) -> None:
        execute(bill.insert(), msgspec.structs.asdict(new))

    def change(self, one: Bill, **changes: Any) -> bool:
        """``False`` when somebody else changed its state or payments meanwhile."""
        same = [bill.c[name] == getattr(one, name) for name in ("bill_id", "state", "paid")]
        return execute(bill.update().where(*same).values(**changes)).rowcount == 1

    # -- the sheets in them -------------------------------------------------------------------------

    def pairs(self, setlym: str) -> list[Pair]:
        """Pairs of areas with clearable sheets up to a month that are in no bill."""
        columns = (sheet.c.mdtrt_poolarea, sheet.c.clr_optins)
        query = sa.select(*columns).where(_free(setlym)).distinct().order_by(*columns)
        return [Pair._make(row) for row in execute(query)]

    def take(self, bill_id: str, pair: Pair, setlym: str) -> None:
        """Put the free sheets of a pair into a bill, in one statement."""
        of_pair = (sheet.c.mdtrt_poolarea == pair.mdtrt_poolarea, sheet.c.clr_optins == pair.clr_optins)
        execute(sheet.update().where(_free(setlym), *of_pair).values(bill_id=bill_id))

    def release(self, bill_ids: Iterable[str]) -> None:
        wanted = list(bill_ids)
        if wanted:
            execute(sheet.update().where(sheet.c.bill_id.in_(wanted)).values(bill_id=""))

    def totals(self, bill_id: str) -> Mapping[str, int]:
        sums = [sa.func.coalesce(sa.func.sum(sheet.c[name]), 0).label(name) for name in _SUMMED]
        query = sa.select(sa.func.count().label("sheets"), *sums).where(sheet.c.bill_id == bill_id)
        return {name: int(value) for name, value in plain(execute(query).mappings().one()).items()}


_SUMMED: Final = ("psntime", "medfee_sumamt", "fund_appy_sum", "acct_pay")


def _free(setlym: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        sheet.c.bill_id == "",
        sheet.c.mdtrt_poolarea != sheet.c.clr_optins,
        sheet.c.state.in_(CLEARABLE),
        sheet.c.setlym <= setlym,
    )


def _bill(row: sa.RowMapping) -> Bill:
    return msgspec.convert(plain(row), Bill)
