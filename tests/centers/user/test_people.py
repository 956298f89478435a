"""Organisations and accounts: the tree, the regions, the states, and who sees them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Paging
from tests.centers.staffed import Worker

ALL = Paging(1, 100)


def refused(worker: Worker, who: str, work: object, expected: str) -> None:
    with pytest.raises(HsafError) as caught:
        worker.as_(who, work)
    assert caught.value.code == expected


def test_an_administrator_sees_the_organisations_and_accounts_he_manages(worker: Worker) -> None:
    assert [one.org_no for one in worker.ask("amy", worker.user.orgs)] == ["C1", "D11"]
    assert [one.org_no for one in worker.ask("root", worker.user.orgs)] == ["P", "C1", "C2", "D11"]
    assert [one.org_no for one in worker.ask("carl", worker.user.orgs)] == ["C2"]
    names = [row["account"] for row in worker.ask("amy", lambda: worker.user.accounts(ALL)).rows]
    assert names == ["amy", "bob", "bob2"]
    assert worker.ask("carl", lambda: worker.user.accounts(ALL)).total == 0
    with pytest.raises(HsafError):
        worker.ask("amy", lambda: worker.user.account("carl"))


def test_an_organisation_moves_with_everything_below_it(worker: Worker) -> None:
    worker.as_("root", lambda: worker.user.add_org("D12", "甲东县局", "D11", "990101"))
    worker.as_("root", lambda: worker.user.change_org("D11", "甲城区局", "P", "990101"))
    assert worker.principal("bob").orgs == {"D11", "D12"}
    assert worker.principal("amy").orgs == {"C1"}
    refused(worker, "root", lambda: worker.user.change_org("D11", "甲城区局", "D12", "990101"), "user.org_circle")


def test_organisations_and_accounts_stay_inside_the_region_above(worker: Worker) -> None:
    refused(worker, "amy", lambda: worker.user.add_org("X", "越界", "C1", "990201"), "user.area_outside")
    refused(worker, "amy", lambda: worker.user.add_account("dan", "丹", "C1", "990000"), "user.area_outside")
    refused(worker, "amy", lambda: worker.user.add_org("X", "越界", "C2", "990201"), "user.org_unknown")
    refused(worker, "amy", lambda: worker.user.add_org("C2", "重复", "C1", "990101"), "user.org_taken")


def test_an_organisation_in_use_is_not_removed(worker: Worker) -> None:
    refused(worker, "root", lambda: worker.user.remove_org("C1"), "user.org_in_use")
    refused(worker, "root", lambda: worker.user.remove_org("C2"), "user.org_in_use")
    worker.as_("root", lambda: worker.user.remove_account("carl"))
    worker.as_("root", lambda: worker.user.remove_org("C2"))


def test_an_account_is_added_changed_and_removed(worker: Worker) -> None:
    worker.as_("amy", lambda: worker.user.add_account("dan", "丹", "D11", phone="13900000000", posts="handling"))
    found = worker.ask("amy", lambda: worker.user.account("dan"))
    assert (found.admdvs, found.phone, list(found.posts), found.state) == ("990101", "13900000000", ["经办岗"], "1")
    worker.as_("amy", lambda: worker.user.change_account("dan", "丹妮", "C1", phone="139****0000"))
    found = worker.ask("amy", lambda: worker.user.account("dan"))
    assert (found.name, found.org_no, found.phone, list(found.posts)) == ("丹妮", "C1", "13900000000", [])
    refused(worker, "amy", lambda: worker.user.add_account("dan", "丹", "D11"), "user.account_taken")
    refused(worker, "amy", lambda: worker.user.add_account("1x", "丹", "D11"), "user.field_wrong")
    refused(worker, "amy", lambda: worker.user.add_account("eve", "夏", "D11", posts="king"), "user.post_unknown")
    worker.as_("amy", lambda: worker.user.remove_account("dan"))
    refused(worker, "amy", lambda: worker.user.enable_account("dan"), "user.account_missing")


def test_nobody_disables_himself_and_a_state_is_not_set_twice(worker: Worker) -> None:
    refused(worker, "amy", lambda: worker.user.disable_account("amy"), "user.own_account")
    worker.as_("amy", lambda: worker.user.disable_account("bob"))
    refused(worker, "amy", lambda: worker.user.disable_account("bob"), "user.account_state")
    refused(worker, "amy", lambda: worker.user.disable_account("carl"), "user.account_missing")


def test_identity_and_telephone_numbers_are_sealed_at_rest(worker: Worker) -> None:
    worker.as_(
        "amy", lambda: worker.user.add_account("dan", "丹", "D11", certno="99010119800101001X", phone="13912345678")
    )
    with worker.harness.database.read() as connection:
        tables = ("user_account", "user_log", "hsaf_audit_event")
        kept = " ".join(str(connection.execute(sa.text(f"SELECT * FROM {name}")).all()) for name in tables)
    assert "99010119800101001X" not in kept
    assert "13912345678" not in kept


def test_who_may_and_what_may_he(worker: Worker) -> None:
    found = worker.ask("root", lambda: worker.user.who_may("base_information.bank.add", ALL))
    assert [(row["account"], row["role_code"]) for row in found.rows] == [("bob", "handler"), ("root", "super")]
    assert [
        row["account"] for row in worker.ask("amy", lambda: worker.user.who_may("base_information.bank.add", ALL)).rows
    ] == ["bob"]
    rights = worker.ask("amy", lambda: worker.user.rights("bob"))
    assert [row["permission"] for row in rights] == ["base_information.bank.add", "base_information.bank.query"]


def test_every_kind_of_change_is_logged_for_those_who_manage_its_place(worker: Worker) -> None:
    worker.as_("amy", lambda: worker.user.grant("bob2", "handler"))
    worker.as_("amy", lambda: worker.user.permit("reviewer", "base_information.bank.query"))
    worker.as_("amy", lambda: worker.user.add_org("D12", "甲东县局", "C1", "990102"))
    worker.as_("amy", lambda: worker.user.add_role("extra", "临时", "business"))
    worker.as_("root", lambda: worker.user.add_subsystem("hr", "人事", "https://hr.example"))
    worker.as_("amy", lambda: worker.user.disable_account("bob2"))
    kinds = {row["kind"] for row in worker.ask("root", lambda: worker.user.log(ALL)).rows}
    assert kinds == {"role_account", "role_permission", "org", "role", "resource", "account"}
    (row,) = worker.ask("amy", lambda: worker.user.log(ALL, kind="role_account")).rows
    assert (row["actor"], row["target"], row["action"], row["detail"]) == (
        "amy",
        "bob2",
        "granted",
        {"role_code": "handler"},
    )
    assert worker.ask("carl", lambda: worker.user.log(ALL)).total == 0


def test_menus_are_ordered_below_their_subsystem(worker: Worker) -> None:
    worker.as_("root", lambda: worker.user.add_subsystem("hr", "人事"))
    made = [
        worker.as_("root", lambda name=name: worker.user.add_resource("hr", "menu", name))["resource_id"]
        for name in "甲乙丙"
    ]
    worker.as_("root", lambda: worker.user.move_resource(made[2], up=True))
    assert [one.name for one in worker.ask("root", lambda: worker.user.resources("hr"))] == ["甲", "丙", "乙"]
    function = worker.as_("root", lambda: worker.user.add_resource("hr", "function", "查询", made[0], "hr.staff.query"))
    function = function["resource_id"]
    worker.as_("root", lambda: worker.user.add_resource("hr", "api", "接口", function))
    refused(worker, "root", lambda: worker.user.add_resource("hr", "api", "接口", made[0]), "user.resource_place")
    refused(worker, "root", lambda: worker.user.remove_resource(made[0]), "user.resource_in_use")
    refused(worker, "root", lambda: worker.user.remove_subsystem("hr"), "user.subsystem_in_use")


def test_favourites_and_the_workbench_are_each_ones_own(worker: Worker) -> None:
    for page in ("a.b", "c.d", "e.f"):
        worker.as_("bob", lambda page=page: worker.user.add_favourite(page, page.upper()))
    worker.as_("bob", lambda: worker.user.move_favourite("e.f", up=True))
    worker.as_("bob", lambda: worker.user.remove_favourite("a.b"))
    assert [row["page"] for row in worker.ask("bob", worker.user.favourites)] == ["e.f", "c.d"]
    assert worker.ask("amy", worker.user.favourites) == []
    worker.as_("bob", lambda: worker.user.arrange_workbench("component:todo, column:notice"))
    assert [row["code"] for row in worker.ask("bob", worker.user.workbench)] == ["todo", "notice"]
    refused(worker, "bob", lambda: worker.user.arrange_workbench("todo"), "user.field_wrong")
