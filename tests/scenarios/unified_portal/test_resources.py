"""Resources of every subsystem, who has them, and which systems somebody may enter (HB-01.2.1, .4.3 to .8, .4.18)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from hsaf.testing.spec import spec
from tests.scenarios.unified_portal.conftest import Who

Somebody = Callable[..., tuple[str, str]]
_numbers = itertools.count(1)


def rows(person: Any, function: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.ask(function, size=200, **query)["rows"]
    return found


@spec("HB-01.4.4", "HB-01.4.5", "HB-01.4.6")
def test_the_platforms_own_menus_functions_and_apis_are_listed_level_by_level(who: Who) -> None:
    admin = who("admin")
    listed = rows(admin, "menu", text="base_information.bank")
    (page,) = [one for one in listed if one["resource_id"] == "base_information.bank"]
    assert (page["subsystem_name"], page["origin"], page["path"]) == (
        "基础信息管理子系统",
        "platform",
        "/app/f/base_information.bank",
    )
    below = {one["permission"] for one in rows(admin, "menu_function", parent_id=page["resource_id"])}
    assert {"base_information.bank.query", "base_information.bank.add"} <= below
    apis = {one["path"] for one in rows(admin, "function_api", parent_id="base_information.bank.add")}
    assert "POST /api/f/base_information/bank" in apis
    assert page["may"] == [], "what comes with a release is not altered here"
    refused = admin.do("menu", "edit", resource_id=page["resource_id"], name="改名")
    assert (refused.status, refused.body["code"]) == (404, "user.resource_unknown")


@spec("HB-01.4.7", "HB-01.4.8")
def test_panels_of_figures_are_components_with_their_apis(who: Who) -> None:
    admin = who("admin")
    listed = {one["resource_id"]: one for one in rows(admin, "component", subsystem="unified_portal")}
    assert listed["unified_portal.cockpit/by_month"]["permission"] == "unified_portal.cockpit.query"
    below = rows(admin, "component_api", parent_id="unified_portal.cockpit/by_month")
    assert "GET /api/f/unified_portal/cockpit/panel/by_month" in {one["path"] for one in below}


@spec("HB-01.4.18")
def test_a_menu_tells_everybody_who_has_any_part_of_it(who: Who) -> None:
    admin = who("admin")
    owners = {one["account"] for one in rows(admin, "menu_owners", permission="base_information.bank")}
    assert {"admin", "clerk", "reviewer1", "reviewer2"} <= owners
    assert "leader" not in owners
    picked = {one["value"]: one["label"] for one in admin.get("/api/picked/user.resource", q="用户管理").body["rows"]}
    assert picked["unified_portal.user"] == "系统管理 / 机构与用户 / 用户管理"
    administrators = {one["account"] for one in rows(admin, "menu_owners", permission="unified_portal.user")}
    assert "admin" in administrators
    assert not {"clerk", "leader"} & administrators


@spec("HB-01.2.1", "HB-01.1.1", "HN-00.13.6")
def test_a_system_is_offered_and_entered_only_by_who_has_something_to_do_there(who: Who, somebody: Somebody) -> None:
    admin, code = who("admin"), f"lending{next(_numbers)}"
    address = f"https://{code}.example"
    admin.done("subsystem", "add", subsystem=code, name="借阅系统", url=address)
    admin.done("menu", "add", subsystem=code, name="借阅", permission=f"{code}.lend.query", path=f"{address}/lend")
    clerk = who("clerk")
    assert code not in {one["subsystem"] for one in clerk.ask("home")["rows"]}
    for refused in (clerk.do("home", "open", subsystem=code), clerk.post("/api/session/tickets", {"subsystem": code})):
        assert (refused.status, refused.body["code"]) == (403, "user.subsystem_closed")

    role = f"lends_{code}"
    admin.done("business_role", "add", role_code=role, role_name="借阅")
    admin.done("business_role", "permit", role_code=role, permissions=f"{code}.lend.query")
    account, password = somebody("portal_user", role)
    reader = who(account, password=password)
    offered = {one["subsystem"]: one["url"] for one in reader.ask("home")["rows"]}
    assert offered[code] == address
    assert reader.done("home", "open", subsystem=code)["row"]["ticket"]


@spec("HB-01.2.1")
def test_systems_that_run_here_lead_to_the_first_page_one_may_open(who: Who) -> None:
    clerk, leader = (
        {one["subsystem"]: one["url"] for one in who(account).ask("home")["rows"]} for account in ("clerk", "leader")
    )
    assert clerk["payment_management"].startswith("/app/f/payment_management.")
    assert "payment_management" not in leader
    assert "gateway" not in clerk, "a machine's interface is no place to go"


@spec("HB-01.4.14", "HB-01.1.1")
def test_who_must_change_the_password_enters_no_other_system_before(who: Who, somebody: Somebody) -> None:
    admin, code = who("admin"), f"open{next(_numbers)}"
    admin.done("subsystem", "add", subsystem=code, name="开放系统", url=f"https://{code}.example")
    account, _ = somebody("portal_user")
    given = admin.done("password_reset", "reset", account=account)["row"]["password"]
    person = who(account, password=given)
    refused = person.post("/api/session/tickets", {"subsystem": code})
    assert (refused.status, refused.body["code"]) == (403, "auth.password_must_change")
    changed = person.post("/api/session/password", {"old_password": given, "new_password": "Other@Morning9"})
    assert changed.status == 200
    assert person.post("/api/session/tickets", {"subsystem": code}).status == 200


@spec("HB-01.4.7", "HB-01.3.2")
def test_a_registered_component_is_offered_for_the_workbench_to_who_may_use_it(who: Who, somebody: Somebody) -> None:
    admin, code = who("admin"), f"parts{next(_numbers)}"
    admin.done("subsystem", "add", subsystem=code, name="组件系统", url=f"https://{code}.example")
    fields = {
        "subsystem": code,
        "name": "待归还",
        "permission": f"{code}.due.query",
        "path": f"https://{code}.example/due",
    }
    made = admin.done("component", "add", **fields)["row"]["resource_id"]
    role = f"due_{code}"
    admin.done("business_role", "add", role_code=role, role_name="归还")
    admin.done("business_role", "permit", role_code=role, permissions=f"{code}.due.query")
    account, password = somebody("portal_user", role)
    reader = who(account, password=password)
    offered = {row["code"]: row for row in reader.ask("workbench", "components")["rows"]}
    assert {one: offered[made][one] for one in ("name", "subsystem", "path")} == {
        one: fields[one] for one in ("name", "subsystem", "path")
    }
    assert made not in {row["code"] for row in who("clerk").ask("workbench", "components")["rows"]}
    reader.done("workbench", "arrange", items=f"component:{made},component:mail")
    assert [row["code"] for row in reader.ask("workbench")["rows"]] == [made, "mail"]
