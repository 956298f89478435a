"""2306 notes on fee lines, 2406 and 2407 special attributes of visits."""

from __future__ import annotations

from typing import Any

import pytest

from centers.enrollment.contract.v1 import PERSON_MISMATCH
from centers.settlement.contract.special import IPT_OTP_NO_MISMATCH, LINE_NOT_IN_VISIT
from centers.settlement.contract.v1 import (
    LINE_SN_WRONG,
    MED_TYPE_WRONG,
    VISIT_NOT_YOURS,
    VISIT_SETTLED,
    VISIT_UNKNOWN,
    VISIT_VOID,
)
from hsaf.contract.paging import PAGE_WRONG
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.errors import INPUT_WRONG, NOT_OWN
from tests.acceptance import messages
from tests.acceptance.cast import EXACT, OWN_COST, at, charge, own_cost
from tests.acceptance.client import Answer, Client
from tests.acceptance.desk import Desk
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution, Person, Region
from tests.oracle.world import Visit, World

DAY = at(8, 4)
TRACE = "81234567890123456789"


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
    """A person of 甲市 whose insurance is in force, whom no other test of this folder asks for."""
    sound = [
        one
        for one in demo.persons.values()
        if one.enrollment().pool == "990100" and all(e.stas == "1" and not e.arrears for e in one.enrollments.values())
    ]
    return sound[-40 - index]


# -- 2306 -------------------------------------------------------------------------------------------------


def noted(visit: Visit, sn: str, memo: str, code: str = OWN_COST) -> dict[str, Any]:
    key = {"mdtrt_id": visit.mdtrt_id, "psn_no": visit.person.psn_no}
    return {"data": {**key, "bkkp_sn": sn, "memo": memo, "med_list_codg": code}}


def memos(client: Client, settled: Any) -> dict[str, str]:
    """Notes of a settlement's lines as 5204 answers them."""
    visit = settled.visit
    key = {"psn_no": visit.person.psn_no, "mdtrt_id": visit.mdtrt_id, "setl_id": settled.setl_id}
    rows = client.call("5204", visit.institution, {"data": key}, at=DAY).output["data"]
    return {row["feedetl_sn"]: row.get("memo", "") for row in rows}


def test_a_trace_code_is_noted_on_a_line_before_and_after_it_is_settled(
    client: Client, desk: Desk, demo: Region, hospital: Institution
) -> None:
    visit = desk.register(local(demo, 0), hospital, DAY)
    desk.upload(visit, [own_cost("35.5", DAY), charge("20", DAY)])
    assert client.call("2306", hospital, noted(visit, "1", TRACE), at=DAY).ok
    settled = desk.settle(visit, DAY)
    assert memos(client, settled)["1"] == TRACE
    for memo in ("追溯码待补", TRACE + "1"):
        assert client.call("2306", hospital, noted(visit, "02", memo, EXACT[0]), at=DAY).ok
        assert memos(client, settled) == {"1": TRACE, "2": memo}
    desk.check_stored(settled)
    desk.check(visit.person)


def test_an_empty_note_takes_the_earlier_one_away(
    client: Client, desk: Desk, demo: Region, hospital: Institution
) -> None:
    visit = desk.register(local(demo, 1), hospital, DAY)
    desk.upload(visit, [charge("20", DAY)])
    for memo in (TRACE, ""):
        assert client.call("2306", hospital, noted(visit, "1", memo, EXACT[0]), at=DAY).ok
    assert memos(client, desk.settle(visit, DAY)) == {"1": ""}


def test_notes_on_lines_of_others_or_of_no_visit_are_refused(
    platform: RunningKernel, client: Client, desk: Desk, demo: Region, hospital: Institution, other: Institution
) -> None:
    visit = desk.register(local(demo, 2), hospital, DAY)
    desk.upload(visit, [own_cost("35.5", DAY)])
    unknown = Visit(visit.person, hospital, visit.insutype, "11", DAY)
    unknown.mdtrt_id = "MD0"
    for sender, message, error in (
        (hospital, noted(visit, "2", TRACE), LINE_NOT_IN_VISIT),
        (hospital, noted(visit, "1", TRACE, EXACT[0]), LINE_NOT_IN_VISIT),
        (hospital, noted(visit, "甲", TRACE), LINE_SN_WRONG),
        (hospital, noted(visit, "1", "长" * 501), INPUT_WRONG),
        (hospital, noted(unknown, "1", TRACE), VISIT_UNKNOWN),
        (other, noted(visit, "1", TRACE), VISIT_NOT_YOURS),
    ):
        call = lambda s=sender, m=message: client.call("2306", s, m, at=DAY)  # noqa: E731
        assert_refused(platform, call, "2306", error)


# -- 2406, 2407 -------------------------------------------------------------------------------------------


def flagged(visit: Visit, number: str, **more: str) -> dict[str, Any]:
    who = visit.person
    identity = {"psn_no": who.psn_no, "psn_cert_type": "01", "certno": who.certno, "psn_name": who.name}
    what = {"ipt_otp_no": number, "ipt_psn_sp_flag_type": "01", "ipt_psn_sp_flag": "1"}
    return {"data": {"mdtrt_id": visit.mdtrt_id, **identity, **what, **more}}


def flag(client: Client, visit: Visit, **more: str) -> str:
    """The number the platform gives an attribute of a first visit of a desk."""
    answer = client.call("2406", visit.institution, flagged(visit, "ZY000001", **more), at=DAY)
    number: str = answer.output["IptPsnSpFlagRegOut"]["ipt_psn_sp_flag_detl_id"]
    return number


def ask(client: Client, sender: Institution, **match: str) -> Answer:
    return client.call("2407", sender, {"data": {"page_num": 1, "page_size": 10, **match}}, at=DAY)


