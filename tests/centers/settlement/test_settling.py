"""Settlement of a visit: what is answered, what is kept, and when it is refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from centers.policy.contract.v1 import BenefitCase
from centers.settlement.domain.amounts import AMOUNT_FIELDS, bill_divides, bill_is_paid, person_part_divides
from hsaf.contract.errors import HsafError
from tests.centers.settlement.desk import (
    AWAY_HOSPITAL,
    BOTH,
    PHARMACY,
    RESIDENT,
    RETIRED,
    SELF_PAID,
    SPECIAL,
    TREATMENT,
    WORKER,
    Desk,
    line,
    refund,
)


def refused(call: Any, *args: Any, **more: Any) -> HsafError:
    with pytest.raises(HsafError) as error:
        call(*args, **more)
    return error.value


def refusal(call: Any, *args: Any, **more: Any) -> str:
    return refused(call, *args, **more).code.removeprefix("settlement.")


def discharged(desk: Desk, psn_no: str, total: str, insutype: str = "310") -> str:
    mdtrt_id = desk.admit(psn_no, insutype)
    desk.upload(psn_no, mdtrt_id, line(1, total))
    desk.discharge(psn_no, mdtrt_id)
    return mdtrt_id


# -- amounts ----------------------------------------------------------------------------------------


def test_a_first_stay_is_settled_to_the_fen(desk: Desk) -> None:
    """The published example 02: level 2, retired, 500 * 0.7 deductible, 0.91 pooled."""
    mdtrt_id = desk.admit(RETIRED, "310")
    lines = [line(1, "7983.06"), line(2, "214.68", hosp_appr_flag="2"), line(3, "38.60", code=SELF_PAID)]
    desk.upload(RETIRED, mdtrt_id, *lines)
    desk.discharge(RETIRED, mdtrt_id)
    info = desk.settle(RETIRED, mdtrt_id, "8236.34", acct_used_flag="1").info
    assert (info["act_pay_dedc"], info["hifp_pay"], info["pool_prop_selfpay"]) == (35000, 694608, Decimal("0.9100"))
    assert (info["psn_part_amt"], info["fulamt_ownpay_amt"]) == (129026, 25328)
    assert (info["acct_pay"], info["psn_cash_pay"], info["balc"]) == (103698, 25328, 480010 - 103698)


def test_the_answer_carries_the_person_and_the_circumstances(quick: Desk) -> None:
    info = quick.stay(RETIRED, "1000.00").info
    assert (info["psn_type"], info["gend"], info["age"], info["brdy"]) == ("12", "1", Decimal(74), date(1951, 11, 15))
    assert (info["clr_type"], info["clr_way"], info["clr_optins"]) == ("21", "1", "990200")
    assert (info["hosp_lv"], info["year"], info["medins_setl_id"][:12]) == ("6", "2026", quick.institution)


def test_a_pre_settlement_gives_the_same_amounts_and_stores_nothing(desk: Desk) -> None:
    mdtrt_id = discharged(desk, RETIRED, "8000.00")
    before = desk.preview(RETIRED, mdtrt_id, "8000.00", acct_used_flag="1")
    assert before.setl_id == ""
    assert desk.accumulated(RETIRED) == {}
    assert desk.balance(RETIRED) == 480010
    after = desk.settle(RETIRED, mdtrt_id, "8000.00", acct_used_flag="1")
    assert [before.info[name] for name in (*AMOUNT_FIELDS, "balc")] == [
        after.info[name] for name in (*AMOUNT_FIELDS, "balc")
    ]
    assert before.funds == after.funds


def test_identities_hold_and_the_fund_rows_add_up(quick: Desk) -> None:
    mdtrt_id = quick.admit(RESIDENT, "390")
    lines = [line(1, "40000.00"), line(2, "3000.00", code=SPECIAL), line(3, "38.60", code=SELF_PAID)]
    quick.upload(RESIDENT, mdtrt_id, *lines)
    quick.discharge(RESIDENT, mdtrt_id)
    done = quick.settle(RESIDENT, mdtrt_id, "43038.60")
    amounts = {name: done.info[name] for name in AMOUNT_FIELDS}
    assert bill_divides(amounts) is bill_is_paid(amounts) is person_part_divides(amounts) is None
    assert {row.fund_pay_type for row in done.funds} == {"390100", "390200", "610100"}
    assert sum(row.fund_payamt for row in done.funds) == done.info["fund_pay_sumamt"]


def test_each_fund_row_explains_itself_by_rule_version_and_inputs(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00", acct_used_flag="1")
    pool, account = done.funds
    assert (pool.fund_pay_type, account.fund_pay_type) == ("310100", "310200")
    assert pool.crt_payb_lmt_amt == 25_000_000
    for word in ("起付标准", "版本 2026.1", "政策范围内 8,000.00", "得出：统筹支付 "):
        assert word in pool.setl_proc_info
    assert all(0 < len(row.setl_proc_info) <= 4000 for row in done.funds)


def test_refunds_reduce_the_bill(quick: Desk) -> None:
    mdtrt_id = quick.admit(RETIRED, "310")
    quick.upload(RETIRED, mdtrt_id, line(1, "900.00", cnt="3"), refund(2, 1, "-300.00"))
    quick.discharge(RETIRED, mdtrt_id)
    assert quick.settle(RETIRED, mdtrt_id, "600.00").info["inscp_scp_amt"] == 60000


def test_a_settlement_can_be_computed_again_from_what_is_kept(quick: Desk) -> None:
    done = quick.stay(RETIRED, "8000.00", acct_used_flag="1")
    record = quick.read(lambda: quick.center._queries._settlements.find(RETIRED, done.setl_id))
    again = quick.read(lambda: quick.policy.evaluate(msgspec.convert(record.inputs, BenefitCase)))
    assert (again.hifp_pay, again.acct_pay, again.act_pay_dedc) == tuple(
        done.info[name] for name in ("hifp_pay", "acct_pay", "act_pay_dedc")
    )


# -- refusals ---------------------------------------------------------------------------------------


def test_a_bill_that_differs_from_the_lines_is_refused_with_both_figures(desk: Desk) -> None:
    mdtrt_id = discharged(desk, RETIRED, "1180.00")
    for call in (desk.preview, desk.settle):
        error = refused(call, RETIRED, mdtrt_id, "1200.00")
        assert error.code == "settlement.fee_sum_mismatch"
        assert "1,200.00" in error.message
        assert "1,180.00" in error.message


def test_a_visit_without_lines_is_not_settled(quick: Desk) -> None:
    mdtrt_id = quick.register(RETIRED, "310")
    assert refusal(quick.settle, RETIRED, mdtrt_id, "0.00", "2207") == "no_lines"


def test_a_visit_is_settled_once(desk: Desk) -> None:
    done = desk.stay(RETIRED, "1000.00")
    error = refused(desk.settle, RETIRED, done.mdtrt_id, "1000.00")
    assert error.code == "settlement.visit_settled"
    assert done.setl_id in error.message


def test_a_stay_is_not_settled_by_an_outpatient_message_nor_the_other_way_round(quick: Desk) -> None:
    stay, visit = discharged(quick, RETIRED, "10.00"), quick.register(RETIRED, "310")
    quick.upload(RETIRED, visit, line(1, "10.00"))
    assert refusal(quick.settle, RETIRED, stay, "10.00", "2207") == "med_type_wrong"
    assert refusal(quick.settle, RETIRED, visit, "10.00", "2304") == "med_type_wrong"


def test_message_and_registration_must_agree_on_the_medical_type(quick: Desk) -> None:
    visit = quick.register(RETIRED, "310", "11")
    quick.upload(RETIRED, visit, line(1, "10.00"))
    assert refusal(quick.settle, RETIRED, visit, "10.00", "2207", med_type="13") == "med_type_mismatch"


def test_a_person_with_two_insurances_settles_under_the_one_the_message_names(quick: Desk) -> None:
    visit = quick.register(BOTH, "310")
    quick.upload(BOTH, visit, line(1, "500.00"))
    settled = quick.settle(BOTH, visit, "500.00", "2207", insutype="390")
    assert (settled.info["insutype"], settled.info["act_pay_dedc"]) == ("390", 0)


def test_a_stay_settled_in_part_goes_on_under_the_same_insurance(quick: Desk) -> None:
    stay = quick.admit(BOTH, "310")
    quick.upload(BOTH, stay, line(1, "500.00"))
    quick.settle(BOTH, stay, "500.00", insutype="390", mid_setl=True)
    quick.upload(BOTH, stay, line(2, "10.00"))
    quick.discharge(BOTH, stay)
    assert refusal(quick.settle, BOTH, stay, "10.00", insutype="310") == "insutype_mismatch"
    assert quick.settle(BOTH, stay, "10.00", insutype="390").info["insutype"] == "390"


def test_an_outpatient_visit_needs_its_visit_information_first(quick: Desk) -> None:
    new = quick._visit(RETIRED, "310")
    mdtrt_id = quick.write(RETIRED, lambda: quick.center.register_visit(new))
    quick.upload(RETIRED, mdtrt_id, line(1, "10.00"))
    assert refusal(quick.settle, RETIRED, mdtrt_id, "10.00", "2207", med_type="11") == "med_type_missing"


def test_a_message_that_names_somebody_else_is_refused(quick: Desk) -> None:
    mdtrt_id = discharged(quick, RETIRED, "10.00")
    error = refused(quick.settle, RETIRED, mdtrt_id, "10.00", identity={"psn_name": "别人"})
    assert error.code == "enrollment.person_mismatch"
    assert "别人" not in error.message


def test_chronic_care_without_a_filing_names_the_missing_filing(quick: Desk) -> None:
    error = refused(quick.clinic, WORKER, "100.00", med_type="14", dise_codg="M01600")
    assert error.code == "policy.chronic_filing_missing"
    assert "M01600" in error.message
    assert quick.clinic(WORKER, "400.00", med_type="14", dise_codg="M03900").info["hifp_pay"] == 8500


# -- when it counts ---------------------------------------------------------------------------------


def test_a_final_settlement_counts_on_the_day_of_discharge(desk: Desk) -> None:
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(1, "1000.00"))
    desk.discharge(RETIRED, mdtrt_id, datetime(2026, 3, 20, 9, 0))
    desk.at = datetime(2026, 3, 25, 9, 0)
    assert desk.settle(RETIRED, mdtrt_id, "1000.00").info["setl_time"] == datetime(2026, 3, 20, 9, 0)


def test_a_final_settlement_needs_the_discharge_but_an_estimate_does_not(desk: Desk) -> None:
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(1, "1000.00"))
    assert refusal(desk.settle, RETIRED, mdtrt_id, "1000.00") == "not_discharged"
    estimate = desk.preview(RETIRED, mdtrt_id, "1000.00", dscg_date=date(2026, 3, 9))
    assert estimate.info["setl_time"].date() == date(2026, 3, 9)
    assert desk.preview(RETIRED, mdtrt_id, "1000.00").info["setl_time"].date() == desk.at.date()


def test_a_stated_discharge_date_must_be_the_registered_one(quick: Desk) -> None:
    mdtrt_id = discharged(quick, RETIRED, "1000.00")
    assert refusal(quick.settle, RETIRED, mdtrt_id, "1000.00", dscg_date=date(2026, 3, 9)) == "discharge_date_mismatch"
    quick.settle(RETIRED, mdtrt_id, "1000.00", dscg_date=date(2026, 3, 2))


def test_the_accumulators_belong_to_the_year_of_the_settlement_date(quick: Desk) -> None:
    quick.at = datetime(2025, 12, 30, 9, 0)
    mdtrt_id = quick.admit(RETIRED, "310")
    quick.upload(RETIRED, mdtrt_id, line(1, "1000.00"))
    quick.at = datetime(2026, 1, 2, 9, 0)
    quick.discharge(RETIRED, mdtrt_id)
    quick.settle(RETIRED, mdtrt_id, "1000.00")
    assert {key.split(".")[1] for key in quick.accumulated(RETIRED)} == {"2026"}


def test_a_day_without_a_policy_is_refused(quick: Desk) -> None:
    quick.at = datetime(2025, 12, 30, 9, 0)
    assert refusal(quick.stay, RETIRED, "1000.00") == "policy.no_policy"


# -- mid-stay ---------------------------------------------------------------------------------------


def test_a_stay_has_one_deductible_over_its_settlements(desk: Desk) -> None:
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(1, "200.00"))
    first = desk.settle(RETIRED, mdtrt_id, "200.00", mid_setl=True)
    assert (first.info["act_pay_dedc"], first.info["hifp_pay"]) == (20000, 0)
    desk.upload(RETIRED, mdtrt_id, line(2, "1000.00"))
    desk.discharge(RETIRED, mdtrt_id)
    last = desk.settle(RETIRED, mdtrt_id, "1000.00")
    assert (last.info["act_pay_dedc"], last.info["hifp_pay"]) == (15000, 77350)
    assert desk.accumulated(RETIRED)["310.2026.inpatient_count"] == 1


def test_two_mid_stay_settlements_and_an_end_with_nothing_left(desk: Desk) -> None:
    mdtrt_id = desk.admit(RETIRED, "310")
    for sn in (1, 2):
        desk.upload(RETIRED, mdtrt_id, line(sn, "1000.00"))
        desk.settle(RETIRED, mdtrt_id, "1000.00", mid_setl=True)
    assert refusal(desk.settle, RETIRED, mdtrt_id, "0.00", mid_setl=True) == "no_lines"
    desk.discharge(RETIRED, mdtrt_id)
    last = desk.settle(RETIRED, mdtrt_id, "0.00")
    assert (last.info["medfee_sumamt"], last.info["fund_pay_sumamt"], last.funds) == (0, 0, ())
    assert refusal(desk.settle, RETIRED, mdtrt_id, "0.00") == "visit_settled"


def test_a_mid_stay_settlement_counts_on_its_own_day(quick: Desk) -> None:
    mdtrt_id = quick.admit(RETIRED, "310")
    quick.upload(RETIRED, mdtrt_id, line(1, "1000.00"))
    quick.at = datetime(2026, 3, 9, 10, 0)
    assert quick.settle(RETIRED, mdtrt_id, "1000.00", mid_setl=True).info["setl_time"] == quick.at


def test_the_second_stay_of_a_year_has_half_the_deductible(quick: Desk) -> None:
    assert [quick.stay(RETIRED, "1000.00").info["act_pay_dedc"] for _ in range(3)] == [35000, 17500, 17500]


# -- away -------------------------------------------------------------------------------------------


def test_care_away_without_a_filing_costs_ten_points(quick: Desk) -> None:
    away = quick.elsewhere(AWAY_HOSPITAL)
    assert away.stay(WORKER, "1800.00").info["pool_prop_selfpay"] == Decimal("0.7500")


@pytest.mark.parametrize(("kind", "area"), [("08", "990100"), ("06", "990100"), ("08", "990104")])
def test_a_filing_for_the_pooling_area_lifts_the_penalty(quick: Desk, kind: str, area: str) -> None:
    filing = {
        "trt_dcla_detl_sn": "F1",
        "psn_no": WORKER,
        "insutype": "310",
        "biz_appy_type": kind,
        "mdtrtarea_admvs": area,
        "reflin_medins_no": AWAY_HOSPITAL if kind == "06" else "",
        "begndate": "2026-01-01",
        "enddate": "2026-03-02",
    }
    quick.harness.write(lambda: quick.enrollment.load("filings", [filing]))
    away = quick.elsewhere(AWAY_HOSPITAL)
    assert away.stay(WORKER, "1800.00").info["pool_prop_selfpay"] == Decimal("0.8500")
    away.at = datetime(2026, 3, 3, 9, 0)
    assert away.stay(WORKER, "1800.00").info["pool_prop_selfpay"] == Decimal("0.7500")


# -- purchases --------------------------------------------------------------------------------------


def test_a_purchase_is_visit_lines_and_settlement_in_one(desk: Desk) -> None:
    shop = desk.elsewhere(PHARMACY)
    order = shop.purchase(RETIRED, line(1, "45.36"), line(2, "38.60", code=SELF_PAID), total="83.96")
    seen = shop.read(lambda: shop.center.preview_purchase(order))
    done = shop.buy(RETIRED, line(1, "45.36"), line(2, "38.60", code=SELF_PAID), total="83.96")
    for answer in (seen, done):
        info = answer.info
        assert (info["acct_pay"], info["psn_cash_pay"], info["fund_pay_sumamt"]) == (4536, 3860, 0)
        assert [split.det_item_fee_sumamt for split in answer.lines] == [4536, 3860]
    assert done.mdtrt_id
    assert desk.accumulated(RETIRED) == {}


def test_a_purchase_pays_listed_lines_whole_even_their_first_share(quick: Desk) -> None:
    shop = quick.elsewhere(PHARMACY)
    assert shop.buy(RETIRED, line(1, "100.00", code=SPECIAL), total="100.00").info["acct_pay"] == 10000


def test_a_purchase_may_take_lines_back_at_once(quick: Desk) -> None:
    shop = quick.elsewhere(PHARMACY)
    done = shop.buy(RETIRED, line(1, "90.00", cnt="3"), refund(2, 1, "-30.00"), total="60.00")
    assert done.info["acct_pay"] == 6000


def test_only_a_pharmacy_sells_and_only_what_a_pharmacy_sells(quick: Desk) -> None:
    assert refusal(quick.buy, RETIRED, line(1, "1.00"), total="1.00") == "base_info.service_not_opened"
    shop = quick.elsewhere(PHARMACY)
    assert refusal(shop.buy, RETIRED, line(1, "1.00"), total="1.00", med_type="11") == "med_type_wrong"
    assert refusal(shop.buy, RETIRED, line(1, "1.00"), total="2.00") == "fee_sum_mismatch"
    assert TREATMENT


def test_a_refused_purchase_leaves_no_visit_behind(quick: Desk) -> None:
    shop = quick.elsewhere(PHARMACY)
    refused(shop.buy, RETIRED, line(1, "1.00"), total="2.00")
    begin, end = datetime(2026, 1, 1), datetime(2026, 12, 31)
    assert shop.read(lambda: shop.center.visits(RETIRED, begin, end)) == []
