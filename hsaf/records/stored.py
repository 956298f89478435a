"""Records and changes as the service handles them: typed values, no tables. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from hsaf.records.contract import Opinion
from hsaf.records.states import State

Typed = Mapping[str, Any]
"""Typed values by field code."""


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a record type's table. ``values`` are in force, or proposed when the record never was."""

    id: str
    values: Typed
    state: State
    version: int
    version_no: int
    pending: str = ""
    pending_action: str = ""
    pending_state: State = State.NONE
    pending_by: str = ""
    pending_reviewer: str = ""
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


class StoredChange(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the change table; ``before`` and ``after`` are typed."""

    id: str
    record: str
    record_id: str
    action: str
    state: State
    before: Typed
    after: Typed
    maintainer: str
    maintainer_name: str
    reviewer: str = ""
    """Who passed the first review."""
    reason: str = ""
    opinions: tuple[Opinion, ...] = ()
    created_at: datetime
    updated_at: datetime
    version_no: int = 0
    batch: str = ""


STANDING = tuple(name for name in Stored.__struct_fields__ if name not in ("id", "values"))
"""Columns of a row beside its id and its fields."""
