"""Content columns and their articles in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from centers.message.data.tables import article, column
from hsaf.contract.paging import Page, Paging
from hsaf.data import execute
from hsaf.data.bulk import save_rows


class ArticleRepository:
    def columns(self) -> list[dict[str, Any]]:
        return [dict(row) for row in execute(sa.select(column).order_by(column.c.sort, column.c.column)).mappings()]

    def has_column(self, code: str) -> bool:
        return execute(sa.select(column.c.column).where(column.c.column == code)).first() is not None

    def save_column(self, row: Mapping[str, Any]) -> None:
        save_rows(column, [row])

    def remove_column(self, code: str) -> None:
        execute(sa.delete(column).where(column.c.column == code))

    def is_filled(self, code: str) -> bool:
        return execute(sa.select(article.c.article_id).where(article.c.column == code).limit(1)).first() is not None

    def page(self, code: str, paging: Paging) -> Page:
        """The newest first; without a code of every column."""
        which = article.c.column == code if code else sa.true()
        total = execute(sa.select(sa.func.count()).select_from(article).where(which)).scalar_one()
        columns = [one for one in article.c if one is not article.c.body]
        query = sa.select(*columns).where(which).order_by(article.c.published_at.desc(), article.c.article_id.desc())
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([dict(row) for row in rows], total, paging)

    def find(self, article_id: str) -> dict[str, Any] | None:
        row = execute(sa.select(article).where(article.c.article_id == article_id)).mappings().first()
        return None if row is None else dict(row)

    def add(self, row: Mapping[str, Any]) -> None:
        execute(sa.insert(article), [row])

    def remove(self, article_id: str) -> None:
        execute(sa.delete(article).where(article.c.article_id == article_id))
