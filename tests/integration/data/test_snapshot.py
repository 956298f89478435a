"""Reference data in process follows the database."""

from __future__ import annotations

import pytest

from hsaf.data.snapshot import Snapshot, bump, warm
from hsaf.testing.harness import Harness
from tests.integration.data.tables import balance, put


def change(amount: int) -> None:
    put("a", amount)
    bump("purses")


def test_a_snapshot_is_loaded_once_and_again_only_after_a_change(harness: Harness) -> None:
    loads: list[int] = []

    def load() -> int:
        loads.append(balance("a"))
        return loads[-1]

    snapshot = Snapshot(harness.database, "purses", load, max_age=0)
    assert [snapshot.get(), snapshot.get()] == [0, 0]
    harness.write(lambda: change(5))
    assert [snapshot.get(), snapshot.get()] == [5, 5]
    assert loads == [0, 5]


def test_within_its_age_a_snapshot_asks_the_database_nothing(harness: Harness) -> None:
    snapshot = Snapshot(harness.database, "purses", lambda: balance("a"), max_age=3600)
    other_process = Snapshot(harness.database, "elsewhere", lambda: balance("a"), max_age=3600)
    assert (snapshot.get(), other_process.get()) == (0, 0)
    harness.write(lambda: change(5))
    assert snapshot.get() == 5, "a change made in this process is seen at once"
    assert other_process.get() == 0, "another topic is not disturbed"


def test_warming_loads_everything_of_a_database_and_survives_what_cannot_be_loaded(harness: Harness) -> None:
    loads: list[str] = []
    good = Snapshot(harness.database, "good", lambda: loads.append("good"), max_age=3600)
    bad = Snapshot(harness.database, "bad", lambda: 1 / 0, max_age=3600)
    warm(harness.database)
    assert loads == ["good"]
    good.get()
    assert loads == ["good"]
    with pytest.raises(ZeroDivisionError):
        bad.get()


def test_a_change_that_rolls_back_is_never_seen(harness: Harness) -> None:
    snapshot = Snapshot(harness.database, "purses", lambda: balance("a"), max_age=0)

    def fail() -> None:
        change(5)
        assert snapshot.get() == 0
        raise RuntimeError("rolled back")

    with pytest.raises(RuntimeError, match="rolled back"):
        harness.write(fail)
    assert snapshot.get() == 0
