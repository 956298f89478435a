"""Statements of the hot path: SQLAlchemy writes each one once, then it runs straight on the driver.

SQLAlchemy composes the SQL, quotes names and converts values as everywhere else, but for every execution
of a statement it spends more processor time than the driver does. A :class:`Statement` is compiled once
per database and keeps what an execution needs. It is for statements that run with every settlement;
everything else goes through ``hsaf.data.execute``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from hsaf.spi.database import Database

Parameters = Mapping[str, Any]
Build = Callable[[Database], sa.Executable]


class Statement:
    """``clause`` is a Core statement, or makes one for a database whose dialect it depends on.

    Every ``bindparam`` without a value, and every column of an ``insert()`` without values, is a parameter.
    ``in_()`` takes a list of them, not a list of values, whose length SQLAlchemy leaves open.
    """

    def __init__(self, clause: sa.Executable | Build) -> None:
        self._clause = clause
        self._compiled: WeakKeyDictionary[Database, Compiled] = WeakKeyDictionary()

    def on(self, database: Database) -> Compiled:
        """The statement in the dialect of a database."""
        made = self._compiled.get(database)
        if made is None:
            clause = self._clause if isinstance(self._clause, sa.Executable) else self._clause(database)
            made = self._compiled[database] = Compiled(clause, database.engine.dialect)
        return made


class Compiled:
    """``sql`` for the driver, and how its parameters and results are converted."""

    def __init__(self, clause: Any, dialect: sa.Dialect) -> None:
        made = clause.compile(dialect=dialect)
        self.sql: str = made.string
        self.dialect = dialect
        self._order: Sequence[str] | None = made.positiontup if made.positional else None
        self._read_binds(made)
        columns = clause.selected_columns if isinstance(clause, sa.SelectBase) else ()
        results = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._out = results if any(results) else None

    def _read_binds(self, made: Any) -> None:
        """Names that need a value, those with one of their own, and the conversions into the driver's types."""
        self._required = {name for bind, name in made.bind_names.items() if bind.required}
        into = {
            name: bind.type.dialect_impl(self.dialect).bind_processor(self.dialect)
            for bind, name in made.bind_names.items()
        }
        self._into = [(name, convert) for name, convert in into.items() if convert and name in self._required]
        own = made.construct_params(dict.fromkeys(self._required))
        self._fixed = {
            name: convert(value) if (convert := into.get(name)) else value
            for name, value in own.items()
            if name not in self._required
        }

    def arguments(self, parameters: Parameters) -> Any:
        """Values in the driver's form. Raises ``TypeError`` when a parameter is missing or nobody's."""
        if parameters.keys() != self._required:
            raise TypeError(f"parameters {sorted(self._required ^ parameters.keys())} do not fit: {self.sql}")
        values = {**self._fixed, **parameters}
        for name, convert in self._into:
            values[name] = convert(values[name])
        return values if self._order is None else tuple([values[name] for name in self._order])

    def results(self, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        """Rows of the driver with every value of its column's type."""
        if self._out is None:
            return rows
        return [
            [value if convert is None else convert(value) for convert, value in zip(self._out, row, strict=True)]
            for row in rows
        ]


class Execution:
    """One running statement, for the listeners of SQLAlchemy's cursor events (metrics, counters)."""

    def __init__(self, connection: sa.Connection, compiled: Compiled, rows: Sequence[Any]) -> None:
        many = len(rows) > 1
        self.dialect = compiled.dialect
        self._dispatch = connection.dispatch
        self._told = (connection, None, compiled.sql, rows if many else rows[0], self, many)

    def before(self) -> None:
        self._dispatch.before_cursor_execute(*self._told)

    def after(self) -> None:
        self._dispatch.after_cursor_execute(*self._told)
