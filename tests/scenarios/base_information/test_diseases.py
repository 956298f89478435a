"""HB-10.2.10, .2.11, .10.9 to .11: disease libraries, the national library and the mapping between both."""

from __future__ import annotations

from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.support.portal import Portal, Staff

AT = "/api/f/base_information"


@pytest.fixture
def clerk(portal: Portal) -> Staff:
    names = ("settled_disease.query", "day_surgery.query", "day_surgery.versions", "national_library.query")
    return portal.staff(*(f"base_information.{one}" for one in names))


@spec("HB-10.2.10")
@spec("HB-10.10.10")
def test_diseases_settled_by_disease_are_found_with_the_operations_they_are_limited_to(clerk: Staff) -> None:
    (row,) = clerk.get(f"{AT}/settled_disease", name="白内障").body["rows"]
    assert (row["bydise_setl_list_code"], row["qua_oprn_oprt_code"]) == ("DB003", "13.4100")
    assert clerk.get(f"{AT}/settled_disease", state="3").body["rows"] == []


@spec("HB-10.2.11")
@spec("HB-10.10.11")
def test_day_surgery_is_kept_nationally_and_by_the_province_with_its_days(clerk: Staff) -> None:
    ended = clerk.get(f"{AT}/day_surgery", state="3").body["rows"]
    assert [row["daysrg_dise_list_code"] for row in ended] == ["RJ006"]
    used = clerk.get(f"{AT}/day_surgery", valid_on="2026-06-01").body["rows"]
    assert "RJ006" not in [row["daysrg_dise_list_code"] for row in used]
    national = clerk.get(f"{AT}/national_library", standard="day_surgery").body
    assert national["total"] == 7
    assert clerk.get(f"{AT}/day_surgery/versions", code="NO").status == 404


def mapping(**changes: Any) -> dict[str, Any]:
    return {
        "standard": "day_surgery",
        "natl_code": "RJSS0001",
        "loc_code": "RJ001",
        "begndate": "2026-01-01",
        "admdvs": "990100",
        **changes,
    }


@pytest.fixture
def desk(portal: Portal) -> Desk:
    return Desk.of(portal, "code_mapping")


@spec("HB-10.2.2")
@spec("HB-10.10.3")
@spec("HB-10.10.9")
@spec("HB-10.10.11")
def test_a_national_code_stands_for_one_provincial_code_on_any_day(desk: Desk) -> None:
    id = desk.add(mapping(enddate="2026-06-30"))
    desk.approve(id)
    row = desk.row(id)
    assert (row["natl_name"], row["loc_name"]) == ("白内障超声乳化摘除术日间手术", "白内障超声乳化摘除术日间手术")
    overlapping = desk.clerk.post(desk.path, mapping(loc_code="RJ002", begndate="2026-06-30"))
    assert (overlapping.status, overlapping.body["field"]) == (422, "begndate")
    assert desk.clerk.post(desk.path, mapping(loc_code="RJ002", begndate="2026-07-01")).status == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"natl_code": "NOPE"}, "natl_code"),
        ({"loc_code": "NOPE"}, "loc_code"),
        ({"loc_code": "RJ006", "natl_code": "RJSS0006"}, "loc_code"),
        ({"standard": "drug"}, "natl_code"),
        ({"enddate": "2025-12-31"}, "enddate"),
    ],
)
def test_a_mapping_of_codes_that_are_not_there_is_refused(desk: Desk, changes: dict[str, Any], field: str) -> None:
    refused = desk.clerk.post(desk.path, mapping(**changes))
    assert refused.status == 422
    assert field in {one["field"] for one in refused.body["problems"]}
