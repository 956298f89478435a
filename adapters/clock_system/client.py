"""The clock port over the operating system."""

from __future__ import annotations

import time
from datetime import datetime

from hsaf.spi.clock import CHINA


class SystemClock:
    """Real time, whatever zone the machine is set to."""

    def now(self) -> datetime:
        return datetime.now(CHINA).replace(tzinfo=None)

    def epoch_ms(self) -> int:
        return time.time_ns() // 1_000_000
