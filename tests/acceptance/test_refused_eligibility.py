"""Sections 4.3, 4.5 and 5: who may settle on a day, and why not.

After every refusal nothing has changed, and the right message still gives the model's amounts.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.acceptance import cast as c
from tests.acceptance import messages
from tests.acceptance.cast import Cast, at, charge
from tests.acceptance.client import Client
from tests.acceptance.counter import Counter
from tests.acceptance.refusals import assert_refusal
from tests.oracle.region import Person
from tests.oracle.world import Refused, Visit


@pytest.mark.parametrize("stas", ["2", "4"])
@pytest.mark.parametrize("insutype", ["310", "390"])
def test_insurance_not_in_force(client: Client, cast: Cast, stas: str, insutype: str) -> None:
    """5: psn_insu_stas must be 1, else refuse and say why."""
    counter = Counter(client, cast, c.single, lambda p: insutype in p.enrollments and p.enrollment().stas == stas)
    visit = counter.visit()
    for act in (counter.desk.preview, counter.desk.settle):
        with counter.nothing_changes(), pytest.raises(Refused, match="insurance_paused"):
            act(visit, at(5, 2))
        assert {"2": "暂停", "4": "终止"}[stas] in counter.last_refusal()


def test_arrears_suspension(client: Client, cast: Cast) -> None:
    """5: no arrears suspension on the settlement date, both end days included."""
    suspended = (date(2026, 3, 1), date(2026, 5, 31))
    counter = Counter(
        client, cast, c.single, lambda p: p.enrollment().arrears == suspended, lambda p: p.enrollment().stas == "1"
    )
    visit = counter.visit(at(2, 20))
    for day in (at(3, 1), at(5, 31, 23, 59)):
        with counter.nothing_changes(), pytest.raises(Refused, match="in_arrears"):
            counter.desk.settle(visit, day)
        assert "欠费" in counter.last_refusal()
    counter.desk.preview(visit, at(2, 28))
    counter.desk.settle(visit, at(6, 1))


def test_arrears_without_an_end(client: Client, cast: Cast) -> None:
    """5: an open suspension stays in force; one that ended last year does not matter."""
    opened = Counter(client, cast, c.single, lambda p: p.enrollment().arrears == (date(2026, 1, 1), None))
    visit = opened.visit(at(12, 1))
    with opened.nothing_changes(), pytest.raises(Refused, match="in_arrears"):
        opened.desk.settle(visit, at(12, 31))
    ended = Counter(client, cast, c.single, lambda p: p.enrollment().arrears == (date(2025, 6, 1), date(2025, 12, 31)))
    ended.desk.settle(ended.visit(at(1, 1)), at(1, 1, 12))


def test_purchase_by_a_person_not_in_force(client: Client, cast: Cast) -> None:
    """5: eligibility holds for purchases too."""
    counter = Counter(client, cast, c.single, lambda p: "310" in p.enrollments and p.enrollment().stas == "2")
    with counter.nothing_changes(), pytest.raises(Refused, match="insurance_paused"):
        counter.desk.buy(counter.person, counter.shop, at(5, 1), [charge(5, at(5, 1))])


def test_type_that_the_person_does_not_have(counter: Counter) -> None:
    """5: a person settles under the type the message names only if it is theirs."""
    visit = Visit(counter.person, counter.hospital, "310", "11", at(5, 1))
    input = messages.register_2201(visit, "MZ77")
    input["data"]["insutype"] = "390"
    with counter.nothing_changes():
        assert_refusal(counter.call("2201", visit, input).error, "2201", "not_enrolled")


def both_in_force(person: Person) -> bool:
    return len(person.enrollments) == 2 and c.in_force(person)


def test_the_settling_message_names_the_type(client: Client, cast: Cast) -> None:
    """5: a person with both types settles under the type the message names, whatever the registration said."""
    counter = Counter(client, cast, both_in_force)
    visit = counter.visit()
    visit.insutype = "390"
    done = counter.desk.settle(visit, at(5, 2))
    assert done.key[1] == "390"
    counter.desk.check(counter.person)


def test_one_stay_settles_under_one_type(client: Client, cast: Cast) -> None:
    """4.1: a stay has one deductible, so a later settlement of it cannot change the insurance type."""
    counter = Counter(client, cast, both_in_force)
    stay = counter.stay()
    counter.desk.settle(stay, at(5, 2), mid=True)
    counter.desk.upload(stay, [charge("500", at(5, 3))])
    counter.desk.discharge(stay, at(5, 4))
    with counter.nothing_changes():
        assert_refusal(counter.settling(stay, "2304", insutype="390").error, "2304", "insutype_mismatch")
    counter.desk.settle(stay, at(5, 5))


def test_one_of_two_types_in_force(client: Client, cast: Cast) -> None:
    """5: a person with both types settles under the one that is in force; under 390 the own account is 0."""
    paused = lambda p: len(p.enrollments) == 2 and p.enrollments["310"].stas == "2"  # noqa: E731
    counter = Counter(client, cast, paused, c.rich(1))
    desk, person, place = counter.desk, counter.person, counter.hospital
    for insutype in ("310", "390"):
        visit = desk.register(person, place, at(5, 1), insutype=insutype)
        desk.upload(visit, [charge("321", at(5, 1))])
        if insutype == "310":
            with counter.nothing_changes(), pytest.raises(Refused, match="insurance_paused"):
                desk.settle(visit, at(5, 2))
        else:
            assert desk.settle(visit, at(5, 2)).balance == 0
    desk.check(person)


def test_chronic_visit_without_a_filing_names_it(client: Client, cast: Cast) -> None:
    """4.3: without a filing the settlement is refused, and the error says which filing is missing."""
    counter = Counter(client, cast, c.plain, c.resident)
    for dise, name in (("M03900", "高血压"), ("M07800", "透析")):
        visit = counter.desk.register(counter.person, counter.hospital, at(5, 1), "14", dise)
        counter.desk.upload(visit, [charge(100, at(5, 1))])
        with counter.nothing_changes(), pytest.raises(Refused, match="chronic_filing_missing"):
            counter.desk.settle(visit, at(5, 2))
        text = counter.last_refusal()
        assert dise in text
        assert name in text
        assert "慢特病备案" in text


def test_resident_maternity(client: Client, cast: Cast) -> None:
    """4.5: a maternity stay needs insurance type 310 in force."""
    counter = Counter(client, cast, c.plain, c.resident)
    visit = counter.stay(at(5, 1), med_type="52", matn_type="1")
    counter.desk.discharge(visit, at(5, 4))
    with counter.nothing_changes(), pytest.raises(Refused, match="scene_not_covered"):
        counter.desk.settle(visit, at(5, 5))


@pytest.mark.parametrize("day", [datetime(2025, 12, 31, 12), datetime(2027, 1, 1, 12)], ids=["before", "after"])
def test_day_without_a_policy(client: Client, cast: Cast, day: datetime) -> None:
    """4: the policy covers 2026; a settlement on another day is refused."""
    counter = Counter(client, cast)
    visit = counter.visit(day)
    with counter.nothing_changes(), pytest.raises(Refused, match="no_policy"):
        counter.desk.settle(visit, day)
