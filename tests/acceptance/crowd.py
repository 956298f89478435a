"""Many senders at once: start together, collect every answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final, TypeVar

from tests.acceptance.client import Answer
from tests.acceptance.server import Server

EIGHT: Final = 8
TRIES: Final = int(os.environ.get("HSAF_ACCEPTANCE_TRIES", "40"))
"""How often a race is run; the full proof is 1,000."""

T = TypeVar("T")


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Run the calls in threads that start at the same moment; answers in the order of the calls."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        barrier.wait(timeout=30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def settled(answers: Sequence[Answer]) -> list[Answer]:
    """Those that went through; a server fault among the others fails."""
    assert all(answer.status == 200 for answer in answers), [answer.raw.decode() for answer in answers]
    return [answer for answer in answers if answer.ok]


def assert_books_are_sound(server: Server) -> None:
    """``hsaf audit verify``: every chain whole, the trial balance zero, balances equal to their entries."""
    done = server.hsaf("audit", "verify", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
