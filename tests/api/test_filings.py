"""2505-2507 and 5301, 5302, 5304: filings made, revoked and asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from centers.base_info.contract.v1 import INSTITUTION_UNKNOWN
from centers.enrollment.contract import v1 as enrollment
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.errors import INPUT_WRONG
from tests.acceptance import messages
from tests.acceptance.client import NOON, Answer, Client
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution, Person, Region

NOBODY = "9900000000099999"


@pytest.fixture
def hospital(demo: Region) -> Institution:
    return demo.institutions["H99010100001"]


def person(demo: Region, index: int) -> Person:
    """A person in 甲市 without filings, one for each test."""
    idle = (one for one in demo.persons.values() if not one.filings and one.enrollment().pool == "990100")
    return [one for one, _ in zip(idle, range(index + 1), strict=False)][-1]


def designation(who: Person, where: Institution, **changes: Any) -> dict[str, Any]:
    data = {
        "psn_no": who.psn_no,
        "biz_appy_type": "03",
        "begndate": "2026-05-01",
        "fix_srt_no": "1",
        "fixmedins_code": where.code,
        "fixmedins_name": where.name,
        "memo": "本人选定",
    }
    return {"data": data | changes}


def accident(who: Person, where: Institution, **changes: Any) -> dict[str, Any]:
    data = {
        "dcla_souc": "01",
        "insutype": who.insutype,
        "psn_no": who.psn_no,
        "psn_cert_type": who.cert_type,
        "certno": who.certno,
        "psn_name": who.name,
        "insu_admdvs": who.enrollment().insuplc_admdvs,
        "fixmedins_code": where.code,
        "fixmedins_name": where.name,
        "adm_time": "2026-05-02",
        "trum_time": "2026-05-01",
        "trum_site": "工地",
        "trum_rea": "高处坠落",
        "chk_pay_flag": "1",
        "begndate": "2026-05-01",
        "enddate": "2026-05-31",
    }
    return {"data": data | changes}


def revocation(answer: Answer, who: Person, memo: str = "录入错误") -> dict[str, Any]:
    return {"data": {"trt_dcla_detl_sn": answer.find("trt_dcla_detl_sn"), "psn_no": who.psn_no, "memo": memo}}


def test_a_designation_is_answered_until_it_is_revoked(
    platform: RunningKernel, client: Client, demo: Region, hospital: Institution
) -> None:
    who = person(demo, 0)
    query = {"data": {"psn_no": who.psn_no, "biz_appy_type": "03"}}
    filed = client.call("2505", hospital, designation(who, hospital))
    (row,) = client.call("5302", hospital, query).output["psnfixmedin"]
    assert (row["fixmedins_code"], row["fixmedins_name"], row["fix_srt_no"]) == (hospital.code, hospital.name, "1")
    assert (row["begndate"], row["memo"]) == ("2026-05-01", "本人选定")
    assert client.call("2506", hospital, revocation(filed, who)).ok
    assert client.call("5302", hospital, query).output["psnfixmedin"] == []
    again = lambda: client.call("2506", hospital, revocation(filed, who))  # noqa: E731
    assert_refused(platform, again, "2506", enrollment.FILING_REVOKED)


def test_only_designations_are_revoked_as_such(
    platform: RunningKernel, client: Client, demo: Region, hospital: Institution
) -> None:
    who, other = person(demo, 1), person(demo, 2)
    filed = client.call("2507", hospital, accident(who, hospital))
    designated = client.call("2505", hospital, designation(who, hospital))
    for wrong in (revocation(filed, who), revocation(designated, other)):
        call = lambda wrong=wrong: client.call("2506", hospital, wrong)  # noqa: E731
        assert_refused(platform, call, "2506", enrollment.FILING_UNKNOWN)
    unsaid = revocation(designated, who, memo="")
    assert_refused(platform, lambda: client.call("2506", hospital, unsaid), "2506", INPUT_WRONG)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"trum_time": "2026-05-03"}, enrollment.ACCIDENT_AFTER_ADMISSION),
        ({"enddate": "2026-04-30"}, enrollment.FILING_DATES),
        ({"psn_name": "另一人"}, enrollment.PERSON_MISMATCH),
        ({"insutype": "340"}, enrollment.NOT_ENROLLED),
        ({"fixmedins_code": "H99999999999"}, INSTITUTION_UNKNOWN),
        ({"psn_no": NOBODY}, enrollment.PERSON_UNKNOWN),
        ({"dcla_souc": "77"}, INPUT_WRONG),
    ],
)
def test_a_wrong_accident_is_refused(
    platform: RunningKernel, client: Client, demo: Region, hospital: Institution, changes: dict[str, Any], error: Any
) -> None:
    wrong = accident(person(demo, 3), hospital, **changes)
    assert_refused(platform, lambda: client.call("2507", hospital, wrong), "2507", error)


def test_an_accident_is_filed_once(
    platform: RunningKernel, client: Client, demo: Region, hospital: Institution
) -> None:
    who = person(demo, 4)
    assert client.call("2507", hospital, accident(who, hospital)).find("trt_dcla_detl_sn")
    twice = accident(who, hospital, begndate="2026-05-31", enddate="2026-06-30")
    assert_refused(platform, lambda: client.call("2507", hospital, twice), "2507", enrollment.FILING_OVERLAP)
    assert client.call("2507", hospital, accident(who, hospital, begndate="2026-06-01", enddate="")).ok


def test_chronic_filings_are_those_of_the_region(client: Client, demo: Region, hospital: Institution) -> None:
    who = next(one for one in demo.persons.values() if any(filing.kind == "01" for filing in one.filings))
    rows = client.call("5301", hospital, {"data": {"psn_no": who.psn_no}}).output["feedetail"]
    expected = sorted((f.dise_codg, f"{f.begin}") for f in who.filings if f.kind == "01")
    assert sorted((row["opsp_dise_code"], row["begndate"]) for row in rows) == expected
    assert all(row["opsp_dise_name"] for row in rows)


def test_a_referral_is_found_by_its_day(client: Client, demo: Region, hospital: Institution) -> None:
    who, away = person(demo, 5), demo.institutions["H99020200018"]
    made = messages.referral_2501(who, away, "2026-05-10", "2026-08-01")
    made["refmedin"]["dise_cond_dscr"] = "需上级医院治疗"
    assert client.call("2501", hospital, made).ok
    asked = {"psn_no": who.psn_no, "begntime": "2026-05-10 00:00:00"}
    (row,) = client.call("5304", hospital, {"data": asked}).output["refmedin"]
    assert (row["psn_name"], row["reflin_medins_name"], row["refl_date"]) == (who.name, away.name, "2026-05-10")
    assert (row["out_flag"], row["hosp_agre_refl_flag"], row["dise_cond_dscr"]) == ("1", "1", "需上级医院治疗")
    past = asked | {"begntime": "2026-05-01 00:00:00", "endtime": "2026-05-09 23:59:59"}
    assert client.call("5304", hospital, {"data": past}).output["refmedin"] == []


def test_an_imported_referral_is_answered_with_the_hospital_it_names(
    client: Client, demo: Region, hospital: Institution
) -> None:
    who = next(one for one in demo.persons.values() if any(filing.kind == "06" for filing in one.filings))
    asked = {"psn_no": who.psn_no, "begntime": "2020-01-01 00:00:00"}
    rows = client.call("5304", hospital, {"data": asked}).output["refmedin"]
    assert {row["begndate"] for row in rows} == {f"{f.begin}" for f in who.filings if f.kind == "06"}
    assert all(row["reflin_medins_name"] for row in rows)


@pytest.mark.parametrize(
    ("infno", "asked"),
    [
        ("5301", {}),
        ("5302", {"biz_appy_type": "03"}),
        ("5304", {"begntime": "2026-05-01 00:00:00"}),
        ("5205", {"begntime": "2026-05-01 00:00:00"}),
    ],
)
def test_nobody_and_nothing_asked_are_refused(
    platform: RunningKernel, client: Client, hospital: Institution, infno: str, asked: dict[str, Any]
) -> None:
    wrong = {"data": {"psn_no": NOBODY} | asked}
    assert_refused(platform, lambda: client.call(infno, hospital, wrong), infno, enrollment.PERSON_UNKNOWN)
    assert_refused(platform, lambda: client.call(infno, hospital, {"data": asked}), infno, INPUT_WRONG)


def test_a_double_click_files_one_accident(client: Client, demo: Region, hospital: Institution) -> None:
    message = client.envelope("2507", hospital, accident(person(demo, 6), hospital), at=NOON + timedelta(days=1))
    assert client.send(message).raw == client.send(message).raw
