"""What every ``spi.cache`` adapter must do."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from hsaf.spi.cache import Cache
from hsaf.testing.threads import at_once

TTL = 60.0


class CacheSuite:
    """Give the fixtures ``cache`` and ``pass_time``, which lets a number of seconds go by for it."""

    @pytest.fixture
    def cache(self) -> Cache:
        raise NotImplementedError

    @pytest.fixture
    def pass_time(self) -> Callable[[float], None]:
        raise NotImplementedError

    @pytest.fixture
    def key(self) -> str:
        return f"键:{uuid.uuid4().hex}"

    def test_an_unknown_key_is_absent(self, cache: Cache, key: str) -> None:
        assert cache.get(key) is None
        cache.delete(key)

    def test_a_value_comes_back_until_it_is_deleted(self, cache: Cache, key: str) -> None:
        cache.set(key, bytes(range(256)), TTL)
        assert cache.get(key) == bytes(range(256))
        cache.set(key, b"", TTL)
        assert cache.get(key) == b""
        cache.delete(key)
        assert cache.get(key) is None

    def test_a_value_is_forgotten_after_its_time(
        self, cache: Cache, key: str, pass_time: Callable[[float], None]
    ) -> None:
        cache.set(key, b"short", 1.0)
        cache.set(f"{key}:long", b"long", TTL)
        pass_time(1.1)
        assert cache.get(key) is None
        assert cache.get(f"{key}:long") == b"long"

    def test_add_sets_only_what_is_absent(self, cache: Cache, key: str, pass_time: Callable[[float], None]) -> None:
        assert cache.add(key, b"first", 1.0)
        assert not cache.add(key, b"second", TTL)
        assert cache.get(key) == b"first"
        pass_time(1.1)
        assert cache.add(key, b"third", TTL)

    def test_of_many_adding_at_once_one_wins(self, cache: Cache, key: str) -> None:
        assert sum(at_once(8, lambda number: cache.add(key, b"%d" % number, TTL))) == 1

    def test_counting_starts_at_one_and_its_time_with_the_first_count(
        self, cache: Cache, key: str, pass_time: Callable[[float], None]
    ) -> None:
        assert [cache.incr(key, 1.0), cache.incr(key, TTL)] == [1, 2]
        pass_time(1.1)
        assert cache.incr(key, TTL) == 1

    def test_counting_at_once_loses_nothing(self, cache: Cache, key: str) -> None:
        counts = at_once(8, lambda _: [cache.incr(key, TTL) for _ in range(50)])
        assert sorted(count for several in counts for count in several) == list(range(1, 401))

    def test_a_time_to_live_must_be_above_zero(self, cache: Cache, key: str) -> None:
        for wrong in (0.0, -1.0):
            with pytest.raises(ValueError, match="ttl"):
                cache.set(key, b"x", wrong)
            with pytest.raises(ValueError, match="ttl"):
                cache.add(key, b"x", wrong)
            with pytest.raises(ValueError, match="ttl"):
                cache.incr(key, wrong)
