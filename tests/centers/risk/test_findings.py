"""What each kind of rule finds, what it leaves alone, and what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from centers.risk.contract.v1 import RULE_INVALID, Patient, Stage
from centers.risk.domain.findings import Finding, find
from centers.risk.domain.rules import read_rule
from hsaf.contract.errors import HsafError
from plugins.demo_region import files
from tests.centers.risk.cases import (
    ADULTS,
    BED,
    CHILDREN,
    DAY,
    ICU,
    STAYS,
    SUPPLY,
    WOMEN,
    order,
    patient,
    rule,
    stay,
    visit,
)


def found(document: dict[str, Any], who: Patient) -> list[Finding]:
    return list(find(read_rule(rule(document)), who))


def test_what_exceeds_the_limit_of_a_day_is_the_later_order_and_its_amount() -> None:
    who = patient(visit(order("BED3", rx_id="A"), order("BED3", "1.5", 60, rx_id="B")))
    (one,) = found(BED, who)
    assert [(part.order and part.order.rx_id, part.violates, part.amount) for part in one.parts] == [
        ("B", True, 6000),
        ("A", False, 0),
    ]
    assert "共 2.5 次，每日最多 1 次" in one.text


def test_only_the_part_above_the_limit_is_at_stake() -> None:
    (one,) = found(BED, patient(visit(order("BED3", "3", 30))))
    assert one.amount == 2000


def test_an_order_written_now_exceeds_before_an_earlier_one() -> None:
    who = patient(visit(order("BED3", rx_id="NOW"), order("BED3", rx_id="OLD", current=False)))
    assert found(BED, who)[0].main.order.rx_id == "NOW"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "orders",
    [
        [order("BED3"), order("BED3", begn=date(2026, 6, 2))],
        [order("BED3"), order("BED1")],
        [order("BED3"), order("BED3"), order("BED3", "-1", -10)],
        [order("FOOD", "9")],
    ],
    ids=["other days", "other items", "given back", "no such item"],
)
def test_up_to_the_limit_nothing_is_found(orders: list[Any]) -> None:
    assert found(BED, patient(visit(*orders))) == []


def test_items_for_one_sex_are_found_for_the_other_only() -> None:
    who = visit(order("OB1", yuan=25), order("OB2"))
    (one,) = found(WOMEN, patient(who))
    assert (one.amount, one.text) == (2500, "【项目OB1】限女性使用，患者为男性")
    for gend in ("2", "0", "9"):
        assert found(WOMEN, patient(who, gend=gend)) == []


@pytest.mark.parametrize(
    ("document", "item", "brdy", "hits"),
    [
        (ADULTS, "Q1", date(2008, 6, 1), 0),
        (ADULTS, "Q1", date(2008, 6, 2), 1),
        (CHILDREN, "C1", date(2011, 6, 2), 0),
        (CHILDREN, "C1", date(2011, 6, 1), 1),
    ],
)
def test_ages_count_in_whole_years_on_the_day_of_the_order(
    document: dict[str, Any], item: str, brdy: date, hits: int
) -> None:
    assert len(found(document, patient(visit(order(item)), brdy=brdy))) == hits


@pytest.mark.parametrize(
    ("days", "cnt", "med_type", "hits"),
    [
        ("30", "1", "11", 0),
        ("31", "1", "11", 1),
        ("31", "1", "14", 0),
        (None, "3", "11", 0),
        (None, "3.5", "11", 1),
        ("7", "3.5", "11", 1),
    ],
)
def test_supply_is_told_by_stated_days_or_by_quantity(days: Any, cnt: str, med_type: str, hits: int) -> None:
    line = order("X1", cnt, days=None if days is None else type(order("X1").cnt)(days))
    assert len(found(SUPPLY, patient(visit(line, med_type=med_type)))) == hits


def test_the_days_too_many_are_at_stake() -> None:
    (one,) = found(SUPPLY, patient(visit(order("X1", "4", 40))))
    assert (one.amount, one.text) == (1000, "【项目X1】本次用量为 40 天，处方最多 30 天")


def test_items_that_exclude_each_other_are_found_on_one_day_only() -> None:
    (one,) = found(ICU, patient(visit(order("N1", yuan=28), order("ICU", yuan=180))))
    assert [(part.violates, part.amount) for part in one.parts] == [(True, 2800), (False, 0)]
    assert found(ICU, patient(visit(order("N1"), order("ICU", begn=date(2026, 6, 2))))) == []
    assert found(ICU, patient(visit(order("N1"), order("N2")))) == []


# -- stays -------------------------------------------------------------------------------------------

LONG = stay("S1", date(2026, 5, 28), date(2026, 6, 5))


def test_a_visit_during_a_stay_is_found_with_its_amount() -> None:
    (one,) = found(STAYS, patient(visit(), LONG))
    assert [(part.encounter.mdtrt_id, part.violates, part.amount) for part in one.parts] == [
        ("V1", True, 10000),
        ("S1", False, 0),
    ]
    assert one.text == "住院期间（2026-05-28 至 2026-06-05）另有门诊（2026-06-01 起）"


def test_two_stays_at_once_are_found_once_and_the_later_one_violates() -> None:
    later = stay("S2", date(2026, 6, 1), date(2026, 6, 9))
    for encounters in ((LONG, later), (later, LONG)):
        (one,) = found(STAYS, patient(*encounters))
        assert one.main.encounter.mdtrt_id == "S2"


@pytest.mark.parametrize("day", [date(2026, 5, 27), date(2026, 5, 28), date(2026, 6, 5), date(2026, 6, 6)])
def test_the_days_of_admission_and_discharge_are_free(day: date) -> None:
    assert found(STAYS, patient(visit(adm_date=day, dscg_date=day), LONG)) == []


def test_a_stay_of_two_days_overlaps_nothing() -> None:
    short = stay("S1", DAY, date(2026, 6, 2))
    assert found(STAYS, patient(visit(), short)) == []


# -- stages ------------------------------------------------------------------------------------------


def test_before_it_concerns_what_is_written_now_and_during_all_of_the_visit() -> None:
    (old,) = found(WOMEN, patient(visit(order("OB1", current=False))))
    (new,) = found(WOMEN, patient(visit(order("OB1"))))
    (elsewhere,) = found(WOMEN, patient(visit(), visit(order("OB1"), mdtrt_id="V0")))
    who = patient(visit())
    assert [one.concerns(Stage.BEFORE, who) for one in (old, new, elsewhere)] == [False, True, False]
    assert [one.concerns(Stage.DURING, who) for one in (old, new, elsewhere)] == [True, True, False]


# -- documents ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (rule(BED, kind="odd"), "odd"),
        (rule(BED, limit=0), "limit"),
        (rule(BED, limt=1), "limt"),
        (rule(BED, items=[]), "items"),
        (rule(BED, enddate="2025-12-31"), "enddate"),
        (rule(WOMEN, gend="3"), "gend"),
        (rule({**ADULTS, "least": None}), "least"),
        (rule(SUPPLY, days={}), "days"),
        (rule(STAYS, kinds=["9"]), "kinds"),
        ({**rule(BED), "begndate": "gestern"}, "begndate"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_reason(document: dict[str, Any], reason: str) -> None:
    with pytest.raises(HsafError) as caught:
        read_rule(document)
    assert caught.value.error is RULE_INVALID
    assert document["id"] in caught.value.message
    assert reason in caught.value.message


def test_every_rule_of_the_demo_region_is_sound_and_names_items_of_its_catalog() -> None:
    catalog = {row["med_list_codg"] for row in files.rows("catalog.csv")}
    for document in files.risk_rules():
        read_rule(document)
        for code in [*document.get("items", ()), *document.get("others", ()), *document.get("packs_a_day", ())]:
            assert any(code == one or (code[-1] == "*" and one.startswith(code[:-1])) for one in catalog), code
