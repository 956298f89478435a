"""What a file may be called."""

from __future__ import annotations

from centers.exchange.contract.v1 import FILENAME_WRONG


def require_filename(filename: str) -> None:
    """A name without folders. Raises ``FILENAME_WRONG``."""
    if not filename.strip(". ") or any(sign in "/\\:" or not sign.isprintable() for sign in filename):
        raise FILENAME_WRONG()
