"""Figures as files: exported once, or made again and again and sent; and the map they are shown on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
import python_calamine

from centers.report.domain.period import days_of, due
from hsaf.contract.errors import HsafError
from hsaf.jobs.worker import Worker
from hsaf.kernel.running import RunningKernel
from hsaf.testing.spec import spec
from tests.support.signed import Person

Who = Callable[..., Person]
Somebody = Callable[..., tuple[str, str]]
PANEL = "unified_portal.macro_display:insured_types"
SAID = {"name": "参保险种构成", "panel": PANEL, "period": "all", "cycle": "monthly", "run_day": 1, "run_time": "07:30"}


def cells(content: bytes) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def work(kernel: RunningKernel) -> None:
    """Run whatever is in the queue."""
    worker = Worker.of(kernel)
    while worker.run_once():
        pass


def exported(kernel: RunningKernel, who: Person, function: str, **said: Any) -> list[list[Any]]:
    job = who.done(function, "export", **said)["job"]
    work(kernel)
    found = who.get(f"/api/jobs/{job}").body
    assert found["state"] == "done", found
    return cells(who.get(f"/api/jobs/{job}/files/{found['result']['file']}").content)


@spec("HB-01.2.9")
def test_an_export_has_what_the_page_shows(kernel: RunningKernel, who: Who) -> None:
    leader = who("leader")
    said = {"panel": "insured_types", "within": {"admdvs": "990100"}}
    table = exported(kernel, leader, "macro_display", **said)
    shown = leader.ask("macro_display", "panel/insured_types", **{"within.admdvs": "990100"})
    assert table[0] == ["险种", "参保人数"]
    assert [row[0] for row in table[1:-1]] == [one["insutype__name"] for one in shown["rows"]]
    assert [int(row[1]) for row in table[1:]] == [*(one["persons"] for one in shown["rows"]), shown["total"]["persons"]]

    rows = exported(kernel, leader, "macro_display", **said, rows=True)
    assert len(rows) - 1 == leader.ask("macro_display", "rows/insured_types", **{"within.admdvs": "990100"})["total"]
    name = rows[0].index("姓名")
    assert all(row[name][1:].strip("*") == "" for row in rows[1:]), "personal data stay masked"


@spec("HB-01.2.9")
def test_rows_are_exported_only_with_the_permission_to_see_them(who: Who) -> None:
    refused = who("auditor").do("macro_display", "export", panel="insured_types", rows=True)
    assert (refused.status, refused.body["code"]) == (403, "functions.no_permission")
    shapeless = who("leader").do("macro_display", "export", panel="insured_types", filters="insutype=310")
    assert (shapeless.status, shapeless.body["field"]) == (422, "filters")
    wrong = who("leader").do("macro_display", "export", panel="insured_types", filters={"psn_no": "1"})
    assert (wrong.status, wrong.body["code"], wrong.body["field"]) == (422, "datasets.filter_unknown", "psn_no")


def messages(who: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        one for one in who.ask("message", size=100)["rows"] if one["title"].startswith("定期报表")
    ]
    return found


@spec("HB-01.2.8", "HB-01.2.9")
def test_a_report_is_made_as_its_owner_may_and_sent_to_who_may_see_it(
    kernel: RunningKernel, who: Who, somebody: Somebody
) -> None:
    account, password = somebody("leader", "portal_user")
    city = who(account, password=password)
    barred = city.do("scheduled_report", "add", **SAID, recipients="county")
    assert (barred.status, barred.body["code"], barred.body["field"]) == (422, "report.recipient_wrong", "recipients")
    made = city.done("scheduled_report", "add", **SAID, recipients="leader")["row"]["report_id"]
    listed = city.ask("scheduled_report")["rows"][0]
    assert (listed["name"], listed["state"], listed["recipients"]) == ("参保险种构成", "active", "leader")
    assert datetime.fromisoformat(listed["next_at"]).strftime("%d %H:%M") == "01 07:30"

    leader = who("leader")
    before = len(messages(leader))
    job = city.done("scheduled_report", "run", report_id=made)["job"]
    work(kernel)
    assert city.get(f"/api/jobs/{job}").body["state"] == "done"
    for person in (city, leader):
        assert messages(person)[0]["title"] == "定期报表：参保险种构成"
    assert len(messages(leader)) == before + 1
    letter = messages(leader)[0]["letter_id"]
    table = cells(leader.get("/api/f/unified_portal/message/file", letter_id=letter).content)
    ours = city.ask("macro_display", "panel/insured_types")
    assert int(table[-1][1]) == ours["total"]["persons"], "in the scope of who arranged it"
    runs = city.ask("report_run", report_id=made)["rows"]
    assert [one["state"] for one in runs] == ["done"]
    assert cells(city.get("/api/f/unified_portal/report_run/file", run_id=runs[0]["run_id"]).content) == table
    assert who("county").get("/api/f/unified_portal/report_run/file", run_id=runs[0]["run_id"]).status == 403


@spec("HB-01.2.8")
def test_a_report_is_paused_and_is_nobody_elses(kernel: RunningKernel, who: Who, somebody: Somebody) -> None:
    leader = who("leader")
    made = leader.done("scheduled_report", "add", **SAID)["row"]["report_id"]
    planned = lambda: [one.name for one in kernel.schedules.all() if one.name == f"report.{made}"]  # noqa: E731
    assert planned() == [f"report.{made}"]
    leader.done("scheduled_report", "pause", report_id=made)
    assert planned() == []
    leader.done("scheduled_report", "resume", report_id=made)
    assert planned() == [f"report.{made}"]
    account, password = somebody("leader", "portal_user")
    other = who(account, password=password)
    for action in ("pause", "remove", "run"):
        refused = other.do("scheduled_report", action, report_id=made)
        assert (refused.status, refused.body["code"]) == (404, "report.unknown")
    leader.done("scheduled_report", "remove", report_id=made)
    assert planned() == []
    assert made not in [one["report_id"] for one in leader.ask("scheduled_report", size=100)["rows"]]


@spec("HB-01.2.8")
def test_who_may_no_longer_export_gets_a_reason_instead_of_a_report(
    kernel: RunningKernel, who: Who, somebody: Somebody
) -> None:
    account, password = somebody("leader", "portal_user")
    person = who(account, password=password)
    made = person.done("scheduled_report", "add", **SAID)["row"]["report_id"]
    job = person.done("scheduled_report", "run", report_id=made)["job"]
    who("admin").done("user_grant", "revoke", account=account, role_code="leader")
    work(kernel)
    again = who(account, password=password)
    assert messages(again)[0]["title"] == "定期报表未能生成：参保险种构成"
    assert again.get(f"/api/jobs/{job}").body["result"]["error"].startswith("定制人 某人 已停用或不再有导出")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"panel": "unified_portal.macro_display:nothing"}, "report.panel_unknown", "panel"),
        ({"period": "last_month"}, "report.period_wrong", "period"),
        ({"run_day": 31}, "report.day_wrong", "run_day"),
        ({"cycle": "weekly", "run_day": 8}, "report.day_wrong", "run_day"),
        ({"filters": "psn_no=1"}, "datasets.filter_unknown", "psn_no"),
        ({"recipients": "nobody"}, "report.recipient_wrong", "recipients"),
        ({"run_time": "25:00"}, "functions.input_wrong", "run_time"),
    ],
)
@spec("HB-01.2.8")
def test_a_report_that_could_not_be_made_is_refused_with_its_field(
    who: Who, change: dict[str, Any], code: str, field: str
) -> None:
    refused = who("leader").do("scheduled_report", "add", **{**SAID, **change})
    assert (refused.status, refused.body["code"], refused.body["field"]) == (422, code, field), refused.body


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("all", None),
        ("yesterday", ("2026-02-28", "2026-02-28")),
        ("last_week", ("2026-02-16", "2026-02-22")),
        ("last_month", ("2026-02-01", "2026-02-28")),
        ("this_month", ("2026-03-01", "2026-03-01")),
        ("last_year", ("2025-01-01", "2025-12-31")),
        ("this_year", ("2026-01-01", "2026-03-01")),
    ],
)
def test_a_period_is_told_by_the_day_the_report_is_due(period: str, days: Sequence[str] | None) -> None:
    found = days_of(period, date(2026, 3, 1))
    assert (found and tuple(map(str, found))) == days


def test_the_times_of_a_cycle() -> None:
    assert due("daily", None, "07:30") == ("at 07:30", 0)
    assert due("weekly", 5, "07:30") == ("at 07:30 on friday", 5)
    assert due("monthly", None, "07:30") == ("at 07:30 on day 1", 1)
    with pytest.raises(HsafError, match=r"report\.day_wrong"):
        due("monthly", 29, "07:30")


@spec("HB-01.2.9")
def test_the_map_has_the_regions_right_below(who: Who) -> None:
    leader = who("leader")
    province = leader.get("/api/report/map", admdvs="990000").body
    assert [one["properties"] for one in province["features"]] == [
        {"admdvs": "990100", "name": "甲市"},
        {"admdvs": "990200", "name": "乙市"},
    ]
    city = leader.get("/api/report/map", admdvs="990100").body
    assert [one["properties"]["name"] for one in city["features"]] == ["甲城区", "甲东县", "甲西县", "甲新区"]
    assert all(
        one["geometry"]["coordinates"][0][0] == one["geometry"]["coordinates"][0][-1] for one in city["features"]
    )
    missing = leader.get("/api/report/map", admdvs="990101")
    assert (missing.status, missing.body["code"]) == (404, "report.map_missing")
    assert leader.get("/api/report/map", admdvs="99").status == 422
