"""Bills settled at a screen, over HTTP with the permissions of real roles: a hospital's office and an agency's clerks."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from hsaf.money import yuan
from hsaf.testing.spec import spec
from tests.support.portal import OTHER, Answer, Portal, Staff

DESK = "/api/f/core_business/settlement_desk"
LIST = "/api/f/core_business/settlement"
TRACE = "/api/f/core_business/settlement_trace"
HOSPITAL = "H99010100001"
ALL = "core_business.*"
EMPLOYEE = "9900000000000061"
"""Insured at 990101, employee, with a personal account."""

_numbers = itertools.count(1)


@pytest.fixture
def office(portal: Portal) -> Staff:
    return portal.staff(ALL, org_no=HOSPITAL, admdvs="990101")


def bill(psn_no: str = EMPLOYEE, **changes: Any) -> dict[str, Any]:
    return {
        "psn_no": psn_no,
        "insutype": "310",
        "med_type": "11",
        "ipt_otp_no": f"OP{next(_numbers):06d}",
        "diagnoses": json.dumps([{"diag_code": "A09.001"}]),
        "lines": json.dumps(
            [
                {"med_list_codg": "XA02BCB001E001010190000", "cnt": "10", "pric": "13.44"},
                {"med_list_codg": "XA02BCC002B008010190001", "cnt": "5", "pric": "18.60"},
            ]
        ),
        **changes,
    }


def settle(who: Staff, said: Mapping[str, Any], **options: Any) -> Answer:
    return who.post(f"{DESK}/settle", said, **options)


def settled(who: Staff, **changes: Any) -> dict[str, Any]:
    answer = settle(who, bill(**changes))
    assert answer.status == 200, answer.body
    row: dict[str, Any] = answer.body["row"]
    return row


def stands(who: Staff, psn_no: str = EMPLOYEE) -> tuple[Any, Any]:
    """Balance and accumulators of a person."""
    row = who.get(f"{DESK}/person", psn_no=psn_no).body["row"]
    accumulated = {one["code"]: one["value"] for one in row["accumulators"] if one["value"]}
    return row["balance"], accumulated  # what is nothing again and what was never counted are the same


AMOUNTS = ("medfee_sumamt", "fund_pay_sumamt", "hifp_pay", "acct_pay", "psn_cash_pay", "inscp_scp_amt", "balc")


@spec("HB-16.4.1", "HB-16.4.2", "HB-16.4.3")
def test_what_is_pre_settled_is_what_is_settled_and_nothing_is_kept_before(office: Staff) -> None:
    said, before = bill(acct_used_flag="1"), stands(office)
    shown = office.post(f"{DESK}/presettle", said).body["row"]
    assert shown["medfee_sumamt"] == 22740
    assert stands(office) == before
    assert office.get(LIST, setl_id=shown["setl_id"]).body["total"] == 0

    row = settle(office, said).body["row"]
    assert {name: row[name] for name in AMOUNTS} == {name: shown[name] for name in AMOUNTS}
    assert row["medfee_sumamt"] == row["fund_pay_sumamt"] + row["acct_pay"] + row["psn_cash_pay"] + row["hosp_part_amt"]
    assert (row["psn_name"], row["certno"]) == ("金**", "990101**********96")
    assert stands(office)[0] == before[0] - row["acct_pay"]


@spec("HB-16.4.4")
def test_a_reversal_restores_everything_and_needs_a_reason(office: Staff) -> None:
    before = stands(office)
    row = settled(office, acct_used_flag="1")
    named = {"psn_no": EMPLOYEE, "setl_id": row["setl_id"]}
    assert office.post(f"{LIST}/reverse", {**named, "reason": " "}).status == 422
    back = office.post(f"{LIST}/reverse", {**named, "reason": "录错药品数量"})
    assert back.status == 200, back.body
    assert back.body["row"]["fund_pay_sumamt"] == yuan(-row["fund_pay_sumamt"])
    assert stands(office) == before

    again = office.post(f"{LIST}/reverse", {**named, "reason": "录错药品数量"})
    assert (again.status, again.body["code"]) == (422, "settlement.already_reversed")
    listed = {one["setl_id"]: one for one in office.get(LIST, psn_no=EMPLOYEE).body["rows"]}
    assert {id: listed[id]["may"] for id in (row["setl_id"], back.body["row"]["setl_id"])} == {
        row["setl_id"]: [],
        back.body["row"]["setl_id"]: [],
    }
    assert all(one["may"] == (["reverse"] if one["standing"] == "stands" else []) for one in listed.values())
    visits = office.get(f"{DESK}/person", psn_no=EMPLOYEE).body["row"]["visits"]
    assert [one["medfee_sumamt"] for one in visits if one["mdtrt_id"] == row["mdtrt_id"]] == [22740]


@spec("HB-16.4.4")
def test_a_settlement_that_a_later_one_rests_on_is_not_reversed(office: Staff) -> None:
    first, later = settled(office), settled(office)
    refused = office.post(f"{LIST}/reverse", {"psn_no": EMPLOYEE, "setl_id": first["setl_id"], "reason": "重复收费"})
    assert (refused.status, refused.body["code"]) == (422, "settlement.not_latest")
    assert later["setl_id"] in refused.body["message"]


@spec("HB-16.4.3")
def test_a_double_click_settles_once(office: Staff) -> None:
    said = bill()
    answers: list[Answer] = []
    clicks = [
        threading.Thread(target=lambda: answers.append(settle(office, said, key="the-same-click"))) for _ in range(2)
    ]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert [one.status for one in answers] == [200, 200]
    assert answers[0].body == answers[1].body
    assert office.get(LIST, psn_no=EMPLOYEE, setl_id=answers[0].body["row"]["setl_id"]).body["total"] == 1


@spec("HB-16.4.2")
def test_of_two_clerks_at_one_visit_one_is_told(portal: Portal, office: Staff) -> None:
    row = settled(office)
    office.post(f"{LIST}/reverse", {"psn_no": EMPLOYEE, "setl_id": row["setl_id"], "reason": "重新结算"})
    other = portal.staff(ALL, org_no=HOSPITAL, admdvs="990101")
    again = {**bill(lines="[]"), "mdtrt_id": row["mdtrt_id"]}
    answers: list[Answer] = []
    clerks = [threading.Thread(target=lambda who=who: answers.append(settle(who, again))) for who in (office, other)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert sorted(one.status for one in answers) == [200, 422]
    told = next(one for one in answers if one.status == 422)
    assert told.body["code"] == "settlement.visit_settled"


@spec("HB-16.4.2")
@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"lines": '[{"med_list_codg": "XA02BCB001E001010190000", "cnt": "0", "pric": "1"}]'}, "lines[0].cnt", "settlement.bill_wrong"),
        ({"lines": '[{"med_list_codg": "XA02BCB001E001010190000", "cnt": "1", "pric": "x"}]'}, "lines[0].pric", "settlement.bill_wrong"),
        ({"lines": '[{"cnt": "1", "pric": "1"}]'}, "lines[0].med_list_codg", "settlement.bill_wrong"),
        ({"lines": "nothing"}, "lines", "settlement.bill_wrong"),
        ({"lines": "[]"}, "", "settlement.no_lines"),
        ({"ipt_otp_no": ""}, "ipt_otp_no", "settlement.bill_wrong"),
        ({"diagnoses": '[{"diag_code": "Z9"}]'}, "diagnoses[0].diag_code", "base_info.diagnosis_unknown"),
        ({"begntime": "2999-01-01 00:00:00"}, "begntime", "settlement.bill_wrong"),
        ({"medfee_sumamt": "1.00"}, "", "settlement.fee_sum_mismatch"),
        ({"insutype": "390"}, "", "enrollment.not_enrolled"),
    ],
)  # fmt: skip
def test_a_wrong_bill_is_refused_whole_at_its_field(
    office: Staff, changes: dict[str, str], field: str, code: str
) -> None:
    before = stands(office), office.get(f"{DESK}/person", psn_no=EMPLOYEE).body["row"]["visits"]
    refused = settle(office, bill(**changes))
    assert (refused.status, refused.body["code"]) == (422, code), refused.body
    assert refused.body["field"] == field
    assert (stands(office), office.get(f"{DESK}/person", psn_no=EMPLOYEE).body["row"]["visits"]) == before


@spec("HB-16.4.1")
def test_a_number_is_registered_once_a_day(office: Staff) -> None:
    row = settled(office, ipt_otp_no="OP-TWICE")
    refused = settle(office, bill(ipt_otp_no="OP-TWICE"))
    assert (refused.status, refused.body["code"]) == (409, "settlement.bill_twice")
    assert row["mdtrt_id"] in refused.body["message"]


@spec("HB-16.5.1", "HB-16.5.3", "HB-16.5.4", "HB-16.5.5", "HB-16.5.9")
def test_a_stay_is_admitted_discharged_settled_and_reversed(portal: Portal, office: Staff) -> None:
    lines = json.dumps([{"med_list_codg": "XA02BCB001E001010190000", "cnt": "300", "pric": "13.44"}])
    said = bill(med_type="2101", begntime="2026-11-01 08:00:00", endtime="2026-11-09 10:00:00", lines=lines)
    row = settle(office, said).body["row"]
    assert (row["kind"], row["medfee_sumamt"]) == ("stay", 403200)
    assert row["act_pay_dedc"] > 0
    slip = office.post(f"{LIST}/slip", {"setl_id": row["setl_id"]})
    assert slip.status == 200
    assert slip.content.startswith(b"%PDF")
    back = office.post(f"{LIST}/reverse", {"psn_no": EMPLOYEE, "setl_id": row["setl_id"], "reason": "出院日期有误"})
    assert back.status == 200, back.body


@spec("HB-16.6.1", "HB-16.6.2")
def test_a_pharmacy_settles_and_reverses_a_purchase(portal: Portal) -> None:
    code, admdvs = pharmacy(portal)
    shop = portal.staff(ALL, org_no=code, admdvs=admdvs)
    before = stands(shop)
    row = settled(shop, med_type="41", acct_used_flag="1")
    assert row["kind"] == "purchase"
    assert stands(shop)[0] == before[0] - row["acct_pay"]
    named = {"psn_no": EMPLOYEE, "setl_id": row["setl_id"], "reason": "顾客退药"}
    assert shop.post(f"{LIST}/reverse", named).status == 200
    assert stands(shop) == before


@spec("HB-16.7.1", "HB-16.7.2")
def test_an_agency_settles_for_a_clinic_of_its_region(portal: Portal) -> None:
    clerk = portal.staff(ALL, admdvs="990100")
    row = settled(clerk, fixmedins_code="H99010300003")
    assert row["fixmedins_name"] == "甲市中医医院"
    named = {"psn_no": EMPLOYEE, "setl_id": row["setl_id"], "reason": "机构申请更正"}
    assert clerk.post(f"{LIST}/reverse", named).status == 200


@spec("HB-16.4.3")
@pytest.mark.parametrize(
    ("psn_no", "changes"),
    [
        ("9900000000000730", {}),
        ("9900000000001119", {"insutype": "390"}),
        ("9900000000000062", {"med_type": "14", "dise_codg": "M00500"}),
    ],
)
def test_the_persons_of_the_guide_can_be_settled(office: Staff, psn_no: str, changes: dict[str, str]) -> None:
    row = settled(office, psn_no=psn_no, **changes)
    assert row["medfee_sumamt"] == 22740


@spec("HB-16.4.3")
def test_a_county_settles_for_its_hospital_and_its_insured(portal: Portal) -> None:
    county = portal.staff(ALL, admdvs=OTHER)
    row = settled(county, psn_no="9900000000000064", fixmedins_code="H99020200018")
    assert county.get(LIST, setl_id=row["setl_id"]).body["total"] == 1
    assert settle(county, bill(psn_no="9900000000000064")).body["code"] == "settlement.place_unknown"


def pharmacy(portal: Portal) -> tuple[str, str]:
    from plugins.demo_region import files

    row = next(one for one in files.rows("institutions.csv") if one["phar_flag"] == "1" and one["admdvs"][:4] == "9901")
    return row["fixmedins_code"], row["admdvs"]


# -- whose data ---------------------------------------------------------------------------------------


@spec("HB-16.4.3")
def test_nobody_works_for_somebody_else(portal: Portal, office: Staff) -> None:
    row = settled(office)
    elsewhere = portal.staff(ALL, org_no="H99010200002", admdvs="990102")
    county = portal.staff(ALL, admdvs=OTHER)
    named = {"psn_no": EMPLOYEE, "setl_id": row["setl_id"]}
    for who in (elsewhere, county):
        assert who.get(LIST, setl_id=row["setl_id"]).body["total"] == 0
        assert who.get(TRACE, setl_id=row["setl_id"]).body["code"] == "settlement.visit_not_settled"
        assert who.post(f"{LIST}/slip", {"setl_id": row["setl_id"]}).body["code"] == "settlement.visit_not_settled"
        refused = who.post(f"{LIST}/reverse", {**named, "reason": "越权"})
        assert refused.body["code"] == "settlement.visit_not_settled"
    assert settle(elsewhere, bill(fixmedins_code=HOSPITAL)).body["code"] == "settlement.place_unknown"
    assert settle(county, bill(fixmedins_code=HOSPITAL)).body["code"] == "settlement.place_unknown"
    assert county.get(f"{DESK}/person", psn_no=EMPLOYEE).body["code"] == "enrollment.person_unknown"
    assert county.post(f"{DESK}/persons", {"psn_no": EMPLOYEE}).body["rows"] == []


@spec("HB-16.4.1")
def test_persons_are_found_by_number_certificate_or_name_and_masked(portal: Portal, office: Staff) -> None:
    def found(**asked: str) -> list[str]:
        return [one["psn_no"] for one in office.post(f"{DESK}/persons", asked).body["rows"]]

    assert found(psn_no=EMPLOYEE) == [EMPLOYEE]
    assert found(certno="990101198801243596") == [EMPLOYEE]
    assert EMPLOYEE in found(psn_name="金娜荣", admdvs="990101")
    assert found(psn_name="金娜荣", admdvs=OTHER) == []
    assert found(psn_no="9999") == []
    assert office.post(f"{DESK}/persons", {"psn_name": "金娜荣"}).body["code"] == "settlement.search_empty"
    answer = office.post(f"{DESK}/persons", {"psn_no": EMPLOYEE})
    assert "金娜荣" not in answer.content.decode()
    assert "990101198801243596" not in answer.content.decode()


@spec("HB-16.4.2")
def test_catalog_and_diagnoses_are_found_by_code_and_name(office: Staff) -> None:
    rows = office.get(f"{DESK}/items", text="奥美拉唑").body["rows"]
    assert rows
    assert all("奥美拉唑" in one["med_list_name"] for one in rows)
    assert office.get(f"{DESK}/items", text=rows[0]["med_list_codg"]).body["rows"][0] == rows[0]
    assert office.get(f"{DESK}/diagnoses", text="感染性胃肠炎").body["rows"][0]["diag_code"] == "A09.001"


@spec("HB-16.4.4")
def test_the_list_is_filtered_and_exported(office: Staff) -> None:
    row = settled(office)
    day = row["setl_time"][:10]
    found = office.get(LIST, begndate=day, enddate=day, psn_no=EMPLOYEE, standing="stands").body["rows"]
    assert row["setl_id"] in [one["setl_id"] for one in found]
    assert all(one["standing"] == "stands" for one in found)
    exported = office.get(f"{LIST}/export_list", begndate=day, enddate=day)
    assert exported.status == 200
    assert exported.content.startswith(b"PK")


# -- the trace ------------------------------------------------------------------------------------------


@spec("HB-11.8")
def test_an_auditor_reads_how_a_settlement_came_about(portal: Portal, office: Staff) -> None:
    row = settled(office, acct_used_flag="1")
    auditor = portal.staff("core_business.settlement_trace.query", "core_business.settlement_trace.print")
    found = auditor.get(TRACE, setl_id=row["setl_id"]).body["row"]
    assert found["debit"] == found["credit"] > 0
    assert [one["holds"] for one in found["identities"]] == [True, True, True]
    assert all(one["whole"] == sum(part["amount"] for part in one["parts"]) for one in found["identities"])
    assert all(item["rule_id"] and item["version"] for item in found["items"])
    assert (found["chain"]["ok"], found["recomputed"]["same"]) == (True, True)
    assert all(one["before"] + one["delta"] == one["after"] for one in found["accumulators"])
    assert "金娜荣" not in json.dumps(found, ensure_ascii=False)
    assert auditor.get(f"{TRACE}/print", setl_id=row["setl_id"]).content.startswith(b"%PDF")


@spec("HB-11.8")
def test_the_trace_of_a_reversal_names_its_reason_and_goes_back_to_before(office: Staff) -> None:
    row = settled(office)
    named = {"psn_no": EMPLOYEE, "setl_id": row["setl_id"], "reason": "患者退号"}
    back = office.post(f"{LIST}/reverse", named).body["row"]
    first = office.get(TRACE, setl_id=row["setl_id"]).body["row"]
    second = office.get(TRACE, setl_id=back["setl_id"]).body["row"]
    assert first["settlement"]["reversed_by"] == back["setl_id"]
    assert second["settlement"]["reverses"] == row["setl_id"]
    assert {one["code"]: (one["before"], one["after"]) for one in first["accumulators"]} == {
        one["code"]: (one["after"], one["before"]) for one in second["accumulators"]
    }
    assert "患者退号" in [event["facts"].get("reason") for event in second["events"]]
