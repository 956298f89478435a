"""Favourites (HB-01.4.11) and the workbench (HB-01.3.2) of the caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from centers.user.contract.errors import FAVOURITE_UNKNOWN, FIELD_WRONG
from centers.user.contract.v1 import SETTINGS
from centers.user.data.own import OwnRepository
from centers.user.domain.reach import codes
from centers.user.service.caller import Caller
from centers.user.service.resources import moved
from hsaf.data import current_uow

ITEMS: Final = ("component", "column")
MOST_ITEMS: Final = 30


class Own:
    def __init__(self, repository: OwnRepository, caller: Caller) -> None:
        self._repository = repository
        self._caller = caller

    def favourites(self) -> Sequence[Mapping[str, Any]]:
        return [{"page": row.page, "title": row.title} for row in self._repository.favourites(self._account())]

    def add_favourite(self, page: str, title: str) -> None:
        account = self._account()
        present = self._repository.favourites(account)
        last = max((row.sort for row in present), default=0)
        kept = next((row.sort for row in present if row.page == page), last + 1)
        self._repository.save_favourite(account, page, title, kept)
        current_uow().audit("user.favourite_added", {"page": page})

    def remove_favourite(self, page: str) -> None:
        if not self._repository.remove_favourite(self._account(), page):
            raise FAVOURITE_UNKNOWN(page=page)
        current_uow().audit("user.favourite_removed", {"page": page})

    def move_favourite(self, page: str, up: bool) -> None:
        account = self._account()
        titles = {row.page: row.title for row in self._repository.favourites(account)}
        if page not in titles:
            raise FAVOURITE_UNKNOWN(page=page)
        for sort, one in enumerate(moved(list(titles), page, up=up), start=1):
            self._repository.save_favourite(account, one, titles[one], sort)

    def settings(self) -> Mapping[str, str]:
        return self._repository.settings(self._account())

    def keep_setting(self, name: str, value: str) -> None:
        account = self._account()
        present = self._repository.settings(account)
        if name not in present and len(present) >= SETTINGS:
            raise FIELD_WRONG(label="设置", reason=f"最多 {SETTINGS} 项", field="name")
        self._repository.keep_setting(account, name, value)

    def workbench(self) -> Sequence[Mapping[str, Any]]:
        return [{"kind": row.kind, "code": row.code} for row in self._repository.workbench(self._account())]

    def arrange_workbench(self, items: str) -> None:
        pairs: list[tuple[str, str]] = []
        for one in codes(items):
            kind, _, code = one.partition(":")
            if kind not in ITEMS or not code or len(code) > 100:
                raise FIELD_WRONG(label="组件", reason="写成 component:编码 或 column:编码", field="items")
            pairs.append((kind, code))
        if len(pairs) > MOST_ITEMS:
            raise FIELD_WRONG(label="组件", reason=f"最多 {MOST_ITEMS} 个", field="items")
        self._repository.arrange(self._account(), pairs)
        current_uow().audit("user.workbench_arranged", {"items": [code for _, code in pairs]})

    def _account(self) -> str:
        return self._caller.principal().account
