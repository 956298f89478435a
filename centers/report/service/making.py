"""The job ``report.scheduled``: makes a report as its owner may today, keeps it and tells who gets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from centers.message.contract.v1 import MessageContract
from centers.report.contract.v1 import DONE, FAILED, OWNER_BARRED, PANEL_UNKNOWN
from centers.report.data.reports import ReportRepository
from centers.report.domain.period import days_of
from centers.report.service.exporting import Exporting
from centers.report.service.panels import Panels
from centers.report.service.recipients import Recipients
from centers.report.service.scheduling import exports, parted, schedule_of
from centers.user.contract.v1 import UserContract
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.contract.principal import Principal
from hsaf.data.pipeline import Pipeline, RequestKey
from hsaf.datasets.export import ExportOrder
from hsaf.datasets.panel import Panel
from hsaf.functions.model import QUERY
from hsaf.jobs import JobRun
from hsaf.jobs.schedules import DUE, Schedules
from hsaf.records.acting import Orderer
from hsaf.records.transfer import Exported

PAGE = "unified_portal.report_run"
"""Where a message about a report leads."""

Row = Mapping[str, Any]


class Made(msgspec.Struct, frozen=True):
    """What became of one run: the file, or why there is none; and who is told."""

    days: str
    accounts: Sequence[str]
    file: Exported | None = None
    error: str = ""


class Making:
    def __init__(
        self,
        panels: Panels,
        reports: ReportRepository,
        recipients: Recipients,
        exporting: Exporting,
        schedules: Schedules,
        user: UserContract,
        message: MessageContract | None,
        pipeline: Pipeline,
    ) -> None:
        self._panels = panels
        self._reports = reports
        self._recipients = recipients
        self._exporting = exporting
        self._schedules = schedules
        self._user = user
        self._message = message
        self._pipeline = pipeline

    def run(self, run: JobRun) -> dict[str, Any]:
        """Cut off, it makes the file again; the run is kept and told of once, under the job's id."""
        report_id = run.parameters["report_id"]
        row = run.read(lambda: self._reports.find(report_id))
        if row is None:
            return {}
        made = self._made(run, row)
        self._pipeline.write(
            run.kind,
            lambda: self._keep(run.job_id, row, made),
            subject=f"report:{report_id}",
            key=RequestKey("report.run", run.job_id, run.job_id),
            encode=lambda _: b"{}",
        )
        built: dict[str, Any] = msgspec.to_builtins(made.file) if made.file else {"error": made.error}
        return built

    def _made(self, run: JobRun, row: Row) -> Made:
        today = _today(run.parameters)
        days = days_of(row["period"], today)
        told = " 至 ".join(f"{one}" for one in days) if days else ""
        try:
            panel, owner = run.read(lambda: self._owner(row))
            file = self._exporting.made(run, _order(panel, owner, row, days))
            others = run.read(lambda: list(self._recipients.still(row["recipients"], owner, panel.function)))
        except HsafError as refusal:
            return Made(told, [row["owner"]], error=refusal.message)
        return Made(told, [row["owner"], *others], file)

    def _owner(self, row: Row) -> tuple[Panel, Principal]:
        """Raises ``PANEL_UNKNOWN`` or ``OWNER_BARRED``: what counts is what the owner may do now."""
        panel, owner = self._panels.of_key(row["panel"]), self._user.principal(row["owner"])
        if panel is None:
            raise PANEL_UNKNOWN()
        if owner is None or not owner.may(exports(panel)):
            raise OWNER_BARRED(name=row["owner_name"], title=panel.title)
        return panel, owner

    def _keep(self, run_id: str, row: Row, made: Made) -> None:
        now = context.current().wall_time.replace(microsecond=0)
        state = DONE if made.file else FAILED
        name = f"{row['name']}{made.days and f'（{made.days}）'}.xlsx"
        kept = {
            "run_id": run_id,
            "report_id": row["report_id"],
            "name": row["name"],
            "ran_at": now,
            "time_range": made.days,
            "state": state,
            "error": made.error[:500],
            "file": made.file.file if made.file else "",
            "file_name": name if made.file else "",
            "rows": made.file.rows if made.file else 0,
        }
        self._reports.add_run(kept, made.accounts)
        next_at = next((one.due_at for one in self._schedules.all() if one.name == schedule_of(row["report_id"])), None)
        self._reports.change(row["report_id"], {"last_at": now, "last_state": state, "next_at": next_at})
        self._tell(kept, made)

    def _tell(self, kept: Row, made: Made) -> None:
        if self._message is None:
            return
        if made.file is None:
            title = f"定期报表未能生成：{kept['name']}"
            self._message.tell(made.accounts, title, made.error, PAGE)
        else:
            body = (
                f"统计期间：{made.days or '全部'}；共 {made.file.rows} 行。可直接下载附件，或在“定期报表记录”中查看。"
            )
            self._message.tell(made.accounts, f"定期报表：{kept['name']}", body, PAGE, kept["file"], kept["file_name"])


def _order(panel: Panel, owner: Principal, row: Row, days: tuple[date, date] | None) -> ExportOrder:
    filters, within = parted(row["filters"])
    if days is not None:
        time = panel.dataset.time
        filters |= {f"{time}_from": f"{days[0]}", f"{time}_to": f"{days[1]}"}
    by = Orderer(owner, f"{panel.function}.{QUERY}")
    return ExportOrder(function=panel.function, panel=panel.code, by=by, filters=filters, within=within)


def _today(parameters: Row) -> date:
    """The day it was due, or today when somebody asks for it now."""
    if DUE in parameters:
        return datetime.fromisoformat(parameters[DUE]).date()
    return context.current().business_time.date()
