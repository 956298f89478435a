"""HB-10.3.5 人员岗位职责管理: what the holders of a post answer for."""

from __future__ import annotations

from typing import Any

from hsaf.testing.spec import spec
from tests.support.portal import Portal

PATH = "/api/f/base_information/post_duty"


@spec("HB-10.3.5")
def test_a_post_keeps_its_duty_when_it_is_renamed(portal: Portal) -> None:
    chief = portal.staff(
        *(f"base_information.post_duty.{one}" for one in ("query", "save", "set_duty", "remove")), account="admin"
    )

    def kept() -> list[dict[str, Any]]:
        rows = chief.get(PATH).body["rows"]
        return [one for one in rows if one["post_code"] == "register"]

    assert chief.post(f"{PATH}/save", {"post_code": "register", "post_name": "登记岗"}).status == 200
    assert chief.post(f"{PATH}/set_duty", {"post_code": "register", "duty": "受理参保登记"}).status == 200
    assert chief.post(f"{PATH}/save", {"post_code": "register", "post_name": "参保登记岗"}).status == 200
    assert kept() == [{"post_code": "register", "post_name": "参保登记岗", "duty": "受理参保登记"}]
    assert chief.post(f"{PATH}/remove", {"post_code": "register"}).status == 200
    assert kept() == []


@spec("HB-10.3.5")
def test_a_duty_needs_a_post_that_exists_words_and_the_permission(portal: Portal) -> None:
    chief = portal.staff("base_information.post_duty.set_duty", account="admin")
    unknown = chief.post(f"{PATH}/set_duty", {"post_code": "nobody", "duty": "无"})
    assert unknown.body["field"] == "post_code"
    empty = chief.post(f"{PATH}/set_duty", {"post_code": "handling", "duty": ""})
    assert (empty.status, empty.body["field"]) == (422, "duty")
    looker = portal.staff("base_information.post_duty.query")
    assert looker.post(f"{PATH}/set_duty", {"post_code": "handling", "duty": "无"}).status == 403
