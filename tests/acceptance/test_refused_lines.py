"""Section 2.1: bad fee lines; an upload with one bad line stores none.

After every refusal nothing has changed, and the right message still gives the model's amounts.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.acceptance import cast as c
from tests.acceptance import messages
from tests.acceptance.cast import at, charge
from tests.acceptance.counter import Counter
from tests.acceptance.refusals import assert_refusal
from tests.oracle.world import Item, Refused, Visit

DAY = at(5, 1)
BAD_LINES: dict[str, tuple[Item, str]] = {
    "off by two fen": (Item(c.EXACT[0], Decimal(3), Decimal("1.11"), DAY, det=335), "line_amount_wrong"),
    "off by two fen below": (Item(c.EXACT[0], Decimal(3), Decimal("1.11"), DAY, det=331), "line_amount_wrong"),
    "no quantity": (Item(c.EXACT[0], Decimal(0), Decimal("1.11"), DAY, det=0), "line_count_zero"),
    "minus amount": (Item(c.EXACT[0], Decimal(1), Decimal("1.11"), DAY, det=-111), "line_sign_wrong"),
    "refund unnamed": (Item(c.EXACT[0], Decimal(-1), Decimal("1.11"), DAY), "refund_unnamed"),
    "refund of nothing": (Item(c.EXACT[0], Decimal(-1), Decimal("1.11"), DAY, refunds="77"), "refund_target_unknown"),
    "refund too much": (Item(c.EXACT[0], Decimal("-1.0001"), Decimal(100), DAY, refunds="1"), "refund_too_much"),
}


@pytest.mark.parametrize("kind", BAD_LINES)
@pytest.mark.parametrize("place", ["stay", "visit"])
def test_one_bad_line_stores_none(counter: Counter, kind: str, place: str) -> None:
    """2.1: a bad line is refused and named; an upload with one bad line stores none."""
    visit = getattr(counter, place)(DAY, charge(100, DAY))
    bad, rule = BAD_LINES[kind]
    with counter.nothing_changes(), pytest.raises(Refused, match=rule):
        counter.desk.upload(visit, [charge("55.5", DAY), bad, charge("44.4", DAY)])
    assert "3" in counter.last_refusal(), "the line is named by its serial number"
    if visit.inpatient:
        counter.desk.discharge(visit, at(5, 2))
    done = counter.desk.settle(visit, at(5, 2))
    assert done.bill.medfee == 100_00


def test_amount_within_one_fen_is_taken(counter: Counter) -> None:
    """2.1: a difference of 0.01 from cnt*pric is allowed; the line's own amount counts."""
    visit = counter.visit(
        DAY,
        Item(c.EXACT[10], Decimal(3), Decimal("1.11"), DAY, det=334),
        Item(c.EXACT[0], Decimal(3), Decimal("1.11"), DAY, det=332),
    )
    assert counter.desk.settle(visit, at(5, 2)).bill.medfee == 666


def test_zero_amount_has_no_sign(counter: Counter) -> None:
    """2.1: an amount of zero has no sign: a free line is taken, and so is its refund."""
    visit = counter.stay(DAY, charge(100, DAY), Item(c.EXACT[0], Decimal(2), Decimal(0), DAY))
    free = visit.lines[-1].item
    counter.desk.upload(visit, [Item(c.EXACT[0], Decimal(-2), Decimal(0), DAY, refunds=free.sn)])
    assert counter.desk.settle(visit, at(5, 2), mid=True).bill.medfee == 100_00


def test_serial_number_twice(counter: Counter) -> None:
    """feedetl_sn is unique within a visit (national interface, section 3 rule 3)."""
    visit = counter.stay(DAY, charge(100, DAY))
    again = replace(charge(5, DAY), sn="1")
    twins = [replace(charge(5, DAY), sn="8"), replace(charge(6, DAY), sn="8")]
    with counter.nothing_changes():
        for lines in ([again], twins):
            answer = counter.call("2301", visit, messages.lines_2204_2301(visit, lines))
            assert_refusal(answer.error, "2301", "line_duplicate")


@pytest.mark.parametrize("sn", [0, 1234567890123456])
def test_serial_number_out_of_range(counter: Counter, sn: int) -> None:
    """feedetl_sn: never 0, at most 15 digits."""
    visit = counter.stay(DAY, charge(100, DAY))
    input = messages.lines_2204_2301(visit, [replace(charge(5, DAY), sn="7")])
    input["feedetail"][0]["feedetl_sn"] = sn
    with counter.nothing_changes():
        assert_refusal(counter.call("2301", visit, input).error, "2301", "line_sn_wrong")


def test_refund_of_a_settled_line(counter: Counter) -> None:
    """2.1: a refund names an unsettled line; a settled one is not refunded by a line."""
    visit = counter.stay(DAY, charge(100, DAY))
    counter.desk.settle(visit, at(5, 2), mid=True)
    with counter.nothing_changes(), pytest.raises(Refused, match="refund_target_unknown"):
        counter.desk.upload(visit, [Item(c.EXACT[0], Decimal(-1), Decimal(100), at(5, 2), refunds="1")])


def test_unknown_doctor_department_or_diagnosis(counter: Counter) -> None:
    """Doctor, department and diagnosis codes are validated on the way in (section 3 rule 11)."""
    visit = counter.stay(DAY, charge(100, DAY))
    line = messages.lines_2204_2301(visit, [replace(charge(5, DAY), sn="7")])["feedetail"][0]
    admission = messages.admit_2401(Visit(counter.person, counter.hospital, "310", "2101", DAY), "ZY1")
    cases = [
        ("2301", {"feedetail": [line | {"bilg_dr_codg": "D999999999999"}]}, "practitioner_unknown"),
        ("2301", {"feedetail": [line | {"bilg_dept_codg": "Z99"}]}, "department_unknown"),
        ("2401", admission | {"diseinfo": [admission["diseinfo"][0] | {"diag_code": "Z99.999"}]}, "diagnosis_unknown"),
    ]
    with counter.nothing_changes():
        for infno, input, rule in cases:
            assert_refusal(counter.call(infno, visit, input).error, infno, rule)
