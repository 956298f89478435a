"""Reading and comparing divisions (HB-10.6.1): part of ``base_info.v1``.

Divisions are public: everybody sees all of them. They are kept by records under two reviews (``base_info.division``) of
those whose region they lie in; what is read here are the divisions in force on a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from hsaf.contract.errors import ErrorCode

DIVISION_LIST_WRONG = ErrorCode(
    "base_info.division_list_wrong", 392, "对比名单第 {line} 行有误：{reason}", "每行写：编码 名称，例如 990101 甲城区"
)
DIVISION_USED = ErrorCode(
    "base_info.division_used",
    393,
    "医保区划 {admdvs} 仍有 {users}，不能作废",
    "请先变更或作废它们",
    sort="conflict",
)

Row = Mapping[str, Any]


class DivisionsContract(Protocol):
    def division_rows(self, text: str = "", on: date | None = None) -> Sequence[Row]:
        """Fields of ``Area`` with ``begndate`` and ``enddate`` of divisions on a day (today) whose code begins with or
        whose name contains a text, by code."""
        ...

    def division_children(self, parent: str = "") -> Sequence[Row]:
        """Those right below one, or the topmost, today, with ``has_children``."""
        ...

    def compare_divisions(self, listing: str) -> Sequence[Row]:
        """Rows ``kind`` (``1`` added, ``2`` vanished, ``3`` renamed, ``4`` moved), ``admdvs``, ``ours``, ``theirs`` of
        what differs from a list of lines ``code name``. Raises ``DIVISION_LIST_WRONG``."""
        ...

    def divisions_changed(self, since: date, until: date | None = None) -> Sequence[Row]:
        """The same of what changed from one day to another (today): ``theirs`` was then, ``ours`` is on the later day."""
        ...
