"""Several processes that start at the same moment, and what each of their calls took."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from perf.figures import Figures

START_UP = 3.0
"""Seconds that new processes get to be ready."""

Call = tuple[float, float]
"""When a call ended (monotonic seconds) and how long it took (seconds)."""

Member = Callable[..., list[Call]]
"""``member(*its own arguments, begin, end)``: works from the monotonic moment ``begin`` until ``end``."""


@dataclass(frozen=True)
class Outcome:
    """Calls that ended inside the measured window of ``seconds``."""

    seconds: float
    figures: Figures

    @property
    def throughput(self) -> float:
        """Calls a second."""
        return self.figures.count / self.seconds


def run(member: Member, shares: Sequence[tuple[Any, ...]], seconds: float, *, warm_up: float = 3.0) -> Outcome:
    """Run one process per share. Raises ``RuntimeError`` when a process fails or nothing was measured."""
    begin = time.monotonic() + START_UP
    end = begin + warm_up + seconds
    with multiprocessing.get_context("spawn").Pool(len(shares)) as pool:
        waiting = [pool.apply_async(member, (*share, begin, end)) for share in shares]
        calls = [call for one in waiting for call in one.get(timeout=seconds + 120)]
    measured = [took for at, took in calls if begin + warm_up <= at <= end]
    if not measured:
        raise RuntimeError("no call ended inside the measured window")
    used = min(end, max(at for at, _ in calls)) - begin - warm_up
    return Outcome(used, Figures.of(measured))


def wait_for(moment: float) -> None:
    """Sleep until a monotonic moment."""
    time.sleep(max(0.0, moment - time.monotonic()))
