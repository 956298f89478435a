"""The database suite on SQLite and on MariaDB, and what only one of them can show."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters.database_mysql import client as mysql
from adapters.database_mysql.client import MysqlDatabase
from adapters.database_sqlite.client import SqliteDatabase
from hsaf.spi.database import Database, Trouble
from hsaf.testing.conformance.database import DatabaseSuite, Open, balances, purse, row
from hsaf.testing.harness import mariadb_absent, scratch_mariadb


class TestSqlite(DatabaseSuite):
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "folder" / "db.sqlite"

    @pytest.fixture
    def opened(self, path: Path) -> Iterator[Open]:
        made: list[Database] = []

        def open_(wait: float = 5) -> Database:
            made.append(SqliteDatabase(path, wait=wait))
            return made[-1]

        yield open_
        for database in made:
            database.close()

    def test_commits_survive_a_power_cut(self, database: Database) -> None:
        with database.read() as connection:
            assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
            assert connection.scalar(sa.text("PRAGMA synchronous")) == 2
            assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1

    def test_processes_that_open_a_fresh_file_and_increment_at_once_lose_nothing(self, path: Path) -> None:
        program = (
            "import sys; from adapters.database_sqlite.client import SqliteDatabase as D;"
            "from hsaf.testing.conformance.database import metadata, purse, row; d = D(sys.argv[1], wait=60)\n"
            "with d.exclusive() as c: metadata.create_all(c)\n"
            "for _ in range(40):\n"
            "    with d.write() as c: c.execute(d.upsert(purse, [row('a', 1)], add=['balance']))\n"
        )
        running = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(4)]
        assert [process.wait(60) for process in running] == [0, 0, 0, 0]
        database = SqliteDatabase(path)
        assert balances(database) == {"a": 160}
        database.close()


@pytest.mark.mariadb
class TestMariadb(DatabaseSuite):
    @pytest.fixture
    def opened(self) -> Iterator[Open]:
        reason = mariadb_absent()
        if reason:
            pytest.skip(reason)
        made: list[Database] = []

        def open_(wait: int = 5) -> Database:
            made.append(MysqlDatabase(url, wait=wait))
            return made[-1]

        with scratch_mariadb() as url:
            yield open_
            for database in made:
                database.close()

    def test_a_missing_database_is_created_when_told(self, database: Database) -> None:
        name = f"hsaf_t_{uuid.uuid4().hex[:12]}"
        url = sa.make_url(database.url).set(database=name).render_as_string()
        with pytest.raises(sa.exc.OperationalError, match=name):
            MysqlDatabase(url).ping()
        for _ in range(2):
            created = MysqlDatabase(url, create=True)
            with created.read() as connection:
                assert connection.exec_driver_sql("SELECT @@collation_database").scalar_one() == "utf8mb4_bin"
            created.close()
        with database.write() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name}")

    def test_an_upsert_of_parameters_is_one_statement_for_the_server(self, database: Database) -> None:
        inserts = sa.text("SHOW SESSION STATUS LIKE 'Com_insert'")
        with database.write() as connection:
            before = int(connection.execute(inserts).one()[1])
            connection.execute(database.upsert(purse, add=["balance"]), [row(f"{n}", n) for n in range(50)])
            assert int(connection.execute(inserts).one()[1]) == before + 1

    def test_a_connection_killed_in_a_transaction_is_gone_and_the_next_works(self, database: Database) -> None:
        def lose() -> None:
            with database.write() as victim:
                victim.execute(purse.insert(), row("a", 1))
                _kill(database, victim)
                victim.execute(purse.insert(), row("b", 1))

        with pytest.raises(sa.exc.DBAPIError) as caught:
            lose()
        assert database.trouble(caught.value) is Trouble.GONE
        assert balances(database) == {}
        with database.write() as connection:
            connection.execute(purse.insert(), row("c", 1))
        assert balances(database) == {"c": 1}

    def test_an_idle_connection_that_died_is_replaced_unnoticed(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with database.write() as connection:
            idle = _identity(connection)
        with database.read() as killer:
            killer.exec_driver_sql(f"KILL {idle}")
        monkeypatch.setattr(mysql, "IDLE", 0.0)
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 1))
        assert balances(database) == {"a": 1}

    def test_a_busy_connection_is_not_pinged(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        balances(database)
        pings: list[object] = []
        monkeypatch.setattr(database.engine.dialect, "do_ping", pings.append)
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 1))
        assert pings == []

    def test_a_server_that_is_not_there_is_gone(self) -> None:
        nowhere = MysqlDatabase("mysql://root@127.0.0.1:1/none")
        with pytest.raises(sa.exc.OperationalError) as caught:
            nowhere.ping()
        assert nowhere.trouble(caught.value) is Trouble.GONE
        nowhere.close()

    def test_the_url_does_not_tell_the_password(self) -> None:
        assert "geheim" not in MysqlDatabase("mysql://root:geheim@127.0.0.1:1/none").url


def _identity(connection: sa.Connection) -> int:
    return int(connection.exec_driver_sql("SELECT CONNECTION_ID()").scalar_one())


def _kill(database: Database, victim: sa.Connection) -> None:
    with database.read() as killer:
        killer.exec_driver_sql(f"KILL {_identity(victim)}")
