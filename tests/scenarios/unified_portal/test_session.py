"""Signing in and out over HTTP (HB-01.1.1, .4.12 to .15, .20): what a person at the workbench meets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.unified_portal.conftest import Who
from tests.support.signed import Person

Browser = Callable[[], Person]
Somebody = Callable[..., tuple[str, str]]


def error(answer: Any) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def test_the_sign_in_page_of_the_demo_region_shows_who_may_be_tried(browser: Browser) -> None:
    hints = browser().get("/api/session/hints").body
    accounts = [one["account"] for one in hints["accounts"]]
    assert accounts == ["admin", "clerk", "reviewer1", "reviewer2", "auditor", "hospital", "county", "leader"]
    for account in accounts:
        person = browser()
        assert person.sign_in(account, hints["password"]).status == 200
        assert person.get("/api/session").body["menus"]


@spec("HB-01.1.1", "HB-01.2.1")
def test_a_session_tells_who_one_is_and_what_one_may_do(who: Who) -> None:
    home = who("clerk").get("/api/session").body
    assert home["user"] == {
        "account": "clerk",
        "name": "周经办",
        "org_no": "YB990100",
        "org_name": "甲市医疗保障局",
        "admdvs": "990100",
        "admdvs_name": "甲市",
        "posts": ["业务经办岗"],
    }
    assert "base_information.bank.add" in home["permissions"]
    assert "base_information.bank.review1" not in home["permissions"]
    assert not any(code.startswith("unified_portal.user.") for code in home["permissions"])
    assert {"首页", "个人工作台"} <= {entry["title"] for entry in home["menus"]}


def test_without_a_session_nothing_is_told(browser: Browser) -> None:
    person = browser()
    for path in (
        "/api/session",
        "/api/session/profile",
        "/api/f/unified_portal/user",
        "/api/pages/unified_portal.user",
    ):
        assert error(person.get(path)) == (401, "functions.not_signed_in")
    assert error(person.sign_in("admin", "wrong")) == (401, "auth.credentials_wrong")
    assert person.cookie() is None


def test_the_cookie_is_kept_from_scripts_and_other_sites(who: Who) -> None:
    answer = who("clerk").sign_in("clerk")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("csrf", ["", "guessed"])
def test_a_request_another_site_makes_is_refused(who: Who, csrf: str) -> None:
    person = who("clerk")
    profile = person.get("/api/session/profile").body
    for method, path, body in (
        ("PUT", "/api/session/profile", {"phone": "13900000001"}),
        ("POST", "/api/session/password", {"old_password": "a", "new_password": "b"}),
        ("DELETE", "/api/session", None),
        ("POST", "/api/f/unified_portal/favourite/add", {"page": "a.b", "title": "甲"}),
    ):
        assert error(person.call(method, path, body, csrf=csrf)) == (403, "functions.csrf_wrong")
    assert person.get("/api/session/profile").body == profile


def test_a_form_of_another_site_cannot_sign_anybody_in(browser: Browser) -> None:
    person = browser()
    form = {"data": "account=clerk&password=x", "content_type": "application/x-www-form-urlencoded"}
    assert person.call("POST", "/api/session", **form).status == 422
    assert person.call("POST", "/api/session", data=b"[1]", content_type="application/json").status == 422
    assert error(person.post("/api/session", {"account": "clerk"})) == (422, "functions.input_wrong")


def test_signing_out_ends_the_session(who: Who, browser: Browser) -> None:
    person = who("clerk")
    assert person.call("DELETE", "/api/session").status == 200
    assert person.get("/api/session").status == 401
    assert browser().call("DELETE", "/api/session").status == 200


@spec("HB-01.1.1")
def test_a_person_with_two_accounts_is_asked_which(who: Who, somebody: Somebody, browser: Browser) -> None:
    certno = "990101198001010019"
    first, password = somebody("handler", certno=certno)
    second, _ = somebody(org_no="YB990101", certno=certno)
    person = browser()
    asked = person.sign_in(first, password)
    assert [one["account"] for one in asked.body["identities"]] == [first, second]
    assert person.get("/api/session").status == 401
    assert person.sign_in(first, password, second).status == 200
    assert person.get("/api/session").body["user"]["org_name"] == "甲城区医疗保障局"
    assert error(person.sign_in(first, password, "admin")) == (422, "auth.identity_foreign")


@spec("HB-01.4.12", "HB-01.4.13")
def test_six_wrong_passwords_lock_until_an_administrator_unlocks(
    who: Who, somebody: Somebody, browser: Browser
) -> None:
    account, password = somebody("portal_user")
    refusals = [browser().sign_in(account, "Wrong@Guess1") for _ in range(6)]
    assert [error(one) for one in refusals] == [(401, "auth.credentials_wrong")] * 5 + [(403, "auth.account_locked")]
    assert "自动解锁" in refusals[-1].body["message"]
    assert error(browser().sign_in(account, password)) == (403, "auth.account_locked")

    admin = who("admin")
    (row,) = admin.ask("unlock", account=account)["rows"]
    assert (row["wrong_count"], row["org_name"]) == (6, "甲市医疗保障局")
    admin.done("unlock", "unlock", account=account)
    assert browser().sign_in(account, password).status == 200
    assert admin.ask("unlock", account=account)["total"] == 0


@spec("HB-01.4.14", "HB-01.4.15")
def test_a_reset_password_must_be_changed_first(who: Who, somebody: Somebody, browser: Browser) -> None:
    account, old = somebody("portal_user")
    working = who(account, password=old)
    given = who("admin").done("password_reset", "reset", account=account)["row"]["password"]
    assert working.get("/api/session").status == 401
    person = browser()
    assert person.sign_in(account, given).body["must_change"] is True
    home = person.get("/api/session").body
    assert (home["must_change"], home["permissions"], home["menus"]) == (True, [], [])
    assert person.get("/api/f/unified_portal/todo").status == 403
    change = {"old_password": given, "new_password": "short"}
    assert error(person.post("/api/session/password", change)) == (422, "auth.password_weak")
    assert error(person.post("/api/session/password", change | {"old_password": "x"})) == (422, "auth.password_wrong")
    assert person.post("/api/session/password", change | {"new_password": "Better@Evening8"}).status == 200
    assert person.get("/api/f/unified_portal/todo").status == 200
    rules = person.ask("password")["row"]
    assert (rules["length"], rules["classes"]) == (8, 3)


@spec("HB-01.4.20")
def test_ones_own_profile_is_read_and_changed(who: Who, somebody: Somebody) -> None:
    account, password = somebody("portal_user", certno="990101198001010027", phone="13900000001")
    person = who(account, password=password)
    assert person.get("/api/session/profile").body["certno"] == "990101**********27"
    assert person.put("/api/session/profile", {"phone": "13900000002", "email": "a@b.example"}).status == 200
    shown = person.ask("profile")["row"]
    assert (shown["phone"], shown["email"], shown["account"]) == ("13900000002", "a@b.example", account)
    person.done("profile", "edit", phone="13900000003", email="")
    assert person.ask("profile")["row"]["phone"] == "13900000003"
    assert error(person.put("/api/session/profile", {"phone": "x"})) == (422, "user.field_wrong")


@spec("HB-01.1.1", "HB-01.2.1", "HB-01.4.3")
def test_another_system_is_entered_without_a_password(who: Who, browser: Browser) -> None:
    who("admin").done("subsystem", "add", subsystem="hr", name="人事系统", url="https://hr.example/sso")
    clerk, hr = who("clerk"), browser()
    assert "hr" in [row["subsystem"] for row in clerk.ask("home")["rows"]]
    given = clerk.done("home", "open", subsystem="hr")["row"]
    assert given["url"] == "https://hr.example/sso"
    ticket = {"subsystem": "hr", "ticket": given["ticket"]}
    came = hr.post("/api/session/tickets/redeem", ticket).body
    assert (came["account"], came["org_no"], came["admdvs"]) == ("clerk", "YB990100", "990100")
    assert error(hr.post("/api/session/tickets/redeem", ticket)) == (403, "auth.ticket_wrong")
    same = clerk.post("/api/session/tickets", {"subsystem": "hr"}).body
    assert hr.post("/api/session/tickets/redeem", {"subsystem": "hr", "ticket": same["ticket"]}).status == 200


def test_a_certificate_signs_in(who: Who, browser: Browser, kernel: Any, somebody: Somebody) -> None:
    account, password = somebody("portal_user")
    private, public = kernel.crypto.sm2_keypair()

    def proof() -> dict[str, str]:
        challenge = browser().post("/api/session/challenge", {"account": account}).body["challenge"]
        return {"challenge": challenge, "signature": kernel.crypto.sm2_sign(private, challenge.encode()).hex()}

    person = who(account, password=password)
    assert person.put("/api/session/certificate", {"public_key": public, **proof()}).status == 200
    other = browser()
    signed = other.post("/api/session/certificate", {"account": account, **proof()})
    assert signed.status == 200, signed.body
    assert other.get("/api/session").body["means"] == "certificate"
    forged = proof() | {"signature": "00" * 70}
    assert error(browser().post("/api/session/certificate", {"account": account, **forged})) == (
        401,
        "auth.certificate_wrong",
    )
    who("admin").done("password_reset", "unbind", account=account)
    assert browser().post("/api/session/certificate", {"account": account, **proof()}).status == 401


@spec("HB-01.1.1", "HN-00.13.5")
def test_a_certificate_is_bound_seen_and_given_up_by_its_holder(who: Who, kernel: Any, somebody: Somebody) -> None:
    (first, first_password), (second, second_password) = somebody("portal_user"), somebody("portal_user")
    holder, other = who(first, password=first_password), who(second, password=second_password)
    private, public = kernel.crypto.sm2_keypair()
    digits = public.lower().removeprefix("04") if len(public) == 130 else public.lower()

    def bind(person: Person, key: str) -> Any:
        challenge = person.done("certificate", "challenge")["row"]["challenge"]
        signature = kernel.crypto.sm2_sign(private, challenge.encode()).hex()
        return person.do("certificate", "bind", public_key=key, challenge=challenge, signature=signature)

    assert holder.ask("certificate")["rows"] == []
    assert bind(holder, digits).status == 200
    (bound,) = holder.ask("certificate")["rows"]
    assert len(bound["fingerprint"]) == 64
    for key in (digits, f"04{digits}"):
        assert error(bind(other, key)) == (409, "auth.key_taken")
    holder.done("certificate", "unbind")
    assert holder.ask("certificate")["rows"] == []
    assert bind(other, f"04{digits}").status == 200
