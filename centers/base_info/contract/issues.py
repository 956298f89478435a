"""Contract ``base_info.issues.v1``: code standards issued for use, from the national library (HB-10.11).

A line of the national library (全国代码库) is in the province's catalogs from the day it was enabled for, and in the
files institutions download (13xx) from that day on, not before. Standards that are issued: ``diagnosis``, ``drug``,
``consumable``. Days both count. Writes run under the subject ``base_info.issue:<standard>``, so two of them on one
standard follow each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Protocol

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging

MOST_CODES: Final = 500
"""Codes one order may name; a whole version may be longer."""

NATIONAL_UNKNOWN = ErrorCode(
    "base_info.national_unknown", 319, "全国代码库没有编码 {codes}", "请核对编码，或先更新全国代码库", sort="missing"
)
CODES_MISSING = ErrorCode(
    "base_info.codes_missing", 320, "没有填写要办理的编码", "请填写编码（可多个），或选择全国代码库版本"
)
CODES_MANY = ErrorCode("base_info.codes_many", 321, "一次最多填写 {most} 个编码，现有 {count} 个", "请分批办理")
CODES_IN_USE = ErrorCode(
    "base_info.codes_in_use", 322, "编码 {codes} 在 {day} 已启用或待启用", "请去掉这些编码后重新办理", sort="conflict"
)
CODES_NOT_IN_USE = ErrorCode(
    "base_info.codes_not_in_use",
    323,
    "编码 {codes} 在 {day} 未启用、已停用或另有待生效的启停",
    "请去掉这些编码后重新办理",
    sort="conflict",
)
DAY_PAST = ErrorCode("base_info.day_past", 324, "{label}不能早于今天（{today}）", "已经发生的结算不受启停影响")
ISSUE_UNKNOWN = ErrorCode("base_info.issue_unknown", 325, "没有下发单 {issue_no}", "请刷新列表", sort="missing")
ISSUE_DONE = ErrorCode(
    "base_info.issue_done", 326, "下发单 {issue_no} 已生效或已撤销，不能撤销", "如需停用，请办理停用", sort="conflict"
)
NATIONAL_INCOMPLETE = ErrorCode(
    "base_info.national_incomplete", 327, "全国代码库编码 {code} 的内容不完整：{reason}", "请更新全国代码库后再启用"
)
VERSION_UNKNOWN = ErrorCode(
    "base_info.version_unknown", 328, "全国代码库版本 {ver} 中没有可启用的编码", "请核对版本号", sort="missing"
)
DIAGNOSIS_NOT_ENABLED = ErrorCode(
    "base_info.diagnosis_not_enabled", 329, "诊断代码 {diag_code} 在 {day} 不能使用：{reason}", "请使用在用的诊断代码"
)


class IssuesContract(Protocol):
    """Enabling and stopping codes."""

    def national_page(self, asked: Mapping[str, Any], paging: Paging, standard: str = "") -> Page:
        """Lines ``standard, code, name, ver, state, begndate, enddate`` of the national library; ``asked`` may hold
        ``code`` (its beginning), ``name`` (a part), ``ver``, ``state`` and, without ``standard``, that.

        ``state`` (of issued standards): ``0`` not enabled, ``1`` in use, ``2`` enabled from a later day, ``3`` stopped.
        """
        ...

    def enable(
        self, standard: str, begndate: date, codes: str = "", ver: str = "", reason: str = ""
    ) -> Mapping[str, Any]:
        """Bring lines into use from a day: ``{"issue_no", "line_cnt", "state"}``. ``codes`` are separated by blanks,
        commas or line ends; with ``ver`` every line of that national version that is not in use.

        Raises ``DAY_PAST``, ``CODES_MISSING``, ``CODES_MANY``, ``NATIONAL_UNKNOWN``, ``CODES_IN_USE``,
        ``NATIONAL_INCOMPLETE``, ``VERSION_UNKNOWN``; nothing is enabled when one line is refused.
        """
        ...

    def stop(self, standard: str, codes: str, enddate: date, reason: str) -> Mapping[str, Any]:
        """Take lines out of use after ``enddate``, the last day. Raises ``DAY_PAST``, ``CODES_NOT_IN_USE`` and as
        :meth:`enable`."""
        ...

    def withdraw(self, standard: str, issue_no: str) -> None:
        """Undo an order before its day. Raises ``ISSUE_UNKNOWN``, ``ISSUE_DONE``."""
        ...

    def issue_page(self, standard: str, paging: Paging, asked: Mapping[str, Any]) -> Page:
        """Orders ``issue_no, action, effective_on, state, line_cnt, reason, opter_name, made_at``, newest first."""
        ...

    def issue_lines(self, standard: str, issue_no: str) -> list[Mapping[str, Any]]:
        """``code, name`` of an order. Raises ``ISSUE_UNKNOWN``."""
        ...

    def publish_due(self) -> int:
        """Put lines whose day has come into the download files; how many orders. Runs as a job."""
        ...
