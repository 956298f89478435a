"""A clock that stands still until told otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta

from hsaf.spi.clock import CHINA


class FixedClock:
    """Fulfils ``hsaf.spi.clock.Clock``."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 8, 0, 0)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def epoch_ms(self) -> int:
        return int(self._now.replace(tzinfo=CHINA).timestamp() * 1000)

    def advance(self, step: timedelta) -> None:
        self._now += step
