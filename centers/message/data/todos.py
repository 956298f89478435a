"""To-do items in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from centers.message.contract.v1 import DONE, OPEN
from centers.message.data.tables import todo
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import area_prefix
from hsaf.data import execute
from hsaf.data.bulk import save_rows

REVIEWED: Final = "review:"
"""How the ``ref`` of a noted review begins; the record's id follows."""

_SHOWN = (todo.c.ref, todo.c.title, todo.c.page, todo.c.created_at, todo.c.done_at, todo.c.done_by)


class TodoRepository:
    def save(self, row: Mapping[str, Any]) -> None:
        save_rows(todo, [row])

    def close(self, ref: str, by: str, at: datetime) -> None:
        which = (todo.c.ref == ref, todo.c.state == OPEN)
        execute(sa.update(todo).where(*which).values(state=DONE, done_at=at, done_by=by))

    def wanted_permissions(self) -> list[str]:
        """Permissions that open items wait for."""
        which = (todo.c.state == OPEN, todo.c.permission != "")
        return list(execute(sa.select(todo.c.permission).where(*which).distinct()).scalars())

    def open_to(self, account: str, permissions: Collection[str], admdvs: str, paging: Paging) -> Page:
        """Of the account, and of the permissions in the region; the oldest first."""
        which = (todo.c.state == OPEN, sa.or_(todo.c.account == account, _shared(permissions, admdvs)))
        return _page(which, todo.c.created_at, paging)

    def done_by(self, account: str, paging: Paging, *, reviews: bool = False) -> Page:
        """The newest first; reviews of records or everything else."""
        noted = todo.c.ref.startswith(REVIEWED)
        which = (todo.c.done_by == account, todo.c.state == DONE, noted if reviews else sa.not_(noted))
        return _page(which, todo.c.done_at.desc(), paging)


def _shared(permissions: Collection[str], admdvs: str) -> sa.ColumnElement[bool]:
    inside = sa.or_(todo.c.admdvs == "", todo.c.admdvs.startswith(area_prefix(admdvs), autoescape=True))
    return sa.and_(todo.c.account == "", todo.c.permission.in_(sorted(permissions)), inside)


def _page(which: tuple[sa.ColumnElement[bool], ...], order: sa.ColumnElement[Any], paging: Paging) -> Page:
    total = execute(sa.select(sa.func.count()).select_from(todo).where(*which)).scalar_one()
    query = sa.select(*_SHOWN).where(*which).order_by(order, todo.c.ref)
    rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
    return Page([dict(row) for row in rows], total, paging)
