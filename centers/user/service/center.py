"""The user center's contract, made of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from centers.user.contract.v1 import UserContract
from centers.user.data.log import Asked, LogRepository
from centers.user.domain.logged import worded
from centers.user.service.caller import Caller
from hsaf.contract.paging import Page, Paging


class UserCenter:
    """Implements :class:`centers.user.contract.v1.UserContract`: each operation is that of the one part that has it.

    Raises ``TypeError`` at composition when an operation has no part or two.
    """

    def __init__(self, parts: Sequence[object], log: LogRepository, caller: Caller) -> None:
        self._log = log
        self._caller = caller
        for name in _operations():
            offers = [part for part in parts if name in vars(type(part))]
            if len(offers) != 1:
                raise TypeError(f"operation {name} of the contract is offered by {len(offers)} parts")
            setattr(self, name, getattr(offers[0], name))

    def managed_paths(self) -> Sequence[str]:
        return self._caller.managed_paths() or ()

    def log(
        self,
        paging: Paging,
        kind: str = "",
        target: str = "",
        begin: datetime | None = None,
        end: datetime | None = None,
    ) -> Page:
        paging.require_sound()
        page = self._log.page(Asked(kind, target.strip(), begin, end, self._caller.managed_paths()), paging)
        return Page([{**row, "content": worded(row["detail"])} for row in page.rows], page.total, paging)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def _operations() -> Iterator[str]:
    """Operations of the contract that a part must have."""
    for name in vars(UserContract):
        if not name.startswith("_") and name not in vars(UserCenter):
            yield name
