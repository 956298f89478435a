"""Compensation (2601): by message id, once, and a late original is refused."""

from __future__ import annotations

from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from hsaf.data.pipeline import Refused, RequestKey
from tests.centers.settlement.desk import CLINIC, PHARMACY, RETIRED, WORKER, Desk, line, wire


def refusal(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(HsafError) as refused:
        call(*args, **more)
    return refused.value.code


def lost(desk: Desk, total: str = "1000.00") -> tuple[str, Any]:
    """A settlement whose answer got lost: its message id and the call that repeats it."""
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(1, total))
    desk.discharge(RETIRED, mdtrt_id)
    order = desk.order(RETIRED, mdtrt_id, total, acct_used_flag="1")
    key = RequestKey(desk.institution, order.msgid, "digest")

    def send() -> Any:
        return desk.send(RETIRED, lambda: desk.center.settle(order), msgid=order.msgid, key=key, encode=wire)

    return order.msgid, send


def test_a_lost_settlement_is_undone_once(desk: Desk) -> None:
    msgid, send = lost(desk)
    send()
    desk.compensate(RETIRED, msgid, "2304")
    assert (desk.accumulated(RETIRED), desk.balance(RETIRED)) == ({}, 480010)
    assert refusal(desk.compensate, RETIRED, msgid, "2304") == "settlement.compensation_done"
    assert refusal(send) == "kernel.request_superseded"
    assert desk.trial().broken == ()


def test_a_settlement_reversed_in_the_ordinary_way_counts_as_done(quick: Desk) -> None:
    done = quick.stay(RETIRED, "1000.00")
    quick.reverse(done)
    assert refusal(quick.compensate, RETIRED, done.info["medins_setl_id"], "2304") == "settlement.compensation_done"


def test_a_message_that_never_came_leaves_a_tombstone(desk: Desk) -> None:
    msgid, send = lost(desk)

    def work() -> Any:
        try:
            return desk.center.compensate(RETIRED, msgid, "2304")
        except HsafError as error:
            return Refused(error)

    answer = desk.write(RETIRED, work)
    assert answer.error.code == "settlement.compensation_unknown"
    assert refusal(send) == "kernel.request_superseded"
    assert desk.accumulated(RETIRED) == {}


def test_a_message_that_was_something_else_is_left_alone(quick: Desk) -> None:
    msgid, send = lost(quick)
    send()
    for psn_no, oinfno in ((WORKER, "2304"), (RETIRED, "2207"), (RETIRED, "2401")):
        assert refusal(quick.compensate, psn_no, msgid, oinfno) == "settlement.compensation_unknown"
    assert send().replayed


def test_another_institution_cannot_compensate(quick: Desk) -> None:
    msgid, send = lost(quick)
    send()
    assert refusal(quick.elsewhere(CLINIC).compensate, RETIRED, msgid, "2304") == "settlement.compensation_unknown"


def test_only_four_transactions_can_be_compensated(quick: Desk) -> None:
    assert refusal(quick.compensate, RETIRED, "M1", "2206") == "settlement.compensation_unsupported"


def test_compensation_keeps_the_order_of_reversals(quick: Desk) -> None:
    msgid, send = lost(quick)
    send()
    quick.stay(RETIRED, "1000.00")
    assert refusal(quick.compensate, RETIRED, msgid, "2304") == "settlement.not_latest"
    assert send().replayed


def test_a_lost_admission_is_voided_with_its_lines(desk: Desk) -> None:
    msgid = desk.message()
    mdtrt_id = desk.admit(RETIRED, "310", msgid=msgid)
    desk.upload(RETIRED, mdtrt_id, line(1, "10.00"))
    desk.compensate(RETIRED, msgid, "2401")
    assert refusal(desk.upload, RETIRED, mdtrt_id, line(2, "10.00")) == "settlement.visit_void"
    assert refusal(desk.compensate, RETIRED, msgid, "2401") == "settlement.compensation_done"


def test_an_admission_with_a_settlement_is_not_voided(quick: Desk) -> None:
    msgid = quick.message()
    mdtrt_id = quick.admit(RETIRED, "310", msgid=msgid)
    quick.upload(RETIRED, mdtrt_id, line(1, "10.00"))
    quick.settle(RETIRED, mdtrt_id, "10.00", mid_setl=True)
    assert refusal(quick.compensate, RETIRED, msgid, "2401") == "settlement.visit_has_settlement"


def test_a_lost_purchase_gives_the_money_back(quick: Desk) -> None:
    shop = quick.elsewhere(PHARMACY)
    done = shop.buy(RETIRED, line(1, "10.00"), total="10.00")
    shop.compensate(RETIRED, done.info["medins_setl_id"], "2102")
    assert quick.balance(RETIRED) == 480010
