"""The clock port."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final, Protocol

CHINA: Final = timezone(timedelta(hours=8), "CST")
"""China Standard Time; without daylight saving since 1992, so no time-zone database is needed."""


class Clock(Protocol):
    """Real time in the deployment's zone (China Standard Time), as naive local datetimes."""

    def now(self) -> datetime: ...

    def epoch_ms(self) -> int:
        """Milliseconds since the Unix epoch."""
        ...
