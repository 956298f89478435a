"""Settings of the in-process cache."""

from __future__ import annotations

from typing import Annotated

import msgspec


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[cache_memory]``."""

    capacity: Annotated[int, msgspec.Meta(ge=1)] = 100_000
    """Values kept per process."""
