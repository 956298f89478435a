"""What forms offer beside a field that holds a code: only what the viewer may see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.portal import Portal, Staff

PICKED = "/api/picked"
KNOWN = "9900000000000001"
"""A person of the region, insured in 990101."""


def found(who: Staff, pick: str, **asked: Any) -> dict[str, str]:
    answer = who.get(f"{PICKED}/{pick}", **asked)
    assert answer.status == 200, answer.body
    return {row["value"]: row["label"] for row in answer.body["rows"]}


def test_every_field_that_names_a_picker_has_one(portal: Portal) -> None:
    picks = {field.pick for _, operation in portal.registry.operations() for field in operation.input if field.pick}
    assert picks >= {"user.org", "user.account", "functions.permission", "base_info.institution", "enrollment.person"}
    admin = portal.staff("*", account="admin", org_no="YB990000")
    sought = {"enrollment.person": KNOWN}
    assert all(found(admin, pick, q=sought.get(pick, "")) for pick in picks)


def test_an_organisation_is_found_by_name_and_by_code(portal: Portal) -> None:
    admin = portal.staff("*", account="admin", org_no="YB990000")
    for text in ("甲城区", "YB990101"):
        assert found(admin, "user.org", q=text)["YB990101"] == "甲城区医疗保障局"


def test_nobody_finds_what_he_may_not_see(portal: Portal) -> None:
    hospital = portal.staff("unified_portal.todo.query", account="hospital", org_no="H99010100001", admdvs="990101")
    assert set(found(hospital, "user.org")) == {"H99010100001"}
    assert set(found(hospital, "user.account")) == {"hospital"}
    assert set(found(hospital, "functions.permission")) == {"unified_portal.todo.query"}


@pytest.mark.parametrize("text", ["H99010100001", "h990101000", "第一人民", "dyrm", "diyirenmin", "JSDY"])
def test_an_institution_is_found_by_code_name_pinyin_and_initials(portal: Portal, text: str) -> None:
    assert found(portal.staff(), "base_info.institution", q=text)["H99010100001"] == "甲市第一人民医院"


def test_no_institution_is_called_so(portal: Portal) -> None:
    assert found(portal.staff(), "base_info.institution", q="zzzz") == {}


@pytest.mark.parametrize("text", [KNOWN, "99000000000000", "孟雯", "990101197908132920"])
def test_a_person_is_found_by_name_number_and_certificate_and_shown_masked(portal: Portal, text: str) -> None:
    assert found(portal.staff(), "enrollment.person", q=text)[KNOWN] == "孟** 990101**********20"


@pytest.mark.parametrize("text", ["", "孟", "9900", "990101197908132", "%_"])
def test_too_little_names_nobody(portal: Portal, text: str) -> None:
    assert found(portal.staff(), "enrollment.person", q=text) == {}


@pytest.mark.parametrize("text", [KNOWN, "孟雯兰", "990101197908132920"])
def test_a_person_of_another_region_is_not_found(portal: Portal, text: str) -> None:
    assert KNOWN not in found(portal.staff(admdvs="990202"), "enrollment.person", q=text)
    assert KNOWN in found(portal.staff(admdvs="990100"), "enrollment.person", q=text)


@pytest.mark.parametrize("pick", ["user.nix", "nix.org", "policy.element", "functions.nix", "enrollment.nix"])
def test_what_is_no_picker_is_not_found(portal: Portal, pick: str) -> None:
    assert portal.staff("*").get(f"{PICKED}/{pick}").status == 404
