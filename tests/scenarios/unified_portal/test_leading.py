"""Managers of each level who really sign in: what the whole region, one city and one district are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hsaf.testing.spec import spec
from tests.scenarios.unified_portal.test_applications import apply
from tests.support.signed import Person

Who = Callable[..., Person]
Somebody = Callable[..., tuple[str, str]]


def panel(who: Person, function: str, code: str, **query: str) -> Any:
    return who.ask(function, f"panel/{code}", **query)


@spec("HB-01.2.9")
def test_the_province_is_shown_by_city_and_a_city_by_district(who: Who, somebody: Somebody) -> None:
    whole = panel(who("leader"), "macro_display", "insured_map")
    assert {one["admdvs__name"] for one in whole["rows"]} == {"甲市", "乙市"}
    assert sum(one["persons"] for one in whole["rows"]) == whole["total"]["persons"]

    account, password = somebody("leader", "portal_user")
    city = panel(who(account, password=password), "macro_display", "insured_map")
    assert {one["admdvs"] for one in city["rows"]} == {"990101", "990102", "990103", "990104"}
    share = next(one for one in whole["rows"] if one["admdvs"] == "990100")
    assert city["total"] == {code: share[code] for code in ("persons", "active")}

    types = panel(who("leader"), "macro_display", "insured_types", **{"within.admdvs": "990200"})
    assert {one["insutype__name"] for one in types["rows"]} == {"职工基本医疗保险", "城乡居民基本医疗保险"}


@spec("HB-01.2.9")
def test_personal_data_behind_a_figure_is_masked(who: Who) -> None:
    rows = who("leader").ask("macro_display", "rows/insured_types", **{"within.insutype": "390"})["rows"]
    assert rows
    assert all(one["psn_name"][1:].strip("*") == "" for one in rows)


@spec("HB-01.2.10")
def test_what_was_applied_for_and_decided_is_counted_where_it_was_handed_in(who: Who, somebody: Somebody) -> None:
    leader = who("leader")
    before = panel(leader, "handling_summary", "applications")["total"]
    account, password = somebody("portal_user", org_no="YB990102")
    applicant = who(account, password=password)
    made = apply(applicant)
    after = panel(leader, "handling_summary", "applications")["total"]
    assert after["received"] == before["received"] + 1
    assert after["running"] == before["running"] + 1

    orgs = {one["org_no"]: one for one in panel(leader, "handling_summary", "by_org")["rows"]}
    assert orgs["YB990102"]["org_no__name"] == "甲东县医疗保障局"
    behind = leader.ask("handling_summary", "rows/by_org", **{"within.org_no": "YB990102"})
    assert behind["total"] == orgs["YB990102"]["received"]
    assert made in [one["instance_id"] for one in behind["rows"]]
    acts = panel(leader, "handling_summary", "by_business", **{"within.action": "apply"})
    assert [one["business__name"] for one in acts["rows"]] == ["业务角色申请"]

    elsewhere, secret = somebody("leader", "portal_user", org_no="YB990104")
    seen = panel(who(elsewhere, password=secret), "handling_summary", "by_org")
    assert "YB990102" not in {one["org_no"] for one in seen["rows"]}
