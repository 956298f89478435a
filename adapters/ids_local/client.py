"""The identifier port without a server.

An identifier is prefix + 9 characters of milliseconds + 3 of the worker + 4 of the process start + 4 of
a counter, in Crockford's base 32 (digits and upper-case letters without I, L, O, U): it sorts by time
within a worker and, to the millisecond, over all of them.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
import weakref
import zlib
from typing import Final

from adapters.ids_local.slot import SLOTS, claim

NAME: Final = "ids_local"

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGEST: Final = 30
WORKERS: Final = 10_000
"""Workers a deployment may have: 100 nodes of 100 slots."""

_COUNTS: Final = 32**4
_SERIALS: Final = 10**6


def base32(number: int, width: int) -> str:
    """The lowest ``width`` base-32 digits of a number."""
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (width - 1), -1, -5))


class LocalIds:
    """Fulfils ``hsaf.spi.ids.Ids``.

    ``worker``: a number below 10,000 that no other worker has. Without one, a free slot of this
    machine is claimed, and ``node`` (0-99) tells machines apart. Text that is no number is hashed,
    which is enough for tests.
    """

    def __init__(self, worker: str | None = None, *, node: int = 0) -> None:
        if not 0 <= node < 100:
            raise ValueError("node must be 0-99")
        self._given = worker
        self._node = node
        self._guard = threading.Lock()
        self._start()

    def _start(self) -> None:
        """Take an identity; again in a forked child, which must not go on with its parent's."""
        self._pid = os.getpid()
        self._number = self._claimed() if self._given is None else _number(self._given)
        self._tail = base32(self._number, 3) + base32(secrets.randbits(20), 4)
        self._ms = 0
        self._count = 0
        self._serial = secrets.randbelow(_SERIALS)

    def _claimed(self) -> int:
        slot, descriptor = claim()
        weakref.finalize(self, os.close, descriptor)
        return self._node * SLOTS + slot

    def new(self, prefix: str = "") -> str:
        if len(prefix) > LONGEST - 20:
            raise ValueError(f"prefix longer than {LONGEST - 20} characters: {prefix}")
        with self._guard:
            ms, count = self._tick()
            return f"{prefix}{base32(ms, 9)}{self._tail}{base32(count, 4)}"

    def _tick(self) -> tuple[int, int]:
        """The next moment and count; never goes back, even when the machine's clock does."""
        if self._pid != os.getpid():
            self._start()
        now = time.time_ns() // 1_000_000
        if now > self._ms:
            self._ms, self._count = now, 0
        else:
            self._count += 1
            if self._count == _COUNTS:
                self._ms, self._count = self._ms + 1, 0
        return self._ms, self._count

    def serial(self) -> str:
        with self._guard:
            if self._pid != os.getpid():
                self._start()
            self._serial = (self._serial + 1) % _SERIALS
            return f"{self._number:04d}{self._serial:06d}"

    def trace_id(self) -> str:
        return secrets.token_hex(16)


def _number(worker: str) -> int:
    return int(worker) % WORKERS if worker.isdigit() else zlib.crc32(worker.encode()) % WORKERS
