"""Content columns (CMS 栏目) that a workbench may show, and what is published in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from centers.message.contract.v1 import ARTICLE_UNKNOWN, COLUMN_IN_USE, COLUMN_UNKNOWN
from centers.message.data.articles import ArticleRepository
from centers.message.service.caller import now
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

LAST_PLACE: Final = 1_000_000
"""Places of columns that every database can keep."""


class Articles:
    def __init__(self, repository: ArticleRepository, ids: Ids) -> None:
        self._repository = repository
        self._ids = ids

    def columns(self) -> Sequence[Mapping[str, Any]]:
        return self._repository.columns()

    def save_column(self, column: str, name: str, sort: int | None = None) -> None:
        self._repository.save_column(
            {"column": column, "name": name, "sort": max(-LAST_PLACE, min(sort or 0, LAST_PLACE))}
        )
        current_uow().audit("message.column_saved", {"column": column})

    def remove_column(self, column: str) -> None:
        self._require_column(column)
        if self._repository.is_filled(column):
            raise COLUMN_IN_USE(column=column)
        self._repository.remove_column(column)
        current_uow().audit("message.column_removed", {"column": column})

    def articles(self, paging: Paging, column: str = "") -> Page:
        paging.require_sound()
        return self._repository.page(column, paging)

    def article(self, article_id: str) -> Mapping[str, Any]:
        found = self._repository.find(article_id)
        if found is None:
            raise ARTICLE_UNKNOWN()
        return found

    def publish_article(self, column: str, title: str, body: str) -> None:
        self._require_column(column)
        row = {
            "article_id": self._ids.new("AR"),
            "column": column,
            "title": title,
            "body": body,
            "publisher": context.current().actor,
            "published_at": now(),
        }
        self._repository.add(row)
        current_uow().audit("message.article_published", {"article_id": row["article_id"], "column": column})

    def withdraw_article(self, article_id: str) -> None:
        self.article(article_id)
        self._repository.remove(article_id)
        current_uow().audit("message.article_withdrawn", {"article_id": article_id})

    def _require_column(self, column: str) -> None:
        if not self._repository.has_column(column):
            raise COLUMN_UNKNOWN(column=column, field="column")
