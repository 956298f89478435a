"""Rows and changes before they are written, and where a row stands after its change moved. Pure but for the
clock and the caller, which are the running context's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from hsaf.contract import context
from hsaf.records.model import RecordType
from hsaf.records.states import IN_FORCE, Event, Kind, State, transition
from hsaf.records.stored import Stored, StoredChange, Typed
from hsaf.records.viewer import Viewer

ADDING: Final = frozenset({"add", "copy", "import"})
"""Actions of changes whose record is not in force before them."""


def now() -> datetime:
    """The real time to the second: records are upkeep, not business of a message's own time."""
    return context.current().wall_time.replace(microsecond=0)


def new_change(
    record: RecordType, id: str, row_id: str, who: Viewer, action: str, before: Typed, after: Typed, batch: str = ""
) -> StoredChange:
    """A change that is not under way yet."""
    moment = now()
    return StoredChange(
        id=id,
        record=record.code,
        record_id=row_id,
        action=action,
        state=State.NONE,
        before=before,
        after=after,
        maintainer=who.account,
        maintainer_name=who.name,
        created_at=moment,
        updated_at=moment,
        batch=batch,
    )


def new_record(record: RecordType, change: StoredChange, who: Viewer) -> tuple[Stored, StoredChange]:
    """The row that an adding change begins with, and the change begun: a draft, or in force at once."""
    step = transition(Kind.of(record), State.NONE, Event.ADD)
    assert step is not None
    in_force = step.target in IN_FORCE
    change = replace(change, state=step.target, version_no=int(in_force))
    row = Stored(
        id=change.record_id,
        values=change.after,
        state=step.target,
        version=0,
        version_no=change.version_no,
        created_at=change.created_at,
        created_by=who.account,
        updated_at=change.created_at,
        updated_by=who.account,
    )
    moved = free(row, who) if in_force else follow(row, change, who)
    return moved, change


def follow(row: Stored, change: StoredChange, who: Viewer, values: Mapping[str, object] | None = None) -> Stored:
    """A row whose change is under way. One that never was in force carries the state of its change."""
    return replace(
        _touched(row, who),
        values=row.values if values is None else values,
        state=change.state if change.action in ADDING else row.state,
        pending=change.id,
        pending_action=change.action,
        pending_state=change.state,
        pending_by=change.maintainer,
        pending_reviewer=change.reviewer,
    )


def free(row: Stored, who: Viewer) -> Stored:
    """A row whose change is done."""
    return replace(
        _touched(row, who),
        pending="",
        pending_action="",
        pending_state=State.NONE,
        pending_by="",
        pending_reviewer="",
    )


def _touched(row: Stored, who: Viewer) -> Stored:
    return replace(row, version=row.version + 1, updated_at=now(), updated_by=who.account)
