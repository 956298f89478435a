"""3301, 3302, 1317 matchings; 3401-3403, 5101 departments; 5102 practitioners: each institution its own."""

from __future__ import annotations

from typing import Any

import pytest

from centers.base_info.contract import v1 as base_info
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.errors import INPUT_WRONG, NOT_OWN
from tests.acceptance.client import Client
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution, Region, rows

DRUG = "XA02BCB001E001010190000"
OTHER_DRUG = "XA02BCC002B008010190001"


@pytest.fixture
def hospital(demo: Region) -> Institution:
    return demo.institutions["H99010200002"]


@pytest.fixture
def other(demo: Region) -> Institution:
    return demo.institutions["H99010300003"]


# -- matchings ----------------------------------------------------------------------------------------


def matching(own: str, **changes: Any) -> dict[str, Any]:
    data = {
        "fixmedins_hilist_id": own,
        "fixmedins_hilist_name": "奥美拉唑肠溶胶囊(院内)",
        "list_type": "101",
        "med_list_codg": DRUG,
        "begndate": "2026-01-01",
        "enddate": "2026-12-31",
        "spec": "20mg*14粒",
    }
    return {"data": data | changes}


def asked(**narrowed: Any) -> dict[str, Any]:
    return {"data": {"updt_time": "2020-01-01", "page_num": 1, "page_size": 100} | narrowed}


def withdrawal(hospital: Institution, own: str, **changes: Any) -> dict[str, Any]:
    fields = {"fixmedins_code": hospital.code, "fixmedins_hilist_id": own, "list_type": "101", "med_list_codg": DRUG}
    return fields | changes


def test_a_matching_is_answered_until_it_is_withdrawn(
    platform: RunningKernel, client: Client, hospital: Institution
) -> None:
    assert client.call("3301", hospital, matching("A1")).ok
    (row,) = client.call("1317", hospital, asked(medins_list_codg="A1")).output["data"]
    assert (row["med_list_codg"], row["medins_list_name"], row["spec"]) == (DRUG, "奥美拉唑肠溶胶囊(院内)", "20mg*14粒")
    assert (row["fixmedins_code"], row["vali_flag"], row["insu_admdvs"]) == (hospital.code, "1", "990100")
    assert client.call("3302", hospital, withdrawal(hospital, "A1")).ok
    (row,) = client.call("1317", hospital, asked(medins_list_codg="A1")).output["data"]
    assert row["vali_flag"] == "0"
    assert client.call("1317", hospital, asked(medins_list_codg="A1", vali_flag="1")).output["recordCounts"] == 0
    twice = {"data": withdrawal(hospital, "A1")}
    assert_refused(platform, lambda: client.call("3302", hospital, twice), "3302", base_info.MATCHING_UNKNOWN)
    assert client.call("3301", hospital, matching("A1", med_list_codg=OTHER_DRUG)).ok


def test_an_own_code_means_one_national_code_at_a_time(
    platform: RunningKernel, client: Client, hospital: Institution
) -> None:
    assert client.call("3301", hospital, matching("A2", enddate="2026-06-30")).ok
    clash = matching("A2", med_list_codg=OTHER_DRUG, begndate="2026-06-30")
    assert_refused(platform, lambda: client.call("3301", hospital, clash), "3301", base_info.MATCHING_OVERLAP)
    assert client.call("3301", hospital, matching("A2", med_list_codg=OTHER_DRUG, begndate="2026-07-01")).ok
    on = client.call("1317", hospital, asked(medins_list_codg="A2", query_date="2026-07-01")).output["data"]
    assert [row["med_list_codg"] for row in on] == [OTHER_DRUG]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"med_list_codg": "XZ99"}, base_info.MATCHING_CODE_UNKNOWN),
        ({"list_type": "201"}, base_info.MATCHING_TYPE_WRONG),
        ({"enddate": "2025-12-31"}, base_info.PERIOD_REVERSED),
        ({"list_type": "999"}, INPUT_WRONG),
        ({"begndate": ""}, INPUT_WRONG),
    ],
)
def test_a_wrong_matching_is_refused(
    platform: RunningKernel, client: Client, hospital: Institution, changes: dict[str, Any], error: Any
) -> None:
    wrong = matching("A3", **changes)
    assert_refused(platform, lambda: client.call("3301", hospital, wrong), "3301", error)


def test_matchings_of_others_are_out_of_reach(
    platform: RunningKernel, client: Client, hospital: Institution, other: Institution
) -> None:
    assert client.call("3301", hospital, matching("A4")).ok
    assert client.call("1317", other, asked(medins_list_codg="A4")).output["data"] == []
    theirs = asked(fixmedins_code=hospital.code)
    assert_refused(platform, lambda: client.call("1317", other, theirs), "1317", NOT_OWN)
    wrong = withdrawal(hospital, "A4")
    assert_refused(platform, lambda: client.call("3302", other, wrong), "3302", NOT_OWN)
    assert client.call("3301", other, matching("A4", med_list_codg=OTHER_DRUG)).ok


# -- departments --------------------------------------------------------------------------------------


def department(code: str, **changes: Any) -> dict[str, Any]:
    row = {
        "hosp_dept_codg": code,
        "caty": "A03",
        "hosp_dept_name": "心血管内科",
        "begntime": "2020-01-01 00:00:00",
        "itro": "内科",
        "dept_resper_name": "测试负责人",
        "dept_resper_tel": "00000000",
        "dept_estbdat": "2019-05-01 00:00:00",
        "aprv_bed_cnt": 40,
        "hi_crtf_bed_cnt": 38,
        "poolarea_no": "990100",
        "dr_psncnt": 12,
        "phar_psncnt": 1,
        "nurs_psncnt": 20,
        "tecn_psncnt": 3,
    }
    return row | changes


