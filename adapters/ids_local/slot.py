"""Worker numbers of one machine: each holder locks one of 100 small files for as long as it lives."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path
from typing import Final

SLOTS: Final = 100


def claim() -> tuple[int, int]:
    """A slot no living process of this user has, and the descriptor that holds it.

    Closing the descriptor, or the end of the process however it comes, frees the slot.
    Raises ``RuntimeError`` when all are taken: number the workers in the configuration then.
    """
    folder = Path(tempfile.gettempdir(), f"hsaf-workers-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    for slot in range(SLOTS):
        descriptor = os.open(folder / f"{slot:02d}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            return slot, descriptor
    raise RuntimeError(f"all {SLOTS} worker slots of this machine are taken")
