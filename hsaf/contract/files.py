"""A file in the object store, as a center answers with it: who may have it was decided by the call that gave it."""

from __future__ import annotations

import msgspec


class Stored(msgspec.Struct, frozen=True):
    """``name`` is what the file is called when it is downloaded."""

    key: str
    name: str
