"""Monthly sheets, and which settlements are on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa

from centers.settlement.contract.clearing import Sheet
from centers.settlement.data.clearing_tables import sheet, sheet_item
from centers.settlement.data.rows import plain
from centers.settlement.data.tables import settlement
from centers.settlement.domain.visit import Kind
from hsaf.data import execute


class Group(NamedTuple):
    """What a sheet is for, besides the institution and the month."""

    clr_optins: str
    mdtrt_poolarea: str
    pay_loc: str
    clr_type: str
    clr_way: str

    @classmethod
    def of(cls, one: Sheet) -> Group:
        return cls(*(getattr(one, name) for name in cls._fields))


_GROUP: Final = [settlement.c[name] for name in Group._fields]
_OF_ITEM: Final = sa.and_(sheet_item.c.psn_no == settlement.c.psn_no, sheet_item.c.setl_id == settlement.c.setl_id)
_FREE: Final = sa.and_(settlement.c.kind != Kind.COUNTER, ~sa.exists().where(_OF_ITEM))
"""On no sheet yet. Reimbursements at the counter are owed to persons."""


class SheetRepository:
    def find(self, sheet_id: str) -> Sheet | None:
        row = execute(sa.select(sheet).where(sheet.c.sheet_id == sheet_id)).mappings().first()
        return None if row is None else _sheet(row)

    def search(self, **wanted: str) -> list[Sheet]:
        """Sheets by columns; empty values are not looked at."""
        conditions = [sheet.c[name] == value for name, value in wanted.items() if value]
        order = (sheet.c.setlym, sheet.c.fixmedins_code, *(sheet.c[name] for name in Group._fields))
        return [_sheet(row) for row in execute(sa.select(sheet).where(*conditions).order_by(*order)).mappings()]

    def add(self, new: Sheet) -> None:
        execute(sheet.insert(), msgspec.structs.asdict(new))

    def change(self, one: Sheet, **changes: Any) -> bool:
        """``False`` when somebody else changed its state, bill or payments meanwhile."""
        same = [sheet.c[name] == getattr(one, name) for name in ("sheet_id", "state", "bill_id", "paid")]
        return execute(sheet.update().where(*same).values(**changes)).rowcount == 1

    # -- what is on them ----------------------------------------------------------------------------

    def uncleared(self, before: date) -> list[str]:
        """Institutions with settlements before a day that are on no sheet."""
        query = sa.select(settlement.c.fixmedins_code).where(settlement.c.setl_time < _start(before), _FREE)
        return list(execute(query.distinct().order_by(settlement.c.fixmedins_code)).scalars())

    def months_uncleared(self, fixmedins_code: str, before: date) -> list[str]:
        """Clearing months before a day of which settlements are on no sheet."""
        year, month = sa.extract("year", settlement.c.setl_time), sa.extract("month", settlement.c.setl_time)
        query = sa.select(year.label("year"), month.label("month")).where(_free_of(fixmedins_code, before))
        return sorted(f"{row.year:04d}{row.month:02d}" for row in execute(query.distinct()))

    def groups(self, fixmedins_code: str, before: date) -> list[Group]:
        query = sa.select(*_GROUP).where(_free_of(fixmedins_code, before)).distinct().order_by(*_GROUP)
        return [Group._make(row) for row in execute(query)]

    def take(self, sheet_id: str, fixmedins_code: str, group: Group, before: date) -> None:
        """Put the free settlements of a group on a sheet, in one statement."""
        chosen = sa.select(settlement.c.psn_no, settlement.c.setl_id, sa.literal(sheet_id)).where(
            _free_of(fixmedins_code, before), *(column == value for column, value in zip(_GROUP, group, strict=True))
        )
        execute(sheet_item.insert().from_select(["psn_no", "setl_id", "sheet_id"], chosen))

    def release(self, sheet_ids: Iterable[str]) -> None:
        wanted = list(sheet_ids)
        if wanted:
            execute(sheet_item.delete().where(sheet_item.c.sheet_id.in_(wanted)))

    def totals(self, sheet_id: str) -> Mapping[str, int]:
        """Sums over what is on a sheet; ``psntime`` counts settlements less reversals."""
        sums = {name: _sum(settlement.c[name]) for name in _SUMMED}
        sums["psntime"] = _sum(sa.case((settlement.c.reverses == "", 1), else_=-1))
        query = sa.select(*(column.label(name) for name, column in sums.items()))
        row = execute(query.select_from(sheet_item).join(settlement, _OF_ITEM).where(sheet_item.c.sheet_id == sheet_id))
        return {name: int(value) for name, value in plain(row.mappings().one()).items()}

    def items(self, sheet_ids: Iterable[str]) -> list[tuple[str, str]]:
        """Person and settlement of everything on these sheets."""
        query = sa.select(sheet_item.c.psn_no, sheet_item.c.setl_id)
        rows = execute(query.where(sheet_item.c.sheet_id.in_(list(sheet_ids))).order_by(sheet_item.c.setl_id))
        return [(row.psn_no, row.setl_id) for row in rows]


_SUMMED: Final = ("medfee_sumamt", "psn_part_amt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay")


def _sum(column: Any) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(column), 0)


def _free_of(fixmedins_code: str, before: date) -> sa.ColumnElement[bool]:
    return sa.and_(settlement.c.fixmedins_code == fixmedins_code, settlement.c.setl_time < _start(before), _FREE)


def _start(day: date) -> datetime:
    return datetime.combine(day, time())


def _sheet(row: sa.RowMapping) -> Sheet:
    return msgspec.convert(plain(row), Sheet)
