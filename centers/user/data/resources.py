"""Subsystems and their resources in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from centers.user.data.tables import resource, subsystem
from hsaf.data import execute
from hsaf.data.bulk import save_rows


class ResourceRepository:
    def subsystem(self, code: str) -> sa.Row[Any] | None:
        return execute(sa.select(subsystem).where(subsystem.c.subsystem == code)).first()

    def subsystems(self, text: str) -> Sequence[sa.Row[Any]]:
        query = sa.select(subsystem).order_by(subsystem.c.sort, subsystem.c.subsystem)
        if text:
            contains = (column.contains(text, autoescape=True) for column in (subsystem.c.subsystem, subsystem.c.name))
            query = query.where(sa.or_(*contains))
        return execute(query).all()

    def save_subsystems(self, rows: Iterable[Mapping[str, Any]]) -> None:
        save_rows(subsystem, rows)

    def remove_subsystem(self, code: str) -> None:
        execute(sa.delete(subsystem).where(subsystem.c.subsystem == code))

    def find(self, resource_id: str) -> sa.Row[Any] | None:
        return execute(sa.select(resource).where(resource.c.resource_id == resource_id)).first()

    def all(self, code: str = "", kind: str = "", parent_id: str | None = None) -> Sequence[sa.Row[Any]]:
        query = sa.select(resource).order_by(resource.c.subsystem, resource.c.parent_id, resource.c.sort)
        if code:
            query = query.where(resource.c.subsystem == code)
        if kind:
            query = query.where(resource.c.kind == kind)
        if parent_id is not None:
            query = query.where(resource.c.parent_id == parent_id)
        return execute(query).all()

    def siblings(self, code: str, parent_id: str, kind: str) -> Sequence[sa.Row[Any]]:
        """In their order."""
        return self.all(code, kind, parent_id)

    def save(self, rows: Iterable[Mapping[str, Any]]) -> None:
        save_rows(resource, rows)

    def place(self, resource_id: str, sort: int) -> None:
        execute(sa.update(resource).where(resource.c.resource_id == resource_id).values(sort=sort))

    def remove(self, resource_id: str) -> None:
        execute(sa.delete(resource).where(resource.c.resource_id == resource_id))
