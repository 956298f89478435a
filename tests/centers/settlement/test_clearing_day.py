"""The calendar of clearing between areas is kept by the platform itself, day by day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from centers.settlement.service.clearing_day import KIND, ClearingDay
from hsaf.contract.context import entered
from hsaf.jobs import Queue, Worker
from hsaf.jobs.schedules import DUE
from tests.centers.settlement.desk import AWAY_HOSPITAL, PENSIONER, RETIRED, WORKER, Desk
from tests.centers.settlement.test_sheets import move


def night(desk: Desk, day: int, month: int = 4) -> Any:
    """What the run of a night did."""
    harness, at = desk.harness, datetime(2026, month, day, 1, 20)
    harness.clock.advance(at - harness.clock.now())
    queue = Queue(harness.database, harness.clock, harness.ids)
    job_id = harness.write(lambda: queue.submit(KIND, {DUE: f"{at:%Y-%m-%d %H:%M:%S}"}))
    worker = Worker(
        harness.database,
        harness.clock,
        harness.pipeline,
        {KIND: ClearingDay(desk.center, harness.pipeline).run},
        lambda operation, actor: entered(harness.context(operation=operation, actor=actor)),
        lease=timedelta(seconds=60),
    )
    assert worker.run_once(job_id) == 1
    done = queue.get(job_id)
    assert done.error == ""
    return done.result


def month_of_travel(desk: Desk) -> Desk:
    """People of each area treated in the other; returns the desk of the other area's hospital."""
    other = desk.elsewhere(AWAY_HOSPITAL)
    desk.stay(PENSIONER, "3000.00")
    other.stay(WORKER, "9000.00")
    return other


def test_sheets_bills_and_late_confirmations_come_on_their_days(desk: Desk) -> None:
    other = month_of_travel(desk)
    assert night(desk, 14)["steps"] == []
    assert desk.read(lambda: desk.center.sheets("202603")) == []

    assert night(desk, 15)["refused"] == {}
    for place in (desk, other):
        (sheet,) = desk.read(lambda place=place: desk.center.sheets("202603", place.institution))
        move(place, sheet, "confirm")
    assert night(desk, 16)["bills"] == 2
    assert night(desk, 17)["confirmed"] == 0
    assert night(desk, 18)["confirmed"] == 2
    bills = desk.read(lambda: desk.center.bills("202603"))
    assert [(one.state, one.confirmed_by) for one in bills] == [("confirmed", "auto")] * 2
    assert night(desk, 19) == {**night(desk, 19), "confirmed": 0}
    assert desk.read(lambda: desk.center.bills("202603")) == bills


def test_months_without_a_run_are_made_up_for_in_order(quick: Desk) -> None:
    quick.stay(RETIRED, "8000.00")
    quick.at = datetime(2026, 4, 10, 9, 0)
    quick.clinic(WORKER, "300.00")
    assert night(quick, 15, month=5)["refused"] == {}
    months = [one.setlym for one in quick.read(lambda: quick.center.sheets("202603"))]
    months += [one.setlym for one in quick.read(lambda: quick.center.sheets("202604"))]
    assert months == ["202603", "202604"]
