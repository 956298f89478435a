"""Published versions of the maternity allowance: written once, read when somebody declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from centers.policy.data.tables import allowance
from hsaf.data import execute


class StoredAllowance(NamedTuple):
    version_id: str
    digest: str
    document: Mapping[str, str]
    parameters: Sequence[Mapping[str, str]]


class AllowanceVersions:
    def add(self, stored: StoredAllowance, begndate: date, enddate: date, at: datetime, by: str) -> None:
        number = execute(sa.select(sa.func.coalesce(sa.func.max(allowance.c.published_no), 0))).scalar_one() + 1
        row: dict[str, Any] = {**stored._asdict(), "parameters": list(stored.parameters)}
        days = {"begndate": begndate, "enddate": enddate}
        execute(allowance.insert(), {**row, **days, "published_no": number, "published_at": at, "published_by": by})

    def named(self, version_id: str) -> StoredAllowance | None:
        return self._first(allowance.c.version_id == version_id)

    def on(self, day: date) -> StoredAllowance | None:
        """The one published last of those that cover a day."""
        return self._first(allowance.c.begndate <= day, allowance.c.enddate >= day)

    def _first(self, *which: sa.ColumnElement[bool]) -> StoredAllowance | None:
        columns = (allowance.c[name] for name in StoredAllowance._fields)
        query = sa.select(*columns).where(*which).order_by(allowance.c.published_no.desc()).limit(1)
        row = execute(query).first()
        return None if row is None else StoredAllowance(*tuple(row))
