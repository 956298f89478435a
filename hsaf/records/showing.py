"""Records and changes as the contract shows them: JSON-ready, masked for who may not see more. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hsaf.records import values
from hsaf.records.contract import Change, Row, Written
from hsaf.records.masking import masked
from hsaf.records.model import RecordType
from hsaf.records.states import Kind, open_events
from hsaf.records.stored import Stored, StoredChange, Typed
from hsaf.records.viewer import Viewer


def show_values(record: RecordType, who: Viewer, typed: Typed) -> dict[str, Any]:
    """Wire values, masked unless the viewer may see them in full."""
    wire = values.to_wire(record.by_code, typed)
    return wire if who.unmasked else masked(record.by_code, wire)


def show(record: RecordType, who: Viewer, row: Stored) -> Row:
    """A record with its standing and what may happen to it next."""
    people = (who.account, row.pending_by, row.pending_reviewer)
    events = open_events(Kind.of(record), row.state, row.pending_state, people, voiding=row.pending_action == "void")
    return {
        **show_values(record, who, row.values),
        "id": row.id,
        "state": row.state,
        "version": row.version,
        "version_no": row.version_no,
        "may": list(events),
        "pending": row.pending,
        "pending_action": row.pending_action,
        "pending_state": row.pending_state,
        "pending_by": row.pending_by,
        "pending_reviewer": row.pending_reviewer,
        "created_at": second(row.created_at),
        "created_by": row.created_by,
        "updated_at": second(row.updated_at),
        "updated_by": row.updated_by,
    }


def show_change(record: RecordType, who: Viewer, change: StoredChange) -> Change:
    return Change(
        id=change.id,
        record=record.code,
        record_id=change.record_id,
        action=change.action,
        state=change.state,
        before=show_values(record, who, change.before),
        after=show_values(record, who, change.after),
        maintainer=change.maintainer,
        maintainer_name=change.maintainer_name,
        reason=change.reason,
        opinions=change.opinions,
        created_at=second(change.created_at),
        updated_at=second(change.updated_at),
        version_no=change.version_no,
        batch=change.batch,
    )


def written(row: Stored, change: StoredChange) -> Written:
    return Written(row.id, row.state, row.version, change.id, row.pending_state)


def difference(old: Typed, new: Typed) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The fields that differ: as they were and as they are."""
    differing = [code for code, value in new.items() if code not in old or old[code] != value]
    return {code: old[code] for code in differing if code in old}, {code: new[code] for code in differing}


def second(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")
