"""What waits for somebody, from everywhere: steps of applications, reviews of records, items of the message center.

A record under review waits for whoever may do its next step and sees it (never for who made the change, nor at the second
review for who did the first); a returned one for its maintainer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from hsaf.contract.layers import entering
from hsaf.contract.paging import MOST_ROWS, Paging
from hsaf.contract.principal import Principal
from hsaf.data.pipeline import Pipeline
from hsaf.functions import applications
from hsaf.functions.model import Function
from hsaf.functions.noting import ACTIONS, MESSAGES, titled
from hsaf.functions.registry import Registry
from hsaf.records.contract import Change, RecordsContract, ToDo
from hsaf.records.model import RecordType
from hsaf.records.states import STATE_NAMES, State

OPEN, DONE = "open", "done"
TASK, REVIEW, ITEM = "task", "review", "item"
KINDS: Final = (TASK, REVIEW, ITEM)

_STEPS: Final = {"review1": "review1", "review2": "review2", "publish": "approved", "edit": "returned"}
"""Operation that somebody must be permitted, and the step of ``RecordsContract.pending`` that it does."""


class Wanted(NamedTuple):
    """``kind`` of :data:`KINDS` or empty for all; ``page`` a function's code or empty."""

    state: str = OPEN
    kind: str = ""
    page: str = ""


Waiting = tuple[RecordType, Change]


class Batch(NamedTuple):
    """The first rows of one source, and how many it has."""

    kind: str
    rows: Sequence[Mapping[str, Any]]
    total: int


