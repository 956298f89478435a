"""Tasks of reviewers in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from centers.workflow.data.tables import task
from hsaf.data import execute

OPEN: Final = "open"
APPROVED: Final = "approved"
SKIPPED: Final = "skipped"
"""Somebody else of an ``any`` step decided."""
CANCELLED: Final = "cancelled"
"""The application left the step before it was done."""
SUPERSEDED: Final = "superseded"
"""Approved once, and asked for anew after a return."""


class Person(NamedTuple):
    account: str
    name: str


class TaskRepository:
    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        execute(sa.insert(task), list(rows))

    def of(self, instance_id: str) -> Sequence[dict[str, Any]]:
        """Every task, in the order they were opened. Waits for whoever is changing one."""
        query = sa.select(task).where(task.c.instance_id == instance_id)
        rows = execute(query.order_by(task.c.step_no, task.c.opened_at, task.c.task_id).with_for_update()).mappings()
        return [dict(row) for row in rows]

    def seen(self, instance_id: str) -> Sequence[dict[str, Any]]:
        """Like :meth:`of`, for reading only."""
        query = sa.select(task).where(task.c.instance_id == instance_id)
        rows = execute(query.order_by(task.c.step_no, task.c.opened_at, task.c.task_id)).mappings()
        return [dict(row) for row in rows]

    def finish(self, task_id: str, state: str, who: Person, at: datetime) -> bool:
        """Of an open task; whether it still was open."""
        values = {"state": state, "done_at": at, "done_by": who.account, "done_name": who.name}
        return self._change(task.c.state == OPEN, task_id, values)

    def claim(self, task_id: str, *, claimed: bool) -> bool:
        """Whether it was open and not so already."""
        return self._change(sa.and_(task.c.state == OPEN, task.c.claimed != claimed), task_id, {"claimed": claimed})

    def pass_on(self, task_id: str, to: Person, principal: Person) -> bool:
        values = {
            "assignee": to.account,
            "assignee_name": to.name,
            "principal": principal.account,
            "principal_name": principal.name,
            "claimed": False,
        }
        return self._change(task.c.state == OPEN, task_id, values)

    def reopen(self, task_id: str) -> bool:
        values = {"state": OPEN, "done_at": None, "done_by": "", "done_name": ""}
        return self._change(task.c.state == APPROVED, task_id, values)

    def sweep(self, instance_id: str, states: tuple[str, str], steps: Iterable[int]) -> None:
        """Tasks of these steps from one state to another."""
        old, new = states
        which = (task.c.instance_id == instance_id, task.c.state == old, task.c.step_no.in_(list(steps)))
        execute(sa.update(task).where(*which).values(state=new, claimed=False))

    def drop_cancelled(self, instance_id: str, step_no: int) -> None:
        """Tasks that nobody acted on and that are asked for anew."""
        which = (task.c.instance_id == instance_id, task.c.step_no == step_no, task.c.state == CANCELLED)
        execute(sa.delete(task).where(*which))

    def _change(self, condition: sa.ColumnElement[bool], task_id: str, values: Mapping[str, Any]) -> bool:
        return execute(sa.update(task).where(task.c.task_id == task_id, condition).values(values)).rowcount == 1
