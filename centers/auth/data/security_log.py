"""The security log in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from centers.auth.data.tables import security_log
from hsaf.contract.paging import Page, Paging
from hsaf.data import execute


class Asked(NamedTuple):
    """What rows are wanted; ``paths`` limits them to organisations below these, ``None`` is no limit."""

    kind: str
    account: str
    begin: datetime | None
    end: datetime | None
    paths: Sequence[str] | None


class SecurityLogRepository:
    def add(self, row: Mapping[str, Any]) -> None:
        execute(sa.insert(security_log), [row])

    def page(self, asked: Asked, paging: Paging) -> Page:
        """Newest first."""
        conditions = list(_conditions(asked))
        total = execute(sa.select(sa.func.count()).select_from(security_log).where(*conditions)).scalar_one()
        columns = [column for column in security_log.c if column is not security_log.c.org_path]
        query = sa.select(*columns).where(*conditions).order_by(security_log.c.at.desc(), security_log.c.log_id.desc())
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([dict(row) for row in rows], total, paging)


def _conditions(asked: Asked) -> Sequence[sa.ColumnElement[bool]]:
    made: list[sa.ColumnElement[bool]] = []
    if asked.kind:
        made.append(security_log.c.kind == asked.kind)
    if asked.account:
        made.append(security_log.c.account == asked.account)
    if asked.begin is not None:
        made.append(security_log.c.at >= asked.begin)
    if asked.end is not None:
        made.append(security_log.c.at <= asked.end)
    if asked.paths is not None:
        below = [security_log.c.org_path.startswith(path, autoescape=True) for path in asked.paths]
        nobody = [security_log.c.org_path == ""] if any(map(_is_whole, asked.paths)) else []
        made.append(sa.or_(sa.false(), *below, *nobody))
    return made


def _is_whole(path: str) -> bool:
    """Whether this is all of a region: who manages it also sees what was tried with accounts that nobody has."""
    return path.count("/") == 1
