"""The outbox relay: every committed event is delivered, at least once, and a poisonous one is set aside."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from hsaf.data.pipeline import Pipeline
from hsaf.data.relay import ATTEMPTS, LEASE, Handler, Relay
from hsaf.data.schema import outbox
from hsaf.testing.harness import Harness
from hsaf.testing.threads import at_once
from tests.integration.data.tables import balance, put

EVENT = "purse.put.v1"


class Inbox:
    """A subscriber that remembers, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.received: list[tuple[str, Mapping[str, Any]]] = []
        self.failures = failures

    def __call__(self, event_id: str, payload: Mapping[str, Any]) -> None:
        self.received.append((event_id, payload))
        if self.failures:
            self.failures -= 1
            raise ConnectionError("收件方不可用")

    @property
    def amounts(self) -> list[int]:
        return [payload["amount"] for _, payload in self.received]


@pytest.fixture
def publishing(harness: Harness) -> Harness:
    harness.pipeline = Pipeline(harness.database, harness.clock, harness.ids, harness.crypto, {EVENT})
    return harness


def relay(harness: Harness, *handlers: Handler, event: str = EVENT) -> Relay:
    return Relay(harness.database, harness.clock, {event: handlers}, nullcontext)


def waiting(harness: Harness) -> list[Any]:
    with harness.database.read() as connection:
        return list(connection.execute(sa.select(outbox)))


def run_for(harness: Harness, relay: Relay, *, rounds: int, pause: timedelta) -> None:
    for _ in range(rounds):
        relay.run_once()
        harness.clock.advance(pause)


def test_an_event_reaches_every_subscriber_once_and_is_done(publishing: Harness) -> None:
    first, second = Inbox(), Inbox()
    publishing.write(lambda: put("a", 5))
    assert relay(publishing, first, second).run_once() == 1
    assert first.received == second.received
    assert first.amounts == [5]
    assert waiting(publishing) == []
    assert relay(publishing, first).run_once() == 0


def test_a_rolled_back_command_publishes_nothing(publishing: Harness) -> None:
    def fail() -> None:
        put("a", 5)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publishing.write(fail)
    assert relay(publishing, Inbox()).run_once() == 0


def test_a_failed_delivery_is_tried_again_later(publishing: Harness) -> None:
    inbox = Inbox(failures=1)
    publishing.write(lambda: put("a", 5))
    deliver = relay(publishing, inbox)
    deliver.run_once()
    assert deliver.run_once() == 0
    (row,) = waiting(publishing)
    assert (row.state, row.attempts, row.reason) == ("due", 1, "ConnectionError: 收件方不可用")
    publishing.clock.advance(timedelta(seconds=2))
    deliver.run_once()
    assert len({event_id for event_id, _ in inbox.received}) == 1
    assert inbox.amounts == [5, 5]
    assert waiting(publishing) == []


def test_a_poisonous_event_is_parked_with_its_reason_and_others_pass(publishing: Harness) -> None:
    inbox = Inbox()

    def picky(event_id: str, payload: Mapping[str, Any]) -> None:
        if payload["owner"] == "poison":
            raise ValueError("无法识别")
        inbox(event_id, payload)

    publishing.write(lambda: put("poison", 1))
    publishing.write(lambda: put("b", 2))
    run_for(publishing, relay(publishing, picky), rounds=ATTEMPTS + 2, pause=timedelta(seconds=301))
    assert inbox.amounts == [2]
    (row,) = waiting(publishing)
    assert (row.state, row.attempts, row.reason) == ("parked", ATTEMPTS, "ValueError: 无法识别")


def test_a_worker_that_died_in_a_delivery_only_delays_it(publishing: Harness) -> None:
    class Died(BaseException):
        pass

    def die(_: str, __: Mapping[str, Any]) -> None:
        raise Died

    inbox = Inbox()
    publishing.write(lambda: put("a", 5))
    with pytest.raises(Died):
        relay(publishing, die).run_once()
    assert relay(publishing, inbox).run_once() == 0
    publishing.clock.advance(LEASE)
    assert relay(publishing, inbox).run_once() == 1
    assert inbox.amounts == [5]


def test_relays_of_many_workers_share_the_work(publishing: Harness) -> None:
    for number in range(60):
        publishing.write(lambda number=number: put("a", number))
    inbox = Inbox()

    def drain(_: int) -> None:
        mine = relay(publishing, inbox)
        while mine.run_once():
            pass

    at_once(4, drain)
    run_for(publishing, relay(publishing, inbox), rounds=3, pause=timedelta(0))
    assert sorted(inbox.amounts) == list(range(60))
    assert waiting(publishing) == []


def test_events_of_a_plugin_that_is_away_wait_for_it(publishing: Harness) -> None:
    publishing.write(lambda: put("a", 5))
    assert relay(publishing, Inbox(), event="another.v1").run_once() == 0
    assert len(waiting(publishing)) == 1


def test_a_subscriber_may_write_through_the_pipeline(publishing: Harness) -> None:
    def reward(event_id: str, payload: Mapping[str, Any]) -> None:
        publishing.write(lambda: put("bank", payload["amount"] * 2), subject="bank")

    publishing.write(lambda: put("a", 5))
    relay(publishing, reward).run_once()
    assert publishing.read(lambda: balance("bank")) == 10


def test_the_thread_delivers_until_it_is_stopped(publishing: Harness) -> None:
    arrived = threading.Event()
    deliver = relay(publishing, lambda _, __: arrived.set())
    deliver.start()
    publishing.write(lambda: put("a", 5))
    assert arrived.wait(10)
    deliver.stop()
    assert waiting(publishing) == []


def test_the_thread_survives_a_database_that_is_away_for_a_moment(
    publishing: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived = threading.Event()
    deliver = relay(publishing, lambda _, __: arrived.set())
    working: Callable[[], int] = deliver.run_once
    rounds = iter([False])

    def sometimes() -> int:
        if next(rounds, True):
            return working()
        raise ConnectionError("database away")

    monkeypatch.setattr(deliver, "run_once", sometimes)
    publishing.write(lambda: put("a", 5))
    deliver.start()
    assert arrived.wait(10)
    deliver.stop()
