"""Arranging reports: what, about which days, when, for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from centers.report.contract.v1 import (
    ACTIVE,
    ALL,
    FILE_MISSING,
    PANEL_UNKNOWN,
    PAUSED,
    PERIOD_WRONG,
    REPORT_UNKNOWN,
)
from centers.report.data.reports import ReportRepository
from centers.report.domain.period import due
from centers.report.service.panels import Panels
from centers.report.service.recipients import Recipients
from hsaf.contract import context
from hsaf.contract.files import Stored
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import Principal
from hsaf.data import current_uow
from hsaf.datasets.asking import conditions
from hsaf.datasets.panel import Panel
from hsaf.jobs.queue import Queue
from hsaf.jobs.schedules import Planned, Schedules
from hsaf.records.contract import NO_PRINCIPAL, Choice
from hsaf.spi.ids import Ids

JOB: Final = "report.scheduled"
WITHIN: Final = "within."


def schedule_of(report_id: str) -> str:
    return f"report.{report_id}"


def parted(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Filters and what is drilled into, of a page's query string."""
    said = dict(parse_qsl(text.strip().lstrip("?"), keep_blank_values=True))
    within = {name.removeprefix(WITHIN): value for name, value in said.items() if name.startswith(WITHIN)}
    return {name: value for name, value in said.items() if not name.startswith(WITHIN)}, within


def exports(panel: Panel) -> str:
    """The permission to take a panel's figures away."""
    return f"{panel.function}.export"


class Scheduling:
    def __init__(
        self,
        panels: Panels,
        reports: ReportRepository,
        recipients: Recipients,
        schedules: Schedules,
        queue: Queue,
        ids: Ids,
    ) -> None:
        self._panels = panels
        self._reports = reports
        self._recipients = recipients
        self._schedules = schedules
        self._queue = queue
        self._ids = ids

    def choices(self, code: str) -> Sequence[Choice] | None:
        if code != "panel":
            return None
        who = _principal()
        return [
            Choice(one.key, f"{one.function_name}：{one.title}") for one in self._panels.all() if who.may(exports(one))
        ]

    def reports(self, paging: Paging) -> Page:
        paging.require_sound()
        page = self._reports.page(_principal().account, paging)
        return Page([self._shown(row) for row in page.rows], page.total, paging)

    def add_report(self, **said: Any) -> Mapping[str, Any]:
        who, report_id = _principal(), self._ids.new("RP")
        values, at = self._checked(said, who)
        fixed = {
            "report_id": report_id,
            "owner": who.account,
            "owner_name": who.name,
            "state": ACTIVE,
            "created_at": _now(),
            "next_at": self._plan(report_id, at),
            "last_at": None,
            "last_state": "",
        }
        self._reports.add({**values, **fixed})
        self._note("added", report_id, panel=values["panel"], recipients=values["recipients"])
        return {"report_id": report_id}

    def change_report(self, report_id: str, **said: Any) -> Mapping[str, Any]:
        row = self._own(report_id)
        values, at = self._checked(said, _principal())
        next_at = self._plan(report_id, at) if row["state"] == ACTIVE else None
        self._reports.change(report_id, {**values, "next_at": next_at})
        self._note("changed", report_id, panel=values["panel"], recipients=values["recipients"])
        return {"report_id": report_id}

    def pause_report(self, report_id: str) -> None:
        self._own(report_id)
        self._schedules.drop(schedule_of(report_id))
        self._reports.change(report_id, {"state": PAUSED, "next_at": None})
        self._note("paused", report_id)

    def resume_report(self, report_id: str) -> None:
        row = self._own(report_id)
        at, _ = due(row["cycle"], row["run_day"], row["run_time"])
        self._reports.change(report_id, {"state": ACTIVE, "next_at": self._plan(report_id, at)})
        self._note("resumed", report_id)

    def remove_report(self, report_id: str) -> None:
        self._own(report_id)
        self._schedules.drop(schedule_of(report_id))
        self._reports.remove(report_id)
        self._note("removed", report_id)

    def run_report(self, report_id: str) -> str:
        self._own(report_id)
        return self._queue.submit(JOB, {"report_id": report_id})

    def runs(self, paging: Paging, report_id: str = "") -> Page:
        paging.require_sound()
        return self._reports.runs(_principal().account, report_id, paging)

    def run_file(self, run_id: str) -> Stored:
        row = self._reports.run_of(_principal().account, run_id)
        if row is None:
            raise REPORT_UNKNOWN()
        if not row["file"]:
            raise FILE_MISSING()
        return Stored(row["file"], row["file_name"])

    # -- inside -------------------------------------------------------------------------------------

    def _own(self, report_id: str) -> Mapping[str, Any]:
        """Raises ``REPORT_UNKNOWN``, also for another's."""
        row = self._reports.find(report_id)
        if row is None or row["owner"] != _principal().account:
            raise REPORT_UNKNOWN()
        return row

    def _checked(self, said: Mapping[str, Any], who: Principal) -> tuple[dict[str, Any], str]:
        """Columns of a report, and its schedule's text."""
        panel = self._panels.of_key(said["panel"])
        if panel is None or not who.may(exports(panel)):
            raise PANEL_UNKNOWN(field="panel")
        if said["period"] not in ("", ALL) and not panel.dataset.time:
            raise PERIOD_WRONG(title=panel.title, field="period")
        filters, within = parted(said["filters"])
        conditions(panel.dataset, panel.asked(filters, within))
        at, run_day = due(said["cycle"], said["run_day"], said["run_time"])
        recipients = self._recipients.read(said["recipients"], who, panel.function)
        kept = {name: said[name] for name in ("name", "panel", "filters", "cycle", "run_time")}
        return {**kept, "period": said["period"] or ALL, "run_day": run_day, "recipients": recipients}, at

    def _plan(self, report_id: str, at: str) -> datetime:
        return self._schedules.put(
            Planned(name=schedule_of(report_id), kind=JOB, at=at, parameters={"report_id": report_id})
        )

    def _shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        panel = self._panels.of_key(row["panel"])
        title = f"{panel.function_name}：{panel.title}" if panel is not None else row["panel"]
        return {**row, "panel_name": title, "recipients": ", ".join(row["recipients"])}

    def _note(self, event: str, report_id: str, **facts: Any) -> None:
        current_uow().audit(f"report.{event}", {"report_id": report_id, **facts})


def _principal() -> Principal:
    who = context.current().principal
    if who is None:
        raise NO_PRINCIPAL(name="定期报表")
    return who


def _now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)