def revocation(code: str, **changes: Any) -> dict[str, Any]:
    data = {"hosp_dept_codg": code, "hosp_dept_name": "心血管内科", "begntime": "2020-01-01"}
    return {"data": data | changes}


def listed(client: Client, hospital: Institution) -> dict[str, dict[str, Any]]:
    """5101, whose table repeats the envelope in the node."""
    envelope = client.envelope("5101", hospital, {})
    repeated = {name: value for name, value in envelope.items() if name != "input"}
    return {row["hosp_dept_codg"]: row for row in client.call("5101", hospital, {"data": repeated}).output["feedetail"]}


def test_a_department_is_registered_changed_listed_and_revoked(
    platform: RunningKernel, client: Client, hospital: Institution
) -> None:
    assert client.call("3401", hospital, {"deptinfo": department("D1")}).ok
    assert listed(client, hospital)["D1"]["hi_crtf_bed_cnt"] == 38
    again = {"deptinfo": department("D1")}
    assert_refused(platform, lambda: client.call("3401", hospital, again), "3401", base_info.DEPARTMENT_REGISTERED)
    assert client.call("3402", hospital, {"deptinfo": department("D1", hi_crtf_bed_cnt=30)}).ok
    assert listed(client, hospital)["D1"]["hi_crtf_bed_cnt"] == 30
    wrong = revocation("D1", hosp_dept_name="外科")
    assert_refused(platform, lambda: client.call("3403", hospital, wrong), "3403", base_info.DEPARTMENT_UNREGISTERED)
    assert client.call("3403", hospital, revocation("D1")).ok
    assert "D1" not in listed(client, hospital)
    gone = {"deptinfo": department("D1")}
    assert_refused(platform, lambda: client.call("3402", hospital, gone), "3402", base_info.DEPARTMENT_UNREGISTERED)
    assert client.call("3401", hospital, gone).ok


def test_a_batch_of_departments_is_all_or_nothing(
    platform: RunningKernel, client: Client, hospital: Institution
) -> None:
    twice = {"deptinfo": [department("D2"), department("D2")]}
    assert_refused(platform, lambda: client.call("3401A", hospital, twice), "3401A", base_info.DEPARTMENT_TWICE)
    bad = {"deptinfo": [department("D2"), department("D3", hi_crtf_bed_cnt=41)]}
    assert_refused(platform, lambda: client.call("3401A", hospital, bad), "3401A", base_info.DEPARTMENT_BEDS)
    assert client.call("3401A", hospital, {"deptinfo": [department("D2"), department("D3")]}).ok
    assert {"D2", "D3"} <= listed(client, hospital).keys()


@pytest.mark.parametrize("infno", ["3401", "3402"])
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"endtime": "2019-12-31 00:00:00"}, base_info.PERIOD_REVERSED),
        ({"poolarea_no": "110100"}, base_info.AREA_UNKNOWN),
        ({"caty": "Z99"}, INPUT_WRONG),
        ({"hosp_dept_name": ""}, INPUT_WRONG),
    ],
)
def test_a_wrong_department_is_refused(
    platform: RunningKernel, client: Client, demo: Region, infno: str, changes: dict[str, Any], error: Any
) -> None:
    hospital = demo.institutions["H99010100001"]
    client.call("3401", hospital, {"deptinfo": department("D4")})
    wrong = {"deptinfo": department("D5" if infno == "3401" else "D4", **changes)}
    assert_refused(platform, lambda: client.call(infno, hospital, wrong), infno, error)


def test_departments_of_others_are_out_of_reach(
    platform: RunningKernel, client: Client, hospital: Institution, other: Institution
) -> None:
    client.call("3401", hospital, {"deptinfo": department("D6")})
    assert "D6" not in listed(client, other)
    wrong = revocation("D6")
    assert_refused(platform, lambda: client.call("3403", other, wrong), "3403", base_info.DEPARTMENT_UNREGISTERED)
    theirs = {"data": {k: v for k, v in client.envelope("5101", hospital, {}).items() if k != "input"}}
    assert_refused(platform, lambda: client.call("5101", other, theirs), "5101", NOT_OWN)


# -- practitioners ------------------------------------------------------------------------------------


def test_practitioners_are_those_registered_here(client: Client, hospital: Institution) -> None:
    found = client.call("5102", hospital, {"data": {"prac_psn_type": "1"}}).output["feedetail"]
    expected = [
        row for row in rows("practitioners") if row["fixmedins_code"] == hospital.code and row["prac_psn_type"] == "1"
    ]
    assert {row["prac_psn_code"] for row in found} == {row["prac_psn_code"] for row in expected}
    first = expected[0]
    asked = {"prac_psn_type": "1", "prac_psn_code": first["prac_psn_code"]}
    (one,) = client.call("5102", hospital, {"data": asked}).output["feedetail"]
    assert (one["prac_psn_name"], one["begntime"]) == (first["prac_psn_name"], first["begntime"])
    assert client.call("5102", hospital, {"data": asked | {"prac_psn_name": "无此人"}}).output["feedetail"] == []


def test_the_kind_of_practitioner_must_be_said(platform: RunningKernel, client: Client, hospital: Institution) -> None:
    for wrong in ({"data": {"prac_psn_type": ""}}, {}):
        assert_refused(platform, lambda wrong=wrong: client.call("5102", hospital, wrong), "5102", INPUT_WRONG)
