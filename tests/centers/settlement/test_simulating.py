"""What past settlements would have cost under a draft: a job over everybody's years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec
import pytest

from centers.settlement.contract.simulation import JOB, SimulationReport, SimulationRow
from centers.settlement.service.simulating import Simulating
from hsaf.data import execute
from plugins.demo_region import files
from tests.centers.settlement.desk import (
    CITY_CLINIC,
    PENSIONER,
    RESIDENT,
    WORKER,
    Desk,
    csv,
)
from tests.centers.settlement.history import YEAR, MassWork, busy_year

Rows = list[Mapping[str, str]]
Change = Callable[[Rows], Rows]


def same(rows: Rows) -> Rows:
    return rows


def changed(elem: str, value: str, **where: str) -> Change:
    """One parameter set to another value."""

    def change(rows: Rows) -> Rows:
        mine = lambda row: row["elem"] == elem and all(row[key] == wanted for key, wanted in where.items())  # noqa: E731
        return [{**row, "value": value} if mine(row) else row for row in rows]

    return change


class Simulation(MassWork):
    def __init__(self, desk: Desk, persons: int = 1000) -> None:
        super().__init__(desk, JOB, Simulating, persons)

    def order(self, change: Change = same, begin: date = YEAR[0], end: date = YEAR[1]) -> str:
        harness = self.desk.harness
        rows = change(list(csv("policy-2026.csv")))
        draft = harness.write(lambda: self.desk.policy.save_draft(files.policy(), rows))
        return harness.write(lambda: self.center.order(draft, begin, end))

    def report(self, *args: Any, **options: Any) -> SimulationReport:
        return msgspec.convert(self.run(self.order(*args, **options)), SimulationReport)


@pytest.fixture
def simulation(desk: Desk) -> Simulation:
    busy_year(desk)
    return Simulation(desk)


def test_the_policy_in_force_gives_what_was_booked(simulation: Simulation) -> None:
    report = simulation.report()
    assert (report.persons, report.total.count, report.total.changed, report.total.refused) == (5, 14, 0, 0)
    assert report.total.before == report.total.after
    assert report.total.before["fund_pay_sumamt"] > 0
    assert report.total.before["hifmi_pay"] > 0
    assert report.reasons == {}
    assert _added([row.after for row in report.rows]) == report.total.after


def _added(columns: list[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(column[name] for column in columns) for name in columns[0]}


def test_the_report_tells_insurance_level_category_and_area_apart(simulation: Simulation) -> None:
    rows = {(row.insutype, row.hosp_lv, row.category, row.area): row.count for row in simulation.report().rows}
    assert rows[("310", 2, "inpatient", "990200")] == 5
    assert rows[("310", 1, "outpatient", "990100")] == 1
    assert rows[("390", 3, "inpatient", "990200")] == 1
    assert sum(rows.values()) == 14


def test_another_deductible_moves_only_what_depends_on_it(simulation: Simulation) -> None:
    report = simulation.report(changed("ipt_dedc", "1000.00", insutype="310", hosp_lv="2"))
    moved = {(row.insutype, row.hosp_lv, row.category) for row in report.rows if row.before != row.after}
    assert moved == {("310", 2, "inpatient")}
    row = _row(report, "310", 2, "inpatient")
    assert row.after["hifp_pay"] < row.before["hifp_pay"]
    assert row.medfee_sumamt == sum(row.after[name] for name in ("fund_pay_sumamt", "psn_part_amt"))


def _row(report: SimulationReport, insutype: str, hosp_lv: int, category: str) -> SimulationRow:
    return next(
        row for row in report.rows if (row.insutype, row.hosp_lv, row.category) == (insutype, hosp_lv, category)
    )


def test_accumulators_are_carried_anew_under_the_draft(quick: Desk) -> None:
    """A yearly cap of 100 is used up by the first visit, whatever was booked against the old one."""
    for _ in range(3):
        quick.elsewhere(CITY_CLINIC).clinic(PENSIONER, "1000.00")
    report = Simulation(quick).report(changed("otp_cap", "100.00"))
    assert report.total.before["hifp_pay"] > 1000_00
    assert report.total.after["hifp_pay"] == 100_00
    assert report.total.changed == 3


def test_days_before_the_range_are_replayed_but_not_counted(quick: Desk) -> None:
    clinic = quick.elsewhere(CITY_CLINIC)
    clinic.clinic(PENSIONER, "1000.00")
    clinic.at = clinic.at.replace(month=6)
    clinic.clinic(PENSIONER, "1000.00")
    report = Simulation(quick).report(changed("otp_cap", "100.00"), begin=date(2026, 6, 1))
    assert (report.total.count, report.total.after["hifp_pay"]) == (1, 0)


def test_what_the_draft_does_not_cover_is_counted_as_the_persons(quick: Desk) -> None:
    quick.clinic(WORKER, "1000.00")
    quick.stay(RESIDENT, "1000.00")
    report = Simulation(quick).report(lambda rows: [row for row in rows if (row["elem"], row["insutype"]) != ("otp_dedc", "310")] + [
        {**row, "insutype": "390", "med_type": "11"} for row in rows if row["elem"] == "otp_dedc"
    ])  # fmt: skip
    assert (report.total.refused, report.total.changed) == (1, 1)
    assert _row(report, "310", 2, "outpatient").after["psn_cash_pay"] == 1000_00
    (reason,) = report.reasons
    assert "otp_dedc" in reason


def test_an_accumulator_moved_by_something_else_counts_from_the_beginning_of_the_year(quick: Desk) -> None:
    from centers.settlement.data.tables import accumulator

    carried_over = {
        "psn_no": PENSIONER,
        "insutype": "310",
        "year": 2026,
        "cum_type_code": "outpatient_hifp",
        "value": 3_900_00,
    }
    quick.harness.write(lambda: execute(accumulator.insert(), carried_over))
    quick.elsewhere(CITY_CLINIC).clinic(PENSIONER, "1000.00")
    report = Simulation(quick).report()
    assert report.total.before["hifp_pay"] == 100_00
    assert report.total.changed == 0


def test_chunks_make_no_difference_and_progress_is_told(simulation: Simulation) -> None:
    simulation = Simulation(simulation.desk, persons=2)
    seen: list[tuple[int, int]] = []
    job_id = simulation.order()
    simulation.worker(watch=lambda _, done, total: seen.append((done, total))).run_once(job_id)
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert simulation.result(job_id)["total"]["count"] == 14


def test_a_simulation_that_was_stopped_goes_on_where_it_was(simulation: Simulation) -> None:
    whole = simulation.report(changed("ipt_dedc", "1000.00"))
    simulation = Simulation(simulation.desk, persons=2)
    job_id = simulation.order(changed("ipt_dedc", "1000.00"))
    worker = simulation.worker(watch=lambda _, done, total: worker.loop.stop())
    worker.run_once(job_id)
    assert (simulation.queue.get(job_id).state, simulation.queue.get(job_id).done) == ("queued", 2)
    assert simulation.worker().run_once(job_id) == 1
    assert msgspec.convert(simulation.result(job_id), SimulationReport) == whole


def test_a_simulation_of_nothing_is_empty(quick: Desk) -> None:
    report = Simulation(quick).report()
    assert (report.persons, report.rows, report.total.count) == (0, (), 0)
