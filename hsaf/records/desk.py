"""What every command does alike: find the row, take a step of the state table, write, tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hsaf.contract.errors import HsafError
from hsaf.records.checking import Checker
from hsaf.records.contract import (
    FOUR_EYES,
    NOT_MAINTAINER,
    NOT_VERSIONED,
    OPINION_MISSING,
    RECORD_CHANGED,
    RECORD_PENDING,
    RECORD_STATE,
    RECORD_UNKNOWN,
    Written,
)
from hsaf.records.drafting import Drafter
from hsaf.records.keeping import Keeper
from hsaf.records.keys import Keys
from hsaf.records.making import new_change
from hsaf.records.model import RecordType
from hsaf.records.nesting import Nesting
from hsaf.records.repository import Repository
from hsaf.records.rules import RecordRules
from hsaf.records.showing import difference, written
from hsaf.records.states import (
    CHANGEABLE,
    EVENT_NAMES,
    STATE_NAMES,
    Event,
    Kind,
    State,
    Transition,
    Who,
    allowed,
    transition,
)
from hsaf.records.stored import Stored, StoredChange, Typed
from hsaf.records.telling import tell
from hsaf.records.viewer import Viewer
from hsaf.spi.ids import Ids


class Desk:
    """The tools of one center's commands."""

    def __init__(
        self, repository: Repository, keeper: Keeper, keys: Keys, checker: Checker, nesting: Nesting, ids: Ids
    ) -> None:
        self.repository = repository
        self.keeper = keeper
        self.keys = keys
        self.checker = checker
        self.nesting = nesting
        self.drafter = Drafter(checker, nesting)
        self.ids = ids

    def require(self, record: RecordType, id: str, who: Viewer, version: int | None) -> Stored:
        """The row as the viewer sees it. Raises ``RECORD_UNKNOWN`` or ``RECORD_CHANGED``."""
        row = self.repository.row(record, id, who)
        if row is None:
            raise RECORD_UNKNOWN(name=record.name)
        if version is not None and version != row.version:
            raise RECORD_CHANGED(name=record.name, seen=version, now=row.version)
        return row

    def rules(self, record: RecordType) -> RecordRules:
        return self.checker.rules(record)

    def require_childless(self, record: RecordType, rows: Iterable[Stored], event: Event) -> None:
        """Raises ``CHILDREN_LEFT``."""
        if record.tree:
            self.nesting.require_childless(record, {row.values[record.key[0]] for row in rows}, event)

    # -- steps ------------------------------------------------------------------------------------

    def first_step(self, record: RecordType, row: Stored, event: Event) -> Transition:
        """Of a new change of a record in force. Raises ``RECORD_PENDING`` or ``RECORD_STATE``."""
        if row.pending:
            raise pending(record, row)
        step = transition(Kind.of(record), State.NONE, event)
        if row.state not in CHANGEABLE or step is None:
            raise wrong_state(record, row.state, event)
        return step

    def next_step(self, record: RecordType, change: StoredChange, event: Event, who: Viewer) -> Transition:
        """Of a change under way. Raises ``RECORD_STATE``, ``NOT_MAINTAINER`` or ``FOUR_EYES``."""
        step = transition(Kind.of(record), change.state, event)
        if step is None:
            raise wrong_state(record, change.state, event)
        if not allowed(step.who, who.account, change.maintainer, change.reviewer):
            if step.who is Who.MAINTAINER:
                raise NOT_MAINTAINER(action=EVENT_NAMES[event], maintainer=change.maintainer_name)
            raise FOUR_EYES(did="维护" if who.account == change.maintainer else "初审")
        return step

    # -- writing ----------------------------------------------------------------------------------

    def change_of(
        self, record: RecordType, row_id: str, who: Viewer, action: str, before: Typed, after: Typed
    ) -> StoredChange:
        return new_change(record, self.ids.new("C"), row_id, who, action, before, after)

    def move_keys(self, record: RecordType, id: str, old: Typed, new: Typed, kept: Sequence[Typed], key: bytes) -> None:
        """Hold the keys of ``new``, then give up all but those of ``kept``; nothing to do while no key field
        differs. Raises ``RECORD_KEY_TAKEN``."""
        fields = {name for names in record.uniques for name in names}
        if any(old[name] != new[name] for name in fields):
            self.keys.take(record, {id: new}, key)
            self.keys.keep_only(record, id, kept, key)

    def replace_row(self, record: RecordType, row: Stored, moved: Stored, key: bytes) -> None:
        """Raises ``RECORD_CHANGED`` when somebody under another lock was faster."""
        _, changed = difference(row.values, moved.values)
        if not self.repository.replace(record, row.version, moved, changed, key):
            raise RECORD_CHANGED(name=record.name, seen=row.version, now=row.version + 1)

    def write(
        self, record: RecordType, event: Event, row: Stored, moved: Stored, change: StoredChange, key: bytes
    ) -> Written:
        """Replace row and change."""
        self.replace_row(record, row, moved, key)
        self.repository.replace_change(record, change)
        tell(record, event, moved, change)
        return written(moved, change)


# -- refusals ---------------------------------------------------------------------------------------


def pending(record: RecordType, row: Stored) -> HsafError:
    return RECORD_PENDING(name=record.name, state=STATE_NAMES[row.pending_state])


def wrong_state(record: RecordType, state: State, event: Event) -> HsafError:
    return RECORD_STATE(name=record.name, state=STATE_NAMES[state], action=EVENT_NAMES[event])


def require_versioned(record: RecordType, event: Event) -> None:
    """Raises ``NOT_VERSIONED``."""
    if not record.versioned:
        raise NOT_VERSIONED(name=record.name, action=EVENT_NAMES[event])


def require_words(event: Event, what: str, text: str, field: str) -> str:
    """The stripped text. Raises ``OPINION_MISSING``."""
    if not text.strip():
        raise OPINION_MISSING(action=EVENT_NAMES[event], what=what, field=field)
    return text.strip()
