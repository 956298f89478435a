"""The object store port."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

import msgspec


class ObjectInfo(msgspec.Struct, frozen=True):
    """``digest`` is the SM3 of the content in hex; ``size`` in bytes."""

    key: str
    digest: str
    size: int


class ObjectStore(Protocol):
    """Content-addressed files. The same content stored twice is kept once."""

    def put(self, content: bytes | BinaryIO) -> ObjectInfo: ...

    def open(self, key: str) -> BinaryIO:
        """Raises ``KeyError`` for an unknown key."""
        ...

    def stat(self, key: str) -> ObjectInfo | None: ...

    def delete(self, key: str) -> None: ...

    def keys(self) -> Iterator[str]: ...
