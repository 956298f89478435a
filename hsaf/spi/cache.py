"""The cache port."""

from __future__ import annotations

from typing import Protocol


class Cache(Protocol):
    """Small values with a time to live. A cache may forget anything at any time."""

    def get(self, key: str) -> bytes | None: ...

    def set(self, key: str, value: bytes, ttl: float) -> None:
        """``ttl`` in seconds, above 0."""
        ...

    def delete(self, key: str) -> None: ...

    def add(self, key: str, value: bytes, ttl: float) -> bool:
        """Set only if absent; whether it was set. Atomic."""
        ...

    def incr(self, key: str, ttl: float) -> int:
        """Count up from 1 atomically; ``ttl`` starts with the first count."""
        ...
