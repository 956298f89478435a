"""A database, a pipeline and a context for tests of one center, without booting the kernel."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from hsaf.contract.context import Context, entered
from hsaf.data.pipeline import Pipeline
from hsaf.data.schema import metadata as kernel_tables
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database
from hsaf.spi.ids import Ids
from hsaf.testing.clock import FixedClock

TEST_KEY = b"0123456789abcdef"
MARIADB_URL = os.environ.get("HSAF_TEST_MARIADB_URL", "mysql+pymysql://root@127.0.0.1:3306/")


def adapter(module: str, name: str, *args: Any) -> Any:
    """Make an adapter by name; the kernel may not import adapters, its test kit only names them."""
    return getattr(import_module(f"adapters.{module}.client"), name)(*args)


@dataclass
class Harness:
    """Everything a center's service is constructed from, over a real database."""

    database: Database
    clock: FixedClock = field(default_factory=FixedClock)
    ids: Ids = field(default_factory=lambda: adapter("ids_local", "LocalIds", None))
    crypto: Crypto = field(default_factory=lambda: adapter("crypto_software", "SoftwareCrypto", TEST_KEY))

    def __post_init__(self) -> None:
        self.pipeline = Pipeline(self.database, self.clock, self.ids, self.crypto)

    @classmethod
    @contextmanager
    def sqlite(cls, folder: Path, *metadata: sa.MetaData) -> Iterator[Harness]:
        """On a SQLite file in ``folder``."""
        file = folder / f"{uuid.uuid4().hex}.db"
        shutil.copyfile(_blank_sqlite(metadata), file)
        database = adapter("database_sqlite", "SqliteDatabase", file)
        try:
            yield cls(database)
        finally:
            database.close()

    @classmethod
    @contextmanager
    def mariadb(cls, *metadata: sa.MetaData) -> Iterator[Harness]:
        """On a MariaDB database with empty tables, which no other test of this process has at the same time.

        Making the tables takes longer than most tests: the database is kept for the next one that needs the same
        tables, and dropped at the end of the process.
        """
        kept = _KEPT.setdefault(metadata, [])
        database = kept.pop() if kept else _new_mariadb(metadata)
        with database.write() as connection:
            for table in _tables(metadata):
                connection.execute(table.delete())
        yield cls(database)
        database.close()  # its connections: there are many databases and only so many connections
        kept.append(database)

    def context(self, **changes: Any) -> Context:
        """A context at the harness's time, as a test's request sees it."""
        now = self.clock.now()
        basis: dict[str, Any] = {
            "trace_id": self.ids.trace_id(),
            "business_time": now,
            "wall_time": now,
            "actor": "tester",
            "region": "990000",
            "operation": "test",
        }
        return Context(**(basis | changes))

    def write(
        self, work: Callable[[], Any], *, subject: str = "test", at: datetime | None = None, **context: Any
    ) -> Any:
        """Run ``work`` through the write pipeline and return its result."""
        if at is not None:
            context["business_time"] = at
        with entered(self.context(**context)):
            return self.pipeline.write("test", work, subject=subject).result

    def read(self, work: Callable[[], Any], *, at: datetime | None = None, **context: Any) -> Any:
        """Run ``work`` through the read pipeline and return its result."""
        if at is not None:
            context["business_time"] = at
        with entered(self.context(**context)):
            return self.pipeline.read("test", work).result


_KEPT: dict[tuple[sa.MetaData, ...], list[Database]] = {}
"""MariaDB databases that no test uses at present, by what tables they have."""


def _tables(metadata: tuple[sa.MetaData, ...]) -> list[sa.Table]:
    return [table for tables in (kernel_tables, *metadata) for table in reversed(tables.sorted_tables)]


def create_tables(database: Database, metadata: tuple[sa.MetaData, ...]) -> None:
    for tables in (kernel_tables, *metadata):
        tables.create_all(database.engine)


@cache
def _blank_sqlite(metadata: tuple[sa.MetaData, ...]) -> Path:
    """A SQLite file with the tables and nothing in them, made once in a process."""
    folder = Path(tempfile.mkdtemp(prefix="hsaf-blank-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = adapter("database_sqlite", "SqliteDatabase", folder / "blank.db")
    create_tables(database, metadata)
    database.close()
    return folder / "blank.db"


def _new_mariadb(metadata: tuple[sa.MetaData, ...]) -> Database:
    scratch = scratch_mariadb()
    database: Database = adapter("database_mysql", "MysqlDatabase", scratch.__enter__())

    def drop() -> None:
        database.close()
        scratch.__exit__(None, None, None)

    atexit.register(drop)
    create_tables(database, metadata)
    return database


@contextmanager
def scratch_mariadb() -> Iterator[str]:
    """URL of an empty MariaDB database, dropped afterwards."""
    name = f"hsaf_t_{uuid.uuid4().hex[:12]}"
    server = sa.create_engine(MARIADB_URL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
    try:
        yield f"{MARIADB_URL}{name}"
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name}"))
        server.dispose()


def mariadb_absent() -> str | None:
    """Why MariaDB cannot be used here, or ``None``. With ``HSAF_REQUIRE_SERVICES=1`` absence raises."""
    try:
        engine = sa.create_engine(MARIADB_URL)
        with engine.connect():
            return None
    except sa.exc.OperationalError as error:
        if os.environ.get("HSAF_REQUIRE_SERVICES") == "1":
            raise RuntimeError("MariaDB is required (HSAF_REQUIRE_SERVICES=1) but cannot be reached") from error
        return "MariaDB is not running"
    finally:
        engine.dispose()
