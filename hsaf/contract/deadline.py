"""How long a request may take: its edge sets a moment, and the data layer starts nothing after it.

Whoever waits for an answer has given up by then; work that goes on for nobody keeps others waiting.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from hsaf.contract.refusals import TOO_LATE

_moment: ContextVar[float] = ContextVar("hsaf_deadline", default=float("inf"))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Run a block that must be done in ``seconds``; an earlier deadline around it stays."""
    token = _moment.set(min(_moment.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _moment.reset(token)


@contextmanager
def lifted() -> Iterator[None]:
    """Run a block that is done for everybody, whoever happens to do it, without the request's deadline."""
    token = _moment.set(float("inf"))
    try:
        yield
    finally:
        _moment.reset(token)


def remaining() -> float:
    """Seconds left; infinite without a deadline, negative after it."""
    return _moment.get() - time.monotonic()


def check() -> None:
    """Raises ``TOO_LATE`` after the deadline."""
    if time.monotonic() > _moment.get():
        raise TOO_LATE()
