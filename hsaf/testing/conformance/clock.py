"""What every ``spi.clock`` adapter must do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hsaf.spi.clock import CHINA, Clock


class ClockSuite:
    """Give the fixture ``clock``."""

    @pytest.fixture
    def clock(self) -> Clock:
        raise NotImplementedError

    def test_now_is_local_time_in_china_without_a_zone(self, clock: Clock) -> None:
        now = clock.now()
        assert now.tzinfo is None
        assert abs(now - datetime.now(CHINA).replace(tzinfo=None)) < timedelta(seconds=5)

    def test_both_readings_tell_the_same_time(self, clock: Clock) -> None:
        read = datetime.fromtimestamp(clock.epoch_ms() / 1000, CHINA).replace(tzinfo=None)
        assert abs(clock.now() - read) < timedelta(seconds=1)

    def test_time_does_not_go_back(self, clock: Clock) -> None:
        read = [clock.epoch_ms() for _ in range(1000)]
        assert read == sorted(read)
