"""Rows of a file: judged one by one, added in bulk, undone as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from hsaf.records.checking import invalid
from hsaf.records.contract import (
    BATCH_MOVED,
    BATCH_UNKNOWN,
    IMPORT_REFUSED,
    NOT_MAINTAINER,
    Checked,
    Problem,
    Sheet,
    Watch,
    is_unrestricted,
)
from hsaf.records.desk import Desk
from hsaf.records.drafting import starting_values
from hsaf.records.keys import Claim, key_text
from hsaf.records.making import follow, free, new_change, new_record, now
from hsaf.records.model import RecordType
from hsaf.records.scope import is_inside
from hsaf.records.states import IN_FORCE, Event, Kind, State, transition
from hsaf.records.stored import Stored, StoredChange, Typed
from hsaf.records.telling import tell_imported, tell_undone
from hsaf.records.viewer import Viewer, viewer

WATCHED: Final = 500
"""Rows between two words to the watcher."""

_Judged = tuple[int, Typed, list[Problem]]
"""Line, values, and what is wrong with them."""


class Importing:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def check(self, record: RecordType, sheet: Sheet, watch: Watch | None) -> Checked:
        """Problems by line."""
        who = viewer(record)
        bad: dict[int, list[Problem]] = {}
        drafts: dict[int, Typed] = {}
        for count, (line, draft, problems) in enumerate(self._judge(record, who, sheet), start=1):
            drafts[line] = draft
            if problems:
                bad[line] = problems
            if watch and count % WATCHED == 0:
                watch(count)
        good = {line: draft for line, draft in drafts.items() if line not in bad}
        for line, problem in self._doubles(record, good):
            bad.setdefault(line, []).append(problem)
        return Checked(len(drafts), bad)

    def _judge(self, record: RecordType, who: Viewer, sheet: Sheet) -> Iterator[_Judged]:
        judged = self._judge_alone(record, who, sheet)
        return self._place(record, list(judged)) if record.tree else judged

    def _judge_alone(self, record: RecordType, who: Viewer, sheet: Sheet) -> Iterator[_Judged]:
        base, choices = starting_values(record, who), self._desk.drafter.choices(record)
        for line, raw in sheet.rows:
            given = {code: text for code, text in raw.items() if text != ""}
            draft, problems = self._desk.drafter.one_of_many(record, given, base, choices)
            yield line, draft, problems or list(_outside(record, who, draft))

    def _place(self, record: RecordType, judged: list[_Judged]) -> Iterator[_Judged]:
        """A row may lie below another good one of the file."""
        while True:
            good = {draft[record.key[0]]: draft[record.tree] for _, draft, problems in judged if not problems}
            placed = [
                (line, draft, problems or self._desk.drafter.misplaced(record, draft, good))
                for line, draft, problems in judged
            ]
            if placed == judged:
                return iter(judged)
            judged = placed

    def _doubles(self, record: RecordType, drafts: Mapping[int, Typed]) -> Iterator[tuple[int, Problem]]:
        """Good rows whose keys another row of the file or a stored record has."""
        key = self._desk.keeper.reading_key() or b"unstored"  # without a stored key nothing is held yet
        claims = {line: self._desk.keys.claims(record, draft, key) for line, draft in drafts.items()}
        held = self._desk.keys.holders(record, (claim for mine in claims.values() for claim in mine))
        first: dict[Claim, int] = {}
        for line, mine in claims.items():
            for claim in mine:
                reason = "已有记录使用" if claim in held else ""
                if claim in first:
                    reason = f"与第 {first[claim]} 行重复"
                first.setdefault(claim, line)
                if reason:
                    yield line, _double(record, claim, drafts[line], reason)

    def add(self, record: RecordType, batch: str, sheet: Sheet, *, submit: bool) -> int:
        """Add checked rows. Raises ``IMPORT_REFUSED`` when some are bad after all, ``RECORD_KEY_TAKEN`` when a key
        was taken meanwhile."""
        who, desk = viewer(record), self._desk
        judged = list(self._judge(record, who, sheet))
        bad = sum(1 for _, _, problems in judged if problems)
        if bad:
            raise IMPORT_REFUSED(total=len(judged), bad=bad)
        key = desk.keeper.writing_key()
        made = [self._new(record, who, draft, batch, submit=submit) for _, draft, _ in judged]
        desk.keys.take(record, {row.id: row.values for row, _ in made}, key)
        desk.repository.insert(record, [row for row, _ in made], key)
        desk.repository.insert_changes(record, [change for _, change in made])
        for row, _ in made:
            if row.state in IN_FORCE:
                desk.rules(record).on_effective(row.id, row.values, None)
        tell_imported(record, batch, (row for row, _ in made))
        return len(made)

    def _new(
        self, record: RecordType, who: Viewer, draft: Typed, batch: str, *, submit: bool
    ) -> tuple[Stored, StoredChange]:
        ids = self._desk.ids
        change = new_change(record, ids.new("C"), ids.new("R"), who, "import", {}, draft, batch)
        row, change = new_record(record, change, who)
        step = transition(Kind.of(record), change.state, Event.SUBMIT)
        if submit and step is not None:
            change = replace(change, state=step.target)
            row = replace(follow(row, change, who), version=row.version)
        return row, change

    def install(self, record: RecordType, batch: str, sheet: Sheet) -> int:
        """Add rows in force at once. Raises ``RECORD_INVALID`` for the first bad one."""
        assert is_unrestricted()
        who, desk, made = viewer(record), self._desk, []
        desk.rules(record).queue()
        for line, draft, problems in self._judge(record, who, sheet):
            if problems:
                raise invalid(record, [replace(one, label=f"第 {line} 行 {one.label}") for one in problems])
            made.append(self._new_in_force(record, who, draft, batch))
        key = desk.keeper.writing_key()
        desk.keys.take(record, {row.id: row.values for row, _ in made}, key)
        desk.repository.insert(record, [row for row, _ in made], key)
        desk.repository.insert_changes(record, [change for _, change in made])
        for row, _ in made:
            desk.rules(record).on_effective(row.id, row.values, None)
        tell_imported(record, batch, (row for row, _ in made))
        return len(made)

    def _new_in_force(self, record: RecordType, who: Viewer, draft: Typed, batch: str) -> tuple[Stored, StoredChange]:
        row, change = self._new(record, who, draft, batch, submit=False)
        target = State.PUBLISHED if record.versioned else State.EFFECTIVE
        change = replace(change, state=target, version_no=1)
        return replace(free(row, who), state=target, version=row.version, version_no=1), change

    def undo(self, record: RecordType, batch: str) -> int:
        who, repository = viewer(record), self._desk.repository
        count, maintainer, name = repository.batch(record, batch)
        rows = repository.untouched(record, batch, who) if count else []
        if not rows:
            raise BATCH_UNKNOWN(batch=batch)
        if who.principal is not None and who.account != maintainer:
            raise NOT_MAINTAINER(action="撤销导入", maintainer=name)
        voided = repository.void_rows(record, rows, replace(free(rows[0], who), state=State.VOID))
        if voided != count:
            raise BATCH_MOVED(batch=batch, moved=count - voided)
        self._desk.require_childless(record, rows, Event.VOID)
        self._desk.keys.release(record, (row.id for row in rows))
        repository.close_batch(record, batch, now())
        for row in rows:
            if row.state in IN_FORCE:
                self._desk.rules(record).on_void(row.id, row.values)
        tell_undone(record, batch, voided)
        return voided


def _outside(record: RecordType, who: Viewer, draft: Typed) -> Iterator[Problem]:
    if not is_inside(record, who, draft):
        yield Problem(record.scope, record.by_code[record.scope].label, "不在您的数据范围内")


def _double(record: RecordType, claim: Claim, draft: Typed, reason: str) -> Problem:
    names = record.uniques[claim.rule]
    labels = "、".join(record.by_code[name].label for name in names)
    return Problem(names[0], labels, f"“{key_text(record, names, draft)}”{reason}")
