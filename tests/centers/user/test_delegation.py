"""What an administrator may hand on, and to whom (HB-01.4.9, .10): a table of who does what to whom."""

from __future__ import annotations

import pytest

from hsaf.contract.errors import HsafError
from tests.centers.staffed import Worker

DONE = ""

GRANTS = [
    ("root", "bob", "reviewer", DONE),
    ("root", "carl", "secret", DONE),
    ("root", "bob", "city", DONE),
    ("amy", "bob2", "handler", DONE),
    ("amy", "bob", "reviewer", DONE),  # kept in his city, and he may hand on all it holds
    ("amy", "carl", "handler", "user.account_missing"),  # another city
    ("amy", "root", "handler", "user.account_missing"),  # above him
    ("amy", "bob", "secret", "user.role_unknown"),  # another city's role
    ("amy", "bob", "super", "user.role_unknown"),
    ("amy", "bob", "city", "user.beyond_grant"),  # holds more than he may hand on
    ("amy", "amy", "handler", "user.own_account"),
    ("amy", "bob", "handler", "user.grant_twice"),
    ("amy", "bob", "nothing", "user.role_unknown"),
    ("bob", "bob2", "handler", "user.not_administrator"),
]


@pytest.mark.parametrize(("who", "whom", "role", "refusal"), GRANTS)
def test_a_role_is_granted_only_within_reach(worker: Worker, who: str, whom: str, role: str, refusal: str) -> None:
    before = worker.principal(whom).permissions
    if refusal:
        with pytest.raises(HsafError) as caught:
            worker.as_(who, lambda: worker.user.grant(whom, role))
        assert caught.value.code == refusal
        assert worker.principal(whom).permissions == before
        return
    worker.as_(who, lambda: worker.user.grant(whom, role))
    assert worker.principal(whom).permissions > before
    worker.as_(who, lambda: worker.user.revoke(whom, role))
    assert worker.principal(whom).permissions == before


PERMITS = [
    ("root", "secret", "payment_management.*", DONE),
    ("amy", "reviewer", "base_information.bank.review2, base_information.expert.*", DONE),
    ("amy", "reviewer", "base_information.*", DONE),
    ("amy", "reviewer", "*", "user.beyond_grant"),
    ("amy", "reviewer", "payment_management.policy.publish", "user.beyond_grant"),
    ("amy", "reviewer", "unified_portal.user.query", "user.beyond_grant"),  # his to use, not to hand on
    ("amy", "reviewer", "Not a code", "user.permission_malformed"),
    ("amy", "handler", "base_information.bank.query", "user.role_unknown"),  # the platform's, not his
    ("amy", "secret", "base_information.bank.query", "user.role_unknown"),
    ("amy", "city", "base_information.bank.query", "user.beyond_grant"),  # nobody alters a role he has
    ("bob", "reviewer", "base_information.bank.query", "user.not_administrator"),
]


@pytest.mark.parametrize(("who", "role", "permissions", "refusal"), PERMITS)
def test_a_role_gets_only_what_its_keeper_may_hand_on(
    worker: Worker, who: str, role: str, permissions: str, refusal: str
) -> None:
    if refusal:
        with pytest.raises(HsafError) as caught:
            worker.as_(who, lambda: worker.user.permit(role, permissions))
        assert caught.value.code == refusal
        return
    worker.as_(who, lambda: worker.user.permit(role, permissions))
    assert set(permissions.split(", ")) <= set(worker.ask(who, lambda: worker.user.role(role)).permissions)


def test_a_new_administrator_gets_no_more_than_the_one_who_makes_him(worker: Worker) -> None:
    worker.as_("amy", lambda: worker.user.add_role("district", "区管理员", "security", "D11"))
    for orgs, refusal in (("P", "user.org_unknown"), ("C2", "user.org_unknown")):
        with pytest.raises(HsafError) as caught:
            worker.as_("amy", lambda orgs=orgs: worker.user.allow_orgs("district", orgs))
        assert caught.value.code == refusal
    with pytest.raises(HsafError):
        worker.as_("amy", lambda: worker.user.permit("district", "payment_management.*", "assign"))
    worker.as_("amy", lambda: worker.user.allow_orgs("district", "D11"))
    worker.as_("amy", lambda: worker.user.permit("district", "base_information.bank.*", "assign"))
    worker.as_("amy", lambda: worker.user.allow_role("district", "handler"))
    worker.as_("amy", lambda: worker.user.grant("bob2", "district"))

    worker.as_("bob2", lambda: worker.user.revoke("bob", "handler"))
    with pytest.raises(HsafError) as caught:
        worker.as_("bob2", lambda: worker.user.disable_account("amy"))
    assert caught.value.code == "user.account_missing"


def test_copying_a_role_takes_no_more_than_one_may_hand_on(worker: Worker) -> None:
    worker.as_("amy", lambda: worker.user.copy_role("reviewer", "reviewer_b", "审核乙"))
    copied = worker.ask("amy", lambda: worker.user.role("reviewer_b"))
    assert (copied.permissions, copied.org_no) == (["base_information.bank.review1"], "C1")
    worker.as_("root", lambda: worker.user.permit("reviewer", "payment_management.policy.publish"))
    with pytest.raises(HsafError) as caught:
        worker.as_("amy", lambda: worker.user.copy_role("reviewer", "reviewer_c", "审核丙"))
    assert caught.value.code == "user.beyond_grant"
    with pytest.raises(HsafError):
        worker.ask("amy", lambda: worker.user.role("reviewer_c"))


def test_a_granted_role_is_not_removed(worker: Worker) -> None:
    worker.as_("amy", lambda: worker.user.grant("bob", "reviewer"))
    with pytest.raises(HsafError, match="已授予 1"):
        worker.as_("amy", lambda: worker.user.remove_role("reviewer"))
    worker.as_("amy", lambda: worker.user.revoke("bob", "reviewer"))
    worker.as_("amy", lambda: worker.user.remove_role("reviewer"))
    with pytest.raises(HsafError):
        worker.ask("amy", lambda: worker.user.role("reviewer"))
