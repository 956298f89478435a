"""Yearly accumulators: added to, never set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from centers.settlement.data.tables import accumulator
from hsaf.data import Statement, defer, execute
from hsaf.spi.database import Database


class AccumulatorRepository:
    def __init__(self, database: Database) -> None:
        self._add = Statement(database.upsert(accumulator, add=["value"]))

    def add(self, psn_no: str, insutype: str, year: int, deltas: Mapping[str, int]) -> None:
        """Add what a settlement adds (or, negative, takes back) in one statement."""
        key = {"psn_no": psn_no, "insutype": insutype, "year": year}
        rows = [{**key, "cum_type_code": code, "value": delta} for code, delta in sorted(deltas.items()) if delta]
        if rows:
            defer(self._add, *rows)

    def of(self, psn_no: str, year: int | None = None) -> list[Mapping[str, Any]]:
        """A person's accumulators, of one year if given."""
        query = sa.select(accumulator).where(accumulator.c.psn_no == psn_no)
        if year is not None:
            query = query.where(accumulator.c.year == year)
        order = (accumulator.c.year, accumulator.c.insutype, accumulator.c.cum_type_code)
        return [dict(row) for row in execute(query.order_by(*order)).mappings()]
