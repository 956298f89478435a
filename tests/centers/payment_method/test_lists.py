"""Settlement lists from upload to the archive, over real settlements."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from centers.payment_method.contract import v1
from centers.payment_method.data.tables import list_version, settlement_list
from centers.settlement.contract.v1 import VISIT_NOT_SETTLED, Settlement
from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.contract.paging import PAGE_WRONG, Paging
from hsaf.data import execute
from hsaf.testing.threads import at_once
from tests.centers.payment_method.conftest import PERSON, Office, diagnosis, list_of, operation
from tests.centers.settlement.desk import AWAY_HOSPITAL, SPECIAL, line

ALL = Paging(1, 100)
MARCH = (datetime(2026, 3, 1), datetime(2026, 3, 31, 23, 59, 59))


@pytest.fixture
def done(office: Office) -> Settlement:
    """A settled stay with a bill that has deductible, first share, funds and an account in it."""
    desk = office.desk
    mdtrt_id = desk.admit(PERSON, "310")
    desk.upload(PERSON, mdtrt_id, line(1, "2000"), line(2, "1000", code=SPECIAL))
    desk.discharge(PERSON, mdtrt_id)
    return desk.settle(PERSON, mdtrt_id, "3000", acct_used_flag="1")


def refused(work: Any) -> ErrorCode:
    with pytest.raises(HsafError) as caught:
        work()
    return caught.value.error


def rows(office: Office, table: sa.Table) -> int:
    count: int = office.read(lambda: execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
    return count


def listed(office: Office, done: Settlement) -> v1.SettlementList:
    (one,) = office.read(lambda: office.center.settlement_lists(done.psn_no, done.setl_id))
    found: v1.SettlementList = one
    return found


def test_a_sound_list_is_kept_and_its_money_is_the_settlements(office: Office, done: Settlement) -> None:
    head = office.upload(list_of(done))
    assert len(head.setl_list_id) == 9
    assert (head.state, head.version, head.findings, head.err_lv, head.retn_flag) == ("checked", 1, (), "0", "0")
    one = listed(office, done)
    assert one.head == head
    assert one.nodes["setlinfo"]["medcasno"] == "BA1"
    info, personal = done.info, one.personal
    assert personal.psn_selfpay == info["act_pay_dedc"] + info["preselfpay_amt"] + (
        info["inscp_scp_amt"] - info["act_pay_dedc"] - info["fund_pay_sumamt"]
    )
    assert personal.psn_selfpay + personal.psn_ownpay == personal.acct_pay + personal.psn_cashpay
    assert sum(charge.item_sumamt for charge in one.items) == info["medfee_sumamt"]
    assert sum(one.funds.values()) == info["fund_pay_sumamt"] + info["acct_pay"]


def test_the_same_list_again_is_the_same_and_a_changed_one_a_new_version(office: Office, done: Settlement) -> None:
    first = office.upload(list_of(done))
    assert office.upload(list_of(done)) == first
    second = office.upload(list_of(done, {"medcasno": "BA2"}))
    assert (second.setl_list_id, second.version) == (first.setl_list_id, 2)
    assert (rows(office, settlement_list), rows(office, list_version)) == (1, 2)
    assert listed(office, done).nodes["setlinfo"]["medcasno"] == "BA2"


def test_findings_are_those_of_the_present_version(office: Office, done: Settlement) -> None:
    faulty = office.upload(list_of(done, {"medcasno": ...}, oprninfo=[operation(oprn_oprt_code="99.9999")]))
    assert [(one.rule, one.kind, one.value) for one in faulty.findings] == [
        ("GF02", "规范性", "99.9999"),
        ("WZ01", "完整性", ""),
    ]
    assert (faulty.err_lv, faulty.retn_flag) == ("3", "1")
    assert office.upload(list_of(done)).findings == ()


def test_a_blocking_violation_names_its_rule_and_keeps_nothing(office: Office, done: Settlement) -> None:
    wrong = list_of(done, diseinfo=[diagnosis(), diagnosis(diag_code="I50.001")])
    with pytest.raises(HsafError) as caught:
        office.upload(wrong)
    assert caught.value.error is v1.LIST_BLOCKED
    assert "ZD03 住院清单的西医主诊断须有且只有一个" in caught.value.message
    assert (rows(office, settlement_list), rows(office, list_version)) == (0, 0)


def test_a_fund_that_differs_by_a_fen_is_refused(office: Office, done: Settlement) -> None:
    wrong = list_of(done)
    wrong["payinfo"][0]["fund_payamt"] = "0.01"
    assert refused(lambda: office.upload(wrong)) is v1.LIST_AMOUNT_MISMATCH


def test_a_list_belongs_to_a_settlement_of_this_institution_that_stands(office: Office, done: Settlement) -> None:
    for changes in ({"setl_id": "S9"}, {"psn_no": "P9"}, {"mdtrt_id": "M9"}):
        assert refused(lambda changes=changes: office.upload(list_of(done, changes))) is VISIT_NOT_SETTLED
    other = Office(office.desk.elsewhere(AWAY_HOSPITAL), office.center)
    assert refused(lambda: other.upload(list_of(done))) is VISIT_NOT_SETTLED
    transfusion = {"psn_no": PERSON, "mdtrt_id": done.mdtrt_id, "setl_id": "S9"}
    assert refused(lambda: office.upload(list_of(done, bldinfo=[transfusion]))) is v1.LIST_MIXED
    back = office.desk.reverse(done)
    assert refused(lambda: office.upload(list_of(done))) is v1.SETTLEMENT_REVERSED
    assert refused(lambda: office.upload(list_of(done, {"setl_id": back.setl_id}))) is v1.SETTLEMENT_REVERSED


def test_an_outpatient_settlement_may_have_a_list_and_a_purchase_not(office: Office) -> None:
    seen = office.desk.clinic(PERSON, "500", dise_codg="I10.x00")
    bare = ("adm_time", "dscg_time", "medcasno")
    assert office.upload(list_of(seen, dict.fromkeys(bare, ...), diseinfo=[])).findings == ()
    shop = Office(office.desk.elsewhere("P99010400004"), office.center)
    bought = shop.desk.buy(PERSON, line(1, "20"), total="20")
    assert refused(lambda: shop.upload(list_of(bought))) is v1.LIST_NOT_DUE


# -- states ------------------------------------------------------------------------------------------


def test_a_list_without_fault_passes_when_it_is_submitted(office: Office, done: Settlement) -> None:
    office.upload(list_of(done))
    assert office.status(done, "1").state == "passed"
    assert refused(lambda: office.upload(list_of(done, {"medcasno": "BA2"}))) is v1.LIST_FROZEN
    assert office.status(done, "1").state == "passed"
    assert office.status(done, "0").state == "checked"
    assert office.upload(list_of(done, {"medcasno": "BA2"})).version == 2


def test_a_list_may_be_submitted_as_it_is_uploaded(office: Office, done: Settlement) -> None:
    assert office.upload(list_of(done, {"stas_type": "1"})).state == "passed"
    assert refused(lambda: office.status(done, "2")) is v1.LIST_STATUS_WRONG


def test_a_list_with_faults_waits_for_review_and_comes_back_with_the_opinion(office: Office, done: Settlement) -> None:
    faulty = list_of(done, {"medcasno": ...})
    office.upload(faulty)
    assert office.status(done, "1").state == "submitted"
    assert refused(lambda: office.archive(done)) is v1.LIST_STATE_WRONG
    assert refused(lambda: office.review(done, passed=False, opinion=" ")) is v1.OPINION_MISSING
    returned = office.review(done, passed=False, opinion="请补填病案号")
    assert (returned.state, returned.opinion, returned.reviewer) == ("returned", "请补填病案号", "tester")
    assert refused(lambda: office.review(done, passed=True)) is v1.LIST_STATE_WRONG
    corrected = office.upload(list_of(done))
    assert (corrected.state, corrected.version, corrected.opinion) == ("checked", 2, "")
    assert office.status(done, "1").state == "passed"


def test_an_archived_list_never_changes_again(office: Office, done: Settlement) -> None:
    office.upload(list_of(done))
    assert refused(lambda: office.archive(done)) is v1.LIST_STATE_WRONG
    office.status(done, "1")
    assert office.archive(done).state == "archived"
    assert refused(lambda: office.upload(list_of(done))) is v1.LIST_FROZEN
    assert refused(lambda: office.status(done, "0")) is v1.LIST_FROZEN
    assert refused(lambda: office.archive(done)) is v1.LIST_STATE_WRONG
    assert office.status(done, "1").state == "archived"


def test_a_list_of_a_reversed_settlement_is_not_submitted(office: Office, done: Settlement) -> None:
    office.upload(list_of(done))
    office.desk.reverse(done)
    assert refused(lambda: office.status(done, "1")) is v1.SETTLEMENT_REVERSED


def test_only_the_institution_and_the_agency_move_a_list(office: Office, done: Settlement) -> None:
    office.upload(list_of(done, {"medcasno": ...}))
    other = Office(office.desk.elsewhere(AWAY_HOSPITAL), office.center)
    assert refused(lambda: other.status(done, "1")) is v1.LIST_UNKNOWN
    office.status(done, "1")
    agency = Office(office.desk.elsewhere(""), office.center)
    assert agency.review(done, passed=True).state == "passed"


# -- questions ---------------------------------------------------------------------------------------


def test_a_month_of_lists_is_narrowed_and_paged(office: Office, done: Settlement) -> None:
    second = office.desk.stay(PERSON, "800")
    office.upload(list_of(done))
    office.upload(list_of(second, {"medcasno": ..., "adm_time": office.desk.at - timedelta(minutes=4)}))

    def found(month: str = "202603", paging: Paging = ALL, **wanted: str) -> list[str]:
        page = office.read(lambda: office.center.checked_lists(month, wanted, paging))
        return [row["head"].setl_id for row in page.rows]

    assert found() == [done.setl_id, second.setl_id]
    assert (found(retn_flag="1"), found(err_lv="0")) == ([second.setl_id], [done.setl_id])
    assert (found(setl_id=second.setl_id), found(psn_no="P9")) == ([second.setl_id], [])
    assert (found("202602"), found("202604"), found(paging=Paging(2, 1))) == ([], [], [second.setl_id])
    for month in ("202613", "2026", "20260x"):
        assert refused(lambda month=month: found(month)) is v1.MONTH_WRONG
    assert refused(lambda: found(paging=Paging(1, 0))) is PAGE_WRONG


def test_due_and_uploaded_lists_are_counted_by_settlement(office: Office, done: Settlement) -> None:
    def counted(*med_types: str, reversals: bool = False) -> tuple[int, int]:
        types = med_types or ("2101",)
        counts = office.read(lambda: office.center.count_lists(*MARCH, types, reversals=reversals))
        return (counts.due, counts.uploaded)

    assert counted() == (1, 0)
    office.upload(list_of(done))
    assert (counted(), counted("11"), counted("11", "2101")) == ((1, 1), (0, 0), (1, 1))
    office.desk.reverse(done)
    assert (counted(), counted(reversals=True)) == ((0, 0), (2, 1))


def test_lists_are_asked_for_by_settlement_or_person(office: Office, done: Settlement) -> None:
    assert refused(lambda: office.read(lambda: office.center.settlement_lists("", ""))) is v1.LIST_UNNAMED
    assert refused(lambda: listed(office, done)) is v1.LIST_UNKNOWN
    assert office.read(lambda: office.center.settlement_lists(PERSON, "")) == []
    office.upload(list_of(done))
    assert len(office.read(lambda: office.center.settlement_lists("", done.setl_id))) == 1


def test_content_is_sealed_and_the_audit_chain_tells_no_names(office: Office, done: Settlement) -> None:
    office.upload(list_of(done, {"coner_name": "某某某", "coner_tel": "13900000000"}))
    kept = office.read(lambda: execute(sa.select(list_version.c.content)).scalar_one())
    assert "某某某".encode() not in kept
    events = office.read(lambda: office.desk.center.story(done.setl_id)).events
    told = [event for event in events if event["event"] == "payment_method.list_uploaded"]
    assert len(told) == 1
    assert "某某某".encode() not in msgspec.json.encode(told, enc_hook=str)


def test_a_list_uploaded_and_submitted_at_once_has_one_story(office: Office, done: Settlement) -> None:
    office.upload(list_of(done))

    def act(number: int) -> ErrorCode | None:
        try:
            office.upload(list_of(done, {"medcasno": f"BA{number}"})) if number % 2 else office.status(done, "1")
        except HsafError as refusal:
            return refusal.error
        return None

    outcomes = at_once(6, act)
    assert set(outcomes) <= {None, v1.LIST_FROZEN}
    head = listed(office, done).head
    assert head.state == "passed"
    assert rows(office, list_version) == head.version
