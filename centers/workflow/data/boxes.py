"""The lists of instances somebody sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from centers.workflow.contract.v1 import DONE, EVERY, MINE, RUNNING
from centers.workflow.data.tables import instance, task
from centers.workflow.data.tasks import OPEN
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import area_prefix
from hsaf.data import execute


class Stands(NamedTuple):
    """In whose name the caller may act: accounts by process, ``""`` for every process."""

    account: str
    principals: Sequence[tuple[str, str]] = ()

    @property
    def accounts(self) -> list[str]:
        return [self.account, *(account for account, _ in self.principals)]


class Asked(NamedTuple):
    box: str
    business: str = ""
    state: str = ""
    text: str = ""
    admdvs: str = ""


_SHOWN = tuple(column for column in instance.c if column.name not in ("payload", "org_path", "reminded_at"))


class BoxRepository:
    def page(self, asked: Asked, stands: Stands, paging: Paging) -> Page:
        which = [_of_box(asked, stands), *_narrowed(asked)]
        total = execute(sa.select(sa.func.count()).select_from(instance).where(*which)).scalar_one()
        order = (
            (instance.c.updated_at, instance.c.instance_id)
            if asked.box not in (DONE, MINE, EVERY)
            else (instance.c.updated_at.desc(), instance.c.instance_id.desc())
        )
        query = sa.select(*_SHOWN).where(*which).order_by(*order)
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([dict(row) for row in rows], total, paging)

    def todo_count(self, stands: Stands) -> int:
        waiting = _of_box(Asked("todo"), stands)
        return int(execute(sa.select(sa.func.count()).select_from(instance).where(waiting)).scalar_one())

    def claims(self, instance_ids: Sequence[str]) -> dict[str, str]:
        """Names of who claimed, by instance."""
        which = (task.c.instance_id.in_(list(instance_ids)), task.c.state == OPEN, task.c.claimed)
        return {row.instance_id: row.assignee_name for row in execute(sa.select(task).where(*which))}


def _of_box(asked: Asked, stands: Stands) -> sa.ColumnElement[bool]:
    if asked.box == MINE:
        return instance.c.applicant == stands.account
    if asked.box == EVERY:
        return instance.c.admdvs.startswith(area_prefix(asked.admdvs), autoescape=True)
    if asked.box == DONE:
        return instance.c.instance_id.in_(sa.select(task.c.instance_id).where(task.c.done_by == stands.account))
    running = instance.c.state == RUNNING
    return sa.and_(running, instance.c.instance_id.in_(_open_to(stands)), sa.not_(_taken(stands)))


def _open_to(stands: Stands) -> sa.Select[Any]:
    """Instances with a task of the account, or of one it stands in for unless the application is its own."""
    query = sa.select(task.c.instance_id).where(task.c.assignee.in_(stands.accounts), task.c.state == OPEN)
    if not stands.principals:
        return query
    theirs = instance.alias()
    mine = [task.c.assignee == stands.account]
    for account, process in stands.principals:
        which = [task.c.assignee == account, theirs.c.applicant != stands.account]
        mine.append(sa.and_(*which, *([task.c.process == process] if process else [])))
    return query.join(theirs, theirs.c.instance_id == task.c.instance_id).where(sa.or_(*mine))


def _taken(stands: Stands) -> sa.ColumnElement[bool]:
    """Claimed by somebody else."""
    other = task.alias()
    return sa.exists().where(
        other.c.instance_id == instance.c.instance_id,
        other.c.state == OPEN,
        other.c.claimed,
        other.c.assignee.not_in(stands.accounts),
    )


def _narrowed(asked: Asked) -> list[sa.ColumnElement[bool]]:
    which: list[sa.ColumnElement[bool]] = []
    if asked.business:
        which.append(instance.c.business == asked.business)
    if asked.state:
        which.append(instance.c.state == asked.state)
    if asked.text:
        which.append(instance.c.title.contains(asked.text, autoescape=True))
    return which


def as_row(row: dict[str, Any]) -> dict[str, Any]:
    """An instance without what only its detail shows."""
    shown = {column.name for column in _SHOWN}
    return {name: value for name, value in row.items() if name in shown}
