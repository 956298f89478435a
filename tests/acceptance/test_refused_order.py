"""Calls in a wrong order: settling too early or twice, withdrawing what is settled.

After every refusal nothing has changed, and the right message still gives the model's amounts.
"""

from __future__ import annotations

import pytest

from tests.acceptance import messages
from tests.acceptance.cast import at, charge
from tests.acceptance.counter import Counter
from tests.acceptance.refusals import assert_refusal
from tests.oracle.section4 import Bill
from tests.oracle.world import Refused, Visit, numbered


def test_settling_before_the_visit_is_described(counter: Counter) -> None:
    """A visit registered but not described (2203) has no medical type to settle under."""
    visit = Visit(counter.person, counter.hospital, "310", "11", at(5, 1))
    visit.mdtrt_id = counter.call("2201", visit, messages.register_2201(visit, "MZ5")).output["data"]["mdtrt_id"]
    with counter.nothing_changes():
        input = messages.settle_outpatient(visit, Bill(0, 0, 0, 0, 0, 0), "1", "B1", dry=False)
        answer = counter.call("2207", visit, input)
        assert answer.body["infcode"] == -1


def test_settling_without_lines(counter: Counter) -> None:
    visit = counter.desk.register(counter.person, counter.hospital, at(5, 1))
    for act in (counter.desk.preview, counter.desk.settle):
        with counter.nothing_changes(), pytest.raises(Refused, match="no_lines"):
            act(visit, at(5, 2))


def test_final_settlement_before_discharge(counter: Counter) -> None:
    """5: the final settlement of a stay needs the discharge."""
    visit = counter.stay()
    with counter.nothing_changes(), pytest.raises(Refused, match="not_discharged"):
        counter.desk.settle(visit, at(5, 3))


def test_a_visit_settles_once(counter: Counter) -> None:
    """5: a visit settles once."""
    visit = counter.visit()
    bill = visit.bill
    counter.desk.settle(visit, at(5, 2))
    with counter.nothing_changes():
        input = messages.settle_outpatient(visit, bill, "1", counter.desk.batch(visit), dry=False)
        assert_refusal(counter.call("2207", visit, input).error, "2207", "visit_settled")


def test_a_discharged_stay_settles_once(counter: Counter) -> None:
    """5: two final settlements of one stay: the second is refused."""
    visit = counter.stay()
    counter.desk.discharge(visit, at(5, 3))
    bill = visit.bill
    counter.desk.settle(visit, at(5, 4))
    with counter.nothing_changes():
        for mid in (False, True):
            answer = counter.call("2304", visit, messages.settle_inpatient(visit, bill, "1", mid=mid))
            assert_refusal(answer.error, "2304", "visit_settled")


def test_discharge_date_other_than_registered(counter: Counter) -> None:
    """A final settlement that states another discharge date than the discharge registered is refused."""
    visit = counter.stay()
    counter.desk.discharge(visit, at(5, 3))
    with counter.nothing_changes():
        answer = counter.settling(visit, "2304", at(5, 4), dscgTime="2026-05-04")
        assert_refusal(answer.error, "2304", "discharge_date_mismatch")
    counter.desk.settle(visit, at(5, 4))


def test_discharge_before_admission(counter: Counter) -> None:
    visit = counter.stay(at(5, 10))
    with counter.nothing_changes():
        answer = counter.call("2402", visit, messages.discharge_2402(visit, at(5, 9)), at(5, 11))
        assert_refusal(answer.error, "2402", "discharge_before_admission")


def test_discharge_twice(counter: Counter) -> None:
    visit = counter.stay()
    counter.desk.discharge(visit, at(5, 3))
    with counter.nothing_changes():
        answer = counter.call("2402", visit, messages.discharge_2402(visit, at(5, 4)), at(5, 5))
        assert_refusal(answer.error, "2402", "already_discharged")


def test_visits_with_lines_or_settlements_are_not_withdrawn(counter: Counter) -> None:
    """2202, 2404 and 2405 are refused while lines or a settlement stand on the visit."""
    visit, stay = counter.visit(), counter.stay()
    with counter.nothing_changes():
        answer = counter.call("2202", visit, messages.visit_only(visit, ipt_otp_no="MZ000002"))
        assert_refusal(answer.error, "2202", "visit_has_lines")
        assert_refusal(counter.call("2404", stay, messages.visit_only(stay)).error, "2404", "visit_has_lines")
    counter.desk.discharge(stay, at(5, 3))
    counter.desk.settle(stay, at(5, 4))
    with counter.nothing_changes():
        for infno, rule in (("2404", "visit_has_settlement"), ("2405", "visit_settled")):
            assert_refusal(counter.call(infno, stay, messages.visit_only(stay)).error, infno, rule)


def test_withdrawn_visit_takes_nothing_more(counter: Counter) -> None:
    """2202 and 2404 void a visit that has no lines; it cannot be used again."""
    visit = counter.desk.register(counter.person, counter.hospital, at(5, 1))
    assert counter.call("2202", visit, messages.visit_only(visit, ipt_otp_no="MZ000002")).ok
    stay = counter.desk.admit(counter.person, counter.hospital, at(5, 1))
    assert counter.call("2404", stay, messages.visit_only(stay)).ok
    with counter.nothing_changes():
        for infno, void in (("2204", visit), ("2301", stay)):
            lines = messages.lines_2204_2301(void, numbered([charge(5, at(5, 1))]), "B1")
            assert_refusal(counter.call(infno, void, lines).error, infno, "visit_void")


def test_settled_lines_are_not_withdrawn(counter: Counter) -> None:
    """Lines that took part in a settlement cannot be withdrawn (national interface, section 3 rule 4)."""
    visit = counter.stay()
    counter.desk.settle(visit, at(5, 2), mid=True)
    with counter.nothing_changes():
        answer = counter.call("2302", visit, messages.visit_only(visit, feedetl_sn="1"))
        assert_refusal(answer.error, "2302", "line_unknown")
    settled = counter.desk.settle(counter.visit(), at(5, 2))
    with counter.nothing_changes():
        answer = counter.call("2205", settled.visit, messages.visit_only(settled.visit, chrg_bchno="0000"))
        assert_refusal(answer.error, "2205", "line_unknown")


@pytest.mark.parametrize(
    ("infno", "med_type"),
    [("2401", "11"), ("2401", "14"), ("2401", "41"), ("2203", "2101"), ("2203", "41"), ("2102", "11")],
)
def test_medical_type_of_another_business(counter: Counter, infno: str, med_type: str) -> None:
    """4: each medical type is settled by its own transactions."""
    visit = Visit(counter.person, counter.shop if infno == "2102" else counter.hospital, "310", med_type, at(5, 1))
    if infno == "2203":
        visit.mdtrt_id = counter.call("2201", visit, messages.register_2201(visit, "MZ1")).output["data"]["mdtrt_id"]
    inputs = {
        "2401": lambda: messages.admit_2401(visit, "ZY1"),
        "2203": lambda: messages.visit_2203(visit, at(5, 1)),
        "2102": lambda: messages.purchase(visit, numbered([charge(5, at(5, 1))]), "1", dry=False),
    }
    with counter.nothing_changes():
        assert_refusal(counter.call(infno, visit, inputs[infno]()).error, infno, "med_type_wrong")


def test_settling_message_with_another_medical_type(counter: Counter) -> None:
    """One visit has exactly one medical type."""
    visit = counter.visit()
    with counter.nothing_changes():
        assert_refusal(counter.settling(visit, "2207", med_type="13").error, "2207", "med_type_mismatch")
    counter.desk.settle(visit, at(5, 2))
