"""The object store port over a folder.

A file lies at ``ab/cd/<digest>`` where the digest is the SM3 of its content. It is written beside its
place, flushed to disk and renamed, so a reader sees all of it or nothing, also after a power cut.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.hazmat.primitives import hashes

from hsaf.spi.object_store import ObjectInfo

NAME: Final = "object_store_local"

_CHUNK: Final = 1 << 20
_DIGEST: Final = 64


class LocalObjectStore:
    """Fulfils ``hsaf.spi.object_store.ObjectStore`` in ``path``, which is created. Keys are digests."""

    def __init__(self, path: Path | str) -> None:
        self._root = Path(path)
        self._incoming = self._root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes | BinaryIO) -> ObjectInfo:
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                key, size = _copy(content, file)
                file.flush()
                os.fsync(file.fileno())
            self._settle(Path(name), key)
        finally:
            Path(name).unlink(missing_ok=True)
        return ObjectInfo(key, key, size)

    def _settle(self, arrived: Path, key: str) -> None:
        place = self._place(key)
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        arrived.replace(place)
        _flush_folder(place.parent)

    def open(self, key: str) -> BinaryIO:
        try:
            return self._place(key).open("rb")
        except FileNotFoundError:
            raise KeyError(key) from None

    def stat(self, key: str) -> ObjectInfo | None:
        try:
            return ObjectInfo(key, key, self._place(key).stat().st_size)
        except (FileNotFoundError, KeyError):
            return None

    def delete(self, key: str) -> None:
        """An unknown key is no error."""
        self._place(key).unlink(missing_ok=True)

    def keys(self) -> Iterator[str]:
        return (file.name for file in self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"))

    def _place(self, key: str) -> Path:
        """Where a key lies. Raises ``KeyError`` for text that is no digest, such as a path."""
        if len(key) != _DIGEST or not set(key) <= set("0123456789abcdef"):
            raise KeyError(key)
        return self._root / key[:2] / key[2:4] / key


def _copy(content: bytes | BinaryIO, file: BinaryIO) -> tuple[str, int]:
    """Write the content; its SM3 in hex and its size in bytes."""
    digest, size = hashes.Hash(hashes.SM3()), 0
    chunks = iter([content]) if isinstance(content, bytes) else iter(lambda: content.read(_CHUNK), b"")
    for chunk in chunks:
        digest.update(chunk)
        size += file.write(chunk)
    return digest.finalize().hex(), size


def _flush_folder(folder: Path) -> None:
    """Make a rename durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
