"""Contract of the report center (报表中心), version 1: panels of statistics functions, reports made of them again and
again, and the map they are shown on.

Reports belong to who arranged them: the caller is ``context.current().principal``. Reads run inside ``pipeline.read``,
writes inside ``pipeline.write``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from hsaf.contract.errors import ErrorCode
from hsaf.contract.files import Stored
from hsaf.contract.paging import Page, Paging

REPORT_UNKNOWN = ErrorCode("report.unknown", 890, "没有这份定期报表", "请返回列表刷新后重试", sort="missing")
PANEL_UNKNOWN = ErrorCode("report.panel_unknown", 891, "没有这张图表，或您不能导出它", "请从下拉列表中选择")
PERIOD_WRONG = ErrorCode(
    "report.period_wrong", 892, "“{title}”统计的是当前情况，没有时间范围", "请把统计期间改为“全部”"
)
DAY_WRONG = ErrorCode("report.day_wrong", 893, "{cycle}的日期须为 {first} 至 {last}", "请改正后重新提交")
RECIPIENT_WRONG = ErrorCode("report.recipient_wrong", 894, "不能发给 {account}：{reason}", "请去掉该收件人")
RECIPIENTS_MANY = ErrorCode(
    "report.recipients_many", 895, "一份报表最多发给 {most} 人，现有 {count} 人", "请减少收件人"
)
FILE_MISSING = ErrorCode("report.file_missing", 896, "这次没有生成文件", "请查看失败原因后重新生成", sort="missing")
MAP_MISSING = ErrorCode("report.map_missing", 897, "没有 {admdvs} 的地图", "请改看图表", sort="missing")
OWNER_BARRED = ErrorCode(
    "report.owner_barred", 898, "定制人 {name} 已停用或不再有导出“{title}”的权限", "请由有权限的人重新定制"
)

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
CYCLES: Final = {DAILY: "每天", WEEKLY: "每周", MONTHLY: "每月"}

ALL, YESTERDAY, LAST_WEEK, LAST_MONTH, THIS_MONTH, LAST_YEAR, THIS_YEAR = (
    "all", "yesterday", "last_week", "last_month", "this_month", "last_year", "this_year",
)  # fmt: skip

ACTIVE, PAUSED = "active", "paused"
DONE, FAILED = "done", "failed"

MOST_RECIPIENTS: Final = 50


class ReportContract(Protocol):
    def register(self, panels: Sequence[Any]) -> None:
        """The panels (:class:`hsaf.datasets.panel.Panel`) of a function, so that exports and scheduled reports can
        ask them. The engine does so at the start."""
        ...

    def choices(self, code: str) -> Sequence[Any] | None:
        """``panel``: the panels the caller may export, ``value`` being ``<function>:<panel>``."""
        ...

    # -- scheduled reports --------------------------------------------------------------------------

    def reports(self, paging: Paging) -> Page:
        """Of the caller, the newest first."""
        ...

    def add_report(
        self,
        name: str,
        panel: str,
        cycle: str,
        run_time: str,
        run_day: int | None = None,
        period: str = ALL,
        filters: str = "",
        recipients: str = "",
    ) -> Mapping[str, Any]:
        """``{"report_id"}``. ``filters`` is what the page's query string would be; ``recipients`` are accounts
        separated by blanks or commas, beside the caller, who may see the function and everything the caller sees.

        Raises ``PANEL_UNKNOWN``, ``PERIOD_WRONG``, ``DAY_WRONG``, ``RECIPIENT_WRONG``, ``RECIPIENTS_MANY`` or what the
        panel refuses.
        """
        ...

    def change_report(
        self,
        report_id: str,
        name: str,
        panel: str,
        cycle: str,
        run_time: str,
        run_day: int | None = None,
        period: str = ALL,
        filters: str = "",
        recipients: str = "",
    ) -> Mapping[str, Any]:
        """Raises ``REPORT_UNKNOWN``, also for another's, and like :meth:`add_report`."""
        ...

    def pause_report(self, report_id: str) -> None: ...

    def resume_report(self, report_id: str) -> None: ...

    def remove_report(self, report_id: str) -> None:
        """Its runs stay."""
        ...

    def run_report(self, report_id: str) -> str:
        """Make it now, too; the id of the job."""
        ...

    def runs(self, paging: Paging, report_id: str = "") -> Page:
        """What was made of the caller's reports and of those he got, the newest first."""
        ...

    def run_file(self, run_id: str) -> Stored:
        """Raises ``REPORT_UNKNOWN`` or ``FILE_MISSING``."""
        ...

    # -- the map ------------------------------------------------------------------------------------

    def map(self, admdvs: str) -> Mapping[str, Any]:
        """A GeoJSON ``FeatureCollection`` of the regions right below one, properties ``admdvs`` and ``name``. Raises
        ``MAP_MISSING``."""
        ...

    def load_map(self, features: Iterable[Mapping[str, Any]]) -> int:
        """Keep the outlines of regions: GeoJSON features with the properties ``admdvs``, ``name`` and ``parent``."""
        ...
