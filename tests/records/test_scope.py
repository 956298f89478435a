"""The data scope: what lies outside it is as if it did not exist, whatever is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Paging
from hsaf.records.contract import Asked, unrestricted
from tests.records.office import OFFICES, Office, agency, expert, tariff


def refused(code: str):
    return pytest.raises(HsafError, match=code)


def seen(office: Office, who: str, record: str, **filters: str) -> set[str]:
    found = office.read(who, record, lambda records: records.query(record, Asked(filters)))
    assert found.total == len(found.rows)
    return {row["id"] for row in found.rows}


def test_a_region_sees_itself_and_what_lies_below(office: Office):
    areas = ("990000", "990100", "990101", "990102", "990200", "990201")
    ids = {area: office.add("province", "agency", agency(n, admdvs=area)) for n, area in enumerate(areas)}

    def of(*wanted: str) -> set[str]:
        return {ids[area] for area in wanted}

    assert seen(office, "province", "agency") == of(*areas)
    assert seen(office, "clerk", "agency") == of("990100", "990101", "990102")
    assert seen(office, "district", "agency") == of("990101")
    assert seen(office, "stranger", "agency") == of("990200", "990201")
    assert seen(office, "province", "agency", admdvs="990100") == of("990100", "990101", "990102")
    assert seen(office, "clerk", "agency", admdvs="990200") == set()


def test_an_organisation_sees_itself_and_those_below(office: Office):
    own = office.add("clerk", "tariff", tariff(1, "1"))
    other = office.add("stranger", "tariff", tariff(2, "1", org_no="ORG2"))

    assert seen(office, "clerk", "tariff") == {own}
    assert seen(office, "stranger", "tariff") == {other}
    assert seen(office, "province", "tariff") == {own, other}
    assert seen(office, "district", "tariff") == set()


def test_own_records_are_for_who_made_them(office: Office):
    mine = office.add("clerk", "note", {"text": "我的"})
    office.add("first", "note", {"text": "他的"})

    assert seen(office, "clerk", "note") == {mine}


OUTSIDE: list[tuple[str, tuple[Any, ...]]] = [
    ("edit", (2, {"specialty": "02"})),
    ("void", ("调离",)),
    ("submit", ()),
    ("review", ("review1", "pass")),
    ("give_back", ("不妥",)),
    ("withdraw", ()),
    ("discard", ()),
]


@pytest.mark.parametrize(("event", "args"), OUTSIDE, ids=[event for event, _ in OUTSIDE])
def test_no_command_reaches_outside(office: Office, event: str, args: tuple[Any, ...]):
    id = office.add("clerk", "expert", expert(1))
    office.act("clerk", "expert", id, "submit")
    before = office.detail("clerk", "expert", id)

    with refused("records.unknown"):
        office.act("stranger", "expert", id, event, *args)

    assert office.detail("clerk", "expert", id) == before


@pytest.mark.parametrize("ask", ["detail", "history"])
def test_nothing_outside_can_be_read(office: Office, ask: str):
    id = office.add("clerk", "expert", expert(1))

    with refused("records.unknown") as outside:
        office.read("stranger", "expert", lambda records: getattr(records, ask)("expert", id))
    with refused("records.unknown") as nowhere:
        office.read("stranger", "expert", lambda records: getattr(records, ask)("expert", "R0"))
    assert outside.value.message == nowhere.value.message


def test_lists_counts_exports_and_to_dos_stay_inside(office: Office):
    id = office.add("clerk", "expert", expert(1))
    office.act("clerk", "expert", id, "submit")
    asks: list[Callable[[Any], Any]] = [
        lambda records: records.query("expert", Asked()).total,
        lambda records: records.count("expert", Asked()),
        lambda records: len(list(records.export("expert", Asked()))),
        lambda records: records.pending("expert", ["review1"], Paging(1, 10)).total,
    ]

    assert [office.read("first", "expert", ask) for ask in asks] == [1, 1, 1, 1]
    assert [office.read("stranger", "expert", ask) for ask in asks] == [0, 0, 0, 0]


def test_a_copy_takes_nothing_from_outside(office: Office):
    id = office.add("clerk", "expert", expert(1))

    with refused("records.unknown"):
        office.write("stranger", "expert", "R1", lambda records: records.copy("expert", id, "R1", {"admdvs": "990200"}))


@pytest.mark.parametrize("who", ["clerk", "district"])
def test_nobody_writes_outside_their_scope(office: Office, who: str):
    with refused("医保区划“990201”不在您的数据范围内"):
        office.add(who, "agency", agency(1, admdvs="990201"))
    id = office.add(who, "agency", agency(1))
    with refused("records.out_of_scope"):
        office.edit(who, "agency", id, {"admdvs": "990201"})


def test_without_anyone_signed_in_every_call_is_refused(office: Office):
    id = office.add("clerk", "agency", agency(1))
    for ask in ("detail", "history"):
        with refused("records.no_principal"):
            office.read("clerk", "agency", lambda records, ask=ask: getattr(records, ask)("agency", id), principal=None)
    with refused("records.no_principal"):
        office.write("clerk", "agency", id, lambda records: records.void("agency", id, "误"), principal=None)


def test_the_platform_sees_everything_when_it_says_so(office: Office):
    id = office.add("clerk", "expert", expert(1))

    with unrestricted():
        row = office.read("clerk", "expert", lambda records: records.detail("expert", id).row, principal=None)

    assert row["certno"] == expert(1)["certno"]


def test_somebody_without_a_region_sees_nothing(office: Office):
    office.add("clerk", "agency", agency(1))
    lost = type(OFFICES["clerk"])(account="lost", name="无", org_no="ORG9", admdvs="")

    found = office.read("clerk", "agency", lambda records: records.query("agency", Asked()), principal=lost)

    assert found.total == 0
