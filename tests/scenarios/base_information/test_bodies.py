"""HB-10.5.2 to .5 and HB-10.3.6: distributors, grass-roots bodies and divisions, certificates, technicians."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.scenarios.base_information.test_units import sound_uscc, unit
from tests.support.days import today
from tests.support.portal import Portal

_numbers = itertools.count(1)
_townships = itertools.count(101)
BORN = "19900307"


def sound_certno(serial: int) -> str:
    """A made-up ID number of region 990101 with its right check character (GB 11643-1999)."""
    body = f"990101{BORN}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(one) * weight for one, weight in zip(body, weights, strict=True)) % 11]


def distributor(**changes: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "entp_code": f"D{number:06d}",
        "entp_name": "示范医药配送有限公司",
        "uscc": sound_uscc(50_000 + number),
        "dstr_type": "1",
        "lic_no": f"JY{number:08d}",
        "lic_enddate": "2029-12-31",
        "admdvs": "990101",
        "coner_tel": "13900001234",
        "begndate": "2026-01-01",
        **changes,
    }


def township(code: str, **changes: Any) -> dict[str, Any]:
    return {"area_code": code, "area_name": f"示范镇{code[6:]}", "admdvs": "990101", **changes}


def body(area_code: str, **changes: Any) -> dict[str, Any]:
    return {
        "org_code": f"G{next(_numbers):06d}",
        "org_name": "示范镇医保服务站",
        "org_type": "1",
        "area_code": area_code,
        "admdvs": "990101",
        "resper_name": "测试负责人",
        **changes,
    }


def certificate(emp_no: str, **changes: Any) -> dict[str, Any]:
    return {
        "emp_no": emp_no,
        "cert_type": "1",
        "cert_no": f"YYZZ{next(_numbers):08d}",
        "iss_org": "示范市市场监督管理局",
        "begndate": "2026-01-01",
        "enddate": "2031-01-01",
        "admdvs": "990101",
        **changes,
    }


def technician(portal: Portal, **changes: Any) -> dict[str, Any]:
    number = 2 * next(_numbers) + 1
    return {
        "tech_code": f"T{number:06d}",
        "psn_name": "测试技师",
        "certno": sound_certno(number),
        "gend": "1",
        "brdy": "1990-03-07",
        "fixmedins_code": _institution(portal),
        "tech_type": "1",
        "prac_certno": f"ZG{number:08d}",
        "admdvs": "990101",
        "begndate": "2026-01-01",
        **changes,
    }


def _institution(portal: Portal) -> str:
    asking = portal.staff("base_information.hospital.query")
    found: str = asking.get("/api/f/base_information/hospital").body["rows"][0]["fixmedins_code"]
    return found


def new_township(portal: Portal) -> tuple[Desk, str, str]:
    """The desk of divisions, and the id and code of one in force."""
    areas, code = Desk.of(portal, "grass_area"), f"990101{next(_townships)}"
    id = areas.add(township(code))
    areas.approve(id)
    return areas, id, code


@pytest.fixture
def distributors(portal: Portal) -> Desk:
    return Desk.of(portal, "distributor")


@spec("HB-10.5.2")
def test_a_distributor_comes_into_force_by_two_reviews_and_a_refusal_returns_it(distributors: Desk) -> None:
    values = distributor()
    id = distributors.add(values)
    distributors.do(distributors.clerk, id, "submit")
    refused = distributors.do(distributors.first, id, "review1", decision="return", opinion="请补充许可证")
    assert refused.status == 200
    assert distributors.row(id)["state"] != "effective"
    distributors.approve(id)
    row = distributors.row(id)
    assert row["state"] == "effective"
    assert row["coner_tel"] != values["coner_tel"]


@spec("HB-10.5.2")
def test_a_distributor_with_a_wrong_credit_code_or_an_old_licence_is_refused(distributors: Desk) -> None:
    right = distributor()
    wrong = right["uscc"][:-1] + ("0" if right["uscc"][-1] != "0" else "1")
    assert distributors.clerk.post(distributors.path, {**right, "uscc": wrong}).body["field"] == "uscc"
    old = distributors.clerk.post(distributors.path, distributor(lic_enddate="2025-12-31"))
    assert (old.status, old.body["field"]) == (422, "lic_enddate")


@spec("HB-10.5.2")
def test_a_change_while_another_is_under_review_is_refused(distributors: Desk) -> None:
    id = distributors.add(distributor())
    distributors.approve(id)
    assert distributors.change(id, entp_name="示范医药配送集团").status == 200
    distributors.do(distributors.clerk, id, "submit")
    assert distributors.change(id, entp_name="再改一次").status == 409


@spec("HB-10.5.4")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"area_code": "990202001"}, "area_code"),
        ({"area_code": "990101001", "prnt_code": "990101002"}, "prnt_code"),
        ({"area_code": "990101001001", "prnt_code": "990101002"}, "prnt_code"),
        ({"area_code": "990101009001", "prnt_code": "990101009"}, "prnt_code"),
    ],
)
def test_the_code_of_a_division_contains_those_above_it(portal: Portal, values: dict[str, str], field: str) -> None:
    areas = Desk.of(portal, "grass_area")
    refused = areas.clerk.post(areas.path, {**township("990101001"), **values})
    assert (refused.status, refused.body["field"]) == (422, field)


@spec("HB-10.5.3")
@spec("HB-10.5.4")
def test_a_division_with_a_body_in_it_cannot_be_voided(portal: Portal) -> None:
    areas, id, code = new_township(portal)
    bodies = Desk.of(portal, "grass_body")
    bodies.approve(bodies.add(body(code)))
    areas.do(areas.clerk, id, "void", reason="撤并")
    areas.do(areas.first, id, "review1", decision="pass")
    kept = areas.do(areas.second, id, "review2", decision="pass")
    assert (kept.status, kept.body["code"]) == (409, "base_info.grass_area_used")
    assert areas.row(id)["state"] == "effective"


@spec("HB-10.5.3")
def test_a_body_stands_in_a_division_in_force(portal: Portal) -> None:
    bodies = Desk.of(portal, "grass_body")
    refused = bodies.clerk.post(bodies.path, body("990101999"))
    assert (refused.status, refused.body["field"]) == (422, "area_code")


@spec("HB-10.5.5")
def test_a_certificate_belongs_to_a_unit_in_force_and_is_registered_once(portal: Portal) -> None:
    units, certs = Desk.of(portal, "unit"), Desk.of(portal, "unit_cert")
    owner = unit(emp_no=f"EC{next(_numbers):06d}", uscc=sound_uscc(70_000 + next(_numbers)))
    early = certs.clerk.post(certs.path, certificate(owner["emp_no"]))
    assert (early.status, early.body["field"]) == (422, "emp_no")
    units.approve(units.add(owner))
    values = certificate(owner["emp_no"])
    id = certs.add(values)
    certs.approve(id)
    assert certs.row(id)["emp_name"] == owner["emp_name"]
    assert certs.clerk.post(certs.path, values).body["code"] == "records.key_taken"
    ended = certs.clerk.post(certs.path, certificate(owner["emp_no"], enddate="2025-01-01"))
    assert ended.body["field"] == "enddate"


@spec("HB-10.3.6")
def test_a_technician_comes_into_force_and_is_shown_masked(portal: Portal) -> None:
    desk, values = Desk.of(portal, "technician"), technician(portal)
    id = desk.add(values)
    desk.approve(id)
    row = desk.row(id)
    assert row["state"] == "effective"
    assert values["certno"] not in str(row)
    assert desk.clerk.get(desk.path, certno=values["certno"]).body["rows"][0]["id"] == id
    assert desk.elsewhere.get(f"{desk.path}/{id}").status == 404


@spec("HB-10.3.6")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"certno": "990101199003070000"}, "certno"),
        ({"brdy": "1990-03-08"}, "brdy"),
        ({"gend": "2"}, "gend"),
        ({"fixmedins_code": "H00000000000"}, "fixmedins_code"),
    ],
)
def test_a_technician_contradicting_the_id_number_is_refused(
    portal: Portal, changes: dict[str, str], field: str
) -> None:
    desk = Desk.of(portal, "technician")
    refused = desk.clerk.post(desk.path, technician(portal, **changes))
    assert (refused.status, refused.body["field"]) == (422, field)


@spec("HB-10.3.6")
def test_a_technician_does_not_work_at_a_pharmacy(portal: Portal) -> None:
    desk = Desk.of(portal, "technician")
    refused = desk.clerk.post(desk.path, technician(portal, fixmedins_code="P99010100001"))
    assert (refused.status, refused.body["field"]) == (422, "fixmedins_code")


@spec("HB-10.5.2")
def test_a_distributor_whose_licence_has_run_out_is_refused(distributors: Desk) -> None:
    yesterday = today() - timedelta(days=2)
    refused = distributors.clerk.post(distributors.path, distributor(lic_enddate=f"{yesterday}", begndate="2020-01-01"))
    assert (refused.status, refused.body["field"]) == (422, "lic_enddate")
    assert "已到期" in refused.body["message"]


@spec("HB-10.5.3")
def test_a_station_of_a_township_does_not_stand_in_a_village(portal: Portal) -> None:
    areas, _, code = new_township(portal)
    village = areas.add({"area_code": f"{code}001", "area_name": "示范村", "prnt_code": code, "admdvs": "990101"})
    areas.approve(village)
    desk = Desk.of(portal, "grass_body")
    for area_code, org_type in ((f"{code}001", "1"), (code, "2")):
        refused = desk.clerk.post(desk.path, body(area_code, org_type=org_type))
        assert (refused.status, refused.body["field"]) == (422, "area_code")
    desk.add(body(f"{code}001", org_type="2"))
    desk.add(body(code, org_type="9"))
