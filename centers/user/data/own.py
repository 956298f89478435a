"""What belongs to one account: favourites, settings of pages and the workbench."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from centers.user.data.tables import favourite, setting, workbench
from hsaf.data import execute
from hsaf.data.bulk import save_rows


class OwnRepository:
    def favourites(self, account: str) -> Sequence[sa.Row[Any]]:
        query = sa.select(favourite).where(favourite.c.account == account)
        return execute(query.order_by(favourite.c.sort, favourite.c.page)).all()

    def save_favourite(self, account: str, page: str, title: str, sort: int) -> None:
        save_rows(favourite, [{"account": account, "page": page, "title": title, "sort": sort}])

    def remove_favourite(self, account: str, page: str) -> int:
        """How many were there."""
        which = (favourite.c.account == account, favourite.c.page == page)
        return execute(sa.delete(favourite).where(*which)).rowcount

    def settings(self, account: str) -> dict[str, str]:
        query = sa.select(setting.c.name, setting.c.value).where(setting.c.account == account)
        return {row.name: row.value for row in execute(query)}

    def keep_setting(self, account: str, name: str, value: str) -> None:
        save_rows(setting, [{"account": account, "name": name, "value": value}])

    def workbench(self, account: str) -> Sequence[sa.Row[Any]]:
        query = sa.select(workbench.c.kind, workbench.c.code).where(workbench.c.account == account)
        return execute(query.order_by(workbench.c.sort)).all()

    def arrange(self, account: str, items: Sequence[tuple[str, str]]) -> None:
        """Replace all items."""
        execute(sa.delete(workbench).where(workbench.c.account == account))
        rows = [
            {"account": account, "sort": sort, "kind": kind, "code": code} for sort, (kind, code) in enumerate(items)
        ]
        if rows:
            execute(sa.insert(workbench), rows)
