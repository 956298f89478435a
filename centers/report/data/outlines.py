"""Outlines of regions in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from centers.report.data.tables import outline
from hsaf.data import execute
from hsaf.data.bulk import save_rows


class OutlineRepository:
    def below(self, admdvs: str) -> list[dict[str, Any]]:
        """``admdvs, name, geometry`` of the regions right below one."""
        query = sa.select(outline.c.admdvs, outline.c.name, outline.c.geometry).where(outline.c.parent == admdvs)
        rows = execute(query.order_by(outline.c.admdvs)).mappings()
        return [{str(name): value for name, value in row.items()} for row in rows]

    def save(self, rows: Iterable[Mapping[str, Any]]) -> None:
        save_rows(outline, rows)
