"""Fee lines on their way in and out: all or none, refunds by snapshot, withdrawal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from tests.centers.settlement.desk import OMEPRAZOLE, RETIRED, SELF_PAID, SPECIAL, TREATMENT, Desk, line, refund


def refusal(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(HsafError) as refused:
        call(*args, **more)
    return refused.value.code.removeprefix("settlement.")


@pytest.fixture
def stay(desk: Desk) -> str:
    return desk.admit(RETIRED, "310")


def test_lines_are_split_by_the_catalog_of_their_day(desk: Desk, stay: str) -> None:
    splits = desk.upload(
        RETIRED,
        stay,
        line(1, "100.00"),
        line(2, "200.00", code=SPECIAL),
        line(3, "15.00", code=OMEPRAZOLE),
        line(4, "38.60", code=SELF_PAID),
        line(5, "1.00", code="NO-SUCH-CODE"),
        line(6, "50.00", on=datetime(2020, 1, 1)),
    )
    parts = [(s.fulamt_ownpay_amt, s.overlmt_amt, s.preselfpay_amt, s.inscp_scp_amt) for s in splits]
    assert parts == [
        (0, 0, 0, 10000),
        (0, 0, 2000, 18000),
        (0, 156, 0, 1344),
        (3860, 0, 0, 0),
        (100, 0, 0, 0),
        (5000, 0, 0, 0),
    ]


def test_one_bad_line_stores_none(desk: Desk, stay: str) -> None:
    assert (
        refusal(desk.upload, RETIRED, stay, line(1, "10.00"), line(2, "0.00", cnt="0", pric="1")) == "line_count_zero"
    )
    assert refusal(desk.withdraw, RETIRED, stay, feedetl_sn="0000") == "line_unknown"
    desk.upload(RETIRED, stay, line(1, "10.00"))


def test_a_number_is_used_once_in_a_visit_even_after_its_line_is_settled(desk: Desk, stay: str) -> None:
    desk.upload(RETIRED, stay, line(1, "10.00"))
    assert refusal(desk.upload, RETIRED, stay, line(1, "10.00")) == "line_duplicate"
    desk.settle(RETIRED, stay, "10.00", mid_setl=True)
    assert refusal(desk.upload, RETIRED, stay, line("01", "10.00")) == "line_duplicate"


def test_a_refund_is_split_by_the_catalog_line_that_applied_to_its_charge(desk: Desk, stay: str) -> None:
    """Even when its own code and day would say otherwise."""
    desk.upload(RETIRED, stay, line(1, "200.00", code=SPECIAL))
    (split,) = desk.upload(
        RETIRED, stay, refund(2, 1, "-50.00", cnt="-0.25", pric="200", code=TREATMENT, on=datetime(2020, 1, 1))
    )
    assert (split.preselfpay_amt, split.inscp_scp_amt) == (-500, -4500)


def test_a_refused_line_is_self_paid_and_so_is_its_refund(desk: Desk, stay: str) -> None:
    (charge,) = desk.upload(RETIRED, stay, line(1, "10.00", hosp_appr_flag="2"))
    (back,) = desk.upload(RETIRED, stay, refund(2, 1, "-10.00", pric="10", hosp_appr_flag="1"))
    assert (charge.fulamt_ownpay_amt, back.fulamt_ownpay_amt) == (1000, -1000)


def test_refunds_over_several_uploads_share_what_is_left(desk: Desk, stay: str) -> None:
    desk.upload(RETIRED, stay, line(1, "30.00", cnt="3"))
    desk.upload(RETIRED, stay, refund(2, 1, "-20.00", cnt="-2"))
    assert refusal(desk.upload, RETIRED, stay, refund(3, 1, "-20.00", cnt="-2")) == "refund_too_much"
    desk.upload(RETIRED, stay, refund(3, 1, "-10.00", pric="10"))


def test_a_settled_line_cannot_be_refunded_or_withdrawn(desk: Desk, stay: str) -> None:
    desk.upload(RETIRED, stay, line(1, "10.00"))
    desk.settle(RETIRED, stay, "10.00", mid_setl=True)
    assert refusal(desk.upload, RETIRED, stay, refund(2, 1, "-10.00", pric="10")) == "refund_target_unknown"
    assert refusal(desk.withdraw, RETIRED, stay, feedetl_sn="1") == "line_unknown"
    assert refusal(desk.withdraw, RETIRED, stay, feedetl_sn="0000") == "line_unknown"


def test_a_line_with_a_refund_is_withdrawn_only_together_with_it(desk: Desk, stay: str) -> None:
    desk.upload(RETIRED, stay, line(1, "10.00"), line(2, "5.00"))
    desk.upload(RETIRED, stay, refund(3, 1, "-10.00", pric="10"))
    assert refusal(desk.withdraw, RETIRED, stay, feedetl_sn="1") == "line_refunded"
    assert desk.withdraw(RETIRED, stay, feedetl_sn="003") == 1
    assert desk.withdraw(RETIRED, stay, feedetl_sn="1") == 1
    assert desk.withdraw(RETIRED, stay, feedetl_sn="0000") == 1


def test_a_refund_gives_back_no_more_above_the_ceiling_than_was_charged(desk: Desk, stay: str) -> None:
    """Otherwise a bill of nothing would leave an amount in scope for the funds to pay."""
    desk.upload(RETIRED, stay, line(1, "30.00", cnt="2", pric="15", code=OMEPRAZOLE))
    dearer = refund(2, 1, "-30.00", cnt="-1", pric="30", code=OMEPRAZOLE)
    assert refusal(desk.upload, RETIRED, stay, dearer) == "refund_price_higher"
    cheaper = refund(2, 1, "-14.00", cnt="-1", pric="14", code=OMEPRAZOLE)
    (split,) = desk.upload(RETIRED, stay, cheaper)
    assert (split.overlmt_amt, split.inscp_scp_amt) == (-56, -1344)
    (rest,) = desk.upload(RETIRED, stay, refund(3, 1, "-15.00", cnt="-1", pric="15", code=OMEPRAZOLE))
    assert (rest.overlmt_amt, rest.inscp_scp_amt) == (-156, -1344)


def test_a_dearer_refund_within_the_ceiling_is_taken(desk: Desk, stay: str) -> None:
    desk.upload(RETIRED, stay, line(1, "30.00", cnt="3", pric="10", code=OMEPRAZOLE))
    (split,) = desk.upload(RETIRED, stay, refund(2, 1, "-13.40", cnt="-1", pric="13.4", code=OMEPRAZOLE))
    assert (split.overlmt_amt, split.inscp_scp_amt) == (0, -1340)


def test_a_batch_has_one_disease_over_all_its_uploads(desk: Desk) -> None:
    visit = desk.register(RETIRED, "310")
    desk.upload(RETIRED, visit, line(1, "10.00", chrg_bchno="B1", dise_codg="M03900"))
    desk.upload(RETIRED, visit, line(2, "10.00", chrg_bchno="B2", dise_codg="M01600"))
    other = line(3, "10.00", chrg_bchno="B1", dise_codg="M01600")
    assert refusal(desk.upload, RETIRED, visit, other) == "batch_disease_mixed"
    desk.upload(RETIRED, visit, line(3, "10.00", chrg_bchno="B1", dise_codg="M03900"))
    desk.withdraw(RETIRED, visit, chrg_bchno="B1")
    desk.upload(RETIRED, visit, other)


def test_a_batch_is_withdrawn_as_a_whole(desk: Desk) -> None:
    visit = desk.register(RETIRED, "310")
    desk.upload(RETIRED, visit, line(1, "10.00", chrg_bchno="B1"), line(2, "5.00", chrg_bchno="B1"))
    desk.upload(RETIRED, visit, line(3, "7.00", chrg_bchno="B2"))
    assert desk.withdraw(RETIRED, visit, chrg_bchno="B1") == 2
    assert refusal(desk.withdraw, RETIRED, visit, chrg_bchno="B1") == "line_unknown"
    assert desk.withdraw(RETIRED, visit, chrg_bchno="0000") == 1


def test_withdrawn_numbers_may_be_used_again(desk: Desk, stay: str) -> None:
    desk.upload(RETIRED, stay, line(1, "10.00"))
    desk.withdraw(RETIRED, stay, feedetl_sn="1")
    desk.upload(RETIRED, stay, line(1, "12.00"))
    desk.discharge(RETIRED, stay)
    assert desk.settle(RETIRED, stay, "12.00").info["medfee_sumamt"] == 1200
