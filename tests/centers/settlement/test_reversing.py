"""Reversal: everything goes back to the fen, in order, and both records stay."""

from __future__ import annotations

from typing import Any

import pytest

from centers.settlement.domain.amounts import AMOUNT_FIELDS
from hsaf.contract.errors import HsafError
from tests.centers.settlement.desk import (
    AUNT,
    CITY_CLINIC,
    CLINIC,
    FAMILY,
    PHARMACY,
    RESIDENT,
    RETIRED,
    UNCLE,
    WORKER,
    Desk,
    line,
)


def refusal(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(HsafError) as refused:
        call(*args, **more)
    return refused.value.code.removeprefix("settlement.")


def lines(desk: Desk, psn_no: str, mdtrt_id: str, setl_id: str) -> list[Any]:
    return desk.read(lambda: desk.center.lines(psn_no, mdtrt_id, setl_id))


def test_a_reversal_negates_every_amount_and_restores_the_balance(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00", acct_used_flag="1")
    back = desk.reverse(done, "2305")
    assert {name: back.info[name] for name in AMOUNT_FIELDS} == {name: -done.info[name] for name in AMOUNT_FIELDS}
    assert (back.info["balc"], desk.balance(RETIRED)) == (480010, 480010)
    assert desk.accumulated(RETIRED) == {}
    assert (back.refd_setl_flag, back.reverses) == ("1", done.setl_id)
    assert [row.fund_payamt for row in back.funds] == [-row.fund_payamt for row in done.funds]
    assert desk.trial().broken == ()


def test_after_a_reversal_the_same_visit_settles_to_the_same_amounts(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00")
    desk.reverse(done)
    again = desk.settle(RETIRED, done.mdtrt_id, "8000.00")
    assert [again.info[name] for name in AMOUNT_FIELDS] == [done.info[name] for name in AMOUNT_FIELDS]


def test_both_records_stay_and_point_at_each_other(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00")
    back = desk.reverse(done)
    kept = desk.read(lambda: desk.center.settlement(RETIRED, done.mdtrt_id, done.setl_id))
    mirror = desk.read(lambda: desk.center.settlement(RETIRED, done.mdtrt_id, back.setl_id))
    assert (kept.reversed_by, mirror.reverses) == (back.setl_id, done.setl_id)
    assert kept.info["hifp_pay"] == -mirror.info["hifp_pay"]


def test_a_reversed_settlement_keeps_its_lines_even_when_they_are_withdrawn(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00")
    back = desk.reverse(done)
    desk.withdraw(RETIRED, done.mdtrt_id, feedetl_sn="0000")
    assert [row["det_item_fee_sumamt"] for row in lines(desk, RETIRED, done.mdtrt_id, done.setl_id)] == [800000]
    assert [row["det_item_fee_sumamt"] for row in lines(desk, RETIRED, done.mdtrt_id, back.setl_id)] == [-800000]


def test_a_settlement_is_reversed_once(desk: Desk) -> None:
    done = desk.stay(RETIRED, "1000.00")
    back = desk.reverse(done)
    assert refusal(desk.reverse, done) == "already_reversed"
    assert refusal(desk.reverse, back) == "visit_not_settled"


def test_a_later_settlement_with_the_same_accumulators_must_go_first(desk: Desk) -> None:
    first, second = desk.stay(RETIRED, "1000.00"), desk.stay(RETIRED, "1000.00")
    with pytest.raises(HsafError) as refused:
        desk.reverse(first)
    assert refused.value.code == "settlement.not_latest"
    assert second.setl_id in refused.value.message
    desk.reverse(second)
    desk.reverse(first)
    assert desk.accumulated(RETIRED) == {}


def test_a_settlement_with_other_accumulators_does_not_stand_in_the_way(quick: Desk) -> None:
    """An outpatient visit of a person without subsidy or assistance shares nothing with a stay."""
    stay, visit = quick.stay(WORKER, "1000.00"), quick.clinic(WORKER, "1000.00")
    quick.reverse(stay)
    quick.reverse(visit)
    assert quick.accumulated(WORKER) == {}


def test_ordinary_and_chronic_visits_share_the_deductible(quick: Desk) -> None:
    chronic = quick.clinic(WORKER, "100.00", med_type="14", dise_codg="M03900")
    quick.clinic(WORKER, "1000.00")
    assert refusal(quick.reverse, chronic) == "not_latest"


def test_assistance_links_a_stay_and_a_visit(quick: Desk) -> None:
    stay = quick.stay(RESIDENT, "5000.00")
    quick.elsewhere(CLINIC).clinic(RESIDENT, "100.00")
    assert refusal(quick.reverse, stay) == "not_latest"


def test_purchases_and_maternity_touch_nothing(quick: Desk) -> None:
    stay = quick.stay(RETIRED, "1000.00")
    shop = quick.elsewhere(PHARMACY)
    bought = shop.buy(RETIRED, line(1, "10.00"), total="10.00")
    birth = quick.admit(RETIRED, "310", "52", matn_type="1")
    quick.upload(RETIRED, birth, line(1, "5000.00"))
    quick.discharge(RETIRED, birth)
    born = quick.settle(RETIRED, birth, "5000.00")
    assert (born.info["hifp_pay"], born.funds[0].fund_pay_type) == (300000, "510100")
    quick.reverse(stay, "2305")
    shop.reverse(bought, "2103")
    quick.reverse(born, "2305")
    assert quick.trial().broken == ()


def test_latest_means_latest_by_commitment_not_by_date(quick: Desk) -> None:
    early, late = quick.admit(RETIRED, "310"), quick.admit(RETIRED, "310")
    for mdtrt_id in (early, late):
        quick.upload(RETIRED, mdtrt_id, line(1, "1000.00"))
    quick.discharge(RETIRED, early)
    quick.discharge(RETIRED, late)
    done_late = quick.settle(RETIRED, late, "1000.00")
    done_early = quick.settle(RETIRED, early, "1000.00")
    assert done_early.info["setl_time"] < done_late.info["setl_time"]
    assert refusal(quick.reverse, done_late) == "not_latest"
    quick.reverse(done_early)


def test_reversing_a_stays_first_settlement_opens_its_deductible_again(desk: Desk) -> None:
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(1, "200.00"))
    first = desk.settle(RETIRED, mdtrt_id, "200.00", mid_setl=True)
    desk.upload(RETIRED, mdtrt_id, line(2, "1000.00"))
    second = desk.settle(RETIRED, mdtrt_id, "1000.00", mid_setl=True)
    assert refusal(desk.reverse, first) == "not_latest"
    desk.reverse(second)
    again = desk.settle(RETIRED, mdtrt_id, "1000.00", mid_setl=True)
    assert again.info["act_pay_dedc"] == second.info["act_pay_dedc"] == 15000
    desk.reverse(again)
    desk.reverse(first)
    assert desk.accumulated(RETIRED) == {}
    whole = desk.settle(RETIRED, mdtrt_id, "1200.00", mid_setl=True)
    assert whole.info["act_pay_dedc"] == 35000
    assert desk.accumulated(RETIRED)["310.2026.inpatient_count"] == 1


def test_family_accounts_get_back_what_they_paid(desk: Desk) -> None:
    clinic = desk.elsewhere(CITY_CLINIC)
    before = desk.balance(AUNT), desk.balance(UNCLE)
    done = clinic.clinic(FAMILY, "529.60", acct_used_flag="1")
    assert (desk.balance(AUNT), desk.balance(UNCLE)) != before
    back = clinic.reverse(done, "2208")
    assert (desk.balance(AUNT), desk.balance(UNCLE)) == before
    assert back.info["acct_mulaid_pay"] == -done.info["acct_mulaid_pay"]


def test_a_reversed_purchase_leaves_its_visit_unsettled(quick: Desk) -> None:
    shop = quick.elsewhere(PHARMACY)
    done = shop.buy(RETIRED, line(1, "10.00"), total="10.00")
    shop.reverse(done, "2103")
    assert quick.balance(RETIRED) == 480010
    assert refusal(shop.reverse, done, "2103") == "already_reversed"


def test_only_the_institution_and_the_right_transaction_reverse(quick: Desk) -> None:
    done = quick.stay(RETIRED, "1000.00")
    assert refusal(quick.elsewhere(CLINIC).reverse, done) == "visit_not_yours"
    assert refusal(quick.reverse, done, "2208") == "med_type_wrong"
    wrong = lambda: quick.center.reverse(RETIRED, "MD-OTHER", done.setl_id, "2305")  # noqa: E731
    assert refusal(quick.write, RETIRED, wrong) == "visit_not_settled"


def test_after_a_reversal_the_stay_may_be_withdrawn_step_by_step(quick: Desk) -> None:
    done = quick.stay(RETIRED, "1000.00")
    quick.reverse(done, "2305")
    quick.write(RETIRED, lambda: quick.center.undo_discharge(RETIRED, done.mdtrt_id))
    quick.withdraw(RETIRED, done.mdtrt_id, feedetl_sn="0000")
    quick.write(RETIRED, lambda: quick.center.void_visit(RETIRED, done.mdtrt_id, "2404"))
