"""Commands that move a change under way: submit, review, return, withdraw, discard, publish (初审、复审)."""

from __future__ import annotations

from msgspec.structs import replace

from hsaf.records.contract import Opinion, Written
from hsaf.records.desk import Desk, require_versioned, require_words, wrong_state
from hsaf.records.force import Force
from hsaf.records.making import follow, now
from hsaf.records.model import RecordType
from hsaf.records.showing import second
from hsaf.records.states import IN_FORCE, Event, State
from hsaf.records.stored import Stored
from hsaf.records.viewer import Viewer, viewer


class Reviewing:
    def __init__(self, desk: Desk, force: Force) -> None:
        self._desk = desk
        self._force = force

    def act(self, record: RecordType, id: str, event: Event, version: int | None, opinion: str = "") -> Written:
        """Move the change of a record by an event that needs nothing else."""
        who = viewer(record)
        return self.move(record, self._desk.require(record, id, who, version), event, who, opinion)

    def review(
        self, record: RecordType, id: str, step: str, decision: str, opinion: str, version: int | None
    ) -> Written:
        """Pass or return a change that is at this step."""
        who = viewer(record)
        row = self._desk.require(record, id, who, version)
        if row.pending_state != step:
            raise wrong_state(record, row.pending_state or row.state, Event(step))
        if decision == "return":
            opinion = require_words(Event.RETURN, "意见", opinion, "opinion")
        return self.move(record, row, Event.RETURN if decision == "return" else Event(step), who, opinion)

    def give_back(self, record: RecordType, id: str, opinion: str, version: int | None) -> Written:
        return self.act(record, id, Event.RETURN, version, require_words(Event.RETURN, "意见", opinion, "opinion"))

    def publish(self, record: RecordType, id: str, version: int | None) -> Written:
        require_versioned(record, Event.PUBLISH)
        return self.act(record, id, Event.PUBLISH, version)

    def move(self, record: RecordType, row: Stored, event: Event, who: Viewer, opinion: str) -> Written:
        """Take the step of the state table, with all it does to the record."""
        if not row.pending:
            raise wrong_state(record, row.state, event)
        change = self._desk.repository.change(record, row.pending)
        step = self._desk.next_step(record, change, event, who)
        said = Opinion(event, who.account, who.name, second(now()), opinion.strip())
        change = replace(
            change,
            state=step.target,
            opinions=(*change.opinions, said),
            reviewer=_first_reviewer(change.reviewer, event, who),
            updated_at=now(),
        )
        key = self._desk.keeper.writing_key()
        if step.target in IN_FORCE:
            moved, change = self._force.enter(record, row, change, who, key)
        elif step.target is State.DISCARDED:
            moved = self._force.give_up(record, row, change, who, key)
        else:
            moved = follow(row, change, who)
        return self._desk.write(record, event, row, moved, change, key)


def _first_reviewer(known: str, event: Event, who: Viewer) -> str:
    """Who passed the first review; a change that goes back to its maintainer is reviewed anew."""
    if event is Event.REVIEW1:
        return who.account
    return "" if event in (Event.RETURN, Event.WITHDRAW) else known
