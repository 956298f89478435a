"""HB-10.2.7, .2.8, .10.7 and .10.8: agreements with hospitals and pharmacies, kept under two reviews and queried."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.support.portal import Portal

PATH = "/api/f/base_information/agreement"
_numbers = itertools.count(1)
_years = itertools.count(2040)
"""Every test agrees for a year of its own, so that none overlaps another's."""


def agreement(**changes: Any) -> dict[str, Any]:
    year = next(_years)
    return {
        "agmt_no": f"XYT-{next(_numbers):06d}",
        "fixmedins_code": "H99010100001",
        "agmt_type": "2",
        "agmt_org": "甲市医疗保障经办机构",
        "admdvs": "990101",
        "sign_date": f"{year - 1}-12-20",
        "begndate": f"{year}-01-01",
        "enddate": f"{year}-12-31",
        "resper_name": "测试签约人",
        **changes,
    }


@pytest.fixture
def agreements(portal: Portal) -> Desk:
    return Desk.of(portal, "agreement")


@spec("HB-10.2.7", "HB-10.10.8")
def test_agreements_of_pharmacies_are_found_apart_with_their_days(portal: Portal) -> None:
    clerk = portal.staff("base_information.agreement.query")
    pharmacies = clerk.get(PATH, fixmedins_type="2", agmt_type="1", size=100).body
    assert pharmacies["total"] > 0
    assert all(row["fixmedins_code"].startswith("P") and row["fixmedins_name"] for row in pharmacies["rows"])
    ending = clerk.get(PATH, **{"fixmedins_type": "2", "enddate.to": "2026-12-31"}).body
    assert ending["total"] == pharmacies["total"]
    assert clerk.get(PATH, **{"fixmedins_type": "2", "enddate.to": "2026-12-30"}).body["total"] == 0


@spec("HB-10.2.8", "HB-10.10.7")
def test_an_agreement_with_a_hospital_is_in_force_after_two_reviews(agreements: Desk) -> None:
    values = agreement()
    id = agreements.add(values)
    agreements.approve(id)
    row = agreements.row(id)
    assert (row["state"], row["fixmedins_name"], row["fixmedins_type"]) == ("effective", "甲市第一人民医院", "1")
    assert row["resper_name"] != values["resper_name"]
    assert agreements.elsewhere.get(PATH, agmt_no=values["agmt_no"]).body["total"] == 0
    longer = f"{values['enddate'][:4]}-11-30"
    assert agreements.change(id, enddate=longer).status == 200
    agreements.approve(id)
    assert agreements.row(id)["enddate"] == longer


@spec("HB-10.2.7", "HB-10.2.8")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fixmedins_code": "H00000000000"}, "fixmedins_code"),
        ({"begndate": "2001-01-01", "enddate": "2001-12-31"}, "fixmedins_code"),
        ({"admdvs": "990102"}, "admdvs"),
        ({"enddate": "2030-01-01"}, "enddate"),
        ({"sign_date": "2999-01-01"}, "sign_date"),
        ({"agmt_no": "xy 1"}, "agmt_no"),
    ],
)
def test_an_agreement_that_contradicts_itself_or_the_register_is_refused(
    agreements: Desk, changes: dict[str, Any], field: str
) -> None:
    refused = agreements.clerk.post(PATH, agreement(**changes))
    assert refused.status == 422
    assert field in {one["field"] for one in refused.body.get("problems", [{"field": refused.body["field"]}])}


@spec("HB-10.2.8")
def test_of_two_agreements_of_a_kind_for_the_same_days_one_comes_into_force(agreements: Desk) -> None:
    values = agreement()
    other = values | {"agmt_no": f"XYT-{next(_numbers):06d}", "begndate": values["enddate"]}
    ids = [agreements.add(values), agreements.add(other)]
    for id in ids:
        agreements.do(agreements.clerk, id, "submit")
        assert agreements.do(agreements.first, id, "review1", decision="pass").status == 200
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda one: agreements.do(agreements.second, one, "review2", decision="pass"), ids))
    assert sorted(one.status for one in done) == [200, 422]
    agreements.add(other | {"agmt_no": f"XYT-{next(_numbers):06d}", "agmt_type": "3"})
