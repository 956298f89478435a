"""Reads and writes the reference tables, one whole kind at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from centers.base_info.data.dictionary_tables import local_value
from centers.base_info.data.tables import DATED, KINDS, version
from hsaf.data import execute
from hsaf.data.bulk import chunks, save_rows

Columns = Mapping[str, Any]

READ: Final = {**KINDS, "local_values": local_value}
"""Tables that are read as a whole; local dictionary values are not loaded from files."""


class Repository:
    """Rows are mappings of column to typed value; what they mean is the domain's business."""

    def save(self, kind: str, rows: Iterable[Columns]) -> None:
        """Insert, or replace the rows with the same key."""
        save_rows(KINDS[kind], rows)

    def all(self, kind: str) -> Iterator[Columns]:
        """Every row of a kind, by key."""
        table = READ[kind]
        names = [str(column.name) for column in table.columns]
        rows = execute(sa.select(table).order_by(*table.primary_key.columns))
        return (dict(zip(names, row, strict=True)) for row in rows)

    def changed(self, kind: str, rows: Iterable[Columns]) -> list[Columns]:
        """The rows that are new or say something else than what is stored; of two with one key, the last."""
        table = KINDS[kind]
        key = [str(column.name) for column in table.primary_key.columns]
        wanted = {tuple(row[name] for name in key): row for row in rows}
        stored: dict[tuple[Any, ...], Columns] = {}
        for chunk in chunks(sorted({values[0] for values in wanted})):
            for row in execute(sa.select(table).where(table.c[key[0]].in_(chunk))).mappings():
                stored[tuple(row[name] for name in key)] = dict(row)
        return [row for values, row in wanted.items() if not _same(row, stored.get(values))]

    def next_version(self, kind: str, made_at: datetime, row_cnt: int) -> int:
        """Open the next version of a kind in the version log."""
        last = execute(sa.select(sa.func.max(version.c.seq)).where(version.c.kind == kind)).scalar() or 0
        execute(sa.insert(version), {"kind": kind, "seq": last + 1, "made_at": made_at, "row_cnt": row_cnt})
        return int(last) + 1

    def periods(self, kind: str, codes: Iterable[str]) -> Iterator[tuple[str, date, date | None]]:
        """Code, begin and end of every version of these codes; nothing for an undated kind."""
        if kind not in DATED:
            return
        table = DATED[kind]
        code = next(iter(table.primary_key.columns))
        for chunk in chunks(sorted(set(codes))):
            for row in execute(sa.select(code, table.c.begndate, table.c.enddate).where(code.in_(chunk))):
                yield row[0], row.begndate, row.enddate


def _same(row: Columns, stored: Columns | None) -> bool:
    return stored is not None and all(stored[name] == value for name, value in row.items())
