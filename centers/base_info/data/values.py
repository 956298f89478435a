"""Dictionary values: the nation's with what the province says of them, and the province's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from centers.base_info.data.dictionary_tables import local_value
from centers.base_info.data.tables import dictionary
from hsaf.contract.paging import Paging
from hsaf.data import execute
from hsaf.data.bulk import save_rows

Row = Mapping[str, Any]

NATIONAL, LOCAL = "1", "2"
"""``origin`` of a value."""


class ValueRepository:
    def page(self, asked: Row, paging: Paging) -> tuple[list[Row], int]:
        every = _every()
        wanted = [every.c[name] == asked[name] for name in ("type", "value", "origin", "state") if asked.get(name)]
        if asked.get("label"):
            wanted.append(every.c.label.icontains(asked["label"], autoescape=True))
        query = sa.select(every).where(*wanted)
        total = execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
        ordered = query.order_by(every.c.type, every.c.sort, every.c.value)
        rows = execute(ordered.limit(paging.page_size).offset(paging.offset)).mappings()
        return [dict(row) for row in rows], int(total)

    def of(self, type: str) -> dict[str, Row]:
        """Every value of a dictionary."""
        every = _every()
        return {row["value"]: dict(row) for row in execute(sa.select(every).where(every.c.type == type)).mappings()}

    def save(self, row: Row) -> None:
        save_rows(local_value, [row])


def _every() -> sa.Subquery:
    """National values beside local ones; a value that is both is the nation's."""
    own, nation = local_value.c, dictionary.c
    both = sa.and_(own.type == nation.type, own.value == nation.value)
    changed = [sa.func.coalesce(own[name], "").label(name) for name in ("reason", "opter")]
    national = sa.select(
        nation.type,
        nation.value,
        nation.label,
        nation.sort,
        nation.parent_value,
        sa.literal(NATIONAL).label("origin"),
        sa.case((own.disabled.is_(True), "0"), else_="1").label("state"),
        *changed,
        own.updt_time,
    ).select_from(dictionary.outerjoin(local_value, both))
    known = sa.exists().where(both)
    local = sa.select(
        own.type,
        own.value,
        own.label,
        own.sort,
        own.parent_value,
        sa.literal(LOCAL).label("origin"),
        sa.case((own.disabled.is_(True), "0"), else_="1").label("state"),
        own.reason,
        own.opter,
        own.updt_time,
    ).where(own.added.is_(True), ~known)
    return sa.union_all(national, local).subquery()
