"""Bulk writes, in statements small enough for every database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from hsaf.data.uow import current_uow, execute

CHUNK: Final = 500
"""Rows (or values of an ``IN`` list) a statement; keeps below every database's parameter limit."""

T = TypeVar("T")


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """``items`` in lists of at most :data:`CHUNK`."""
    source = iter(items)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def save_rows(table: sa.Table, rows: Iterable[Mapping[str, Any]], *, keep: Collection[str] = ()) -> None:
    """Insert rows of like columns, or replace those with the same primary key.

    Columns named in ``keep`` are set by the first insert only.
    """
    database = current_uow().database
    for chunk in chunks(rows):
        replace = [name for name in chunk[0] if not table.c[name].primary_key and name not in keep]
        execute(database.upsert(table, replace=replace), chunk)
