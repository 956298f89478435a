"""生育津贴 at the screen: declared in steps with a preview that keeps nothing, reviewed by another, paid and printed."""

from __future__ import annotations

from typing import Any

from hsaf.testing.spec import spec
from tests.support.portal import OTHER, Portal, Staff

ENTRY = "/api/f/core_business/allowance_entry"
LIST = "/api/f/core_business/allowance"
MOTHER = "9900000000000432"  # employee in work, 乙市; her employer's base of 2025 is 8,787.87
PENSIONER = "9900000000000770"


def form(psn_no: str = MOTHER, **changes: Any) -> dict[str, Any]:
    known = {"psn_no": psn_no, "birth_date": "2026-02-10", "matn_type": "1", "fetus_cnt": "2", "cert_no": "Q0432"}
    return {**known, "bankacct": "6222000011114444", **changes}


def saved(who: Staff, draft: dict[str, Any], step: str, values: dict[str, Any]) -> Any:
    body = {"version": draft["version"], "step": step, "checked": True, "values": values}
    return who.put(f"{ENTRY}/drafts/{draft['draft_id']}", body)


def begun(who: Staff, values: dict[str, Any]) -> dict[str, Any]:
    answer = who.post(f"{ENTRY}/drafts", {"step": "person", "values": values})
    assert answer.status == 200, answer.body
    row: dict[str, Any] = answer.body["row"]
    return row


@spec("HB-11.3.4")
def test_an_allowance_is_declared_previewed_reviewed_paid_printed_and_taken_back(portal: Portal) -> None:
    """Twins: 98 + 15 days of 8,787.87 / 30 are 33,100.977."""
    clerk = portal.staff("core_business.*", admdvs="990000", org_no="ORG-COUNTER")
    draft = begun(clerk, form())
    told = saved(clerk, draft, "person", form())
    assert told.status == 200, told.body
    draft = told.body["row"]
    assert draft["facts"][2][0] == "参保单位"
    draft = saved(clerk, draft, "birth", form()).body["row"]
    preview = clerk.post(f"{ENTRY}/drafts/{draft['draft_id']}/preview", {"version": draft["version"]})
    assert preview.status == 200, preview.body
    shown = preview.body["row"]["shown"]
    assert ["津贴金额", "33,100.98 元"] in shown["facts"]
    assert [row[0] for row in shown["tables"][0]["rows"]][-1] == "津贴金额（ALLW-AMOUNT）"
    assert clerk.get(LIST, psn_no=MOTHER).body["total"] == 0  # a preview keeps nothing

    finish = clerk.post(f"{ENTRY}/drafts/{draft['draft_id']}/finish", {"version": draft["version"]})
    allw_id = finish.body["row"]["about"]
    (row,) = clerk.get(LIST, psn_no=MOTHER).body["rows"]
    assert (row["allw_id"], row["days"], row["amount"], row["state"]) == (allw_id, 113, "33100.98", "entered")
    said = {"psn_no": MOTHER, "allw_id": allw_id}
    assert clerk.post(f"{LIST}/review", said).body["code"] == "settlement.same_clerk"
    reviewer = portal.staff("core_business.allowance.*", admdvs="990000", org_no="ORG-COUNTER")
    assert reviewer.post(f"{LIST}/review", said).status == 200
    assert reviewer.post(f"{LIST}/pay", {**said, "payment_no": "FK1"}).body["code"] == "settlement.same_clerk"
    assert clerk.post(f"{LIST}/pay", {**said, "payment_no": "FK1"}).status == 200
    assert clerk.post(f"{LIST}/print", {"allw_id": allw_id}).content.startswith(b"%PDF")

    assert clerk.post(f"{LIST}/reverse", {**said, "reason": "证明作废"}).status == 200
    assert clerk.get(LIST, state="recovering").body["total"] == 1
    assert reviewer.post(f"{LIST}/recover", {**said, "payment_no": "SK1"}).status == 200
    assert clerk.get(LIST, state="reversed").body["total"] == 1


@spec("HB-11.3.4")
def test_a_wrong_declaration_names_the_field(portal: Portal) -> None:
    clerk = portal.staff("core_business.*", admdvs="990000", org_no="ORG-COUNTER")
    pensioner = saved(clerk, begun(clerk, form(PENSIONER)), "person", form(PENSIONER))
    assert (pensioner.status, pensioner.body["code"]) == (422, "settlement.allowance_person")
    draft = begun(clerk, form())
    babies = saved(clerk, draft, "birth", form(fetus_cnt="20"))
    assert babies.body["problems"][0]["field"] == "fetus_cnt"


@spec("HB-11.3.4")
def test_other_regions_and_institutions_have_no_business_here(portal: Portal) -> None:
    elsewhere = portal.staff("core_business.*", admdvs=OTHER, org_no="ORG-OTHER")
    assert elsewhere.get(LIST, psn_no=MOTHER).body["code"] == "enrollment.person_unknown"
    hospital = portal.staff("core_business.*", admdvs="990204", org_no="H99020400024")
    assert hospital.get(LIST).body["code"] == "settlement.counter_elsewhere"
