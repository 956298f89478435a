"""The cache port over cachetools: per process, bounded, each value with its own time to live."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from cachetools import TLRUCache

NAME: Final = "cache_memory"

CAPACITY: Final = 100_000
"""Values kept; the least recently used is forgotten first."""

Entry = tuple[bytes, float]
"""A value and the moment, by the cache's timer, at which it is forgotten."""


class MemoryCache:
    """Fulfils ``hsaf.spi.cache.Cache``. ``timer`` gives seconds, monotonic by default."""

    def __init__(self, capacity: int = CAPACITY, timer: Callable[[], float] = time.monotonic) -> None:
        self._entries: TLRUCache[str, Entry] = TLRUCache(capacity, ttu=lambda _, entry, __: entry[1], timer=timer)
        self._timer = timer
        self._guard = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self._guard:
            entry = self._entries.get(key)
        return entry[0] if entry else None

    def set(self, key: str, value: bytes, ttl: float) -> None:
        with self._guard:
            self._put(key, value, ttl)

    def delete(self, key: str) -> None:
        with self._guard:
            self._entries.pop(key, None)

    def add(self, key: str, value: bytes, ttl: float) -> bool:
        with self._guard:
            if key in self._entries:
                return False
            self._put(key, value, ttl)
            return True

    def incr(self, key: str, ttl: float) -> int:
        with self._guard:
            entry = self._entries.get(key)
            if entry is None:
                self._put(key, b"1", ttl)
                return 1
            count = int(entry[0]) + 1
            self._entries[key] = (b"%d" % count, entry[1])
            return count

    def _put(self, key: str, value: bytes, ttl: float) -> None:
        if ttl <= 0:
            raise ValueError("ttl must be above 0")
        self._entries[key] = (value, self._timer() + ttl)
