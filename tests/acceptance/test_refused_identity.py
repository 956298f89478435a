"""Persons, visits and institutions that do not belong together.

After every refusal nothing has changed, and the right message still gives the model's amounts.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.acceptance import cast as c
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, charge
from tests.acceptance.client import Client
from tests.acceptance.counter import Counter
from tests.acceptance.refusals import assert_refusal
from tests.oracle.world import Visit, numbered


@pytest.mark.parametrize("field", ["certno", "psn_name", "mdtrt_cert_no"])
def test_identity_that_is_not_the_persons(counter: Counter, field: str) -> None:
    """A message about one person must not carry another's name or number; the number is not repeated."""
    stay = counter.stay()
    wrong = "孟雯兰" if field == "psn_name" else "990101197908132920"
    counter.desk.discharge(stay, at(5, 2))
    with counter.nothing_changes():
        for infno in ("2303", "2304"):
            text = assert_refusal(counter.settling(stay, infno, **{field: wrong}).error, infno, "person_mismatch")
            assert field in text
            assert wrong not in text
    counter.desk.settle(stay, at(5, 2))


def test_unknown_person(counter: Counter) -> None:
    ghost = messages.person_1101(counter.person, at(5, 1))
    ghost["data"] |= {"certno": "990101190001010000", "mdtrt_cert_no": "990101190001010000"}
    visit = Visit(counter.person, counter.hospital, "310", "11", at(5, 1))
    assert_refusal(counter.call("1101", visit, ghost).error, "1101", "person_unknown")
    input = messages.register_2201(visit, "MZ1")
    input["data"]["psn_no"] = "9900000000099999"
    assert_refusal(counter.call("2201", visit, input).error, "2201", "person_unknown")


def test_unknown_institution_type_of_service(counter: Counter) -> None:
    """An institution may begin only what it is open for."""
    cases = [
        ("2201", counter.shop, lambda v: messages.register_2201(v, "MZ1")),
        ("2401", counter.shop, lambda v: messages.admit_2401(v, "ZY1")),
        ("2401", counter.cast.clinic(counter.home), lambda v: messages.admit_2401(v, "ZY1")),
        ("2102", counter.hospital, lambda v: messages.purchase(v, numbered([charge(5, at(5, 1))]), "1", dry=False)),
    ]
    with counter.nothing_changes():
        for infno, place, make in cases:
            visit = Visit(counter.person, place, "310", {"2401": "2101", "2102": "41"}.get(infno, "11"), at(5, 1))
            assert_refusal(counter.call(infno, visit, make(visit)).error, infno, "service_not_opened")


@pytest.mark.parametrize("infno", ["2202", "2203", "2204", "2205", "2206", "2207"])
def test_outpatient_visit_of_another_institution(counter: Counter, infno: str) -> None:
    """A visit belongs to the institution that registered it."""
    visit = counter.visit()
    inputs = {
        "2202": messages.visit_only(visit, ipt_otp_no="MZ000001"),
        "2203": messages.visit_2203(visit, at(5, 1)),
        "2204": messages.lines_2204_2301(visit, [replace(charge(5, at(5, 1)), sn="99")], "B9"),
        "2205": messages.visit_only(visit, chrg_bchno="0000"),
        "2206": messages.settle_outpatient(visit, visit.bill, "1", counter.desk.batch(visit), dry=True),
        "2207": messages.settle_outpatient(visit, visit.bill, "1", counter.desk.batch(visit), dry=False),
    }
    stranger = replace(visit, institution=counter.other)
    with counter.nothing_changes():
        assert_refusal(counter.call(infno, stranger, inputs[infno]).error, infno, "visit_not_yours")
    counter.desk.settle(visit, at(5, 2))


@pytest.mark.parametrize("infno", ["2301", "2302", "2303", "2304", "2402", "2403", "2404"])
def test_stay_of_another_institution(counter: Counter, infno: str) -> None:
    """A stay belongs to the hospital that admitted it."""
    visit = counter.stay()
    inputs = {
        "2301": messages.lines_2204_2301(visit, [replace(charge(5, at(5, 1)), sn="99")]),
        "2302": messages.visit_only(visit, feedetl_sn="0000"),
        "2303": messages.settle_inpatient(visit, visit.bill, "1", mid=True),
        "2304": messages.settle_inpatient(visit, visit.bill, "1", mid=True),
        "2402": messages.discharge_2402(visit, at(5, 3)),
        "2403": messages.change_2403(visit, "ZY1"),
        "2404": messages.visit_only(visit),
    }
    with counter.nothing_changes():
        answer = counter.call(infno, replace(visit, institution=counter.other), inputs[infno])
        assert_refusal(answer.error, infno, "visit_not_yours")
    counter.desk.discharge(visit, at(5, 3))
    counter.desk.settle(visit, at(5, 4))


def test_reversal_by_another_institution(counter: Counter) -> None:
    """A settlement is taken back where it was made."""
    done = counter.desk.settle(counter.visit(), at(5, 2))
    input = messages.visit_only(done.visit, setl_id=done.setl_id)
    with counter.nothing_changes():
        answer = counter.call("2208", replace(done.visit, institution=counter.other), input)
        assert_refusal(answer.error, "2208", "visit_not_yours")
    counter.desk.reverse(done, at(5, 3))


def test_visit_of_another_person(client: Client, cast: Cast, counter: Counter) -> None:
    """A visit named together with another person's number is not found."""
    visit, other = counter.visit(), cast.person(c.plain, c.employee())
    strange = replace(visit, person=other)
    with counter.nothing_changes():
        input = messages.settle_outpatient(strange, visit.bill, "1", counter.desk.batch(visit), dry=False)
        assert_refusal(counter.call("2207", strange, input).error, "2207", "visit_unknown")
