"""Definitions of processes in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from centers.workflow.contract.v1 import PUBLISHED, Definition, Step
from centers.workflow.data.tables import definition
from hsaf.data import execute
from hsaf.data.bulk import save_rows


class DefinitionRepository:
    def find(self, process: str, version: int) -> Definition | None:
        row = execute(_one(process, version)).mappings().first()
        return None if row is None else _definition(row)

    def all(self, process: str = "", state: str = "") -> Sequence[Definition]:
        """By process, the newest version first."""
        query = sa.select(definition).order_by(definition.c.process, definition.c.version.desc())
        for column, wanted in ((definition.c.process, process), (definition.c.state, state)):
            query = query.where(column == wanted) if wanted else query
        return [_definition(row) for row in execute(query).mappings()]

    def in_force(self, process: str, day: date) -> Definition | None:
        """Of the published ones the one that began last."""
        ended = sa.or_(definition.c.end_date.is_(None), definition.c.end_date >= day)
        which = (
            definition.c.process == process,
            definition.c.state == PUBLISHED,
            definition.c.begin_date <= day,
            ended,
        )
        order = (definition.c.begin_date.desc(), definition.c.version.desc())
        row = execute(sa.select(definition).where(*which).order_by(*order).limit(1)).mappings().first()
        return None if row is None else _definition(row)

    def last_version(self, process: str) -> int:
        query = sa.select(sa.func.max(definition.c.version)).where(definition.c.process == process)
        return execute(query).scalar() or 0

    def save(self, one: Definition, changed: Mapping[str, Any]) -> None:
        """``changed``: by whom and when."""
        row = msgspec.structs.asdict(one) | {"steps": msgspec.to_builtins(one.steps), **changed}
        save_rows(definition, [row])

    def move(self, process: str, version: int, states: tuple[str, str], changed: Mapping[str, Any]) -> bool:
        """From one state to another; whether it was in the first."""
        old, new = states
        which = (definition.c.process == process, definition.c.version == version, definition.c.state == old)
        return execute(sa.update(definition).where(*which).values(state=new, **changed)).rowcount == 1


def _one(process: str, version: int) -> sa.Select[Any]:
    return sa.select(definition).where(definition.c.process == process, definition.c.version == version)


def _definition(row: sa.RowMapping) -> Definition:
    names = (field.name for field in msgspec.structs.fields(Definition))
    read: dict[str, Any] = {name: row[name] for name in names}
    return Definition(**read | {"steps": tuple(msgspec.convert(row["steps"], list[Step]))})
