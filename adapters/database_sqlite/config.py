"""Settings of the SQLite adapter."""

from __future__ import annotations

import msgspec


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[database_sqlite]``."""

    wait: float = 5.0
    """Seconds a writer waits for its turn before it is told that the system is busy."""
