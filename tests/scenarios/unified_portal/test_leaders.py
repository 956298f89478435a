"""What managers of each level see of their own region, over HTTP with the permissions of real roles."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.core_business.test_settlement_desk import ALL, HOSPITAL, LIST, bill, settle
from tests.support.portal import OTHER, POOL, PROVINCE, Portal, Staff

COCKPIT = "/api/f/unified_portal/cockpit"
LEADER = ("unified_portal.cockpit.*", "unified_portal.macro_display.*", "unified_portal.handling_summary.*")
HERE = ("9900000000000061", "9900000000000001")
MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay")


@pytest.fixture
def office(portal: Portal) -> Staff:
    return portal.staff(ALL, org_no=HOSPITAL, admdvs="990101")


@pytest.fixture
def leader(portal: Portal) -> Staff:
    return portal.staff(*LEADER, admdvs=PROVINCE)


def panel(who: Staff, code: str, function: str = COCKPIT, **query: str) -> dict[str, Any]:
    answer = who.get(f"{function}/panel/{code}", **query)
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.body
    return found


def rows(who: Staff, code: str, function: str = COCKPIT, **query: str) -> list[dict[str, Any]]:
    """Every row behind a figure."""
    found: list[dict[str, Any]] = []
    for number in range(1, 1000):
        answer = who.get(f"{function}/rows/{code}", **{"page": str(number), "size": "100", **query})
        assert answer.status == 200, answer.body
        found += answer.body["rows"]
        if len(found) >= answer.body["total"]:
            break
    return found


def summed(found: Iterable[Mapping[str, Any]], code: str) -> Decimal:
    return sum((Decimal(one[code]) for one in found), Decimal(0))


def settle_and_reverse(office: Staff, chance: random.Random, times: int) -> None:
    """A mix of settlements, some of them taken back."""
    for _ in range(times):
        done = settle(office, bill(chance.choice(HERE[:1]), acct_used_flag=chance.choice("01")))
        assert done.status == 200, done.body
        if chance.random() < 0.4:
            named = {"psn_no": HERE[0], "setl_id": done.body["row"]["setl_id"], "reason": "录错"}
            assert office.post(f"{LIST}/reverse", named).status == 200


@pytest.mark.parametrize("seed", range(3))
@spec("HB-01.2.8")
def test_figures_are_the_sums_of_the_rows_behind_them_whatever_was_settled_and_reversed(
    office: Staff, leader: Staff, seed: int
) -> None:
    settle_and_reverse(office, random.Random(seed), 4)
    behind = rows(leader, "by_institution")
    found = panel(leader, "by_institution")
    assert Decimal(found["total"]["fund_pay_sumamt"]) == summed(behind, "fund_pay_sumamt")
    visits = sum(-1 if one["refd_setl_flag"] == "1" else 1 for one in behind)
    assert found["total"]["visits"] == visits == sum(one["visits"] for one in found["rows"])
    for row in found["rows"]:
        mine = [one for one in behind if one["fixmedins_code"] == row["fixmedins_code"]]
        assert Decimal(row["fund_pay_sumamt"]) == summed(mine, "fund_pay_sumamt")
        drilled = {"within.fixmedins_code": row["fixmedins_code"]}
        assert rows(leader, "by_institution", **drilled) == mine
        deeper = panel(leader, "by_institution", group="med_type", **drilled)
        assert summed(deeper["rows"], "fund_pay_sumamt") == Decimal(row["fund_pay_sumamt"])
        ratio = summed(mine, "fund_pay_sumamt") / total if (total := summed(mine, "medfee_sumamt")) else None
        assert row["reim_ratio"] == (None if ratio is None else str(ratio.quantize(Decimal("0.0001"))))


@spec("HB-01.2.8")
def test_each_level_sees_its_own_region_by_the_level_below(portal: Portal, office: Staff, leader: Staff) -> None:
    settle_and_reverse(office, random.Random(7), 2)
    whole = panel(leader, "by_area")
    city = portal.staff(*LEADER, admdvs=POOL)
    elsewhere, district = portal.staff(*LEADER, admdvs="990200"), portal.staff(*LEADER, admdvs=OTHER)
    assert {one["admdvs"] for one in whole["rows"]} <= {"990100", "990200"}
    assert [one["admdvs__name"] for one in whole["rows"] if one["admdvs"] == POOL] == ["甲市"]
    ours = panel(city, "by_area")
    assert all(one["admdvs"].startswith("9901") and one["admdvs"] != POOL for one in ours["rows"])
    share = next(one for one in whole["rows"] if one["admdvs"] == POOL)
    assert ours["total"]["fund_pay_sumamt"] == share["fund_pay_sumamt"]
    assert panel(leader, "by_area", **{"within.admdvs": POOL})["rows"] == ours["rows"]
    for who in (elsewhere, district):
        seen = panel(who, "by_area", **{"within.admdvs": POOL})
        assert (seen["rows"], seen["total"]["visits"]) == ([], 0)
        assert rows(who, "by_area", **{"within.admdvs": POOL}) == []
        assert all(one["insuplc_admdvs"].startswith("9902") for one in rows(who, "by_area"))


@spec("HB-01.2.8")
def test_an_institution_sees_its_own_settlements_and_no_insured_persons(portal: Portal, office: Staff) -> None:
    settle_and_reverse(office, random.Random(8), 1)
    own = portal.staff(*LEADER, org_no=HOSPITAL, admdvs="990101")
    assert {one["fixmedins_code"] for one in panel(own, "by_institution")["rows"]} == {HOSPITAL}
    assert panel(own, "insured")["total"]["persons"] == 0
    other = portal.staff(*LEADER, org_no="H99010200002", admdvs="990102")
    assert HOSPITAL not in {one["fixmedins_code"] for one in panel(other, "by_institution")["rows"]}


@pytest.mark.parametrize(
    ("query", "status", "code", "field"),
    [
        ({"group": "psn_name"}, 422, "datasets.dimension_unknown", "psn_name"),
        ({"within.secret": "1"}, 422, "datasets.dimension_unknown", "secret"),
        ({"psn_no": "9900000000000061"}, 422, "datasets.filter_unknown", "psn_no"),
        ({"stat_date_from": "yesterday"}, 422, "datasets.value_malformed", "stat_date"),
        ({"admdvs": "99"}, 422, "datasets.value_malformed", "admdvs"),
        ({"within.stat_month": "2026-13"}, 422, "datasets.value_malformed", "stat_month"),
    ],
)
@spec("HB-01.2.8")
def test_what_cannot_be_asked_is_refused_with_its_field(
    leader: Staff, query: dict[str, str], status: int, code: str, field: str
) -> None:
    answer = leader.get(f"{COCKPIT}/panel/by_month", **query)
    assert (answer.status, answer.body["code"], answer.body["field"]) == (status, code, field), answer.body


@spec("HB-01.2.8")
def test_a_panel_that_is_not_there_is_not_found(leader: Staff) -> None:
    assert leader.get(f"{COCKPIT}/panel/nothing").status == 404


@spec("HB-01.2.8")
def test_who_may_see_figures_only_sees_no_rows(portal: Portal) -> None:
    auditor = portal.staff("*.*.query", admdvs=PROVINCE)
    panel(auditor, "fund")
    assert auditor.get(f"{COCKPIT}/rows/fund").status == 403
    page = auditor.get("/api/pages/unified_portal.cockpit").body
    assert [one["code"] for one in page["operations"]] == ["panel"]


@spec("HB-01.2.8")
def test_the_page_says_what_its_panels_are_made_of(leader: Staff) -> None:
    page = leader.get("/api/pages/unified_portal.cockpit").body
    assert page["filter"] == ["stat_date", "admdvs", "insutype", "fixmedins_code"]
    by_code = {one["code"]: one for one in page["panels"]}
    fund = by_code["fund"]["measures"]
    assert [(one["code"], one["type"]) for one in fund] == [
        ("fund_pay_sumamt", "money"),
        ("visits", "int"),
        ("persons", "int"),
    ]
    assert [one["code"] for one in by_code["by_month"]["drill"]] == ["admdvs", "fixmedins_code"]
    assert "psn_name" in [one["code"] for one in page["details"]["insured"]]
