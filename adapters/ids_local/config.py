"""Settings of the identifier adapter."""

from __future__ import annotations

from typing import Annotated

import msgspec


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[ids_local]``."""

    node: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0
    """Number of this machine, different on every machine that shares the database."""
