"""System management over HTTP (HB-01.4): organisations, users, roles, grants, resources, logs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hsaf.testing.spec import spec
from tests.scenarios.unified_portal.conftest import Who
from tests.support.signed import Person

Somebody = Callable[..., tuple[str, str]]


def error(answer: Any) -> tuple[int, str]:
    return answer.status, answer.body["code"]


@spec("HB-01.2.11", "HB-01.4.1")
def test_an_organisation_and_its_people(who: Who) -> None:
    admin = who("admin")
    new = {"org_no": "YB990105", "org_name": "甲北区医疗保障局", "prnt_org_no": "YB990100", "admdvs": "990104"}
    admin.done("organisation", "add", **new)
    assert error(admin.do("organisation", "add", **new)) == (409, "user.org_taken")
    admin.done("organisation", "edit", **new | {"org_name": "甲北区局"})
    (row,) = [one for one in admin.ask("organisation", text="YB990105")["rows"] if one["org_no"] == "YB990105"]
    assert row["org_name"] == "甲北区局"
    admin.done("organisation", "add_user", account="north1", name="北一", org_no="YB990105")
    assert [one["account"] for one in admin.ask("organisation", "users", org_no="YB990105")["rows"]] == ["north1"]
    assert error(admin.do("organisation", "remove", org_no="YB990105")) == (409, "user.org_in_use")
    admin.done("organisation", "remove_user", account="north1")
    admin.done("organisation", "remove", org_no="YB990105")
    assert error(admin.do("organisation", "remove", org_no="YB990105")) == (404, "user.org_unknown")
    admin.done("post", "save", post_code="archive", post_name="档案岗")
    assert "archive" in [one["post_code"] for one in admin.ask("post")["rows"]]
    admin.done("post", "remove", post_code="archive")


@spec("HB-01.4.1")
def test_the_tree_of_organisations_is_opened_level_by_level_and_rearranged(who: Who) -> None:
    admin = who("admin")
    for number, above, admdvs in (("T1", "YB990100", "990100"), ("T2", "T1", "990101"), ("T3", "YB990100", "990100")):
        admin.done("organisation", "add", org_no=number, org_name=f"机构{number}", prnt_org_no=above, admdvs=admdvs)
    (top,) = admin.ask("organisation", "children")["rows"]
    assert (top["prnt_org_no"], top["has_children"]) == ("", True)

    def below(parent: str) -> dict[str, bool]:
        rows = admin.ask("organisation", "children", parent=parent)["rows"]
        return {row["org_no"]: row["has_children"] for row in rows if row["org_no"].startswith("T")}

    assert below("YB990100") == {"T1": True, "T3": False}
    admin.done("organisation", "move", org_no="T1", prnt_org_no="T3")
    assert (below("YB990100"), below("T3"), below("T1")) == ({"T3": True}, {"T1": True}, {"T2": False})
    circle = admin.do("organisation", "move", org_no="T3", prnt_org_no="T2")
    assert error(circle) == (422, "user.org_circle")
    assert circle.body["field"] == "prnt_org_no"
    for number in ("T2", "T1", "T3"):
        admin.done("organisation", "remove", org_no=number)


@spec("HB-01.4.2")
def test_a_disabled_user_is_out_at_once_and_back_when_enabled(who: Who, somebody: Somebody) -> None:
    account, password = somebody("portal_user")
    person, admin = who(account, password=password), who("admin")
    assert person.get("/api/session").status == 200
    admin.done("user", "disable", account=account, reason="调离")
    assert person.get("/api/session").status == 401
    assert person.get("/api/f/unified_portal/todo").status == 401
    assert [one["may"] for one in admin.ask("user", account=account, state="0")["rows"]] == [["enable"]]
    assert error(admin.do("user", "disable", account=account)) == (409, "user.account_state")
    admin.done("user", "enable", account=account)
    assert [one["may"] for one in admin.ask("user", account=account)["rows"]] == [["disable"]]
    assert person.get("/api/session").status == 200
    admin.done("user", "edit", account=account, name="改名", org_no="YB990101", phone="13900000009")
    shown = admin.ask("user", "show", account=account)["row"]
    assert (shown["name"], shown["org_name"], shown["admdvs"]) == ("改名", "甲城区医疗保障局", "990101")


@spec("HB-01.4.9", "HB-01.4.10", "HB-01.4.17")
def test_a_city_administrator_hands_on_what_is_his_to_hand_on(who: Who, somebody: Somebody) -> None:
    account, password = somebody("city_admin")
    clerk, _ = somebody()
    city = who(account, password=password)
    assert {one["org_no"] for one in city.ask("organisation")["rows"]} >= {"YB990100", "YB990101"}
    assert "YB990200" not in {one["org_no"] for one in city.ask("organisation")["rows"]}

    role = f"bank_{clerk}"
    city.done("business_role", "add", role_code=role, role_name="银行维护")
    city.done("business_role", "permit", role_code=role, permissions="base_information.bank.query")
    refused = city.do(
        "business_role", "permit", role_code=role, permissions="base_information.bank.query, unified_portal.user.add"
    )
    assert error(refused) == (403, "user.beyond_grant")
    city.done("business_role", "grant", account=clerk, role_code=role)
    city.done("user_grant", "grant", account=clerk, role_code="handler")
    assert error(city.do("user_grant", "grant", account=clerk, role_code="auditor")) == (404, "user.role_unknown")
    assert error(city.do("user_grant", "grant", account="county", role_code="handler")) == (404, "user.account_missing")
    assert error(city.do("user_grant", "grant", account=account, role_code="handler")) == (422, "user.own_account")
    assert error(city.do("business_role", "remove", role_code=role)) == (409, "user.role_granted")
    shown = city.ask("business_role", "show", role_code=role)["row"]
    assert shown["permissions"] == ["base_information.bank.query"]
    city.done("business_role", "copy", role_code=role, new_code=f"{role}_b", new_name="银行维护乙")
    city.done("business_role", "edit", role_code=f"{role}_b", role_name="银行维护丙")
    city.done("business_role", "forbid", role_code=f"{role}_b", permissions="base_information.bank.query")
    city.done("business_role", "remove", role_code=f"{role}_b")
    assert [one["account"] for one in city.ask("business_role", "users", role_code=role)["rows"]] == [clerk]
    city.done("user_grant", "revoke", account=clerk, role_code="handler")
    assert error(city.do("user_grant", "revoke", account=clerk, role_code="handler")) == (409, "user.grant_missing")


@spec("HB-01.4.9")
def test_a_security_role_is_made_of_its_four_rights(who: Who, somebody: Somebody) -> None:
    admin, (account, password) = who("admin"), somebody("portal_user")
    role = f"sec_{account}"
    admin.done("security_role", "add", role_code=role, role_name="区管理员")
    admin.done("security_role", "permit", role_code=role, permissions="unified_portal.user.*")
    admin.done("security_role", "assign", role_code=role, permissions="base_information.bank.*")
    admin.done("security_role", "manage", role_code=role, orgs="YB990101")
    admin.done("security_role", "allow", role_code=role, business_role="portal_user")
    admin.done("security_role", "grant", account=account, role_code=role)
    shown = admin.ask("security_role", "show", role_code=role)["row"]
    assert (shown["permissions"], shown["assignable"], shown["orgs"], shown["roles"]) == (
        ["unified_portal.user.*"],
        ["base_information.bank.*"],
        ["YB990101"],
        ["portal_user"],
    )
    district = who(account, password=password)
    orgs = {one["org_no"] for one in district.ask("user")["rows"]}
    assert orgs <= {"YB990101", "H99010100001"}
    assert district.get("/api/f/unified_portal/security_role").status == 403
    admin.done("security_role", "disallow", role_code=role, business_role="portal_user")
    admin.done("security_role", "unassign", role_code=role, permissions="base_information.bank.*")
    admin.done("security_role", "forbid", role_code=role, permissions="unified_portal.user.*")
    assert district.get("/api/f/unified_portal/user").status == 403
    admin.done("security_role", "revoke", account=account, role_code=role)
    admin.done("security_role", "remove", role_code=role)


@spec("HB-01.4.18", "HB-01.4.19")
def test_who_has_a_menu_and_what_a_user_may_do(who: Who) -> None:
    admin = who("admin")
    owners = {
        one["account"] for one in admin.ask("menu_owners", permission="base_information.bank.review1", size=200)["rows"]
    }
    assert {"admin", "reviewer1"} <= owners
    assert not {"clerk", "reviewer2", "county"} & owners
    rights = admin.ask("user_rights", account="reviewer1")["rows"]
    assert {one["role_code"] for one in rights} == {"portal_user", "first_reviewer"}
    assert "base_information.*.review1" in {one["permission"] for one in rights}


def add(admin: Person, function: str, **fields: str) -> str:
    made: str = admin.done(function, "add", **fields)["row"]["resource_id"]
    return made


@spec("HB-01.4.3", "HB-01.4.4", "HB-01.4.5", "HB-01.4.6", "HB-01.4.7", "HB-01.4.8")
def test_resources_of_a_subsystem_form_its_menus(who: Who) -> None:
    admin = who("admin")
    admin.done("subsystem", "add", subsystem="archives", name="档案系统", url="https://archives.example")
    admin.done("subsystem", "edit", subsystem="archives", name="电子档案系统", url="https://archives.example")
    lend = add(
        admin,
        "menu",
        subsystem="archives",
        name="借阅",
        permission="archives.lend.query",
        path="https://archives.example/lend",
    )
    find = add(
        admin,
        "menu",
        subsystem="archives",
        name="查档",
        permission="archives.find.query",
        path="https://archives.example/find",
    )
    admin.done("menu", "up", resource_id=find)
    admin.done(
        "menu",
        "edit",
        resource_id=lend,
        name="借阅登记",
        permission="archives.lend.query",
        path="https://archives.example/lend",
    )
    assert [one["name"] for one in admin.ask("menu", subsystem="archives")["rows"]] == ["查档", "借阅登记"]
    admin.done("menu", "down", resource_id=find)
    function = add(admin, "menu_function", subsystem="archives", name="登记", parent_id=lend)
    api = add(
        admin, "function_api", subsystem="archives", name="登记接口", parent_id=function, permission="archives.lend.add"
    )
    component = add(admin, "component", subsystem="archives", name="待归还")
    second = add(admin, "component", subsystem="archives", name="到期提醒")
    admin.done("component", "up", resource_id=second)
    assert [one["name"] for one in admin.ask("component", subsystem="archives")["rows"]] == ["到期提醒", "待归还"]
    component_api = add(admin, "component_api", subsystem="archives", name="待归还接口", parent_id=component)
    assert error(admin.do("menu", "remove", resource_id=lend)) == (409, "user.resource_in_use")

    menus = {one["title"]: one for one in admin.get("/api/session").body["menus"]}
    assert [one["title"] for one in menus["电子档案系统"]["children"]] == ["借阅登记", "查档"]
    assert "电子档案系统" not in {one["title"] for one in who("clerk").get("/api/session").body["menus"]}

    for function_code, one in (("component_api", component_api), ("function_api", api), ("menu_function", function)):
        admin.done(function_code, "remove", resource_id=one)
    for function_code, one in (("component", component), ("component", second), ("menu", lend), ("menu", find)):
        admin.done(function_code, "remove", resource_id=one)
    admin.done("subsystem", "remove", subsystem="archives")


@spec("HB-01.4.16", "HB-01.4.21")
def test_the_logs_show_every_kind_to_the_auditor_of_the_area(
    who: Who, somebody: Somebody, browser: Callable[[], Person]
) -> None:
    admin, (account, _) = who("admin"), somebody("portal_user")
    role = f"log_{account}"
    admin.done("business_role", "add", role_code=role, role_name="日志")
    admin.done("business_role", "permit", role_code=role, permissions="base_information.bank.query")
    admin.done(
        "organisation", "edit", org_no="YB990104", org_name="甲新区医疗保障局", prnt_org_no="YB990100", admdvs="990104"
    )
    admin.done("subsystem", "add", subsystem=f"s_{account}", name="登记")
    admin.done("user", "disable", account=account, reason="调离")
    auditor = who("auditor")
    for kind in ("role_permission", "role_account", "org", "role", "resource"):
        rows = auditor.ask("grant_log", kind=kind, size=200)["rows"]
        assert rows, kind
        assert {row["kind"] for row in rows} == {kind}
    granted = auditor.ask("grant_log", kind="role_account", target=account)["rows"]
    assert [(row["actor"], row["action"]) for row in granted] == [("admin", "granted")]
    assert granted[0]["content"] == "角色：portal_user"
    (disabled, _) = auditor.ask("account_log", target=account)["rows"]
    assert disabled["content"] == "变更前：启用；原因：调离"
    assert [row["action"] for row in auditor.ask("account_log", target=account)["rows"]] == ["disabled", "added"]
    told = {row["event"] for row in auditor.ask("security_log", account=account, size=200)["rows"]}
    assert {"password_reset", "password_changed", "signed_in"} <= told
    assert browser().sign_in(f"x{account}").status == 401
    tried = auditor.ask("security_log", account=f"x{account}", size=200)["rows"]
    assert [row["event"] for row in tried] == ["signed_in"], "accounts nobody has are watched, too"
    assert auditor.do("user", "enable", account=account).status == 403
    assert who("clerk").get("/api/f/unified_portal/grant_log").status == 403


@spec("HB-01.4.9", "HB-01.4.14", "HB-01.4.2")
def test_nobody_takes_over_an_account_that_administers_more_than_he_does(who: Who, somebody: Somebody) -> None:
    higher, _ = somebody("province_admin")
    peer, _ = somebody("city_admin")
    account, password = somebody("city_admin")
    city = who(account, password=password)
    beyond = (403, "user.higher_administrator")
    assert error(city.do("password_reset", "reset", account=higher)) == beyond
    assert error(city.do("user", "reset_password", account=higher)) == beyond
    assert error(city.do("password_reset", "unbind", account=higher)) == beyond
    assert error(city.do("user", "disable", account=higher)) == beyond
    assert error(city.do("organisation", "remove_user", account=higher)) == beyond
    assert error(city.do("user", "edit", account=higher, name="改名", org_no="YB990101")) == beyond
    assert city.done("password_reset", "reset", account=peer)["row"]["password"]
    who("admin").done("user", "disable", account=higher)


@spec("HB-01.4.2", "HB-01.4.14")
def test_a_new_user_gets_an_initial_password_where_he_was_added(who: Who) -> None:
    admin = who("admin")
    admin.done("user", "add", account="fresh_hand", name="新人", org_no="YB990101")
    assert error(who("clerk").sign_in("fresh_hand", "Any@Guess12")) == (401, "auth.credentials_wrong")
    given = admin.done("user", "reset_password", account="fresh_hand")["row"]
    assert given["account"] == "fresh_hand"
    assert who("fresh_hand", password=given["password"]).get("/api/session").body["must_change"] is True
