"""What forms offer beside a field that holds a code: only what the viewer may see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.portal import Portal, Staff

PICKED = "/api/picked"


def found(who: Staff, pick: str, **asked: Any) -> dict[str, str]:
    answer = who.get(f"{PICKED}/{pick}", **asked)
    assert answer.status == 200, answer.body
    return {row["value"]: row["label"] for row in answer.body["rows"]}


def test_every_field_that_names_a_picker_has_one(portal: Portal) -> None:
    picks = {field.pick for _, operation in portal.registry.operations() for field in operation.input if field.pick}
    assert picks >= {"user.org", "user.account", "user.role", "functions.permission"}
    admin = portal.staff("*", account="admin", org_no="YB990000")
    assert all(found(admin, pick) for pick in picks)


def test_an_organisation_is_found_by_name_and_by_code(portal: Portal) -> None:
    admin = portal.staff("*", account="admin", org_no="YB990000")
    for text in ("甲城区", "YB990101"):
        assert found(admin, "user.org", q=text)["YB990101"] == "甲城区医疗保障局"


def test_nobody_finds_what_he_may_not_see(portal: Portal) -> None:
    hospital = portal.staff("unified_portal.todo.query", account="hospital", org_no="H99010100001", admdvs="990101")
    assert set(found(hospital, "user.org")) == {"H99010100001"}
    assert set(found(hospital, "user.account")) == {"hospital"}
    assert set(found(hospital, "functions.permission")) == {"unified_portal.todo.query"}


@pytest.mark.parametrize("pick", ["user.nix", "nix.org", "policy.element", "functions.nix"])
def test_what_is_no_picker_is_not_found(portal: Portal, pick: str) -> None:
    assert portal.staff("*").get(f"{PICKED}/{pick}").status == 404
