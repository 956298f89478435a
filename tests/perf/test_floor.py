"""The floor changes what the platform changes: the same rows in the same tables, for the same visit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from centers.settlement.data import tables
from hsaf.data import schema
from perf import floor, inprocess, population
from perf.cast import assemble
from perf.floor import Sample, Target
from perf.staging import stage
from tests.support.gateway import Gateway, running


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    """A platform of its own for each test: they compare whole tables."""
    with running(tmp_path) as running_gateway:
        yield running_gateway


TABLES = (*tables.metadata.sorted_tables, schema.audit_event, schema.request, schema.lock)


def rows(engine: sa.Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in TABLES
        }


def added(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def test_it_writes_the_rows_the_platform_writes(gateway: Gateway) -> None:
    engine, send, cast = gateway.kernel.database.engine, inprocess.sender(gateway.application), assemble()
    people = [one for one in cast.persons if one.insutype == "310" and one.balance > 100_000][:1]
    first, second, third = stage(send, engine, cast, people, copies=3)
    assert send(first.message())["infcode"] == 0
    start = rows(engine)
    assert send(second.message())["infcode"] == 0
    by_platform = added(start, rows(engine))
    sample = Sample.of(engine)
    start, now = rows(engine), time.monotonic()
    target = Target(third.visit.person.psn_no, third.visit.mdtrt_id, third.visit.institution.code)
    calls = floor.work(str(engine.url), sample, [target], now, now + 60)
    assert len(calls) == 1
    assert added(start, rows(engine)) == by_platform


def test_a_grown_population_settles_like_the_people_it_was_copied_from(gateway: Gateway) -> None:
    engine, send, cast = gateway.kernel.database.engine, inprocess.sender(gateway.application), assemble()
    template = [one for one in cast.persons if one.insutype == "310" and one.balance > 100_000][-1]
    (own,) = stage(send, engine, cast, [template], copies=1)
    assert send(own.message())["infcode"] == 0
    population.grow(engine, template, 0, 250)
    population.grow(engine, template, 250, 300)
    copies = [population.copied(template, index) for index in (0, 1, 249, 250, 299)]
    answers = [send(one.message()) for one in stage(send, engine, cast, copies, copies=1)]
    assert [answer["infcode"] for answer in answers] == [0] * 5
    with sqlite3.connect(Path(str(engine.url.database))) as connection:
        found = connection.execute("SELECT COUNT(*) FROM enrollment_person WHERE psn_no LIKE '98%'").fetchone()
        assert found == (300,)
    connection.close()


@pytest.mark.parametrize("dialect", ["sqlite", "mysql"])
def test_its_statements_are_written_for_both_databases(dialect: str) -> None:
    statement = floor._for(dialect, floor.TAKE)
    assert ("FOR UPDATE" in statement) == (dialect == "mysql")
    assert ("%s" in statement) == (dialect == "mysql")
