"""Reimbursement at the counter: the same money as online, four eyes, one receipt one reimbursement."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from centers.settlement.contract.reimbursement import Place, State
from centers.settlement.domain.amounts import AMOUNT_FIELDS
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from tests.centers.settlement.counter import (
    DAY,
    ELSEWHERE,
    PAYING,
    REVIEWING,
    Counter,
    application,
    category,
    receipt,
)
from tests.centers.settlement.desk import (
    AWAY_HOSPITAL,
    CLINIC,
    HOSPITAL,
    METADATA,
    OMEPRAZOLE,
    PHARMACY,
    RESIDENT,
    RETIRED,
    SELF_PAID,
    SPECIAL,
    WORKER,
    Desk,
    line,
    of_people,
    refund,
)
from tests.centers.settlement.test_races import at_once

LINES = (
    line(1, "2000.00"),
    line(2, "345.67", code=SPECIAL),
    line(3, "200.00", code=OMEPRAZOLE, cnt="10", pric="20.00"),
    line(4, "88.80", code=SELF_PAID),
    line(5, "120.00", code=SPECIAL, cnt="3", pric="40.00"),
    refund(6, 5, "-40.00"),
)
TOTAL = "2714.47"


@pytest.fixture
def counter(desk: Desk) -> Counter:
    return Counter(desk.harness).open()


@pytest.fixture
def quick_counter(quick: Desk) -> Counter:
    return Counter(quick.harness).open()


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[Desk]:
    """Another platform with the same people, where everything is settled online."""
    with Harness.sqlite(tmp_path, *METADATA) as harness:
        yield Desk(harness).open()


def amounts(settlement: Any) -> dict[str, Any]:
    return {name: settlement.info[name] for name in AMOUNT_FIELDS}


def refusal(call: Any) -> HsafError:
    with pytest.raises(HsafError) as caught:
        call()
    return caught.value


# -- the same money ---------------------------------------------------------------------------------


def test_a_visit_is_worth_the_same_at_the_counter_and_online(counter: Counter, twin: Desk) -> None:
    mdtrt_id = twin.register(RETIRED, "310")
    twin.upload(RETIRED, mdtrt_id, *LINES)
    online = twin.settle(RETIRED, mdtrt_id, TOTAL, "2207")
    claim = counter.reviewed(application(RETIRED, TOTAL, lines=LINES))
    assert claim.settlement is not None
    assert amounts(claim.settlement) == amounts(online)
    assert counter.accumulated(RETIRED) == twin.accumulated(RETIRED)
    assert claim.settlement.info["setl_time"] == datetime(2026, 3, 1)


@pytest.mark.parametrize("who", [RETIRED, WORKER, RESIDENT])
def test_a_stay_is_worth_the_same_at_the_counter_and_online(quick_counter: Counter, twin: Desk, who: str) -> None:
    online = twin.stay(who, "30000.00")
    claim = quick_counter.reviewed(application(who, "30000.00", med_type="2101", begndate=date(2026, 2, 20)))
    assert claim.settlement is not None
    assert amounts(claim.settlement) == amounts(online)
    assert quick_counter.accumulated(who) == twin.accumulated(who)


def test_an_estimate_is_what_the_review_settles(quick_counter: Counter) -> None:
    claim = quick_counter.enter(application(RETIRED, "1000.00"))
    looked = quick_counter.look(claim)
    assert claim.settlement is not None
    assert looked.settlement is not None
    reviewed = quick_counter.by(REVIEWING).do("review", claim)
    assert reviewed.settlement is not None
    assert amounts(claim.settlement) == amounts(looked.settlement) == amounts(reviewed.settlement)


def test_an_undesignated_hospital_away_pays_ten_points_less(quick_counter: Counter) -> None:
    """Employees, retired, level 3: 0.85 + 0.03, less 0.10 without a filing for that region; deductible 560."""
    claim = quick_counter.reviewed(application(RETIRED, "10000.00", med_type="2101", place=ELSEWHERE))
    assert claim.settlement is not None
    info = claim.settlement.info
    assert (info["act_pay_dedc"], info["hifp_pay"]) == (56_000, 736_320)
    assert (info["fixmedins_name"], info["pay_loc"], info["acct_pay"]) == ("邻省人民医院", "1", 0)


def test_a_receipt_without_lines_is_assessed_by_category(quick_counter: Counter) -> None:
    totals = (category("09", "800.00", own="100.00", over="50.00", first="30.00"), category("05", "200.00"))
    claim = quick_counter.reviewed(application(RETIRED, "1000.00", totals=totals))
    assert claim.settlement is not None
    info = claim.settlement.info
    assert [info[name] for name in AMOUNT_FIELDS[:5]] == [100_000, 10_000, 5_000, 3_000, 82_000]
    assert (info["act_pay_dedc"], info["hifp_pay"]) == (30_000, 36_400)
    again = quick_counter.read(lambda: quick_counter.center.recompute(claim.setl_id))
    assert again.same
    assert again.lines == 5


def test_a_late_claim_counts_for_the_year_of_its_care(quick_counter: Counter) -> None:
    quick_counter.at = datetime(2027, 2, 1, 9, 0)
    quick_counter.reviewed(application(RETIRED, "1000.00"))
    assert set(quick_counter.accumulated(RETIRED)) == {"310.2026.outpatient_dedc", "310.2026.outpatient_hifp"}
    assert quick_counter.posted_on(RETIRED) == {date(2026, 1, 1), date(2027, 2, 1)}  # opening, and the claim


def test_care_before_any_published_policy_is_refused(quick_counter: Counter) -> None:
    old = date(2025, 12, 31)
    lines = (line(1, "10.00", on=datetime(2025, 12, 31, 9)),)
    wanted = application(RETIRED, "10.00", lines=lines, begndate=old, enddate=old)
    assert refusal(lambda: quick_counter.enter(wanted)).code == "policy.no_policy"


def test_maternity_is_reimbursed_under_its_quota_and_counted_nowhere(quick_counter: Counter) -> None:
    wanted = application(WORKER, "6000.00", med_type="52", matn_type="1")
    claim = quick_counter.reviewed(wanted)
    assert claim.settlement is not None
    assert claim.settlement.info["hifp_pay"] == 300_000
    assert [row.fund_pay_type for row in claim.settlement.funds] == ["510100"]
    assert quick_counter.accumulated(WORKER) == {}
    residents = application(RESIDENT, "6000.00", med_type="52", matn_type="1", invono="2")
    assert refusal(lambda: quick_counter.enter(residents)).code == "policy.scene_not_covered"


def test_chronic_care_needs_its_filing_at_the_counter_too(quick_counter: Counter) -> None:
    paid = quick_counter.reviewed(application(WORKER, "1000.00", med_type="14", dise_codg="M03900"))
    assert paid.settlement is not None
    assert paid.settlement.info["hifp_pay"] == 59_500
    without = application(RETIRED, "1000.00", med_type="14", dise_codg="M01600", invono="2")
    assert refusal(lambda: quick_counter.enter(without)).code == "policy.chronic_filing_missing"


# -- the books --------------------------------------------------------------------------------------


def test_the_person_is_owed_what_the_funds_pay_until_it_is_paid(counter: Counter) -> None:
    before = counter.balance(RETIRED)
    claim = counter.reviewed(application(RETIRED, "1000.00"))
    assert counter.owed(RETIRED) == 49_000
    counter.by(PAYING).do("pay", claim, "付-1")
    assert (counter.owed(RETIRED), counter.entries("bank:990200"), counter.entries("payable:")) == (0, 49_000, 0)
    assert counter.balance(RETIRED) == before
    trial = counter.trial()
    assert trial.debit == trial.credit
    assert trial.broken == ()


def test_an_unpaid_reimbursement_reversed_leaves_nothing(counter: Counter) -> None:
    claim = counter.reviewed(application(RETIRED, "1000.00"))
    back = counter.do("reverse", claim, "金额录错")
    assert back.state is State.REVERSED
    assert (counter.owed(RETIRED), counter.accumulated(RETIRED)) == (0, {})
    assert counter.enter(application(RETIRED, "1000.00")).state is State.ENTERED  # the receipt is free again


def test_what_was_paid_is_owed_back_and_the_receipt_waits_for_it(counter: Counter) -> None:
    back = counter.do("reverse", counter.paid(application(RETIRED, "1000.00")), "重复享受")
    assert back.state is State.RECOVERING
    assert counter.owed(RETIRED) == -49_000
    assert refusal(lambda: counter.enter(application(RETIRED, "1000.00"))).code == "settlement.receipt_used"
    done = counter.by(PAYING).do("recover", back, "收-1")
    assert (done.state, counter.owed(RETIRED), counter.entries("bank:990200")) == (State.REVERSED, 0, 0)
    assert counter.enter(application(RETIRED, "1000.00")).state is State.ENTERED


def test_the_self_check_finds_nothing_wrong_after_every_road(quick: Desk) -> None:
    counter = Counter(quick.harness).open()
    counter.enter(application(RESIDENT, "900.00", invono="1"))
    counter.paid(application(RETIRED, "1000.00", invono="2"))
    quick.clinic(WORKER, "500.00")
    back = counter.do("reverse", counter.paid(application(WORKER, "800.00", invono="3")), "错")
    counter.by("clerk-4").do("recover", back, "收-1")
    counter.do("reverse", counter.reviewed(application(WORKER, "700.00", invono="4")), "错")
    counter.do("withdraw", counter.enter(application(WORKER, "600.00", invono="5")), "不报了")
    checked = quick.harness.write(counter.center.self_check)
    assert checked.findings == ()


def test_a_reversal_waits_for_later_settlements_of_the_same_accumulators(quick: Desk) -> None:
    counter = Counter(quick.harness).open()
    claim = counter.reviewed(application(RETIRED, "1000.00"))
    later = quick.clinic(RETIRED, "500.00")
    refused = refusal(lambda: counter.do("reverse", claim, "错"))
    assert refused.code == "settlement.not_latest"
    assert later.setl_id in refused.message
    quick.reverse(later)
    assert counter.do("reverse", claim, "错").state is State.REVERSED


def test_an_online_settlement_cannot_be_reversed_past_the_counter(quick: Desk) -> None:
    counter = Counter(quick.harness).open()
    online = quick.clinic(RETIRED, "500.00")
    counter.reviewed(application(RETIRED, "1000.00"))
    assert refusal(lambda: quick.reverse(online)).code == "settlement.not_latest"


def test_no_institution_sees_or_reverses_what_the_counter_settled(quick: Desk) -> None:
    counter = Counter(quick.harness).open()
    claim = counter.reviewed(application(RETIRED, "1000.00"))
    assert claim.settlement is not None
    found = quick.read(lambda: quick.center.visits(RETIRED, datetime(2026, 1, 1), datetime(2026, 12, 31)))
    assert found == []
    seen = refusal(lambda: quick.read(lambda: quick.center.settlement(RETIRED, claim.mdtrt_id, claim.setl_id)))
    assert seen.code == "settlement.visit_not_settled"
    assert refusal(lambda: quick.reverse(claim.settlement)).code == "settlement.visit_not_yours"


def test_the_story_of_a_reimbursement_names_every_clerk(quick_counter: Counter) -> None:
    claim = quick_counter.paid(application(RETIRED, "1000.00"))
    story = quick_counter.read(lambda: quick_counter.center.story(claim.setl_id))
    told = [(event["event"], event["actor"]) for event in story.events]
    assert told == [
        ("settlement.reimbursement_enter", "clerk-1"),
        ("settlement.settled", "clerk-2"),
        ("settlement.reimbursement_review", "clerk-2"),
        ("settlement.payment_posted", "clerk-3"),
        ("settlement.reimbursement_pay", "clerk-3"),
    ]
    assert [step.step for step in quick_counter.look(claim).steps] == ["enter", "review", "pay"]


# -- steps ------------------------------------------------------------------------------------------


def test_nobody_reviews_what_they_entered_or_pays_what_they_reviewed(quick_counter: Counter) -> None:
    claim = quick_counter.enter(application(RETIRED, "1000.00"))
    assert refusal(lambda: quick_counter.do("review", claim)).code == "settlement.same_clerk"
    reviewed = quick_counter.by(REVIEWING).do("review", claim)
    assert refusal(lambda: quick_counter.by(REVIEWING).do("pay", reviewed, "付-1")).code == "settlement.same_clerk"


def test_a_returned_application_is_entered_anew_under_its_number(quick_counter: Counter) -> None:
    claim = quick_counter.enter(application(RETIRED, "1000.00"))
    returned = quick_counter.by(REVIEWING).do("return", claim, "缺费用清单")
    assert returned.state is State.RETURNED
    assert quick_counter.look(returned).settlement is None
    assert refusal(lambda: quick_counter.by(PAYING).do("review", returned)).code == "settlement.reimbursement_state"
    amended = quick_counter.amend(returned, application(RETIRED, "900.00"))
    assert (amended.reim_id, amended.sumamt, amended.state) == (claim.reim_id, 90_000, State.ENTERED)
    reviewed = quick_counter.by(REVIEWING).do("review", amended)
    assert reviewed.settlement is not None
    assert reviewed.settlement.info["medfee_sumamt"] == 90_000
    memo = [(step.step, step.memo) for step in quick_counter.look(reviewed).steps]
    assert memo == [("enter", ""), ("return", "缺费用清单"), ("amend", ""), ("review", "")]


def test_a_withdrawn_application_frees_its_receipts(quick_counter: Counter) -> None:
    claim = quick_counter.enter(application(RETIRED, "1000.00"))
    assert refusal(lambda: quick_counter.do("withdraw", claim, " ")).code == "settlement.application_incomplete"
    assert quick_counter.do("withdraw", claim, "申请人撤回").state is State.WITHDRAWN
    again = quick_counter.enter(application(RETIRED, "1000.00"))
    assert again.reim_id != claim.reim_id
    assert refusal(lambda: quick_counter.by(REVIEWING).do("review", claim)).code == "settlement.reimbursement_state"


def test_an_application_is_found_by_person_and_by_state(quick_counter: Counter) -> None:
    one = quick_counter.enter(application(RETIRED, "1000.00"))
    two = quick_counter.reviewed(application(WORKER, "1000.00", invono="2"))
    search = quick_counter.center.reimbursements
    assert [found.reim_id for found in quick_counter.read(lambda: search(psn_no=RETIRED))] == [one.reim_id]
    assert [found.reim_id for found in quick_counter.read(lambda: search(state="reviewed"))] == [two.reim_id]
    assert len(quick_counter.read(search)) == 2


def test_the_account_to_pay_to_is_kept_sealed(quick_counter: Counter) -> None:
    claim = quick_counter.enter(application(RETIRED, "1000.00", bankacct="6222000011112222"))
    assert quick_counter.look(claim).bankacct == "6222000011112222"
    stored = next(Path(quick_counter.harness.database.engine.url.database).parent.glob("*.db")).read_bytes()
    assert b"6222000011112222" not in stored


# -- receipts ---------------------------------------------------------------------------------------


def test_a_receipt_brought_twice_is_refused_naming_the_first(counter: Counter) -> None:
    first = counter.enter(application(RETIRED, "1000.00", invono="inv-7"))
    refused = refusal(lambda: counter.enter(application(WORKER, "10.00", invono=" INV-7 ")))
    assert refused.code == "settlement.receipt_used"
    assert first.reim_id in refused.message


def test_a_receipt_of_a_visit_settled_online_is_refused_naming_it(quick: Desk) -> None:
    counter = Counter(quick.harness).open()
    online = quick.clinic(RETIRED, "500.00", invono="INV-8")
    refused = refusal(lambda: counter.enter(application(RETIRED, "500.00", invono="inv-8")))
    assert (refused.code, online.setl_id in refused.message) == ("settlement.receipt_used", True)
    quick.reverse(online)
    assert counter.enter(application(RETIRED, "500.00", invono="inv-8")).state is State.ENTERED


def test_a_receipt_at_the_counter_is_not_settled_online(quick: Desk) -> None:
    counter = Counter(quick.harness).open()
    claim = counter.enter(application(RETIRED, "500.00", invono="INV-9"))
    refused = refusal(lambda: quick.clinic(RETIRED, "500.00", invono="inv-9"))
    assert (refused.code, claim.reim_id in refused.message) == ("settlement.receipt_used", True)
    counter.do("withdraw", claim, "改为联网结算")
    assert quick.clinic(RETIRED, "500.00", invono="inv-9").info["invono"] == "inv-9"


def test_of_many_clerks_with_the_same_receipt_one_enters_it(counter: Counter) -> None:
    wanted = [application(who, "100.00", invono="INV-1") for who in (RETIRED, WORKER, RESIDENT) * 3]
    answers = at_once([(lambda one=one: counter.enter(one)) for one in wanted])
    assert Count(answer for answer in answers if isinstance(answer, str)) == {"settlement.receipt_used": 8}


def test_clerks_with_overlapping_receipts_never_share_one(counter: Counter) -> None:
    """Taken in any order: each number belongs to one application in the end."""
    sets = [("A1", "A2", "A3"), ("A3", "A2"), ("A2", "A4"), ("A4", "A1"), ("A3", "A4"), ("A1",)]
    wanted = [
        application(
            (RETIRED, WORKER, RESIDENT)[number % 3],
            f"{len(names)}00.00",
            receipts=tuple(receipt("100.00", name) for name in names),
        )
        for number, names in enumerate(sets)
    ]
    answers = at_once([(lambda one=one: counter.enter(one)) for one in wanted])
    taken = Count(one.invono for answer in answers if not isinstance(answer, str) for one in answer.receipts)
    assert set(taken.values()) == {1}


def test_of_many_reviewers_one_settles(counter: Counter) -> None:
    claim = counter.enter(application(RETIRED, "1000.00"))
    answers = at_once([(lambda n=n: counter.by(f"reviewer-{n}").do("review", claim)) for n in range(8)])
    assert Count(answer for answer in answers if isinstance(answer, str)) == {"settlement.reimbursement_state": 7}
    assert counter.owed(RETIRED) == 49_000


# -- what an application must say -------------------------------------------------------------------

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no receipt": ({"receipts": ()}, "application_incomplete"),
    "no diagnosis": ({"diagnoses": ()}, "application_incomplete"),
    "no fees": ({"lines": ()}, "application_incomplete"),
    "no place": ({"place": Place(name="某医院")}, "application_incomplete"),
    "maternity without its kind": ({"med_type": "52"}, "application_incomplete"),
    "lines and totals": ({"lines": LINES, "totals": (category("09", "1.00"),)}, "lines_and_totals"),
    "a receipt twice": ({"receipts": (receipt("500.00"), receipt("500.00"))}, "receipt_twice"),
    "a sum that is not the fees": ({"receipts": (receipt("999.99"),)}, "receipt_sum_mismatch"),
    "care after today": ({"enddate": date(2026, 3, 4)}, "treatment_not_over"),
    "out before in": ({"begndate": date(2026, 3, 2)}, "discharge_before_admission"),
    "a line outside": ({"begndate": date(2026, 2, 1), "enddate": date(2026, 2, 9)}, "line_outside_treatment"),
    "a category beyond its sum": ({"totals": (category("09", "10.00", own="10.01"),)}, "category_total_wrong"),
    "a pharmacy": ({"med_type": "41", "place": Place(fixmedins_code=PHARMACY)}, "med_type_wrong"),
}


@pytest.mark.parametrize(("changes", "code"), WRONG.values(), ids=WRONG.keys())
def test_an_application_that_says_too_little_or_too_much_leaves_nothing(
    quick_counter: Counter, changes: dict[str, Any], code: str
) -> None:
    wanted = application(RETIRED, "1000.00", **changes)
    assert refusal(lambda: quick_counter.enter(wanted)).code == f"settlement.{code}"
    assert quick_counter.read(quick_counter.center.reimbursements) == []
    assert quick_counter.enter(application(RETIRED, "1000.00")).state is State.ENTERED


def test_an_unknown_diagnosis_and_an_unknown_hospital_are_refused(quick_counter: Counter) -> None:
    known = application(RETIRED, "1000.00")
    odd = tuple(msgspec.structs.replace(one, diag_code="Z99.x99") for one in known.diagnoses)
    for changed, code in (
        ({"diagnoses": odd}, "base_info.diagnosis_unknown"),
        ({"place": Place(fixmedins_code="H00000000000")}, "base_info.institution_unknown"),
        ({"insutype": "390"}, "enrollment.not_enrolled"),
    ):
        wanted = msgspec.structs.replace(known, **changed)
        assert refusal(lambda wanted=wanted: quick_counter.enter(wanted)).code == code


def test_a_review_is_refused_when_the_insurance_stopped_meanwhile(quick_counter: Counter) -> None:
    claim = quick_counter.enter(application(RETIRED, "1000.00"))
    rows = [row for row in of_people("persons.csv") if row["psn_no"] == RETIRED]
    paused = [{**row, "psn_insu_stas": "2", "paus_insu_date": "2026-02-01"} for row in rows]
    quick_counter.harness.write(lambda: quick_counter.enrollment.load("persons", paused))
    looked = quick_counter.look(claim)
    assert looked.settlement is None
    assert "不能享受待遇" in looked.obstacle
    refused = refusal(lambda: quick_counter.by(REVIEWING).do("review", claim))
    assert refused.code == "enrollment.insurance_paused"
    assert quick_counter.look(claim).state is State.ENTERED


def test_every_place_is_priced_at_its_own_level(quick_counter: Counter) -> None:
    """Omeprazole has a ceiling of 13.44 at every level; the ratio is the place's: 三级, 二级, 一级."""
    worth = {}
    for number, code in enumerate((AWAY_HOSPITAL, HOSPITAL, CLINIC), start=1):
        one = application(WORKER, "1000.00", invono=str(number), place=Place(fixmedins_code=code))
        claim = quick_counter.enter(one)
        assert claim.settlement is not None
        worth[code] = claim.settlement.info["hifp_pay"]
    assert worth == {AWAY_HOSPITAL: 38_500, HOSPITAL: 45_500, CLINIC: 52_500}
    assert date(2026, 3, 1) == DAY
