"""Statements of the hot path: the same values and the same order as any other, and still all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from adapters.database_mysql.client import MysqlDatabase
from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.data import Statement, current_uow, defer, execute, fetch
from hsaf.data.table import table
from hsaf.data.types import DecimalText, Fen, JsonText
from hsaf.testing.harness import Harness, create_tables, mariadb_absent, scratch_mariadb

metadata = sa.MetaData()
sheet = table(
    "test_sheet",
    metadata,
    sa.Column("code", sa.String(60), primary_key=True),
    sa.Column("day", sa.Date),
    sa.Column("moment", sa.DateTime),
    sa.Column("ratio", DecimalText(20)),
    sa.Column("facts", JsonText),
    sa.Column("raw", sa.LargeBinary),
    sa.Column("flag", sa.Boolean),
    sa.Column("amount", Fen, nullable=False),
)
ADD = Statement(sheet.insert())
ALL = Statement(sa.select(sheet).order_by(sheet.c.code))
SET = Statement(
    sheet.update().where(sheet.c.code == sa.bindparam("code_")).values(amount=sheet.c.amount + sa.bindparam("more_"))
)
STALE = ErrorCode("test.stale", 9003, "已变化")


@pytest.fixture(params=["sqlite", "mariadb", "mariadb, one statement a packet"])
def harness(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Harness]:
    if request.param == "sqlite":
        with Harness.sqlite(tmp_path, metadata) as made:
            yield made
        return
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with scratch_mariadb() as url:
        database = MysqlDatabase(url, batch=request.param == "mariadb")
        create_tables(database, (metadata,))
        yield Harness(database)
        database.close()


def row(code: str, amount: int = 0, **values: Any) -> dict[str, Any]:
    return dict.fromkeys(sheet.columns.keys()) | {"code": code, "amount": amount} | values


def amounts(harness: Harness) -> dict[str, int]:
    return harness.read(lambda: {one[0]: one[-1] for one in fetch(ALL, {})})


def counted(harness: Harness, work: Callable[[], Any]) -> list[str]:
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(statement)

    sa.event.listen(harness.database.engine, "before_cursor_execute", note)
    try:
        harness.write(work)
    finally:
        sa.event.remove(harness.database.engine, "before_cursor_execute", note)
    return [statement for statement in seen if "test_sheet" in statement]


def test_values_come_back_as_they_went_in(harness: Harness) -> None:
    rows = [
        row(
            "全角 '\"\\; DROP TABLE test_sheet; -- %s %(code)s %",
            -(2**62),
            day=date(2026, 2, 28),
            moment=datetime(2026, 6, 1, 12, 30, 59),
            ratio=Decimal("0.8500"),
            facts={"名": ["'", 1, None, "\\"]},
            raw=bytes(range(256)),
            flag=True,
        ),
        row("nothing but the key"),
    ]
    harness.write(lambda: defer(ADD, *rows))
    stored = harness.read(lambda: [list(one) for one in fetch(ALL, {})])
    assert {one[0]: one for one in stored} == {one["code"]: list(one.values()) for one in rows}


def test_a_read_sees_the_writes_deferred_before_it(harness: Harness) -> None:
    def work() -> Any:
        defer(ADD, row("a", 1))
        defer(SET, {"code_": "a", "more_": 4})
        by_core = execute(sa.select(sheet.c.amount)).scalar_one()
        defer(SET, {"code_": "a", "more_": 5})
        return by_core, fetch(ALL, {})[0][-1]

    assert harness.write(work) == (5, 10)


def test_writes_keep_their_order_among_themselves_and_with_others(harness: Harness) -> None:
    def work() -> None:
        defer(ADD, row("a", 1))
        execute(sheet.update().values(amount=sheet.c.amount * 10))
        defer(SET, {"code_": "a", "more_": 5})

    harness.write(work)
    assert amounts(harness) == {"a": 15}


def test_what_is_deferred_is_written_at_the_end(harness: Harness) -> None:
    harness.write(lambda: defer(ADD, row("a", 1), row("b", 2)))
    assert amounts(harness) == {"a": 1, "b": 2}


def test_a_refusal_after_a_deferred_write_keeps_nothing(harness: Harness) -> None:
    def work() -> None:
        defer(ADD, row("a"))
        raise STALE()

    with pytest.raises(HsafError):
        harness.write(work)
    assert amounts(harness) == {}


def test_a_write_that_does_not_find_its_rows_undoes_everything(harness: Harness) -> None:
    def stale(found: int) -> None:
        if found != 1:
            raise STALE()

    def work() -> None:
        defer(ADD, row("a"))
        defer(SET, {"code_": "nobody", "more_": 1}, expect=stale)
        defer(ADD, row("b"))

    with pytest.raises(HsafError) as refused:
        harness.write(work)
    assert refused.value.code == "test.stale"
    assert amounts(harness) == {}
    harness.write(lambda: defer(ADD, row("c")))
    assert amounts(harness) == {"c": 0}


def test_an_update_that_changes_nothing_has_still_found_its_row(harness: Harness) -> None:
    found: list[int] = []

    def work() -> None:
        defer(ADD, row("a", 1))
        defer(SET, {"code_": "a", "more_": 0}, expect=found.append)

    harness.write(work)
    assert found == [1]


def test_a_write_that_fails_in_the_middle_undoes_everything_and_stops(harness: Harness) -> None:
    def work() -> None:
        defer(ADD, row("a"))
        defer(ADD, row("a"))
        defer(ADD, row("b"))

    with pytest.raises(Exception, match=r"(?i)duplicate|unique"):
        harness.write(work)
    assert amounts(harness) == {}
    harness.write(lambda: defer(ADD, row("c")))
    assert amounts(harness) == {"c": 0}


def test_only_the_write_whose_key_exists_calls_it_a_twin(harness: Harness) -> None:
    class Twin(Exception):
        pass

    def work() -> None:
        defer(ADD, row("a"))
        current_uow().defer(ADD, row("b"), twin=Twin)
        defer(ADD, row("a"))

    with pytest.raises(Exception, match=r"(?i)duplicate|unique") as refused:
        harness.write(work)
    assert not isinstance(refused.value, Twin)
    with pytest.raises(Twin):
        harness.write(lambda: [current_uow().defer(ADD, row("b"), twin=Twin) for _ in range(2)])


def test_a_forgotten_or_unknown_parameter_is_an_error_at_once(harness: Harness) -> None:
    with pytest.raises(TypeError, match="more_"):
        harness.write(lambda: defer(SET, {"code_": "a"}))
    with pytest.raises(TypeError, match="extra"):
        harness.write(lambda: defer(SET, {"code_": "a", "more_": 1, "extra": 2}))


def test_a_read_scope_takes_no_deferred_write(harness: Harness) -> None:
    with pytest.raises(RuntimeError, match="read scope"):
        harness.read(lambda: defer(ADD, row("a")))


def test_listeners_count_every_statement_once(harness: Harness) -> None:
    def work() -> None:
        defer(ADD, *(row(str(number)) for number in range(20)))
        defer(SET, {"code_": "1", "more_": 1})
        fetch(ALL, {})

    assert len(counted(harness, work)) == 3


def test_a_connection_that_broke_is_replaced(harness: Harness) -> None:
    if harness.database.name == "database_sqlite":
        pytest.skip("a file has no connection that breaks")
    attempts: list[int] = []

    def work() -> None:
        uow = current_uow()
        attempts.append(len(attempts))
        if len(attempts) == 1:
            number = execute(sa.select(sa.func.connection_id())).scalar_one()
            with suppress(sa.exc.DBAPIError), harness.database.read() as other:
                other.exec_driver_sql(f"KILL CONNECTION {number}")
        uow.defer(ADD, row("a", 7))

    harness.write(work)
    assert attempts == [0, 1]
    assert amounts(harness) == {"a": 7}