class Todos:
    """``registry`` is asked when needed: it is compiled at the start, after this was made."""

    def __init__(self, registry: Callable[[], Registry], pipeline: Pipeline, contracts: Mapping[str, Any]) -> None:
        self._registry = registry
        self._pipeline = pipeline
        self._contracts = contracts

    def page(self, who: Principal, wanted: Wanted, paging: Paging) -> dict[str, Any]:
        """``rows, total, page, size, counts``; open ones the oldest first, done ones the newest first.

        Rows: ``kind, ref, page, page_name, title, from_name, step, at, done_at``; ``counts`` by kind, whatever kind is
        wanted.
        """
        paging.require_sound()
        with entering("control", "functions"):
            read = self._pipeline.read("functions.todos", lambda: self._page(who, wanted, paging))
        answer: dict[str, Any] = read.result
        return answer

    def _page(self, who: Principal, wanted: Wanted, paging: Paging) -> dict[str, Any]:
        """The first rows of every source, merged; what lies behind the first thousand is reached when those are done."""
        first = Paging(1, min(paging.offset + paging.page_size, MOST_ROWS))
        found = list(self._batches(who, wanted, first))
        shown = [row for batch in found if wanted.kind in ("", batch.kind) for row in batch.rows]
        shown.sort(key=_moment, reverse=wanted.state == DONE)
        counts = {kind: sum(batch.total for batch in found if batch.kind == kind) for kind in KINDS}
        return {
            "rows": [self._named(row) for row in shown[paging.offset : paging.offset + paging.page_size]],
            "total": counts[wanted.kind] if wanted.kind else sum(counts.values()),
            "page": paging.page_num,
            "size": paging.page_size,
            "counts": counts,
        }

    # -- sources ------------------------------------------------------------------------------------

    def _batches(self, who: Principal, wanted: Wanted, first: Paging) -> Iterator[Batch]:
        yield self._tasks(who, wanted, first)
        if wanted.state == OPEN:
            for function, steps in self._reviewed(who):
                if wanted.page in ("", function.full):
                    yield self._reviews(function, steps, first)
        else:
            yield self._reviewed_before(first)
        if not wanted.page:
            yield self._items(wanted, first)

    def _tasks(self, who: Principal, wanted: Wanted, first: Paging) -> Batch:
        workflow = self._contracts.get(applications.CONTRACT)
        if workflow is None:
            return Batch(TASK, [], 0)
        page = workflow.box(first, "done" if wanted.state == DONE else "todo", wanted.page)
        names = {one.full: one.declared.name for one in self._registry().open_to(who)}
        return Batch(TASK, [_task(row, names, wanted.state) for row in page.rows], page.total)

    def _reviewed(self, who: Principal) -> Iterator[tuple[Function, list[str]]]:
        """Functions that show reviewed records, with the steps the person may do there; each record type once."""
        taken: set[tuple[str, str]] = set()
        for function in self._registry().open_to(who):
            record = function.record
            if record is None or not record.reviewed:
                continue
            offered = {one.code for one in function.operations if who.may(one.permission)}
            steps = [step for code, step in _STEPS.items() if code in offered]
            steps = [step for step in steps if (record.full_code, step) not in taken]
            taken |= {(record.full_code, step) for step in steps}
            if steps:
                yield function, steps

    def _reviews(self, function: Function, steps: Sequence[str], first: Paging) -> Batch:
        record = function.record
        assert record is not None
        found: ToDo = self._records(record).pending(record.code, steps, first)
        return Batch(REVIEW, [_review(function, change) for change in found.changes], found.total)

    def _reviewed_before(self, first: Paging) -> Batch:
        message = self._contracts.get(MESSAGES)
        if message is None:
            return Batch(REVIEW, [], 0)
        page = message.reviews(first)
        return Batch(REVIEW, [_item(row, REVIEW) for row in page.rows], page.total)

    def _items(self, wanted: Wanted, first: Paging) -> Batch:
        message = self._contracts.get(MESSAGES)
        if message is None:
            return Batch(ITEM, [], 0)
        page = message.todos(first, wanted.state)
        return Batch(ITEM, [_item(row) for row in page.rows], page.total)

    def _named(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """With its title; the change of a record may leave out what names it."""
        waiting: Waiting | None = row.get("waiting")
        if waiting is None:
            return row
        record, change = waiting
        values: Mapping[str, Any] = change.after
        if any(code not in values for code in record.key):
            values = self._records(record).detail(record.code, change.record_id).row
        rest = {name: value for name, value in row.items() if name != "waiting"}
        return {**rest, "title": titled(record, ACTIONS.get(change.action, "变更"), values)}

    def _records(self, record: RecordType) -> RecordsContract:
        found: RecordsContract = self._contracts[f"{record.center}.records.v1"]
        return found


def _task(row: Mapping[str, Any], names: Mapping[str, str], state: str) -> dict[str, Any]:
    return {
        "kind": TASK,
        "ref": row["id"],
        "page": row["page"],
        "page_name": names.get(row["page"], ""),
        "title": row["title"],
        "from_name": row["applicant_name"],
        "step": row["step_name"],
        "at": _second(row["created_at"]),
        "done_at": _second(row["updated_at"]) if state == DONE else "",
    }


def _review(function: Function, change: Change) -> dict[str, Any]:
    record = function.record
    assert record is not None
    return {
        "kind": REVIEW,
        "ref": change.record_id,
        "page": function.full,
        "page_name": function.declared.name,
        "waiting": (record, change),
        "from_name": change.maintainer_name,
        "step": STATE_NAMES[State(change.state)],
        "at": change.updated_at,
        "done_at": "",
    }


def _item(row: Mapping[str, Any], kind: str = ITEM) -> dict[str, Any]:
    return {
        "kind": kind,
        "ref": row["ref"],
        "page": row["page"],
        "page_name": "",
        "title": row["title"],
        "from_name": "",
        "step": "",
        "at": _second(row["created_at"]),
        "done_at": _second(row["done_at"]),
    }


def _second(at: datetime | None) -> str:
    return at.isoformat(" ", "seconds") if at else ""


def _moment(row: Mapping[str, Any]) -> str:
    return str(row["done_at"] or row["at"])
