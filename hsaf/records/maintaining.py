"""The maintainer's commands: add, copy, edit, void (维护)."""

from __future__ import annotations

from msgspec.structs import replace

from hsaf.records.checking import invalid
from hsaf.records.contract import Problem, Values, Written, is_unrestricted
from hsaf.records.desk import Desk, pending, require_words
from hsaf.records.force import Force
from hsaf.records.making import ADDING, follow, new_record, now
from hsaf.records.model import RecordType
from hsaf.records.reviewing import Reviewing
from hsaf.records.showing import difference, written
from hsaf.records.states import IN_FORCE, Event, Kind, State, Transition, transition
from hsaf.records.stored import Stored, StoredChange, Typed
from hsaf.records.telling import tell
from hsaf.records.viewer import Viewer, viewer


class Maintaining:
    def __init__(self, desk: Desk, force: Force, reviewing: Reviewing) -> None:
        self._desk = desk
        self._force = force
        self._reviewing = reviewing

    def add(self, record: RecordType, id: str, raw: Values) -> Written:
        who = viewer(record)
        return self._insert(record, id, who, self._desk.drafter.fresh(record, who, raw), "add")

    def copy(self, record: RecordType, id: str, new_id: str, raw: Values) -> Written:
        who = viewer(record)
        source = self._desk.require(record, id, who, None)
        draft = self._desk.drafter.fresh(record, who, raw, source.values)
        return self._insert(record, new_id, who, draft, "copy")

    def edit(self, record: RecordType, id: str, version: int, raw: Values) -> Written:
        who = viewer(record)
        row = self._desk.require(record, id, who, version)
        if row.pending:
            return self._save(record, row, who, raw)
        step = self._desk.first_step(record, row, Event.EDIT)
        draft = self._desk.drafter.changed(record, who, raw, row.values, row.values)
        before, after = difference(row.values, draft)
        if not after:
            raise invalid(record, [Problem("", "", "没有任何改动")])
        key = self._desk.keeper.writing_key()
        self._desk.move_keys(record, id, row.values, draft, [row.values, draft], key)
        change = self._desk.change_of(record, id, who, "edit", before, after)
        return self._begin(record, row, change, step, who, key)

    def void(self, record: RecordType, id: str, reason: str, version: int | None) -> Written:
        who = viewer(record)
        row = self._desk.require(record, id, who, version)
        words = require_words(Event.VOID, "原因", reason, "reason")
        if row.pending_action in ADDING and transition(Kind.of(record), row.pending_state, Event.DISCARD):
            return self._reviewing.move(record, row, Event.DISCARD, who, words)
        step = self._desk.first_step(record, row, Event.VOID)
        self._desk.rules(record).before_void(id, row.values)
        self._desk.require_childless(record, [row], Event.VOID)
        change = replace(self._desk.change_of(record, id, who, "void", {}, {}), reason=words)
        return self._begin(record, row, change, step, who, self._desk.keeper.writing_key())

    def retire(self, record: RecordType, id: str, reason: str) -> Written:
        """Void a record in force at once, whatever its type's reviews. Raises ``RECORD_PENDING``."""
        assert is_unrestricted()
        who = viewer(record)
        row = self._desk.require(record, id, who, None)
        if row.pending:
            raise pending(record, row)
        state = State.PUBLISHED if record.versioned else State.EFFECTIVE
        change = replace(self._desk.change_of(record, id, who, "void", {}, {}), reason=reason, state=state)
        key = self._desk.keeper.writing_key()
        moved, change = self._force.enter(record, row, change, who, key)
        self._desk.repository.insert_changes(record, [change])
        self._desk.replace_row(record, row, moved, key)
        tell(record, Event.VOID, moved, change)
        return written(moved, change)

    def _insert(self, record: RecordType, id: str, who: Viewer, draft: Typed, action: str) -> Written:
        desk, key = self._desk, self._desk.keeper.writing_key()
        desk.keys.take(record, {id: draft}, key)
        row, change = new_record(record, desk.change_of(record, id, who, action, {}, draft), who)
        desk.repository.insert(record, [row], key)
        desk.repository.insert_changes(record, [change])
        if row.state in IN_FORCE:
            desk.rules(record).on_effective(id, draft, None)
        tell(record, Event.ADD, row, change)
        return written(row, change)

    def _save(self, record: RecordType, row: Stored, who: Viewer, raw: Values) -> Written:
        """Go on with a draft or returned change."""
        desk = self._desk
        change = desk.repository.change(record, row.pending)
        if change.action == "void":
            raise pending(record, row)
        step = desk.next_step(record, change, Event.SAVE, who)
        current = None if change.action in ADDING else row.values
        base = {**row.values, **change.after}
        draft = desk.drafter.changed(record, who, raw, base, current)
        before, after = difference(current or {}, draft)
        key = desk.keeper.writing_key()
        desk.move_keys(record, row.id, base, draft, [draft] if current is None else [current, draft], key)
        saved = replace(change, state=step.target, before=before, after=after, updated_at=now())
        return desk.write(record, Event.SAVE, row, follow(row, saved, who, current or draft), saved, key)

    def _begin(
        self, record: RecordType, row: Stored, change: StoredChange, step: Transition, who: Viewer, key: bytes
    ) -> Written:
        """Make a change, which comes into force at once when the table says so."""
        change = replace(change, state=step.target)
        if step.target in IN_FORCE:
            moved, change = self._force.enter(record, row, change, who, key)
        else:
            moved = follow(row, change, who)
        self._desk.repository.insert_changes(record, [change])
        self._desk.replace_row(record, row, moved, key)
        tell(record, step.event, moved, change)
        return written(moved, change)
