"""Not too many at once, a short line in front, and nobody let in is sent away again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import OVERLOADED, SHUTTING_DOWN
from hsaf.kernel.lifecycle import Gate

LONG = 30.0
"""Seconds that are never waited out in a passing test."""


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


class Visitor:
    """A request in a thread of its own; it stays inside until it is told to leave."""

    def __init__(self, gate: Gate, name: str, entered: list[str]) -> None:
        self.leave = threading.Event()
        self.refusal: HsafError | None = None
        self._thread = threading.Thread(target=self._visit, args=(gate, name, entered))
        self._thread.start()

    def _visit(self, gate: Gate, name: str, entered: list[str]) -> None:
        try:
            with gate.request():
                entered.append(name)
                self.leave.wait(LONG)
        except HsafError as refusal:
            self.refusal = refusal

    def finish(self) -> None:
        self.leave.set()
        self._thread.join(LONG)
        assert not self._thread.is_alive()


@contextmanager
def visitors(gate: Gate, count: int) -> Iterator[tuple[list[Visitor], list[str]]]:
    """``count`` requests, each arrived before the next."""
    gate.open()
    entered: list[str] = []
    made = []
    for number in range(count):
        made.append(Visitor(gate, str(number), entered))
        eventually(lambda number=number: sum(gate.busy) == number + 1)  # type: ignore[misc]
    try:
        yield made, entered
    finally:
        for visitor in made:
            visitor.finish()


def refusal_of(gate: Gate) -> HsafError:
    with pytest.raises(HsafError) as caught, gate.request():
        pass
    return caught.value


def test_only_so_many_run_at_once_and_the_others_follow_in_order_of_arrival() -> None:
    gate = Gate(most=2, queue=8, patience=LONG)
    with visitors(gate, 5) as (made, entered):
        assert gate.busy == (2, 3)
        assert entered == ["0", "1"]
        for number in range(3):
            made[number].finish()
            eventually(lambda number=number: len(entered) == number + 3)  # type: ignore[misc]
        assert entered == ["0", "1", "2", "3", "4"]
    assert gate.busy == (0, 0)


def test_a_full_queue_refuses_at_once_with_a_reason_to_come_again() -> None:
    gate = Gate(most=1, queue=1, patience=LONG)
    with visitors(gate, 2):
        refusal = refusal_of(gate)
        assert refusal.error is OVERLOADED
        assert refusal.error.retryable
        assert gate.busy == (1, 1), "a refused request leaves nothing behind"


def test_without_a_queue_nobody_waits() -> None:
    gate = Gate(most=1)
    with visitors(gate, 1):
        assert refusal_of(gate).error is OVERLOADED


def test_a_request_that_waits_too_long_is_refused_and_leaves_the_queue() -> None:
    gate = Gate(most=1, queue=1, patience=0.01)
    with visitors(gate, 1) as (made, _):
        assert refusal_of(gate).error is OVERLOADED
        assert gate.busy == (1, 0)
        made[0].finish()
        with gate.request():
            assert gate.busy == (1, 0)


def test_a_request_that_fails_makes_room() -> None:
    gate = Gate(most=1)
    gate.open()
    with pytest.raises(ZeroDivisionError), gate.request():
        raise ZeroDivisionError
    with gate.request():
        assert gate.busy == (1, 0)


def test_who_waits_when_draining_begins_is_still_served() -> None:
    gate = Gate(most=1, queue=4, patience=LONG)
    with visitors(gate, 3) as (made, entered):
        assert gate.drain(0.01) == 3
        assert refusal_of(gate).error is SHUTTING_DOWN
        for visitor in made:
            visitor.leave.set()
        assert gate.drain(LONG) == 0
        assert entered == ["0", "1", "2"]
        assert all(visitor.refusal is None for visitor in made)
