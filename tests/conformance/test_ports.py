"""The suites of the small ports on the adapters we ship."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import Mock

import pytest

from adapters.cache_memory.client import MemoryCache
from adapters.clock_system.client import SystemClock
from adapters.crypto_software.client import SoftwareCrypto
from adapters.ids_local.client import LocalIds
from adapters.object_store_local.client import LocalObjectStore
from adapters.push_log import client
from adapters.push_log.client import LogPush
from hsaf.spi.cache import Cache
from hsaf.spi.clock import Clock
from hsaf.spi.crypto import Crypto
from hsaf.spi.ids import Ids
from hsaf.spi.object_store import ObjectStore
from hsaf.spi.push import PushMessage
from hsaf.testing.clock import FixedClock
from hsaf.testing.conformance import CacheSuite, ClockSuite, CryptoSuite, IdsSuite, ObjectStoreSuite, PushSuite


class TestMemoryCache(CacheSuite):
    @pytest.fixture
    def seconds(self) -> list[float]:
        return [0.0]

    @pytest.fixture
    def cache(self, seconds: list[float]) -> Cache:
        return MemoryCache(timer=lambda: seconds[0])

    @pytest.fixture
    def pass_time(self, seconds: list[float]) -> Callable[[float], None]:
        def pass_(number: float) -> None:
            seconds[0] += number

        return pass_

    def test_it_forgets_the_least_recently_used_when_full(self) -> None:
        cache = MemoryCache(capacity=2)
        cache.set("a", b"1", 60)
        cache.set("b", b"2", 60)
        cache.get("a")
        cache.set("c", b"3", 60)
        assert [cache.get(key) for key in "abc"] == [b"1", None, b"3"]


class TestSystemClock(ClockSuite):
    @pytest.fixture
    def clock(self) -> Clock:
        return SystemClock()


class TestClaimedIds(IdsSuite):
    @pytest.fixture
    def another(self) -> Callable[[], Ids]:
        return LocalIds


class TestNumberedIds(IdsSuite):
    @pytest.fixture
    def another(self) -> Callable[[], Ids]:
        numbers = iter(range(9))
        return lambda: LocalIds(str(next(numbers)))


class TestSoftwareCrypto(CryptoSuite):
    @pytest.fixture
    def crypto(self) -> Crypto:
        return SoftwareCrypto(bytes(range(16)))

    @pytest.fixture
    def stranger(self) -> Crypto:
        return SoftwareCrypto(bytes(16))


class TestLocalObjectStore(ObjectStoreSuite):
    @pytest.fixture
    def store(self, tmp_path: Path) -> ObjectStore:
        return LocalObjectStore(tmp_path / "objects")


class TestLogPush(PushSuite):
    @pytest.fixture
    def push(self) -> LogPush:
        return LogPush()

    @pytest.fixture
    def delivered(self, push: LogPush) -> Callable[[], Sequence[PushMessage]]:  # type: ignore[override]
        return push.sent

    def test_the_log_names_nothing_personal(
        self, push: LogPush, message: PushMessage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        log = Mock()
        monkeypatch.setattr(client, "log", log)
        push.send(message)
        log.info.assert_called_once_with("push.sent", id=message.id, account="clerk")


def test_the_fixed_clock_of_the_test_kit_reads_as_it_was_set() -> None:
    clock = FixedClock()
    assert clock.now().tzinfo is None
