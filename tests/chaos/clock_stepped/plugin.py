"""Registers a clock that is wrong by as much as a file says.

Identifiers read the machine's clock themselves, so that one is wrong by as much in this process.
"""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from dependency_injector import containers, providers

from hsaf.kernel.api import Composition
from hsaf.kernel.hookspecs import hookimpl
from hsaf.spi.clock import CHINA

WRONG_BY = "HSAF_CHAOS_CLOCK"
"""Names the file with the seconds to add; it may change at any moment."""

_right = time.time_ns


def _offset() -> float:
    return float(Path(os.environ[WRONG_BY]).read_text() or 0)


def _wrong_ns() -> int:
    return _right() + int(_offset() * 1e9)


class SteppedClock:
    """Fulfils ``hsaf.spi.clock.Clock``."""

    def now(self) -> datetime:
        return (datetime.now(CHINA) + timedelta(seconds=_offset())).replace(tzinfo=None)

    def epoch_ms(self) -> int:
        return _wrong_ns() // 1_000_000


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    clock = providers.Singleton(SteppedClock)


@hookimpl
def hsaf_compose() -> Composition:
    time.time_ns = _wrong_ns
    return Composition(container=Container, provides={"spi.clock": "clock"})
