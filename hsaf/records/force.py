"""Changes coming into force, being given up and being rolled back: what they do to their record."""

from __future__ import annotations

from msgspec.structs import replace

from hsaf.records.contract import Opinion, Written
from hsaf.records.desk import Desk, pending, require_versioned, require_words, wrong_state
from hsaf.records.making import ADDING, free, now
from hsaf.records.model import RecordType
from hsaf.records.showing import second
from hsaf.records.states import Event, Kind, State, transition
from hsaf.records.stored import Stored, StoredChange
from hsaf.records.viewer import Viewer, viewer


class Force:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def enter(
        self, record: RecordType, row: Stored, change: StoredChange, who: Viewer, key: bytes
    ) -> tuple[Stored, StoredChange]:
        """Row and change after the change (already in its last state) came into force.

        Raises ``RECORD_INVALID`` when the record no longer fits its rules, and what the center's hooks raise.
        """
        self._desk.rules(record).queue()
        change = replace(change, version_no=self._next_number(record, row))
        moved = replace(free(row, who), version_no=change.version_no)
        if change.action == "void":
            self._desk.rules(record).before_void(row.id, row.values)
            self._desk.require_childless(record, [row], Event.VOID)
            self._desk.keys.keep_only(record, row.id, [], key)
            self._desk.rules(record).on_void(row.id, row.values)
            return replace(moved, state=State.VOID), change
        values = {**row.values, **change.after}
        before = None if change.action in ADDING else row.values
        self._desk.drafter.require_sound(record, values, before)
        if before is not None:
            self._desk.move_keys(record, row.id, before, values, [values], key)
        self._desk.rules(record).on_effective(row.id, values, before)
        return replace(moved, values=values, state=change.state), change

    def give_up(self, record: RecordType, row: Stored, change: StoredChange, who: Viewer, key: bytes) -> Stored:
        """The row after its change was discarded: void when it never was in force."""
        adding = change.action in ADDING
        if record.uniques:
            self._desk.keys.keep_only(record, row.id, [] if adding else [row.values], key)
        return replace(free(row, who), state=State.VOID if adding else row.state)

    def roll_back(self, record: RecordType, id: str, reason: str, version: int | None) -> Written:
        """Undo the change that made the version in force."""
        require_versioned(record, Event.ROLL_BACK)
        who = viewer(record)
        row = self._desk.require(record, id, who, version)
        words = require_words(Event.ROLL_BACK, "原因", reason, "reason")
        if row.pending:
            raise pending(record, row)
        step = transition(Kind.of(record), row.state, Event.ROLL_BACK)
        if step is None:
            raise wrong_state(record, row.state, Event.ROLL_BACK)
        latest, *earlier = self._published(record, row)
        said = Opinion(Event.ROLL_BACK, who.account, who.name, second(now()), words)
        change = replace(latest, state=step.target, opinions=(*latest.opinions, said), updated_at=now())
        return self._restore(record, row, change, earlier[0] if earlier else None, who)

    def _restore(
        self, record: RecordType, row: Stored, change: StoredChange, earlier: StoredChange | None, who: Viewer
    ) -> Written:
        self._desk.rules(record).queue()
        if earlier is None:
            self._desk.require_childless(record, [row], Event.ROLL_BACK)
        key = self._desk.keeper.writing_key()
        values = {**row.values, **change.before}
        self._desk.move_keys(record, row.id, row.values, values, [values], key)
        moved = replace(
            free(row, who),
            values=values,
            state=State.PUBLISHED if earlier else State.ROLLED_BACK,
            version_no=earlier.version_no if earlier else 0,
        )
        if earlier:
            self._desk.rules(record).on_effective(row.id, values, row.values)
        else:
            self._desk.rules(record).on_void(row.id, row.values)
        return self._desk.write(record, Event.ROLL_BACK, row, moved, change, key)

    def _next_number(self, record: RecordType, row: Stored) -> int:
        """One more than every version so far; only records of versioned types may stand below their latest."""
        if not record.versioned:
            return row.version_no + 1
        return 1 + max((one.version_no for one in self._desk.repository.history(record, row.id)), default=0)

    def _published(self, record: RecordType, row: Stored) -> list[StoredChange]:
        """Changes that made a version and were not rolled back, the newest first."""
        return [one for one in self._desk.repository.history(record, row.id) if one.state is State.PUBLISHED]
