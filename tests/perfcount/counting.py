"""Counting the statements a database is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from hsaf.spi.database import Database


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """The statements sent meanwhile, but for looks whether reference data changed."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "hsaf_data_version" not in statement:
            seen.append(statement)

    engines = (database.engine, database._reader)  # type: ignore[attr-defined]
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", note)
