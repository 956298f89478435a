"""One fee line: its form, the approval matrix and its split (benefit-settlement section 2)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centers.settlement.contract.v1 import NewLine
from centers.settlement.domain.lines import NOT_LISTED, Terms, approved, require_form, require_serial, split_line, times
from centers.settlement.domain.upload import Upload, total, with_plain_serials
from hsaf.contract.errors import HsafError

CLASS_A = Terms("01", "09", own_pay=False, selfpay_prop=Decimal(0))
CLASS_B = Terms("02", "09", own_pay=False, selfpay_prop=Decimal("0.15"), ceiling=Decimal("9.87"))


def line(
    sn: str = "1", *, cnt: str = "1", pric: str = "10", det: int = 1000, of: str = "", batch: str = "", dise: str = ""
) -> NewLine:
    return NewLine(
        feedetl_sn=sn,
        med_list_codg="X",
        medins_list_codg="X",
        fee_ocur_time=datetime(2026, 3, 1),
        cnt=Decimal(cnt),
        pric=Decimal(pric),
        det_item_fee_sumamt=det,
        init_feedetl_sn=of,
        chrg_bchno=batch,
        dise_codg=dise,
    )


def refusal(call: object, *args: object) -> str:
    with pytest.raises(HsafError) as refused:
        call(*args)  # type: ignore[operator]
    return refused.value.code


@pytest.mark.parametrize("det", [999, 1000, 1001])
def test_an_amount_may_differ_from_quantity_times_price_by_one_fen(det: int) -> None:
    require_form(line(det=det))


@pytest.mark.parametrize("det", [998, 1002])
def test_an_amount_further_off_is_refused(det: int) -> None:
    assert refusal(require_form, line(det=det)) == "settlement.line_amount_wrong"


def test_quantity_times_price_is_rounded_before_it_is_compared() -> None:
    require_form(line(cnt="3", pric="0.335", det=102))  # 1.005 is 1.01, and 1.02 is one fen more


def test_a_line_without_quantity_is_refused() -> None:
    assert refusal(require_form, line(cnt="0", det=0)) == "settlement.line_count_zero"


@pytest.mark.parametrize(("cnt", "det"), [("1", -1000), ("-1", 1000)])
def test_quantity_and_amount_of_opposite_signs_are_refused(cnt: str, det: int) -> None:
    assert refusal(require_form, line(cnt=cnt, det=det)) == "settlement.line_sign_wrong"


def test_a_zero_amount_has_no_sign() -> None:
    require_form(line(cnt="-1", pric="0", det=0))


def test_a_negative_price_is_refused() -> None:
    assert refusal(require_form, line(pric="-10", det=-1000)) == "settlement.line_price_negative"


@pytest.mark.parametrize("sn", ["", "0", "000", "12a", "1234567890123456", "-1", "１"])
def test_a_line_number_is_up_to_fifteen_digits_and_not_zero(sn: str) -> None:
    assert refusal(require_serial, sn) == "settlement.line_sn_wrong"


def test_line_numbers_are_compared_as_numbers() -> None:
    assert require_serial("007") == require_serial("7")


@pytest.mark.parametrize(
    ("limited", "appr", "covered"),
    [
        ("1", "0", False),
        ("1", "2", False),
        ("1", "1", True),
        ("1", "", False),
        ("0", "0", True),
        ("0", "1", True),
        ("0", "", True),
        ("0", "2", False),
    ],
)
def test_the_approval_matrix(limited: str, appr: str, covered: bool) -> None:
    assert approved(limited, appr) is covered


def test_a_line_outside_the_catalog_is_wholly_self_paid() -> None:
    split = split_line(line(), NOT_LISTED)
    assert (split.fulamt_ownpay_amt, split.overlmt_amt, split.preselfpay_amt, split.inscp_scp_amt) == (1000, 0, 0, 0)
    assert split.chrgitm_lv == "03"


def test_class_a_without_ceiling_is_wholly_in_scope() -> None:
    assert split_line(line(), CLASS_A).inscp_scp_amt == 1000


def test_the_part_above_the_ceiling_comes_off_before_the_first_share() -> None:
    split = split_line(line(cnt="3", pric="12", det=3600), CLASS_B)
    assert split.overlmt_amt == 639  # (12 - 9.87) * 3
    assert split.preselfpay_amt == 444  # 29.61 * 0.15 = 4.4415
    assert split.inscp_scp_amt == 3600 - 639 - 444


def test_halves_round_away_from_zero_on_both_sides() -> None:
    assert times(Decimal(1), Decimal("0.005")) == 1
    assert times(Decimal(-1), Decimal("0.005")) == -1


quantities = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(9999), places=4)
prices = st.decimals(min_value=0, max_value=Decimal(99999), places=6)
terms = st.builds(
    Terms,
    st.sampled_from(["01", "02"]),
    st.just("09"),
    own_pay=st.booleans(),
    selfpay_prop=st.none() | st.decimals(min_value=0, max_value=1, places=4),
    ceiling=st.none() | prices,
)


@given(cnt=quantities, pric=prices, terms=terms, off=st.integers(-1, 1))
def test_the_four_parts_are_the_line_and_a_full_refund_cancels_them(
    cnt: Decimal, pric: Decimal, terms: Terms, off: int
) -> None:
    det = times(cnt, pric) + off
    charge = split_line(line(cnt=str(cnt), pric=str(pric), det=det), terms)
    back = split_line(line(cnt=str(-cnt), pric=str(pric), det=-det), terms)
    sums = total([charge])
    assert (
        sums.medfee_sumamt == sums.fulamt_ownpay_amt + sums.overlmt_selfpay + sums.preselfpay_amt + sums.inscp_scp_amt
    )
    both = total([charge, back])
    assert (both.fulamt_ownpay_amt, both.overlmt_selfpay, both.preselfpay_amt, both.inscp_scp_amt) == (0, 0, 0, 0)


# -- an upload ------------------------------------------------------------------------------------


def upload(*lines: NewLine) -> list[int]:
    run = Upload(lambda _: CLASS_B)
    return [run.add(one).split.det_item_fee_sumamt for one in with_plain_serials(lines)]


def test_a_refund_may_name_an_earlier_line_of_the_same_upload() -> None:
    assert upload(line("1"), line("2", cnt="-1", det=-1000, of="1")) == [1000, -1000]


def test_a_refund_may_not_come_before_its_line() -> None:
    assert refusal(upload, line("2", cnt="-1", det=-1000, of="1"), line("1")) == "settlement.refund_target_unknown"


def test_a_refund_must_name_its_line() -> None:
    assert refusal(upload, line("1"), line("2", cnt="-1", det=-1000)) == "settlement.refund_unnamed"


def test_a_refund_of_a_refund_is_refused() -> None:
    lines = [line("1"), line("2", cnt="-1", det=-1000, of="1"), line("3", cnt="-1", det=-1000, of="2")]
    assert refusal(upload, *lines) == "settlement.refund_target_unknown"


@pytest.mark.parametrize(("cnt", "pric", "det"), [("-2", "5", -1000), ("-1", "10.01", -1001)])
def test_a_refund_takes_neither_more_quantity_nor_more_money_than_is_left(cnt: str, pric: str, det: int) -> None:
    assert refusal(upload, line("1"), line("2", cnt=cnt, pric=pric, det=det, of="1")) == "settlement.refund_too_much"


def test_several_refunds_share_what_is_left() -> None:
    charge = line("1", cnt="3", det=3000)
    half = [line(str(sn), cnt="-1", det=-1000, of="1") for sn in (2, 3, 4)]
    assert upload(charge, *half) == [3000, -1000, -1000, -1000]
    assert refusal(upload, charge, *half, line("5", cnt="-1", det=-1000, of="1")) == "settlement.refund_too_much"


def test_a_number_used_twice_in_one_upload_is_refused() -> None:
    assert refusal(upload, line("7"), line("007")) == "settlement.line_duplicate"


def test_a_charge_batch_has_one_disease() -> None:
    lines = [line("1", batch="B1", dise="M1"), line("2", batch="B1", dise="M2")]
    assert refusal(upload, *lines) == "settlement.batch_disease_mixed"
    assert upload(line("1", batch="B1", dise="M1"), line("2", batch="B2", dise="M2")) == [1000, 1000]
