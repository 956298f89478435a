"""5202 diagnoses, 5205 medicines of chronic diseases, 5303 stays that go on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from centers.settlement.contract.v1 import VISIT_NOT_YOURS, VISIT_UNKNOWN
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.errors import INPUT_WRONG
from tests.acceptance.cast import OWN_COST, at, charge, own_cost
from tests.acceptance.client import Client
from tests.acceptance.desk import Desk
from tests.acceptance.messages import DIAGNOSIS, diagnosis, visit_2203
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution, Person, Region
from tests.oracle.world import Visit, World

DAY = at(5, 6)
PERIOD = {"begntime": "2026-05-06 00:00:00", "endtime": "2026-05-06 23:59:59"}


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client, World())


@pytest.fixture
def hospital(demo: Region) -> Institution:
    return demo.institutions["H99010100001"]


@pytest.fixture
def other(demo: Region) -> Institution:
    return demo.institutions["H99010200002"]


def local(demo: Region, index: int) -> Person:
    """A person of 甲市 whose insurance is in force, from the end of the list."""
    sound = [
        one
        for one in demo.persons.values()
        if one.enrollment().pool == "990100" and all(e.stas == "1" and not e.arrears for e in one.enrollments.values())
    ]
    return sound[-1 - index]


def of(visit: Visit) -> dict[str, Any]:
    return {"data": {"mdtrt_id": visit.mdtrt_id, "psn_no": visit.person.psn_no}}


def test_the_diagnoses_of_a_visit_are_answered_without_voided_ones(
    platform: RunningKernel, client: Client, desk: Desk, demo: Region, hospital: Institution, other: Institution
) -> None:
    visit = desk.register(local(demo, 0), hospital, DAY)
    second = diagnosis(visit, DAY) | {"diag_srt_no": 2, "vali_flag": "1"}
    for flag, expected in (("1", ["1", "2"]), ("0", ["1"])):
        changed = visit_2203(visit, DAY) | {"diseinfo": [second | {"vali_flag": flag}]}
        assert client.call("2203", hospital, changed, at=DAY).ok
        found = client.call("5202", hospital, of(visit), at=DAY).output["diseinfo"]
        assert [f"{row['diag_srt_no']}" for row in found] == expected
    (row,) = found
    assert (row["diag_code"], row["diag_name"], row["inout_diag_type"]) == (*DIAGNOSIS, "1")
    assert row["dise_dor_no"] == hospital.doctor
    assert 0 < len(row["diag_info_id"]) <= 30
    assert_refused(platform, lambda: client.call("5202", other, of(visit)), "5202", VISIT_NOT_YOURS)


def test_diagnoses_of_no_visit_are_refused(
    platform: RunningKernel, client: Client, demo: Region, hospital: Institution
) -> None:
    wrong = {"data": {"mdtrt_id": "MD0", "psn_no": local(demo, 0).psn_no}}
    assert_refused(platform, lambda: client.call("5202", hospital, wrong), "5202", VISIT_UNKNOWN)
    assert_refused(platform, lambda: client.call("5202", hospital, {"data": {}}), "5202", INPUT_WRONG)


def test_medicines_of_chronic_visits_are_answered_to_where_they_were_given(
    client: Client, desk: Desk, demo: Region, hospital: Institution, other: Institution
) -> None:
    who = local(demo, 1)
    chronic = desk.register(who, hospital, DAY, med_type="14", dise="M03900")
    ordinary = desk.register(who, hospital, DAY)
    desk.upload(chronic, [own_cost("35.5", DAY), charge("20", DAY)])
    desk.upload(ordinary, [own_cost("12", DAY)])
    asked = {"data": {"psn_no": who.psn_no, **PERIOD}}
    (row,) = client.call("5205", hospital, asked).output["feedetail"]
    assert (row["med_list_codg"], row["cnt"], row["pric"]) == (OWN_COST, "1.0000", "35.500000")
    assert (row["med_type"], row["list_type"], row["fixmedins_name"]) == ("14", "101", hospital.name)
    assert row["hilist_name"]
    assert client.call("5205", other, asked).output["feedetail"] == []
    before = {"data": {"psn_no": who.psn_no, "begntime": "2026-05-07 00:00:00"}}
    assert client.call("5205", hospital, before).output["feedetail"] == []


def test_stays_are_answered_from_admission_to_discharge(
    client: Client, desk: Desk, demo: Region, hospital: Institution, other: Institution
) -> None:
    who = local(demo, 2)
    visit = desk.admit(who, hospital, DAY)
    asked = {"data": {"psn_no": who.psn_no, **PERIOD}}
    (row,) = client.call("5303", hospital, asked, at=DAY).output["data"]
    assert (row["mdtrt_id"], row["psn_name"], row["certno"]) == (visit.mdtrt_id, who.name, who.certno)
    assert (row["begndate"], row["out_flag"], row["med_type"]) == ("2026-05-06", "0", "2101")
    everybody = client.call("5303", hospital, {"data": PERIOD}, at=DAY).output["data"]
    assert visit.mdtrt_id in {one["mdtrt_id"] for one in everybody}
    assert client.call("5303", other, asked, at=DAY).output["data"] == []
    desk.discharge(visit, DAY + timedelta(days=3))
    assert client.call("5303", hospital, asked, at=DAY).output["data"] == []


def test_an_outpatient_is_not_in_hospital(client: Client, desk: Desk, demo: Region, hospital: Institution) -> None:
    visit = desk.register(local(demo, 3), hospital, DAY)
    asked = {"data": {"psn_no": visit.person.psn_no, **PERIOD}}
    assert client.call("5303", hospital, asked, at=DAY).output["data"] == []


def test_the_time_range_of_stays_must_be_said(platform: RunningKernel, client: Client, hospital: Institution) -> None:
    for wrong in ({}, {"begntime": PERIOD["begntime"]}, PERIOD | {"endtime": "五月"}):
        call = lambda wrong=wrong: client.call("5303", hospital, {"data": wrong})  # noqa: E731
        assert_refused(platform, call, "5303", INPUT_WRONG)


def test_a_range_of_days_lasts_to_the_end_of_its_last_day(
    client: Client, desk: Desk, demo: Region, hospital: Institution
) -> None:
    """A date alone means 00:00:00 where a range begins and 23:59:59 where it ends."""
    visit = desk.admit(local(demo, 4), hospital, DAY)
    who = {"psn_no": visit.person.psn_no}
    for infno, more, node in (("5201", {"med_type": "2101"}, "mdtrtinfo"), ("5303", {}, "data")):
        for first, last, count in (("06", "06", 1), ("05", "05", 0), ("07", "07", 0), ("01", "31", 1)):
            period = {"begntime": f"2026-05-{first}", "endtime": f"2026-05-{last}"}
            found = client.call(infno, hospital, {"data": who | more | period}, at=DAY).output[node]
            assert len(found) == count, (infno, period)
