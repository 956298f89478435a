"""One person and one institution, with what belongs to them in tabs of other functions."""

from __future__ import annotations

from hsaf.testing.spec import spec
from tests.support.portal import DISTRICT, OTHER, Portal

PERSON = "base_information.psn_overview"
HOSPITAL = "base_information.hospital_overview"


def tabs(staff, function: str) -> list[str]:
    return [one["title"] for one in staff.get(f"/api/pages/{function}").body["tabs"]]


@spec("HB-10.3.1")
def test_a_person_is_seen_whole_by_who_may_ask_each_part(portal: Portal) -> None:
    psn_no = "9900000000000001"
    clerk = portal.staff(f"{PERSON}.query", "base_information.psn_idet.query")
    found = clerk.get("/api/f/base_information/psn_overview", psn_no=psn_no).body["row"]
    assert (found["psn_no"], found["psn_name"]) == (psn_no, "孟**")
    assert tabs(clerk, PERSON) == ["身份属性"]

    [tab] = clerk.get(f"/api/pages/{PERSON}").body["tabs"]
    asked = {code: found[field] for code, field in tab["given"].items()}
    rows = clerk.get("/api/f/base_information/psn_idet", **asked).body["rows"]
    assert all(row["psn_no"] == psn_no for row in rows)


@spec("HB-10.3.1")
def test_a_person_of_another_region_is_not_seen(portal: Portal) -> None:
    whole = portal.staff(f"{PERSON}.query")
    region = whole.get("/api/f/base_information/psn_overview", psn_no="9900000000000001").body["row"]["admdvs"]
    other = portal.staff(f"{PERSON}.query", admdvs=OTHER if region != OTHER else DISTRICT)
    for staff, psn_no in ((other, "9900000000000001"), (whole, "nobody")):
        refused = staff.get("/api/f/base_information/psn_overview", psn_no=psn_no)
        assert refused.body["code"] == "enrollment.person_unknown"


@spec("HB-10.1.4")
def test_an_institution_is_seen_with_its_people(portal: Portal) -> None:
    clerk = portal.staff(f"{HOSPITAL}.query", "base_information.doctor.query", "base_information.hospital.query")
    code = clerk.get("/api/f/base_information/hospital").body["rows"][0]["fixmedins_code"]
    found = clerk.get("/api/f/base_information/hospital_overview", code=code).body["row"]
    assert found["fixmedins_code"] == code
    assert tabs(clerk, HOSPITAL) == ["医师"]
    rows = clerk.get("/api/f/base_information/doctor", fixmedins_code=code).body["rows"]
    assert {row["fixmedins_code"] for row in rows} == {code}
    refused = clerk.get("/api/f/base_information/hospital_overview", code="nowhere")
    assert refused.body["code"] == "base_info.standard_line_unknown"
