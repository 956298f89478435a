"""What a command leaves behind for others: an audit event, and a message when something came into force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from hsaf.data import current_uow
from hsaf.records.masking import for_audit
from hsaf.records.model import RecordType
from hsaf.records.states import IN_FORCE, Event
from hsaf.records.stored import Stored, StoredChange, Typed
from hsaf.records.values import to_wire

ROWS_AN_EVENT: Final = 500
"""Imported rows that share an audit event."""


def effective_event(record: RecordType) -> str:
    """``base_info.expert.effective.v1``: a change of a record came into force, or was rolled back."""
    return f"{record.full_code}.effective.v1"


def tell(record: RecordType, event: Event, row: Stored, change: StoredChange) -> None:
    """Chain an event with the values before and after, personal ones masked; publish what is in force."""
    facts = {
        "id": row.id,
        "change": change.id,
        "action": change.action,
        "state": change.state,
        "record_state": row.state,
        "version_no": row.version_no,
        "before": _audited(record, change.before),
        "after": _audited(record, change.after),
    }
    current_uow().audit(f"{record.full_code}.{event}", facts)
    if change.state in IN_FORCE or event is Event.ROLL_BACK:
        _publish(record, row, event if event is Event.ROLL_BACK else change.action)


def tell_imported(record: RecordType, batch: str, rows: Iterable[Stored]) -> None:
    """Chain the rows of an import to the batch's own chain, many to an event."""
    source = iter(rows)
    while chunk := list(islice(source, ROWS_AN_EVENT)):
        facts = {"batch": batch, "rows": [{"id": row.id, **_audited(record, row.values)} for row in chunk]}
        current_uow().audit(f"{record.full_code}.import", facts)
        for row in _in_force(chunk):
            _publish(record, row, "import")


def tell_undone(record: RecordType, batch: str, count: int) -> None:
    current_uow().audit(f"{record.full_code}.undo_import", {"batch": batch, "rows": count})


def _publish(record: RecordType, row: Stored, action: str) -> None:
    payload = {"id": row.id, "action": action, "state": row.state, "version_no": row.version_no}
    current_uow().publish(effective_event(record), payload)


def _audited(record: RecordType, typed: Typed) -> dict[str, Any]:
    return for_audit(record.by_code, to_wire(record.by_code, typed))


def _in_force(rows: Iterable[Stored]) -> Iterator[Stored]:
    return (row for row in rows if row.state in IN_FORCE)
