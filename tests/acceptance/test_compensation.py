"""Section 5: msgid and 2601 where an answer never reached the sender."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.acceptance import messages
from tests.acceptance.cast import at, charge
from tests.acceptance.client import Answer
from tests.acceptance.counter import Counter
from tests.acceptance.refusals import assert_refusal
from tests.oracle.world import Visit, numbered


def test_same_msgid_with_another_body(counter: Counter) -> None:
    """5: msgid makes a call idempotent; with another body it is refused."""
    visit = counter.visit()
    message = counter.desk.client.envelope(
        "2207",
        counter.hospital,
        messages.settle_outpatient(visit, visit.bill, "0", counter.desk.batch(visit), dry=False),
        at=at(5, 2),
    )
    first = counter.desk.client.send(message)
    assert first.ok
    counter.world.settle(visit, at(5, 2), "0")
    with counter.nothing_changes():
        changed = message | {"input": {"data": message["input"]["data"] | {"acct_used_flag": "1"}}}
        assert_refusal(counter.desk.client.send(changed).error, "2207", "request_key_reused")
        assert_refusal(counter.desk.client.send(message | {"opter": "other"}).error, "2207", "request_key_reused")
        assert counter.desk.client.send(message).raw == first.raw
    counter.desk.check(counter.person)


def test_refused_message_can_be_corrected_under_its_msgid(counter: Counter) -> None:
    """5: only answers are stored: a refused message changed nothing and may be sent again corrected."""
    visit = counter.visit()
    input = messages.settle_outpatient(visit, visit.bill, "1", counter.desk.batch(visit), dry=False)
    wrong = {"data": input["data"] | {"medfee_sumamt": 1}}
    message = counter.desk.client.envelope("2207", counter.hospital, wrong, at=at(5, 2))
    assert_refusal(counter.desk.client.send(message).error, "2207", "fee_sum_mismatch")
    assert counter.desk.client.send(message | {"input": input}).ok
    counter.world.settle(visit, at(5, 2))
    counter.desk.check(counter.person)


def compensate(counter: Counter, original: dict[str, Any], oinfno: str, place: Visit) -> Answer:
    data = {"psn_no": counter.person.psn_no, "omsgid": original["msgid"], "oinfno": oinfno}
    return counter.call("2601", place, {"data": data}, at(5, 9))


def test_compensation_undoes_and_says_so_once(counter: Counter) -> None:
    """5: 2601 undoes a settlement whose answer never arrived; a second 2601 changes nothing and says so."""
    visit = counter.visit()
    before = counter.snapshot()
    done = counter.desk.settle(visit, at(5, 2))
    original = counter.desk.answers[-1][0]
    assert compensate(counter, original, "2207", visit).ok
    counter.world.reverse(done)
    counter.desk.check(counter.person)
    with counter.nothing_changes():
        assert_refusal(compensate(counter, original, "2207", visit).error, "2601", "compensation_done")
        assert_refusal(counter.desk.client.send(original).error, "2207", "request_superseded")
    assert counter.snapshot()[:2] == before[:2]
    counter.desk.settle(visit, at(5, 10))


def test_compensation_of_an_unknown_message_bars_it(counter: Counter) -> None:
    """5: a 2601 that overtakes its original is told so, and the late original is refused."""
    visit = counter.visit()
    late = counter.desk.client.envelope(
        "2207",
        counter.hospital,
        messages.settle_outpatient(visit, visit.bill, "1", counter.desk.batch(visit), dry=False),
        at=at(5, 2),
    )
    with counter.nothing_changes():
        assert_refusal(compensate(counter, late, "2207", visit).error, "2601", "compensation_unknown")
        assert_refusal(counter.desk.client.send(late).error, "2207", "request_superseded")
    counter.desk.settle(visit, at(5, 10))


def test_compensation_of_an_admission(counter: Counter) -> None:
    """5: 2601 undoes a 2401."""
    stay = counter.desk.admit(counter.person, counter.hospital, at(5, 1))
    original = counter.desk.answers[-1][0]
    assert compensate(counter, original, "2401", stay).ok
    lines = messages.lines_2204_2301(stay, numbered([charge(5, at(5, 1))]))
    assert_refusal(counter.call("2301", stay, lines).error, "2301", "visit_void")
    assert_refusal(compensate(counter, original, "2401", stay).error, "2601", "compensation_done")


def test_compensation_of_a_purchase(counter: Counter) -> None:
    """5: 2601 undoes a 2102."""
    done = counter.desk.buy(counter.person, counter.shop, at(5, 1), [charge("33.3", at(5, 1))])
    original = counter.desk.answers[-1][0]
    assert compensate(counter, original, "2102", done.visit).ok
    counter.world.reverse(done)
    counter.desk.check(counter.person)


@pytest.mark.parametrize("oinfno", ["2201", "2204", "2208", "2301"])
def test_compensation_of_what_cannot_be_compensated(counter: Counter, oinfno: str) -> None:
    """5: 2601 is for 2102, 2207, 2304 and 2401 only."""
    visit = counter.visit()
    original = next(message for message, _ in counter.desk.answers if message["infno"] == "2201")
    with counter.nothing_changes():
        assert_refusal(compensate(counter, original, oinfno, visit).error, "2601", "compensation_unsupported")


def test_compensation_by_another_institution(counter: Counter) -> None:
    """5: msgid is one institution's; another cannot undo by it."""
    visit = counter.visit()
    counter.desk.settle(visit, at(5, 2))
    original = counter.desk.answers[-1][0]
    with counter.nothing_changes():
        answer = compensate(counter, original, "2207", replace(visit, institution=counter.other))
        assert answer.body["infcode"] == -1


def test_compensation_of_a_settlement_already_reversed(counter: Counter) -> None:
    """5: what 2208 took back is not taken back again by 2601."""
    done = counter.desk.settle(counter.visit(), at(5, 2))
    original = counter.desk.answers[-1][0]
    counter.desk.reverse(done, at(5, 3))
    with counter.nothing_changes():
        assert compensate(counter, original, "2207", done.visit).body["infcode"] == -1
    counter.desk.check(counter.person)


def test_compensation_of_an_earlier_settlement(counter: Counter) -> None:
    """5: 2601 is a reversal too: a settlement that a later one builds on stays."""
    first = counter.desk.settle(counter.visit(), at(5, 2))
    original = counter.desk.answers[-1][0]
    counter.desk.settle(counter.visit(at(5, 3)), at(5, 4))
    with counter.nothing_changes():
        assert_refusal(compensate(counter, original, "2207", first.visit).error, "2601", "not_latest")
