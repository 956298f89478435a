"""The wire to the database breaks at the commit: what one caller is told, and what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from hsaf.contract.context import entered
from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import BUSY, OUTCOME_UNKNOWN
from hsaf.data.pipeline import RequestKey
from hsaf.data.schema import metadata as kernel_tables
from hsaf.data.snapshot import Snapshot
from hsaf.testing.harness import Harness, adapter, mariadb_absent, scratch_mariadb
from tests.chaos.proxy import Proxy, Where, proxy_to
from tests.integration.data.tables import balance, metadata, put

KEY = RequestKey("H1", "M1", "digest-of-body")


@dataclass
class Wired:
    """A pipeline whose database is at the other end of a wire."""

    harness: Harness
    wire: Proxy

    def put(self, **options: Any) -> Any:
        with entered(self.harness.context()):
            return self.harness.pipeline.write(
                "test", lambda: put("a", 5), subject="psn:1", encode=lambda result: str(result).encode(), **options
            )

    def balance(self) -> int:
        found: int = self.harness.read(lambda: balance("a"))
        return found


@pytest.fixture
def wired() -> Iterator[Wired]:
    if reason := mariadb_absent():
        pytest.skip(reason)
    with scratch_mariadb() as url:
        target = sa.make_url(url)
        with proxy_to(target.port or 3306) as wire:
            through = target.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
            database = adapter("database_mysql", "MysqlDatabase", through)
            for tables in (kernel_tables, metadata):
                tables.create_all(database.engine)
            yield Wired(Harness(database), wire)
            database.close()


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_command_with_a_key_is_done_once_and_nobody_notices(wired: Wired, where: Where) -> None:
    wired.wire.cut(where)

    assert wired.put(key=KEY).answer == b"5"

    assert wired.wire.cuts == 1
    assert wired.balance() == 5
    assert wired.put(key=KEY).replayed


@pytest.mark.parametrize(("where", "done"), [("before", 0), ("after", 5)])
def test_a_command_without_a_key_is_told_that_nobody_knows(wired: Wired, where: Where, done: int) -> None:
    wired.wire.cut(where)

    with pytest.raises(HsafError) as told:
        wired.put()

    assert told.value.error is OUTCOME_UNKNOWN
    assert wired.balance() == done


@pytest.mark.parametrize("where", ["before", "after"])
def test_who_cannot_look_again_is_not_told_that_nothing_was_changed(wired: Wired, where: Where) -> None:
    wired.wire.cut(where, dark=True)

    with pytest.raises(HsafError) as told:
        wired.put(key=KEY)
    wired.wire.restore()

    assert told.value.error is OUTCOME_UNKNOWN
    assert wired.put(key=KEY).answer == b"5"
    assert wired.balance() == 5


def test_a_snapshot_looks_again_when_its_connection_was_cut(wired: Wired) -> None:
    snapshot = Snapshot(wired.harness.database, "purses", lambda: balance("a"), max_age=0)
    assert snapshot.get() == 0

    wired.wire.drop()

    assert snapshot.get() == 0


def test_a_snapshot_is_busy_while_the_database_is_out_of_reach(wired: Wired) -> None:
    snapshot = Snapshot(wired.harness.database, "purses", lambda: balance("a"), max_age=0)
    assert snapshot.get() == 0
    wired.wire.drop(dark=True)

    with pytest.raises(HsafError) as told:
        snapshot.get()
    wired.wire.restore()

    assert told.value.error is BUSY
    assert snapshot.get() == 0
