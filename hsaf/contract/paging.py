"""Pages of a long list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from hsaf.contract.errors import ErrorCode

PAGE_WRONG = ErrorCode(
    "kernel.page_wrong", 472, "页码须从 1 起，每页须为 1 至 {most} 行：页码 {page_num}，每页 {page_size} 行"
)

MOST_ROWS: Final = 1000
"""Rows of the largest page."""


class Paging(msgspec.Struct, frozen=True):
    """Which page is asked for; pages count from 1."""

    page_num: int
    page_size: int

    @property
    def offset(self) -> int:
        """Rows before the page."""
        return (self.page_num - 1) * self.page_size

    def require_sound(self) -> None:
        """Raises ``PAGE_WRONG``."""
        if self.page_num < 1 or not 1 <= self.page_size <= MOST_ROWS:
            raise PAGE_WRONG(most=MOST_ROWS, page_num=self.page_num, page_size=self.page_size)


class Page(msgspec.Struct, frozen=True):
    """One page of rows, and how many rows there are in all."""

    rows: Sequence[Mapping[str, Any]]
    total: int
    paging: Paging

    @property
    def pages(self) -> int:
        return -(-self.total // self.paging.page_size)
