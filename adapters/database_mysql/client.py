"""The database port over the MySQL protocol.

Writers run READ COMMITTED with locking reads: the person's lock row serialises writers, and no gap
locks stand in the way of other persons. Readers run REPEATABLE READ on their own pool, which gives one
snapshot per transaction. Both levels are set once per connection, so a transaction costs no statement
besides its own and its commit. A connection is pinged only when it has been idle for a while.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.mysql import Insert, insert

from adapters.database_mysql import packets
from adapters.database_mysql.errors import ExclusiveWait, classify, number_of
from hsaf.spi.database import Call, Trouble, one_by_one

NAME: Final = "database_mysql"

IDLE: Final = 30.0
"""Seconds after which an unused connection is pinged before it is handed out."""

RECYCLE: Final = 1800
"""Seconds after which a connection is replaced."""

PATIENCE: Final = 60
"""Seconds to wait for the exclusive transaction."""

UNKNOWN_DATABASE: Final = 1049

_SQL_MODE: Final = "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"


class MysqlDatabase:
    """One database of a server.

    ``url`` such as ``mysql://user:password@host:3306/hsaf``; a driver in it is replaced by ``driver``
    (``pymysql``, or ``mysqldb`` where mysqlclient is installed). ``wait`` is how many whole seconds to
    wait for a row lock or for the pool before the trouble is ``BUSY``; ``pool`` is the most
    connections per kind (writing, reading); ``create`` makes the database when it is missing;
    ``batch`` sends the writes of a transaction together (with ``pymysql``).
    """

    name = NAME

    def __init__(
        self,
        url: str,
        *,
        driver: str = "pymysql",
        wait: int = 5,
        pool: int = 16,
        create: bool = False,
        batch: bool = True,
    ) -> None:
        self._wait = wait
        self._batch = batch and driver == packets.DRIVER
        target = sa.make_url(url).set(drivername=f"mysql+{driver}").update_query_dict({"charset": "utf8mb4"})
        if create:
            create_database(target)
        self.engine = self._engine(packets.allowed(target) if self._batch else target, pool, "READ COMMITTED")
        self._reader = self._engine(target, pool, "REPEATABLE READ, READ ONLY")
        self.url = target.render_as_string()

    def _engine(self, url: sa.URL, pool: int, mode: str) -> sa.Engine:
        engine = sa.create_engine(
            url,
            pool_size=pool,
            max_overflow=0,
            pool_timeout=self._wait,
            pool_recycle=RECYCLE,
            pool_reset_on_return=None,  # write() and read() always end their transaction themselves
            connect_args={"connect_timeout": 5, "read_timeout": 60, "write_timeout": 60},
        )
        settings = (
            f"SET SESSION TRANSACTION ISOLATION LEVEL {mode}",
            f"SET SESSION lock_wait_timeout = {self._wait}",
            f"SET SESSION innodb_lock_wait_timeout = {self._wait}",
            f"SET SESSION sql_mode = '{_SQL_MODE}'",
        )
        sa.event.listen(engine, "connect", lambda connection, _: _prepare(connection, settings))
        sa.event.listen(engine, "checkin", _stamp)
        sa.event.listen(engine, "checkout", lambda *args: _revive(engine, *args))
        return engine

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def exclusive(self) -> Iterator[sa.Connection]:
        """Holds a named lock of the server, because schema changes commit at once."""
        name = f"hsaf:{self.engine.url.database}"[:64]
        with self.engine.begin() as connection:
            if connection.scalar(sa.select(sa.func.get_lock(name, PATIENCE))) != 1:
                raise ExclusiveWait
            try:
                yield connection
            finally:
                if not connection.invalidated:
                    connection.execute(sa.select(sa.func.release_lock(name)))

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
        changes: dict[str, Any] = {name: statement.inserted[name] for name in replace}
        changes |= {name: table.c[name] + statement.inserted[name] for name in add}
        return statement.on_duplicate_key_update(changes)

    def insert_missing(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> sa.Executable:
        """Sets a key column to itself: ``INSERT IGNORE`` would also swallow values that do not fit."""
        key = next(iter(table.primary_key))
        return _insert(table, rows).on_duplicate_key_update({key.name: key})

    def batch(self, connection: sa.Connection, calls: Sequence[Call]) -> Iterator[int]:
        return packets.together(connection, calls) if self._batch else one_by_one(connection, calls)

    def locking(self, select: sa.Select[Any], *, skip_locked: bool = False) -> sa.Select[Any]:
        return select.with_for_update(skip_locked=skip_locked)

    def json_object(self, columns: Mapping[str, sa.ColumnElement[Any]]) -> sa.ColumnElement[str]:
        pairs = (part for name, column in columns.items() for part in (_quoted(name), _json_value(column)))
        return sa.func.json_object(*pairs, type_=sa.String)

    def trouble(self, error: BaseException) -> Trouble | None:
        return classify(error)

    def ping(self) -> None:
        with self.read() as connection:
            connection.exec_driver_sql("SELECT 1")

    def close(self) -> None:
        self.engine.dispose()
        self._reader.dispose()


def create_database(url: sa.URL) -> None:
    """Create the database a URL names, for Chinese text, when the server says it does not have it.

    Who has no right to create databases may still use one that is there.
    """
    if not _is_missing(url):
        return
    server = sa.create_engine(url.set(database=""), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    name = server.dialect.identifier_preparer.quote_identifier(url.database or "").replace("%", "%%")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")


def _is_missing(url: sa.URL) -> bool:
    try:
        sa.create_engine(url, poolclass=sa.NullPool).connect().close()
    except sa.exc.OperationalError as error:
        return number_of(error.orig) == UNKNOWN_DATABASE  # what else is wrong shows when it is used
    return False


def _prepare(connection: Any, settings: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(setting)


def _stamp(_: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _revive(engine: sa.Engine, connection: Any, record: Any, _: Any) -> None:
    """Ping a connection that was idle; a dead one makes the pool connect anew."""
    if time.monotonic() - record.info.get("used", float("inf")) < IDLE:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise sa.exc.DisconnectionError from error


def _insert(table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> Insert:
    """SQLAlchemy compiles an insert of several rows anew each time, one of a single row only once."""
    return insert(table).values(rows[0] if len(rows) == 1 else list(rows)) if rows else insert(table)


def _json_value(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Dates as ISO 8601 text, the same on every database."""
    if isinstance(column.type, sa.DateTime):
        return sa.func.date_format(column, _quoted("%Y-%m-%dT%H:%i:%s"))
    return column


def _quoted(text: str) -> sa.ColumnElement[str]:
    """A name or format of our own inside the SQL itself, which is quicker than a parameter each time."""
    return sa.literal_column(f"'{text}'", sa.String)
