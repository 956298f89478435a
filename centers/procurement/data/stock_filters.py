"""Conditions that the questions about stock share."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

import sqlalchemy as sa

from centers.procurement.contract.v1 import StockQuery

COLUMNS: Final = {"medins_list_codg": "fixmedins_hilist_id", "mdtrt_id": "mdtrt_sn"}
"""National names of keys to columns, where they differ."""

Condition = sa.ColumnElement[bool]


def keyed(of: sa.Table, query: StockQuery) -> list[Condition]:
    """The keys of a query that are columns of a table."""
    given = ((COLUMNS.get(name, name), value) for name, value in query.keys.items() if value)
    return [of.c[name] == value for name, value in given if name in of.c]


def between(column: sa.Column[Any], query: StockQuery) -> list[Condition]:
    """Days from begin to end, both whole (national-interface section 1)."""
    begin: date | None = query.begin
    end: date | None = query.end
    if isinstance(column.type, sa.DateTime):
        begin = datetime.combine(begin, time.min) if begin else None
        end = datetime.combine(end, time(23, 59, 59)) if end else None
    return [column >= begin] * (begin is not None) + [column <= end] * (end is not None)
