"""The database port over SQLite.

The file is in WAL mode: readers see a snapshot and never wait; one writer at a time holds the file.
A write transaction begins with ``BEGIN IMMEDIATE``, so it can never fail half-way because it read
before another process wrote. Threads of one process queue fairly for it on a lock in memory; only
processes meet SQLite's polling ``busy_timeout``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import Insert, insert

from adapters.database_sqlite.errors import WriterWait, classify
from hsaf.spi.database import Call, Trouble, one_by_one

NAME: Final = "database_sqlite"

PATIENCE: Final = 60.0
"""Seconds to wait for the exclusive transaction."""

_SETTINGS: Final = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "case_sensitive_like = ON")
"""The last: a pattern tells capitals, as on the other databases."""


class SqliteDatabase:
    """One SQLite file, shared by the threads of this process and by other processes.

    ``path`` is created with its folder; ``wait`` is how many seconds a writer waits for its turn
    before the trouble is ``BUSY``; ``pool`` is the most connections per kind (writing, reading).
    """

    name = NAME

    def __init__(self, path: Path | str, *, wait: float = 5.0, pool: int = 16) -> None:
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._wait = wait
        self._turn = threading.Lock()
        self.engine = self._engine(path, pool, begin="BEGIN IMMEDIATE")
        self._reader = self._engine(path, pool, begin="BEGIN", extra=("query_only = ON",))
        self.url = self.engine.url.render_as_string()

    def _engine(self, path: Path, pool: int, *, begin: str, extra: Sequence[str] = ()) -> sa.Engine:
        engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(path)),
            pool_size=pool,
            max_overflow=0,
            pool_timeout=self._wait,
            connect_args={"timeout": self._wait},
        )
        sa.event.listen(engine, "connect", lambda connection, _: _prepare(connection, (*_SETTINGS, *extra)))
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        if not self._turn.acquire(timeout=self._wait):
            raise WriterWait
        try:
            with self.engine.begin() as connection:
                yield connection
        finally:
            self._turn.release()

    @contextmanager
    def exclusive(self) -> Iterator[sa.Connection]:
        if not self._turn.acquire(timeout=PATIENCE):
            raise WriterWait
        try:
            with self.engine.connect() as connection, _patient(connection, self._wait), connection.begin():
                yield connection
        finally:
            self._turn.release()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        with self._reader.begin() as connection:
            yield connection

    def upsert(
        self,
        table: sa.Table,
        rows: Sequence[Mapping[str, Any]] = (),
        *,
        add: Iterable[str] = (),
        replace: Iterable[str] = (),
    ) -> sa.Executable:
        statement = _insert(table, rows)
        changes: dict[str, Any] = {name: statement.excluded[name] for name in replace}
        changes |= {name: table.c[name] + statement.excluded[name] for name in add}
        return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changes)

    def insert_missing(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> sa.Executable:
        return _insert(table, rows).on_conflict_do_nothing(index_elements=list(table.primary_key))

    def batch(self, connection: sa.Connection, calls: Sequence[Call]) -> Iterator[int]:
        return one_by_one(connection, calls)

    def locking(self, select: sa.Select[Any], *, skip_locked: bool = False) -> sa.Select[Any]:
        """The select unchanged: inside :meth:`write` the whole file is locked already."""
        return select

    def json_object(self, columns: Mapping[str, sa.ColumnElement[Any]]) -> sa.ColumnElement[str]:
        pairs = (part for name, column in columns.items() for part in (_quoted(name), _json_value(column)))
        return sa.func.json_object(*pairs, type_=sa.String)

    def trouble(self, error: BaseException) -> Trouble | None:
        return classify(error)

    def ping(self) -> None:
        with self.read() as connection:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first()

    def close(self) -> None:
        self.engine.dispose()
        self._reader.dispose()


def _prepare(connection: Any, settings: Sequence[str]) -> None:
    """Switch off the driver's own transaction handling and apply the pragmas."""
    connection.isolation_level = None
    for setting in settings:
        connection.execute(f"PRAGMA {setting}")


@contextmanager
def _patient(connection: sa.Connection, usual: float) -> Iterator[None]:
    """Wait longer than usual for other processes while the block runs."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {int(usual * 1000)}")


def _insert(table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> Insert:
    """SQLAlchemy compiles an insert of several rows anew each time, one of a single row only once."""
    return insert(table).values(rows[0] if len(rows) == 1 else list(rows)) if rows else insert(table)


def _json_value(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Dates as ISO 8601 text, the same on every database."""
    if isinstance(column.type, sa.DateTime):
        return sa.func.strftime(_quoted("%Y-%m-%dT%H:%M:%S"), column)
    return column


def _quoted(text: str) -> sa.ColumnElement[str]:
    """A name or format of our own inside the SQL itself, which is quicker than a parameter each time."""
    return sa.literal_column(f"'{text}'", sa.String)
