"""The relational database port, over SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa


class Trouble(StrEnum):
    """What a database error means to the caller."""

    DUPLICATE = "duplicate"
    """A unique or primary key exists."""
    RETRY = "retry"
    """Deadlock or serialisation conflict: the whole unit of work may be run again."""
    BUSY = "busy"
    """A lock or pool wait ran out."""
    GONE = "gone"
    """The connection broke; the outcome of a commit under way is unknown."""


class Call(NamedTuple):
    """A compiled writing statement with its values in the driver's form.

    Several ``rows`` belong to an insert and are inserted by one statement.
    """

    sql: str
    rows: Sequence[Any]


class Database(Protocol):
    """A relational database. Hides dialect differences that SQLAlchemy Core leaves open."""

    name: str
    """Adapter code, e.g. ``database_sqlite``."""
    url: str
    """SQLAlchemy URL without the password."""
    engine: sa.Engine

    def write(self) -> AbstractContextManager[sa.Connection]:
        """A transaction for writing: commits on leaving, rolls back on an exception.

        Isolation is READ COMMITTED with locking reads (MySQL family) or one writer (SQLite).
        """
        ...

    def read(self) -> AbstractContextManager[sa.Connection]:
        """A read-only transaction with one consistent snapshot."""
        ...

    def exclusive(self) -> AbstractContextManager[sa.Connection]:
        """A write transaction that one holder over all processes has at a time, for schema changes.

        Waits up to a minute for its turn; then the trouble is ``BUSY``.
        """
        ...

    def upsert(
        self,
        table: sa.Table,
        rows: Sequence[Mapping[str, Any]] = (),
        *,
        add: Iterable[str] = (),
        replace: Iterable[str] = (),
    ) -> sa.Executable:
        """One statement that inserts ``rows`` or, where the primary key exists, adds to the columns
        ``add`` and replaces the columns ``replace``.

        Without ``rows`` they are the parameters of its execution, still one statement and quicker for
        many: ``execute(database.upsert(table, add=["value"]), rows)``.
        """
        ...

    def insert_missing(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> sa.Executable:
        """One statement that inserts ``rows``, leaving those whose primary key exists as they are."""
        ...

    def batch(self, connection: sa.Connection, calls: Sequence[Call]) -> Iterator[int]:
        """Run writing statements in order, in as few round trips as the database allows.

        Yields how many rows each one found; raises the driver's error in the place of the first that
        fails, after which none of those behind it has run.
        """
        ...

    def locking(self, select: sa.Select[Any], *, skip_locked: bool = False) -> sa.Select[Any]:
        """The select as a locking read, where the dialect has it."""
        ...

    def json_object(self, columns: Mapping[str, sa.ColumnElement[Any]]) -> sa.ColumnElement[str]:
        """A JSON object of columns as text (to unite rows of different shapes in one statement)."""
        ...

    def trouble(self, error: BaseException) -> Trouble | None:
        """Classify an exception; ``None`` when it is none of the known troubles."""
        ...

    def ping(self) -> None:
        """Raises when the database cannot be reached."""
        ...

    def close(self) -> None: ...


def one_by_one(connection: sa.Connection, calls: Sequence[Call]) -> Iterator[int]:
    """:meth:`Database.batch` where statements travel one at a time."""
    cursor = connection.connection.cursor()
    for sql, rows in calls:
        if len(rows) == 1:
            cursor.execute(sql, rows[0])
        else:
            cursor.executemany(sql, rows)
        yield cursor.rowcount
    cursor.close()
