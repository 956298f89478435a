"""Every branch of every plugin we ship, on SQLite and on MariaDB."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from adapters.database_mysql.client import MysqlDatabase
from adapters.database_sqlite.client import SqliteDatabase
from hsaf.data.migrate import KERNEL, Branch
from hsaf.kernel.discovery import discover
from hsaf.spi.database import Database
from hsaf.testing.harness import mariadb_absent, scratch_mariadb


def shipped() -> list[Branch]:
    """The kernel's branch and those of all plugins with tables, enabled or not."""
    found = [KERNEL]
    for plugin in discover(installed=False).plugins.values():
        compose = getattr(import_module(plugin.manifest.entry), "hsaf_compose", None)
        metadata = compose().metadata if compose else None
        if metadata is not None:
            found.append(Branch(plugin.code, plugin.folder / "migrations", metadata))
    return found


BRANCHES = shipped()


@pytest.fixture
def branches() -> list[Branch]:
    return BRANCHES


@pytest.fixture(params=BRANCHES, ids=lambda branch: branch.code)
def branch(request: pytest.FixtureRequest) -> Branch:
    return request.param


@pytest.fixture(params=["sqlite", "mariadb"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    made: Database
    if request.param == "sqlite":
        made = SqliteDatabase(tmp_path / "db.sqlite")
        yield made
        made.close()
        return
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with scratch_mariadb() as url:
        made = MysqlDatabase(url)
        yield made
        made.close()
