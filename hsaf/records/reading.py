"""Reading records: pages, details, histories, what waits for somebody, exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from hsaf.contract.paging import Paging
from hsaf.records.asking import Query, compile_query, require_reachable
from hsaf.records.checking import Checker, Choices
from hsaf.records.contract import COUNTED, RECORD_UNKNOWN, Asked, Change, Detail, Found, Row, ToDo
from hsaf.records.keeping import Keeper
from hsaf.records.model import FieldType, RecordType
from hsaf.records.nesting import Nesting
from hsaf.records.repository import Repository
from hsaf.records.schema import RecordTables
from hsaf.records.scope import Condition
from hsaf.records.showing import show, show_change
from hsaf.records.states import STATE_NAMES, State
from hsaf.records.stored import Stored
from hsaf.records.viewer import Viewer, reader, viewer

FLAG_NAMES: Final = {True: "是", False: "否"}


class Reading:
    def __init__(
        self, repository: Repository, tables: RecordTables, keeper: Keeper, checker: Checker, nesting: Nesting
    ) -> None:
        self._repository = repository
        self._tables = tables
        self._keeper = keeper
        self._checker = checker
        self._nesting = nesting

    def query(self, record: RecordType, asked: Asked) -> Found:
        """Two statements: the page, and a count that stops at ``COUNTED``."""
        who = reader(record)
        paging = require_reachable(asked)
        query = self._compiled(record, who, asked)
        rows = [show(record, who, row) for row in self._repository.page(record, who, query, paging)]
        total = self._repository.count(record, who, query)
        return Found(rows, min(total, COUNTED), asked.page, asked.size, more=total > COUNTED)

    def count(self, record: RecordType, asked: Asked) -> int:
        who = reader(record)
        return self._repository.count(record, who, self._compiled(record, who, asked), most=None)

    def detail(self, record: RecordType, id: str) -> Detail:
        who = reader(record)
        row = self._require(record, id, who)
        change = self._repository.change(record, row.pending) if row.pending else None
        return Detail(show(record, who, row), show_change(record, who, change) if change else None)

    def children(self, record: RecordType, parent: str) -> list[Row]:
        who = reader(record)
        below = self._nesting.below(record, who, parent)
        rows = {row.id: show(record, who, row) for row in self._repository.rows(record, below, who)}
        return [{**rows[id], "has_children": more} for id, more in below.items() if id in rows]

    def history(self, record: RecordType, id: str) -> list[Change]:
        who = reader(record)
        self._require(record, id, who)
        return [show_change(record, who, change) for change in self._repository.history(record, id)]

    def pending(self, record: RecordType, steps: Sequence[str], paging: Paging) -> ToDo:
        who = viewer(record)
        paging.require_sound()
        waits = _waits_for(self._tables.change, who)
        wanted = [waits[step] for step in steps if step in waits]
        if not wanted:
            return ToDo([], 0)
        changes, total = self._repository.waiting(record, who, sa.or_(*wanted), paging)
        return ToDo([show_change(record, who, change) for change in changes], total)

    def export(self, record: RecordType, asked: Asked) -> Iterator[Row]:
        """The statement runs when this is called; rows are fetched as they are taken."""
        who = reader(record)
        rows = self._repository.stream(record, who, self._compiled(record, who, asked))
        choices = self._checker.choices(record)
        return (_labelled(record, choices, show(record, who, row)) for row in rows)

    def _compiled(self, record: RecordType, who: Viewer, asked: Asked) -> Query:
        return compile_query(record, self._tables.rows[record.code], who, asked, self._keeper.found_by)

    def _require(self, record: RecordType, id: str, who: Viewer) -> Stored:
        row = self._repository.row(record, id, who)
        if row is None:
            raise RECORD_UNKNOWN(name=record.name)
        return row


def _waits_for(change: sa.Table, who: Viewer) -> Mapping[str, Condition]:
    """Step to the changes that wait for this viewer in it, by the four-eyes rule."""
    other = change.c.maintainer != who.account
    return {
        "review1": sa.and_(change.c.state == State.REVIEW1, other),
        "review2": sa.and_(change.c.state == State.REVIEW2, other, change.c.reviewer != who.account),
        "approved": change.c.state == State.APPROVED,
        "returned": sa.and_(change.c.state == State.RETURNED, change.c.maintainer == who.account),
    }


def _labelled(record: RecordType, choices: Choices, row: Row) -> dict[str, Any]:
    """Labels in place of codes."""
    labelled = dict(row) | {"state": STATE_NAMES[State(row["state"])]}
    for field in record.fields:
        value = labelled[field.code]
        if field.type is FieldType.DICT:
            labelled[field.code] = choices.label(field, value)
        elif field.type is FieldType.FLAG:
            labelled[field.code] = FLAG_NAMES[value]
    return labelled
