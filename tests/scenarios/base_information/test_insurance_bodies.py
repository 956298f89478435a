"""HB-10.2.6 and HB-10.10.6: insurance bodies with inner departments and dispatched bodies, and their staff."""

from __future__ import annotations

from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.support.gateway import Gateway
from tests.support.signed import Person

BODIES = "/api/f/base_information/insurance_body"
STAFF = "/api/f/base_information/insurance_staff"


@pytest.fixture
def person(region: Gateway) -> Any:
    def signed_in(account: str) -> Person:
        made = Person(region.application)
        assert made.sign_in(account).status == 200
        return made

    return signed_in


@spec("HB-10.1.4")
@spec("HB-10.2.6")
@spec("HB-10.10.6")
def test_departments_and_dispatched_bodies_stand_below_their_body(person: Any) -> None:
    found = person("clerk").get(f"{BODIES}/children", parent="YB990102").body["rows"]
    assert {row["org_type"] for row in found} == {"dept", "dispatched"}
    assert not any(row["has_children"] for row in found)


@spec("HB-10.1.3")
@spec("HB-10.2.6")
@spec("HB-10.10.6")
def test_a_clerk_sees_the_staff_of_his_own_body_and_below_only(person: Any) -> None:
    county = person("county")
    assert [row["account"] for row in county.get(STAFF).body["rows"]] == ["county"]
    assert [row["org_no"] for row in county.get(BODIES).body["rows"]] == ["YB990202"]
    elsewhere = county.get(STAFF, org_no="YB990100")
    assert (elsewhere.status, elsewhere.body["code"]) == (404, "user.org_unknown")


@spec("HB-10.2.6")
def test_telephone_numbers_of_staff_are_shown_masked(person: Any) -> None:
    phone = "13900005678"
    person("admin").done("user", "add", account="masked", name="测试科员", org_no="YB990102-01", phone=phone)
    first = person("reviewer1")
    everyone = first.get(STAFF).body["rows"]
    assert {"clerk", "reviewer1", "reviewer2", "masked"} <= {row["account"] for row in everyone}
    seen = first.get(STAFF, name="测试科员", org_no="YB990102").body["rows"]
    assert [(row["account"], row["phone"][-4:]) for row in seen] == [("masked", phone[-4:])]
    assert phone not in str(seen)
