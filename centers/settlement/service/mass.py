"""Mass work over all persons with settlements in a span, as a background job: chunk by chunk, each one
consistent snapshot, with a running sum that the checkpoint keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, Self, TypeVar

import msgspec

from centers.settlement.data.history import HistoryReader
from centers.settlement.domain.booked import Span
from hsaf.jobs import JobRun


class Sum(Protocol):
    """What the chunks add up to. ``after`` is the last person counted, ``persons`` how many there were."""

    after: str
    persons: int

    def join(self, chunk: Self) -> None: ...


S = TypeVar("S", bound=Sum)

Chunk = Callable[[str, str], S]
"""The sum of the persons after one up to another."""


def add_up(run: JobRun, history: HistoryReader, span: Span, size: int, kind: type[S], chunk: Chunk[S]) -> S:
    """Run a job to its end, from its checkpoint; ``kind`` is the struct that sums."""
    total: S = msgspec.convert(run.checkpoint or {}, kind)
    persons = run.read(lambda: history.persons(span))
    while (part := run.read(partial(_next, history, span, size, chunk, total.after))) is not None:
        total.join(part)
        checkpoint: Any = msgspec.to_builtins(total)
        run.save(checkpoint, step=f"至 {total.after}", done=total.persons, total=max(persons, total.persons))
    return total


def _next(history: HistoryReader, span: Span, size: int, chunk: Chunk[S], after: str) -> S | None:
    last, persons = history.stretch(span, after, size)
    if not persons:
        return None
    part = chunk(after, last)
    part.after, part.persons = last, persons
    return part