def rows(client: Client, sender: Institution, **match: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(client, sender, **match).output["IptPsnSpFlagReg"]
    return found


def test_an_attribute_of_a_stay_is_found_by_whatever_is_known_of_it(
    client: Client, desk: Desk, demo: Region, hospital: Institution, other: Institution
) -> None:
    who = local(demo, 3)
    visit = desk.admit(who, hospital, DAY)
    number = flag(client, visit, memo="新生儿随母")
    assert 0 < len(number) <= 40
    (row,) = rows(client, hospital, mdtrt_id=visit.mdtrt_id)
    assert (row["ipt_psn_sp_flag_detl_id"], row["ipt_psn_sp_flag"], row["admdvs"]) == (number, "1", "990101")
    assert (row["certno"], row["psn_name"], row["fixmedins_name"]) == (who.certno, who.name, hospital.name)
    for match in (
        {"ipt_psn_sp_flag_detl_id": number},
        {"psn_no": who.psn_no, "ipt_otp_no": "ZY000001"},
        {"certno": who.certno, "psn_cert_type": "01", "psn_name": who.name},
        {"fixmedins_code": hospital.code, "fixmedins_name": hospital.name, "certno": who.certno},
    ):
        assert rows(client, hospital, **match) == [row], match
    for match in ({"ipt_psn_sp_flag": "2"}, {"psn_name": "查无此人"}, {"fixmedins_name": other.name}):
        assert rows(client, hospital, psn_no=who.psn_no, **match) == [], match
    assert rows(client, other, psn_no=who.psn_no) == []


def test_stated_again_an_attribute_changes_and_keeps_its_number(
    client: Client, desk: Desk, demo: Region, hospital: Institution
) -> None:
    visit = desk.admit(local(demo, 4), hospital, DAY)
    first = flag(client, visit)
    assert flag(client, visit, ipt_psn_sp_flag="2") == first
    second = flag(client, visit, ipt_psn_sp_flag_type="02")
    assert second != first
    shown = {r["ipt_psn_sp_flag_type"]: r["ipt_psn_sp_flag"] for r in rows(client, hospital, mdtrt_id=visit.mdtrt_id)}
    assert shown == {"01": "2", "02": "1"}
    page = ask(client, hospital, mdtrt_id=visit.mdtrt_id, page_size="1")
    assert (page.output["recordCounts"], page.output["pages"], len(page.output["IptPsnSpFlagReg"])) == (2, 2, 1)


def test_the_same_message_sent_twice_states_an_attribute_once(
    client: Client, desk: Desk, demo: Region, hospital: Institution
) -> None:
    visit = desk.admit(local(demo, 5), hospital, DAY)
    message = client.envelope("2406", hospital, flagged(visit, "ZY000001"), at=DAY)
    assert client.send(message).output == client.send(message).output
    assert len(rows(client, hospital, mdtrt_id=visit.mdtrt_id)) == 1


def test_attributes_of_a_voided_visit_are_gone(
    platform: RunningKernel, client: Client, desk: Desk, demo: Region, hospital: Institution
) -> None:
    visit = desk.admit(local(demo, 6), hospital, DAY)
    flag(client, visit)
    assert client.call("2404", hospital, messages.visit_only(visit), at=DAY).ok
    assert rows(client, hospital, mdtrt_id=visit.mdtrt_id) == []
    call = lambda: client.call("2406", hospital, flagged(visit, "ZY000001"), at=DAY)  # noqa: E731
    assert_refused(platform, call, "2406", VISIT_VOID)


def test_attributes_that_do_not_fit_the_visit_are_refused(
    platform: RunningKernel, client: Client, desk: Desk, demo: Region, hospital: Institution, other: Institution
) -> None:
    visit = desk.register(local(demo, 7), hospital, DAY)
    for sender, message, error in (
        (hospital, flagged(visit, "MZ000009"), IPT_OTP_NO_MISMATCH),
        (hospital, flagged(visit, "MZ000001", psn_name="查无此人"), PERSON_MISMATCH),
        (hospital, flagged(visit, "MZ000001", ipt_psn_sp_flag="1234567"), INPUT_WRONG),
        (other, flagged(visit, "MZ000001"), VISIT_NOT_YOURS),
    ):
        call = lambda s=sender, m=message: client.call("2406", s, m, at=DAY)  # noqa: E731
        assert_refused(platform, call, "2406", error)
    desk.upload(visit, [charge("20", DAY)])
    desk.settle(visit, DAY)
    call = lambda: client.call("2406", hospital, flagged(visit, "MZ000001"), at=DAY)  # noqa: E731
    assert_refused(platform, call, "2406", VISIT_SETTLED)


def test_a_purchase_has_no_attributes(platform: RunningKernel, client: Client, desk: Desk, demo: Region) -> None:
    pharmacy = next(one for one in demo.institutions.values() if one.code.startswith("P"))
    bought = desk.buy(local(demo, 8), pharmacy, DAY, [charge("20", DAY)])
    call = lambda: client.call("2406", pharmacy, flagged(bought.visit, "ZY000001"), at=DAY)  # noqa: E731
    assert_refused(platform, call, "2406", MED_TYPE_WRONG)


def test_attributes_are_asked_for_by_page_and_at_home(
    platform: RunningKernel, client: Client, hospital: Institution, other: Institution
) -> None:
    assert_refused(platform, lambda: ask(client, hospital, fixmedins_code=other.code), "2407", NOT_OWN)
    assert_refused(platform, lambda: ask(client, hospital, page_num="0"), "2407", PAGE_WRONG)
    assert_refused(platform, lambda: client.call("2407", hospital, {"data": {}}), "2407", INPUT_WRONG)
