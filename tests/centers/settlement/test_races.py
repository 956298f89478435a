"""Eight clerks at once: what must happen once happens once, and nobody spends the same money twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from hsaf.data.pipeline import RequestKey
from tests.centers.settlement.desk import AUNT, CLINIC, PHARMACY, RETIRED, UNCLE, WORKER, Desk, line, wire

CLERKS = 8
TRIES = 1000


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Results in order; a refusal becomes its code. ``BUSY`` is what a client repeats, so it is repeated."""

    def run(call: Callable[[], Any]) -> Any:
        while True:
            try:
                return call()
            except HsafError as error:
                if not error.error.retryable:
                    return error.code

    with ThreadPoolExecutor(CLERKS) as pool:
        return list(pool.map(run, calls))


def test_of_many_clerks_one_settles_a_visit(desk: Desk) -> None:
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(1, "8000.00"))
    desk.discharge(RETIRED, mdtrt_id)
    answers = at_once([lambda: desk.settle(RETIRED, mdtrt_id, "8000.00", acct_used_flag="1")] * CLERKS)
    settled = [answer for answer in answers if not isinstance(answer, str)]
    assert len(settled) == 1
    assert Counter(a for a in answers if isinstance(a, str)) == {"settlement.visit_settled": CLERKS - 1}
    assert desk.accumulated(RETIRED)["310.2026.inpatient_count"] == 1
    assert desk.balance(RETIRED) == settled[0].info["balc"]


def test_of_many_clerks_one_reverses_a_settlement(desk: Desk) -> None:
    done = desk.stay(RETIRED, "8000.00", acct_used_flag="1")
    answers = at_once([lambda: desk.reverse(done)] * CLERKS)
    assert Counter(a for a in answers if isinstance(a, str)) == {"settlement.already_reversed": CLERKS - 1}
    assert (desk.balance(RETIRED), desk.accumulated(RETIRED)) == (480010, {})


def test_a_message_sent_a_hundred_times_counts_once(desk: Desk) -> None:
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(1, "8000.00"))
    desk.discharge(RETIRED, mdtrt_id)
    order = desk.order(RETIRED, mdtrt_id, "8000.00", acct_used_flag="1")
    key = RequestKey(desk.institution, order.msgid, "digest")

    def send() -> Any:
        return desk.send(RETIRED, lambda: desk.center.settle(order), key=key, encode=wire)

    answers = at_once([send] * 100)
    assert len({answer.answer for answer in answers}) == 1
    assert sum(not answer.replayed for answer in answers) == 1
    assert desk.accumulated(RETIRED)["310.2026.inpatient_count"] == 1
    assert desk.trial().broken == ()


@pytest.mark.slow
def test_an_account_shared_by_a_family_is_never_overspent(desk: Desk) -> None:
    """Three people, holders and bound alike, draw on two accounts that also draw on each other."""
    bind = lambda psn_no, number, holder: {  # noqa: E731
        "psn_no": psn_no,
        "bind_srt_no": str(number),
        "acct_psn_no": holder,
        "patn_rlts": "1",
        "bind_time": "2025-02-01 08:00:00",
    }
    rows = [bind(WORKER, 1, AUNT), bind(WORKER, 2, UNCLE), bind(AUNT, 1, UNCLE), bind(UNCLE, 1, AUNT)]
    desk.harness.write(lambda: desk.enrollment.load("mutual_aid", rows))
    shops = [desk.elsewhere(PHARMACY) for _ in range(CLERKS)]
    before = {who: desk.balance(who) for who in (AUNT, UNCLE, WORKER)}
    price = f"{sum(before.values()) // 80_000 + 1}.00"  # eight hundred of them are all that they have together

    def buy(number: int) -> Callable[[], Any]:
        who, shop = (WORKER, AUNT, UNCLE)[number % 3], shops[number % CLERKS]
        return lambda: shop.buy(who, line(1, price), total=price)

    answers = at_once([buy(number) for number in range(TRIES)])
    paid = sum(answer.info["acct_pay"] for answer in answers)
    after = {who: desk.balance(who) for who in before}
    assert min(after.values()) >= 0
    assert paid == sum(before.values()) - sum(after.values())
    assert sum(after.values()) == 0
    assert desk.trial().broken == ()


@pytest.mark.slow
def test_a_yearly_cap_shared_by_many_visits_is_never_overspent(desk: Desk) -> None:
    """A retired person's outpatient cap is 4,000 a year; twenty-four visits of 800 are worth far more."""
    clinic = desk.elsewhere(CLINIC)
    visits = []
    for _ in range(24):
        mdtrt_id = clinic.register(RETIRED, "310")
        clinic.upload(RETIRED, mdtrt_id, line(1, "800.00"))
        visits.append(mdtrt_id)
    tries = [visits[number % len(visits)] for number in range(TRIES)]
    answers = at_once([(lambda v=v: clinic.settle(RETIRED, v, "800.00", "2207")) for v in tries])
    settled = [answer for answer in answers if not isinstance(answer, str)]
    assert Counter(a for a in answers if isinstance(a, str)) == {"settlement.visit_settled": TRIES - len(visits)}
    assert sum(answer.info["hifp_pay"] for answer in settled) == 400_000
    assert sum(answer.info["act_pay_dedc"] for answer in settled) == 30_000
    assert desk.accumulated(RETIRED)["310.2026.outpatient_hifp"] == 400_000


def test_settling_and_uploading_at_once_never_lose_a_line(desk: Desk) -> None:
    """A line is either in the settlement or refused; the settled bill is the sum of its lines."""
    mdtrt_id = desk.admit(RETIRED, "310")
    desk.upload(RETIRED, mdtrt_id, line(1, "1000.00"))
    desk.discharge(RETIRED, mdtrt_id)
    uploads = [(lambda n=n: desk.upload(RETIRED, mdtrt_id, line(n, "10.00"))) for n in range(2, 9)]
    answers = at_once([*uploads, lambda: desk.settle(RETIRED, mdtrt_id, "1000.00")])
    refused = {"settlement.visit_settled", "settlement.fee_sum_mismatch"}
    assert {answer for answer in answers if isinstance(answer, str)} <= refused
    kept = desk.read(lambda: desk.center.visits(RETIRED, desk.at.replace(hour=0), desk.at, mdtrt_id=mdtrt_id))
    assert len(kept) == 1
    assert desk.at.date() == date(2026, 3, 2)
