"""The report center's contract, made of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from centers.report.contract.v1 import ALL
from centers.report.service.maps import Maps
from centers.report.service.panels import Panels
from centers.report.service.scheduling import Scheduling
from hsaf.contract.files import Stored
from hsaf.contract.paging import Page, Paging
from hsaf.datasets.panel import Panel


class ReportCenter:
    """Fulfils :class:`centers.report.contract.v1.ReportContract`."""

    def __init__(self, panels: Panels, scheduling: Scheduling, maps: Maps) -> None:
        self._panels = panels
        self._scheduling = scheduling
        self._maps = maps

    def register(self, panels: Sequence[Panel]) -> None:
        self._panels.register(panels)

    def choices(self, code: str) -> Sequence[Any] | None:
        return self._scheduling.choices(code)

    def reports(self, paging: Paging) -> Page:
        return self._scheduling.reports(paging)

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
        return self._scheduling.add_report(
            name=name, panel=panel, cycle=cycle, run_time=run_time, run_day=run_day,
            period=period, filters=filters, recipients=recipients,
        )  # fmt: skip

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
        return self._scheduling.change_report(
            report_id, name=name, panel=panel, cycle=cycle, run_time=run_time, run_day=run_day,
            period=period, filters=filters, recipients=recipients,
        )  # fmt: skip

    def pause_report(self, report_id: str) -> None:
        self._scheduling.pause_report(report_id)

    def resume_report(self, report_id: str) -> None:
        self._scheduling.resume_report(report_id)

    def remove_report(self, report_id: str) -> None:
        self._scheduling.remove_report(report_id)

    def run_report(self, report_id: str) -> str:
        return self._scheduling.run_report(report_id)

    def runs(self, paging: Paging, report_id: str = "") -> Page:
        return self._scheduling.runs(paging, report_id)

    def run_file(self, run_id: str) -> Stored:
        return self._scheduling.run_file(run_id)

    def map(self, admdvs: str) -> Mapping[str, Any]:
        return self._maps.map(admdvs)

    def load_map(self, features: Iterable[Mapping[str, Any]]) -> int:
        return self._maps.load_map(features)
