"""The log of administration in the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from centers.user.data.orgs import below
from centers.user.data.tables import log
from hsaf.contract.paging import Page, Paging
from hsaf.data import execute


class Asked(NamedTuple):
    """Which rows are wanted; ``paths`` as in :func:`centers.user.data.orgs.below`."""

    kind: str
    target: str
    begin: datetime | None
    end: datetime | None
    paths: Sequence[str] | None


class LogRepository:
    def add(self, row: Mapping[str, Any]) -> None:
        execute(sa.insert(log), [row])

    def page(self, asked: Asked, paging: Paging) -> Page:
        """Newest first."""
        conditions = list(_conditions(asked))
        total = execute(sa.select(sa.func.count()).select_from(log).where(*conditions)).scalar_one()
        columns = [column for column in log.c if column is not log.c.org_path]
        query = sa.select(*columns).where(*conditions).order_by(log.c.at.desc(), log.c.log_id.desc())
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([dict(row) for row in rows], total, paging)


def _conditions(asked: Asked) -> Iterator[sa.ColumnElement[bool]]:
    yield below(log.c.org_path, asked.paths)
    if asked.kind:
        yield log.c.kind == asked.kind
    if asked.target:
        yield log.c.target.startswith(asked.target, autoescape=True)
    if asked.begin is not None:
        yield log.c.at >= asked.begin
    if asked.end is not None:
        yield log.c.at <= asked.end
