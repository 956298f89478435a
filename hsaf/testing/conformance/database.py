"""What every ``spi.database`` adapter must do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from hsaf.data.table import table
from hsaf.data.types import DecimalText, Fen, JsonText
from hsaf.spi.database import Database, Trouble
from hsaf.testing.threads import at_once

metadata = sa.MetaData()
purse = table(
    "conformance_purse",
    metadata,
    sa.Column("owner", sa.String(20), primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("balance", Fen, nullable=False),
    sa.Column("note", sa.String(50), nullable=False, server_default=""),
)
sheet = table(
    "conformance_sheet",
    metadata,
    sa.Column("code", sa.String(20), primary_key=True),
    sa.Column("day", sa.Date),
    sa.Column("moment", sa.DateTime),
    sa.Column("ratio", DecimalText(20)),
    sa.Column("facts", JsonText),
    sa.Column("text", sa.Text),
    sa.Column("raw", sa.LargeBinary(2**24 - 1)),
)

Open = Callable[..., Database]


def row(owner: str, balance: int, kind: str = "main", note: str = "") -> dict[str, Any]:
    return {"owner": owner, "kind": kind, "balance": balance, "note": note}


def balances(database: Database) -> dict[str, int]:
    with database.read() as connection:
        return dict(connection.execute(sa.select(purse.c.owner, purse.c.balance)).all())


class DatabaseSuite:
    """Give the fixture ``opened``: a function that opens the same empty database anew each time.

    It takes ``wait``, seconds before the trouble is ``BUSY``, and closes what it opened at the end.
    """

    @pytest.fixture
    def opened(self) -> Open:
        raise NotImplementedError

    @pytest.fixture
    def database(self, opened: Open) -> Database:
        database = opened(wait=10)
        with database.exclusive() as connection:
            metadata.create_all(connection)
        return database

    # -- transactions -----------------------------------------------------------------------------

    def test_a_write_is_there_after_it_commits(self, database: Database, opened: Open) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), [row("a", 1), row("b", 2)])
        assert balances(opened()) == {"a": 1, "b": 2}

    def test_a_failed_write_leaves_nothing(self, database: Database) -> None:
        def fail() -> None:
            with database.write() as connection:
                connection.execute(purse.insert(), row("a", 1))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert balances(database) == {}

    def test_the_connection_after_a_failed_write_is_usable(self, database: Database) -> None:
        for _ in range(40):
            with pytest.raises(ZeroDivisionError), database.write():
                raise ZeroDivisionError
            with pytest.raises(ZeroDivisionError), database.read():
                raise ZeroDivisionError
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 1))
        assert balances(database) == {"a": 1}

    def test_a_read_cannot_write(self, database: Database) -> None:
        with pytest.raises(sa.exc.DBAPIError), database.read() as connection:
            connection.execute(purse.insert(), row("a", 1))
        assert balances(database) == {}

    def test_a_read_sees_one_snapshot(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 1))
        total = sa.select(sa.func.sum(purse.c.balance))
        with database.read() as reader:
            before = reader.scalar(total)
            with database.write() as writer:
                writer.execute(purse.insert(), row("b", 10))
            assert reader.scalar(total) == before == 1
        assert balances(database) == {"a": 1, "b": 10}

    def test_a_write_sees_what_others_committed_before_its_lock(self, database: Database, opened: Open) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 0))

        def increment(_: int) -> None:
            mine = sa.select(purse.c.balance).where(purse.c.owner == "a")
            for _ in range(5):
                with database.write() as connection:
                    seen = connection.scalar(database.locking(mine))
                    connection.execute(purse.update().values(balance=seen + 1))

        at_once(8, increment)
        assert balances(database) == {"a": 40}

    # -- upsert -----------------------------------------------------------------------------------

    def test_an_upsert_adds_and_replaces_over_many_rows_in_one_statement(self, database: Database) -> None:
        first = [row("a", 1, note="old"), row("b", 2, note="old")]
        second = [row("a", 10, note="new"), row("b", -2, note="new"), row("c", 5, note="new")]
        statements: list[str] = []
        sa.event.listen(database.engine, "after_cursor_execute", lambda *args: statements.append(args[2]))
        with database.write() as connection:
            connection.execute(database.upsert(purse, first, add=["balance"], replace=["note"]))
            statements.clear()
            connection.execute(database.upsert(purse, second, add=["balance"], replace=["note"]))
            assert len(statements) == 1
        assert balances(database) == {"a": 11, "b": 0, "c": 5}
        with database.read() as connection:
            assert set(connection.scalars(sa.select(purse.c.note))) == {"new"}

    def test_an_upsert_takes_its_rows_as_parameters_too(self, database: Database) -> None:
        statement = database.upsert(purse, add=["balance"])
        with database.write() as connection:
            connection.execute(statement, [row(f"{number:03d}", number) for number in range(300)])
            connection.execute(statement, [row("002", 10), row("300", 300), row("002", 1)])
        assert balances(database) == {f"{number:03d}": number for number in range(301)} | {"002": 13}

    def test_an_upsert_may_meet_the_same_key_twice(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(database.upsert(purse, [row("a", 1), row("a", 2)], add=["balance"]))
        assert balances(database) == {"a": 3}

    def test_insert_missing_leaves_existing_rows_alone(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 1))
            connection.execute(database.insert_missing(purse, [row("a", 9), row("b", 9)]))
        assert balances(database) == {"a": 1, "b": 9}

    def test_insert_missing_still_refuses_what_does_not_fit(self, database: Database) -> None:
        with pytest.raises(sa.exc.IntegrityError) as caught, database.write() as connection:
            connection.execute(database.insert_missing(purse, [row("a", 1) | {"balance": None}]))
        assert database.trouble(caught.value) is not Trouble.DUPLICATE

    def test_eight_writers_incrementing_at_once_lose_nothing(self, database: Database, opened: Open) -> None:
        others = [opened(wait=30) for _ in range(4)]

        def increment(number: int) -> None:
            mine = others[number % 4]
            for _ in range(20):
                with mine.write() as connection:
                    connection.execute(mine.upsert(purse, [row("a", 1)], add=["balance"]))

        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 0))
        at_once(8, increment)
        assert balances(database) == {"a": 160}

    # -- locks ------------------------------------------------------------------------------------

    def test_a_locking_read_makes_a_second_writer_wait(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 1))
        asked, got = threading.Event(), threading.Event()
        seen: list[int] = []
        query = database.locking(sa.select(purse.c.balance).where(purse.c.owner == "a"))

        def second() -> None:
            asked.set()
            with database.write() as connection:
                seen.append(connection.scalar(query))
                got.set()

        waiting = threading.Thread(target=second)
        with database.write() as connection:
            connection.execute(query)
            waiting.start()
            assert asked.wait(10)
            assert not got.wait(0.3)
            connection.execute(purse.update().values(balance=2))
        waiting.join(10)
        assert seen == [2]

    def test_workers_that_skip_locked_rows_never_take_the_same_one(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), [row(f"{number:02d}", 0) for number in range(24)])
        free = sa.select(purse.c.owner).where(purse.c.balance == 0).limit(2)

        def take(_: int) -> list[str]:
            taken: list[str] = []
            while True:
                with database.write() as connection:
                    owners = list(connection.scalars(database.locking(free, skip_locked=True)))
                    if not owners:
                        return taken
                    connection.execute(purse.update().where(purse.c.owner.in_(owners)).values(balance=1))
                    taken += owners

        taken = [owner for owners in at_once(4, take) for owner in owners]
        assert sorted(taken) == [f"{number:02d}" for number in range(24)]

    def test_one_holder_at_a_time_has_the_exclusive_transaction(self, database: Database, opened: Open) -> None:
        inside, most = [], []

        def enter(_: int) -> None:
            with opened(wait=10).exclusive() as connection:
                inside.append(1)
                most.append(len(inside))
                connection.execute(database.upsert(purse, [row("a", 1)], add=["balance"]))
                inside.pop()

        at_once(4, enter)
        assert most == [1, 1, 1, 1]
        assert balances(database) == {"a": 4}

    # -- troubles ---------------------------------------------------------------------------------

    def test_an_existing_key_is_a_duplicate(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 1))
        with pytest.raises(sa.exc.IntegrityError) as caught, database.write() as connection:
            connection.execute(purse.insert(), row("a", 1))
        assert database.trouble(caught.value) is Trouble.DUPLICATE

    def test_a_lock_wait_that_runs_out_is_busy(self, database: Database, opened: Open) -> None:
        impatient = opened(wait=1)
        query = database.locking(sa.select(purse.c.balance).where(purse.c.owner == "a"))
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 1))
        with database.write() as connection:
            connection.execute(query)
            with pytest.raises(Exception) as caught, impatient.write() as second:  # noqa: PT011 -- the adapter's own
                second.execute(query)
        assert impatient.trouble(caught.value) is Trouble.BUSY

    def test_writers_that_cross_finish_or_are_told_to_run_again(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), [row("a", 0), row("b", 0)])
        both = threading.Barrier(2, timeout=1)

        def meet() -> None:
            try:
                both.wait()
            except threading.BrokenBarrierError:
                return  # the other one queues behind us: no crossing on this database

        def cross(number: int) -> Trouble | None:
            first, second = ("a", "b") if number == 0 else ("b", "a")
            try:
                with database.write() as connection:
                    connection.execute(_add_one(first))
                    meet()
                    connection.execute(_add_one(second))
            except Exception as error:  # noqa: BLE001 -- its classification is what is tested
                return database.trouble(error)
            return None

        outcomes = at_once(2, cross)
        assert set(outcomes) <= {None, Trouble.RETRY}
        done = outcomes.count(None)
        assert done >= 1
        assert balances(database) == {"a": done, "b": done}

    def test_an_ordinary_error_is_no_trouble(self, database: Database) -> None:
        with pytest.raises(sa.exc.DBAPIError) as caught, database.read() as connection:
            connection.execute(sa.text("SELECT nonsense FROM nowhere"))
        assert database.trouble(caught.value) is None
        assert database.trouble(ValueError("x")) is None

    # -- values -----------------------------------------------------------------------------------

    def test_values_come_back_as_they_went_in(self, database: Database) -> None:
        kept = {
            "code": "A",
            "day": date(2026, 2, 28),
            "moment": datetime(2026, 2, 28, 23, 59, 59),
            "ratio": Decimal("0.851800"),
            "facts": {"年度": 2026, "list": [1, "二", None]},
            "text": "医保结算 𠮷 😀 ' \" % \\ :x",
            "raw": bytes(range(256)) * 300,
        }
        with database.write() as connection:
            connection.execute(sheet.insert(), kept)
        with database.read() as connection:
            assert dict(connection.execute(sa.select(sheet)).mappings().one()) == kept

    def test_codes_that_differ_in_case_are_different(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(sheet.insert(), [{"code": "m1"}, {"code": "M1"}])
        with database.read() as connection:
            assert connection.scalars(sa.select(sheet.c.code).where(sheet.c.code == "m1")).all() == ["m1"]

    def test_a_pattern_tells_capitals_unless_it_says_otherwise(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(sheet.insert(), [{"code": "a_9"}, {"code": "A_9"}, {"code": "aX9"}])
        begins = (sheet.c.code.startswith("a_", autoescape=True), sheet.c.code.istartswith("a_", autoescape=True))
        with database.read() as connection:
            found = [set(connection.scalars(sa.select(sheet.c.code).where(one))) for one in begins]
        assert found == [{"a_9"}, {"a_9", "A_9"}]

    def test_amounts_keep_all_their_digits(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), row("a", 9_000_000_000_000_000_001))
            connection.execute(database.upsert(purse, [row("a", 5)], add=["balance"]))
        assert balances(database) == {"a": 9_000_000_000_000_000_006}

    def test_rows_of_different_shapes_unite_as_json(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(purse.insert(), [row("甲", 30, note="备注“一”"), row("甲", 12, kind="other")])
            connection.execute(
                sheet.insert(),
                {
                    "code": "𠮷",
                    "day": date(2026, 7, 1),
                    "moment": datetime(2026, 7, 1, 8, 5, 0),
                    "ratio": Decimal("0.10"),
                    "text": "长" * 20_000,
                },
            )
        purses = sa.select(
            sa.literal("purse").label("shape"),
            database.json_object({"owner": purse.c.owner, "balance": purse.c.balance, "note": purse.c.note}).label(
                "row"
            ),
        ).where(purse.c.kind == "main")
        total = sa.select(sa.literal("total"), database.json_object({"sum": sa.func.sum(purse.c.balance)}))
        sheets = sa.select(sa.literal("sheet"), database.json_object({c.name: c for c in sheet.c if c.name != "raw"}))
        with database.read() as connection:
            found = connection.execute(sa.union_all(purses, total, sheets)).all()
        assert {shape: msgspec.json.decode(text) for shape, text in found} == {
            "purse": {"owner": "甲", "balance": 30, "note": "备注“一”"},
            "total": {"sum": 42},
            "sheet": {
                "code": "𠮷",
                "day": "2026-07-01",
                "moment": "2026-07-01T08:05:00",
                "ratio": "0.10",
                "facts": None,
                "text": "长" * 20_000,
            },
        }

    # -- the rest ---------------------------------------------------------------------------------

    def test_it_can_be_reached_and_names_itself(self, database: Database) -> None:
        database.ping()
        assert database.name.startswith("database_")
        assert database.url.startswith(database.engine.dialect.name)


def _add_one(owner: str) -> sa.Update:
    return purse.update().where(purse.c.owner == owner).values(balance=purse.c.balance + 1)
