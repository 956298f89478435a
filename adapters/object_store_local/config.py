"""Settings of the local object store."""

from __future__ import annotations

import msgspec


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[object_store_local]``."""

    folder: str = "objects"
    """Relative to the data folder, or absolute."""
