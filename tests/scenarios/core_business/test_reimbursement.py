"""零星报销 in steps: drafts of one's own, a check at every step, a preview that keeps nothing, one command at the end."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import sqlalchemy as sa

from hsaf.testing.spec import spec
from tests.support.portal import OTHER, Portal, Staff

ENTRY = "/api/f/core_business/reimbursement_entry"
LIST = "/api/f/core_business/reimbursement"
EMPLOYEE = "9900000000000770"
COLLEAGUE = "9900000000000113"
"""Whose applications come and go; those of the employee are counted."""

_numbers = itertools.count(1)


def form(**changes: Any) -> dict[str, Any]:
    receipt = f"LX{next(_numbers):06d}"
    lines = [
        {"med_list_codg": "009901000000000-990100000", "cnt": "3", "pric": "3000.00"},
        {"med_list_codg": "XA02BCB001E001010190000", "fee_date": "2026-03-03", "cnt": "10", "pric": "18.00"},
    ]
    return {
        "psn_no": EMPLOYEE,
        "insutype": "310",
        "med_type": "2101",
        "begndate": "2026-03-01",
        "enddate": "2026-03-09",
        "fixmedins_code": "H99020400024",
        "diag_codes": "I10.x00",
        "receipts": [{"invono": receipt, "amount": "9180.00"}],
        "lines": lines,
        "bankacct": "6222000011112222",
        **changes,
    }


@pytest.fixture
def clerk(portal: Portal) -> Staff:
    return portal.staff("core_business.*", admdvs="990000", org_no="ORG-COUNTER")


def begun(who: Staff, **changes: Any) -> dict[str, Any]:
    answer = who.post(f"{ENTRY}/drafts", {"step": "person", "values": form(**changes)})
    assert answer.status == 200, answer.body
    row: dict[str, Any] = answer.body["row"]
    return row


def saved(who: Staff, draft: dict[str, Any], step: str, values: dict[str, Any], checked: bool = True) -> Any:
    body = {"version": draft["version"], "step": step, "checked": checked, "values": values}
    return who.put(f"{ENTRY}/drafts/{draft['draft_id']}", body)


def finished(who: Staff, draft: dict[str, Any]) -> Any:
    return who.post(f"{ENTRY}/drafts/{draft['draft_id']}/finish", {"version": draft["version"]})


@spec("HB-11.3.3")
def test_receipts_are_entered_in_steps_reviewed_by_another_paid_and_printed(portal: Portal, clerk: Staff) -> None:
    values = form()
    person = {name: values[name] for name in ("psn_no", "insutype")}
    first = clerk.post(f"{ENTRY}/drafts", {"step": "person", "checked": True, "values": person})
    assert first.status == 200, first.body
    draft = first.body["row"]
    assert (draft["step"], draft["facts"][0][0]) == ("care", "姓名")
    for step in ("care", "fees"):
        answer = saved(clerk, draft, step, values)
        assert answer.status == 200, answer.body
        draft = answer.body["row"]
    assert ["合计", "9,180.00 元"] in draft["facts"]

    preview = clerk.post(f"{ENTRY}/drafts/{draft['draft_id']}/preview", {"version": draft["version"]})
    assert preview.status == 200, preview.body
    paid = dict(preview.body["row"]["shown"]["tables"][1]["rows"])
    assert paid["基金应付个人"] == "7,993.80"
    assert clerk.get(LIST, psn_no=EMPLOYEE).body["total"] == 0  # a preview keeps nothing

    reim_id = finished(clerk, draft).body["row"]["about"]
    assert finished(clerk, draft).status == 404
    assert clerk.get(f"{ENTRY}/drafts").body["rows"] == []
    (row,) = clerk.get(LIST, psn_no=EMPLOYEE).body["rows"]
    assert (row["reim_id"], row["sumamt"], row["state"]) == (reim_id, "9180.00", "entered")

    said = {"psn_no": EMPLOYEE, "reim_id": reim_id}
    assert clerk.post(f"{LIST}/review", said).body["code"] == "settlement.same_clerk"
    reviewer = portal.staff("core_business.reimbursement.*", admdvs="990000", org_no="ORG-COUNTER")
    assert reviewer.post(f"{LIST}/review", said).status == 200
    (row,) = clerk.get(LIST, psn_no=EMPLOYEE, state="reviewed").body["rows"]
    assert row["setl_id"]
    assert clerk.post(f"{LIST}/pay", {**said, "payment_no": "PZ0001"}).status == 200
    assert clerk.post(f"{LIST}/print", {"reim_id": reim_id}).content.startswith(b"%PDF")
    assert clerk.post(f"{ENTRY}/print", {"reim_id": reim_id}).content.startswith(b"%PDF")


@spec("HB-11.3.3")
def test_a_step_is_checked_when_it_is_left_and_a_draft_is_kept_as_it_is(clerk: Staff) -> None:
    draft = begun(clerk, psn_no="")
    wrong = saved(clerk, draft, "person", form(psn_no=""))
    assert (wrong.status, wrong.body["problems"][0]["field"]) == (422, "psn_no")
    unknown = saved(clerk, draft, "person", form(psn_no="9900000000009999"))
    assert unknown.status in (404, 422)
    short = form(receipts=[{"invono": "LX-SHORT", "amount": "1.00"}])
    assert saved(clerk, draft, "fees", short).body["code"] == "settlement.receipt_sum_mismatch"
    bad = form()
    bad["lines"][1]["cnt"] = "十"
    assert saved(clerk, draft, "fees", bad).body["problems"][0]["field"] == "lines[1].cnt"
    kept = saved(clerk, draft, "fees", bad, checked=False)
    assert kept.status == 200
    opened = clerk.get(f"{ENTRY}/drafts/{draft['draft_id']}").body["row"]
    assert (opened["step"], opened["values"]["lines"][1]["cnt"]) == ("fees", "十")


def test_of_two_tabs_the_later_one_is_told_and_nothing_is_lost(clerk: Staff) -> None:
    draft = begun(clerk)
    assert saved(clerk, draft, "care", form(ipt_otp_no="ONE")).status == 200
    stale = saved(clerk, draft, "care", form(ipt_otp_no="TWO"))
    assert (stale.status, stale.body["code"]) == (409, "functions.draft_changed")
    assert finished(clerk, draft).status == 409
    assert clerk.get(f"{ENTRY}/drafts/{draft['draft_id']}").body["row"]["values"]["ipt_otp_no"] == "ONE"


def test_a_draft_is_its_owners_alone_and_can_be_given_up(portal: Portal, clerk: Staff) -> None:
    draft = begun(clerk)
    other = portal.staff("core_business.*", admdvs="990000", org_no="ORG-COUNTER")
    assert other.get(f"{ENTRY}/drafts/{draft['draft_id']}").status == 404
    assert other.get(f"{ENTRY}/drafts").body["rows"] == []
    assert saved(other, draft, "care", form()).status == 404
    path = f"{ENTRY}/drafts/{draft['draft_id']}/discard"
    assert clerk.post(path, {"version": draft["version"]}).status == 200
    assert clerk.get(f"{ENTRY}/drafts/{draft['draft_id']}").body["code"] == "functions.draft_unknown"


@spec("HB-11.3.3")
def test_the_counter_is_the_agencys_for_its_own_region(portal: Portal) -> None:
    hospital = portal.staff("core_business.*", admdvs="990101", org_no="H99010100001")
    refused = hospital.post(f"{ENTRY}/drafts", {"step": "person", "checked": True, "values": form()})
    assert refused.body["code"] == "settlement.counter_elsewhere"
    elsewhere = portal.staff("core_business.*", admdvs=OTHER, org_no="ORG-AWAY")
    away = elsewhere.post(f"{ENTRY}/drafts", {"step": "person", "checked": True, "values": form()})
    assert away.body["code"] == "enrollment.person_unknown"


def entered(who: Staff, **changes: Any) -> dict[str, str]:
    """What the steps of an application that was handed in are asked with."""
    values = form(psn_no=COLLEAGUE, **changes)
    answer = finished(who, begun(who, **values))
    assert answer.status == 200, answer.body
    return {"psn_no": values["psn_no"], "reim_id": answer.body["row"]["about"]}


def listed(who: Staff, said: dict[str, str]) -> dict[str, Any]:
    rows = who.get(LIST, psn_no=said["psn_no"]).body["rows"]
    return next(row for row in rows if row["reim_id"] == said["reim_id"])


@spec("HB-11.3.3")
def test_a_returned_application_is_entered_anew_under_its_number(portal: Portal, clerk: Staff) -> None:
    reviewer = portal.staff("core_business.reimbursement.*", admdvs="990000", org_no="ORG-COUNTER")
    said = entered(clerk)
    early = clerk.get(f"{LIST}/amend", **said)
    assert early.body["code"] == "settlement.reimbursement_state"
    assert reviewer.post(f"{LIST}/return", {**said, "reason": "数量有误"}).status == 200
    assert "amend" in listed(clerk, said)["may"]
    led = clerk.get(f"{LIST}/amend", **said).body["row"]
    assert (led["page"], led["ref"]) == ("core_business.reimbursement_entry", said["reim_id"])
    values = clerk.get(f"{ENTRY}/entered/{said['reim_id']}").body["row"]["values"]
    assert [one["cnt"] for one in values["lines"]] == ["3", "10"]
    assert "bankacct" not in values
    values["lines"][1]["cnt"] = "5"
    values["receipts"][0]["amount"] = "9090.00"
    assert finished(clerk, begun(clerk, **values)).body["row"]["about"] == said["reim_id"]
    row = listed(clerk, said)
    assert (row["state"], row["sumamt"]) == ("entered", "9090.00")
    settlement = portal.kernel.contract("settlement.v1")
    with portal.kernel.system("test.read"):
        kept = portal.kernel.pipeline.read("test.read", lambda: settlement.reimbursement(said["reim_id"])).result
    assert kept.bankacct == "6222000011112222"
    assert [step.step for step in kept.steps] == ["enter", "return", "amend"]


@spec("HB-11.3.3")
def test_totals_of_a_returned_application_come_back_as_they_were_entered(portal: Portal, clerk: Staff) -> None:
    reviewer = portal.staff("core_business.reimbursement.*", admdvs="990000", org_no="ORG-COUNTER")
    total = {"med_chrgitm_type": "09", "sumamt": "800.00", "fulamt_ownpay_amt": "100.00"}
    total |= {"overlmt_amt": "50.00", "preselfpay_amt": "30.00"}
    receipt = [{"invono": f"LX{next(_numbers):06d}", "amount": "800.00"}]
    said = entered(clerk, lines=[], totals=[total], receipts=receipt)
    assert reviewer.post(f"{LIST}/return", {**said, "reason": "补充材料"}).status == 200
    values = clerk.get(f"{ENTRY}/entered/{said['reim_id']}").body["row"]["values"]
    assert (values["lines"], values["totals"], values["receipts"]) == ([], [total], receipt)


@spec("HB-11.3.3")
def test_nobody_elsewhere_enters_a_returned_application_anew(portal: Portal, clerk: Staff) -> None:
    reviewer = portal.staff("core_business.reimbursement.*", admdvs="990000", org_no="ORG-COUNTER")
    said = entered(clerk)
    assert reviewer.post(f"{LIST}/return", {**said, "reason": "缺材料"}).status == 200
    elsewhere = portal.staff("core_business.*", admdvs=OTHER, org_no="ORG-AWAY")
    assert elsewhere.get(f"{ENTRY}/entered/{said['reim_id']}").body["code"] == "settlement.reimbursement_unknown"
    assert elsewhere.get(f"{LIST}/amend", **said).body["code"] == "settlement.reimbursement_unknown"
    reader = portal.staff("core_business.reimbursement.query", admdvs="990000", org_no="ORG-COUNTER")
    assert reader.get(f"{LIST}/amend", **said).status == 403


@spec("HB-11.3.3")
def test_what_was_paid_and_reversed_is_given_back_to_another_clerk(portal: Portal, clerk: Staff) -> None:
    reviewer = portal.staff("core_business.reimbursement.*", admdvs="990000", org_no="ORG-COUNTER")
    receipts = [{"invono": f"LX{next(_numbers):06d}", "amount": "9180.00"}]
    said = entered(clerk, receipts=receipts)
    assert reviewer.post(f"{LIST}/review", said).status == 200
    assert clerk.post(f"{LIST}/pay", {**said, "payment_no": "PZ0002"}).status == 200
    assert reviewer.post(f"{LIST}/reverse", {**said, "reason": "金额录错"}).status == 200
    assert listed(clerk, said)["may"] == ["recover"]
    back = {**said, "payment_no": "SK0001"}
    assert reviewer.post(f"{LIST}/recover", back).body["code"] == "settlement.same_clerk"
    assert clerk.post(f"{LIST}/recover", {**said, "payment_no": ""}).status == 422
    assert clerk.post(f"{LIST}/recover", back).status == 200
    assert listed(clerk, said)["state"] == "reversed"
    assert entered(clerk, receipts=receipts)["reim_id"] != said["reim_id"]


@spec("HB-11.3.3")
def test_applications_older_than_the_region_of_visits_are_in_the_list(portal: Portal, clerk: Staff) -> None:
    reviewer = portal.staff("core_business.reimbursement.*", admdvs="990000", org_no="ORG-COUNTER")
    settled, waiting = entered(clerk), entered(clerk)
    assert reviewer.post(f"{LIST}/review", settled).status == 200
    for said in (settled, waiting):
        forget_region(portal, said["reim_id"])
    rows = clerk.get(LIST).body["rows"]
    assert settled["reim_id"] in {row["reim_id"] for row in rows}
    assert listed(clerk, waiting)["state"] == "entered"
    elsewhere = portal.staff("core_business.*", admdvs=OTHER, org_no="ORG-AWAY")
    assert settled["reim_id"] not in {row["reim_id"] for row in elsewhere.get(LIST).body["rows"]}


def forget_region(portal: Portal, reim_id: str) -> None:
    """As rows were kept by the first version."""
    with portal.kernel.database.write() as connection:
        connection.execute(
            sa.text("update settlement_visit set insuplc_admdvs = '' where msgid = :reim_id"), {"reim_id": reim_id}
        )
