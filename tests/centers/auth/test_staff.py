"""Staff sign in: lockout, identities, sessions, passwords, tickets, certificates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from centers.auth.config import Config
from centers.auth.contract.staff import Choice, SignedIn
from centers.auth.data import tables as auth
from centers.auth.data.sessions import SessionRepository
from centers.auth.data.staff import StaffRepository
from centers.auth.domain.passwords import Cost, Digest, weakness
from centers.auth.service.purging import Purging
from centers.user.data import tables as user
from hsaf.contract.context import entered
from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Paging
from hsaf.jobs.schedules import DUE
from hsaf.testing.harness import Harness
from hsaf.testing.threads import at_once
from tests.centers.staffed import PASSWORD, Worker, code, populate

ALL = Paging(1, 100)
NEW = "Another@Stable2"


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [user.metadata, auth.metadata]


@pytest.fixture
def worker(harness: Harness) -> Worker:
    made = Worker.of(harness)
    populate(made)
    return made


def wrong(worker: Worker, times: int, account: str = "carl") -> list[str]:
    return [code(worker.attempt(account, "wrong")) for _ in range(times)]


# -- the lock ---------------------------------------------------------------------------------------


def test_the_sixth_wrong_password_in_a_row_locks(worker: Worker) -> None:
    assert wrong(worker, 6) == ["auth.credentials_wrong"] * 5 + ["auth.account_locked"]
    assert code(worker.attempt("carl")) == "auth.account_locked"
    assert isinstance(worker.attempt("amy"), SignedIn)


def test_a_right_password_forgets_the_wrong_ones_before_it(worker: Worker) -> None:
    wrong(worker, 5)
    assert isinstance(worker.attempt("carl"), SignedIn)
    assert wrong(worker, 5) == ["auth.credentials_wrong"] * 5


def test_a_lock_ends_after_a_day_and_counting_begins_anew(worker: Worker) -> None:
    wrong(worker, 6)
    worker.harness.clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert code(worker.attempt("carl")) == "auth.account_locked"
    worker.harness.clock.advance(timedelta(seconds=1))
    assert wrong(worker, 5) == ["auth.credentials_wrong"] * 5
    assert isinstance(worker.attempt("carl"), SignedIn)


def test_an_administrator_unlocks_the_accounts_he_manages(worker: Worker) -> None:
    wrong(worker, 6)
    wrong(worker, 6, "bob")
    assert [row["account"] for row in worker.ask("amy", lambda: worker.auth.locked_accounts(ALL)).rows] == ["bob"]
    assert worker.ask("root", lambda: worker.auth.locked_accounts(ALL)).total == 2
    with pytest.raises(HsafError) as caught:
        worker.as_("amy", lambda: worker.auth.unlock("carl"), "account:carl")
    assert caught.value.code == "auth.account_unknown"
    worker.as_("amy", lambda: worker.auth.unlock("bob"), "account:bob")
    assert isinstance(worker.attempt("bob", identity="bob"), SignedIn)
    with pytest.raises(HsafError) as caught:
        worker.as_("amy", lambda: worker.auth.unlock("bob"), "account:bob")
    assert caught.value.code == "auth.account_not_locked"


def test_eight_wrong_passwords_at_once_are_all_counted(worker: Worker) -> None:
    others = [Worker.of(worker.harness) for _ in range(8)]
    answers = at_once(8, lambda number: code(others[number].attempt("carl", f"wrong{number}")))
    assert sorted(answers) == ["auth.account_locked"] * 3 + ["auth.credentials_wrong"] * 5
    assert code(worker.attempt("carl")) == "auth.account_locked"


def test_the_limit_and_the_time_are_settings(harness: Harness) -> None:
    worker = Worker.of(harness, lock_limit=1, lock_hours=1)
    populate(worker)
    assert wrong(worker, 2) == ["auth.credentials_wrong", "auth.account_locked"]
    harness.clock.advance(timedelta(hours=1))
    assert isinstance(worker.attempt("carl"), SignedIn)


def test_an_unknown_account_is_refused_like_a_wrong_password(worker: Worker) -> None:
    assert wrong(worker, 8, "nobody") == ["auth.credentials_wrong"] * 8


# -- identities -------------------------------------------------------------------------------------


def test_a_person_with_several_accounts_picks_one(worker: Worker) -> None:
    offered = worker.attempt("bob")
    assert isinstance(offered, Choice)
    assert [(one.account, one.org_name) for one in offered.identities] == [("bob", "甲城区局"), ("bob2", "甲市局")]
    token = worker.sign_in("bob", identity="bob2")
    assert worker.auth.principal_of(token).account == "bob2"
    assert code(worker.attempt("bob", identity="amy")) == "auth.identity_foreign"


def test_a_locked_account_is_no_identity_either(worker: Worker) -> None:
    wrong(worker, 6, "bob2")
    assert code(worker.attempt("bob", identity="bob2")) == "auth.account_locked"
    assert isinstance(worker.attempt("bob", identity="bob"), SignedIn)


# -- sessions ---------------------------------------------------------------------------------------


def test_a_disabled_account_is_out_at_once_on_every_worker(worker: Worker) -> None:
    token, other = worker.sign_in("bob"), Worker.of(worker.harness)
    assert other.auth.principal_of(token).account == "bob"
    worker.as_("amy", lambda: worker.user.disable_account("bob"))
    assert other.auth.principal_of(token) is None
    assert code(other.attempt("bob", identity="bob")) == "auth.account_unusable"
    worker.as_("amy", lambda: worker.user.enable_account("bob"))
    assert other.auth.principal_of(token).account == "bob"


def test_a_change_of_roles_is_seen_by_the_next_request_on_every_worker(worker: Worker) -> None:
    token, other = worker.sign_in("bob"), Worker.of(worker.harness)
    assert not other.auth.principal_of(token).may("base_information.bank.review1")
    worker.as_("amy", lambda: worker.user.grant("bob", "reviewer"))
    assert other.auth.principal_of(token).may("base_information.bank.review1")
    worker.as_("amy", lambda: worker.user.forbid("reviewer", "base_information.bank.review1"))
    assert not other.auth.principal_of(token).may("base_information.bank.review1")


def test_a_session_ends_when_nothing_is_asked_and_in_any_case_after_its_time(worker: Worker) -> None:
    clock, token = worker.harness.clock, worker.sign_in("amy")
    for _ in range(26):
        clock.advance(timedelta(minutes=25))
        assert worker.auth.principal_of(token) is not None
    clock.advance(timedelta(minutes=29))
    assert worker.auth.principal_of(token) is not None
    clock.advance(timedelta(minutes=30))
    assert worker.auth.principal_of(token) is None
    token = worker.sign_in("amy")
    for _ in range(29):
        clock.advance(timedelta(minutes=25))
        seen = worker.auth.principal_of(token)
    assert seen is None


def test_what_is_over_is_deleted_and_what_is_in_use_stays(worker: Worker) -> None:
    clock, harness = worker.harness.clock, worker.harness
    idle, used = worker.sign_in("amy"), worker.sign_in("bob2")
    old = worker.sign_in("carl")
    for _ in range(2):
        clock.advance(timedelta(minutes=25))
        assert worker.auth.principal_of(used) is not None

    def purge() -> dict[str, int]:
        run = SimpleNamespace(parameters={DUE: f"{clock.now():%Y-%m-%d %H:%M:%S}"}, save=lambda *_, **__: None)
        purging = Purging(SessionRepository(), StaffRepository(), harness.pipeline, Config())
        with entered(harness.context()):
            return purging.run(run)  # type: ignore[arg-type]

    assert purge()["sessions"] == 2
    assert purge() == {"sessions": 0, "secrets": 0}
    assert worker.auth.principal_of(used) is not None
    assert worker.auth.principal_of(idle) is worker.auth.principal_of(old) is None


def test_signing_out_ends_one_session_and_unknown_tokens_are_nobodys(worker: Worker) -> None:
    token, second = worker.sign_in("amy"), worker.sign_in("amy")
    worker.harness.write(lambda: worker.auth.sign_out_staff(token), subject="account:amy")
    assert worker.auth.principal_of(token) is None
    assert worker.auth.principal_of(second) is not None
    for unknown in ("", "x", "\udcff", token[:-1]):
        assert worker.auth.principal_of(unknown) is None


def test_tokens_and_csrf_values_differ_and_no_token_is_stored(worker: Worker) -> None:
    tokens = [worker.sign_in("amy") for _ in range(3)]
    assert len({*tokens, *(worker.auth.csrf_of(token) for token in tokens)}) == 6
    with worker.harness.database.read() as connection:
        names = sa.inspect(connection).get_table_names()
        kept = " ".join(str(connection.execute(sa.text(f"SELECT * FROM {name}")).all()) for name in names)
    for secret in (*tokens, PASSWORD):
        assert secret not in kept


def test_no_secret_reaches_the_log(worker: Worker) -> None:
    with capture_logs() as lines:
        token = worker.sign_in("amy")
        worker.attempt("amy", "Wrong@Guess99")
        worker.auth.principal_of(token)
    told = str(lines)
    assert token not in told
    assert PASSWORD not in told
    assert "Wrong@Guess99" not in told


# -- passwords --------------------------------------------------------------------------------------


def change(worker: Worker, token: str, old: str, new: str, account: str = "amy") -> Any:
    with entered(worker.harness.context()):
        attempt = worker.auth.check_password(account, old)
    return worker.harness.write(lambda: worker.auth.change_password(attempt, new, token), subject=attempt.subject)


def test_a_new_password_ends_the_other_sessions(worker: Worker) -> None:
    token, second = worker.sign_in("amy"), worker.sign_in("amy")
    assert change(worker, token, PASSWORD, NEW) is None
    assert worker.auth.principal_of(token) is not None
    assert worker.auth.principal_of(second) is None
    assert code(worker.attempt("amy")) == "auth.credentials_wrong"
    assert isinstance(worker.attempt("amy", NEW), SignedIn)


def test_guessing_the_old_password_locks_too(worker: Worker) -> None:
    token = worker.sign_in("amy")
    refusals = [code(change(worker, token, "guess", NEW)) for _ in range(6)]
    assert refusals == ["auth.password_wrong"] * 5 + ["auth.account_locked"]


def test_earlier_passwords_do_not_come_back(worker: Worker) -> None:
    token = worker.sign_in("amy")
    change(worker, token, PASSWORD, NEW)
    for old in (PASSWORD, NEW):
        with pytest.raises(HsafError) as caught:
            change(worker, token, NEW, old)
        assert caught.value.code == "auth.password_same"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Aa1@", "长度"),
        ("Aa1@" * 40, "长度"),
        ("lowercaseonly", "至少 3 类"),
        ("Lower and 1", "空格"),
        ("xxAMY@2026", "账号"),
        ("Good@Pass1", ""),
        ("密码Pass1234", ""),
    ],
)
def test_rules_of_new_passwords(password: str, reason: str) -> None:
    found = weakness(password, "amy", 8, 3)
    assert reason in found
    assert bool(reason) == bool(found)


def test_a_reset_gives_a_password_that_must_be_changed_before_anything_else(worker: Worker) -> None:
    token = worker.sign_in("bob")
    wrong(worker, 6, "bob")
    given = worker.as_("amy", lambda: worker.auth.reset_password("bob"), "account:bob")
    assert worker.auth.principal_of(token) is None
    signed = worker.attempt("bob", given["password"], "bob")
    assert isinstance(signed, SignedIn)
    assert signed.must_change
    assert worker.auth.principal_of(signed.token).permissions == frozenset()
    assert change(worker, signed.token, given["password"], NEW, "bob") is None
    assert worker.auth.principal_of(signed.token).may("base_information.bank.query")
    with pytest.raises(HsafError) as caught:
        worker.as_("amy", lambda: worker.auth.reset_password("carl"), "account:carl")
    assert caught.value.code == "auth.account_unknown"


def test_a_password_changed_while_somebody_signs_in_stops_him(worker: Worker) -> None:
    with entered(worker.harness.context()):
        attempt = worker.auth.check_password("carl", PASSWORD)
    worker.as_("root", lambda: worker.auth.reset_password("carl"), "account:carl")
    decided = worker.harness.write(lambda: worker.auth.sign_in_staff(attempt, "", ""), subject=attempt.subject)
    assert code(decided) == "auth.attempt_stale"


def test_an_old_password_must_be_changed_where_the_region_says_so(harness: Harness) -> None:
    worker = Worker.of(harness, password_days=90)
    populate(worker)
    assert not worker.attempt("amy").must_change
    harness.clock.advance(timedelta(days=91))
    assert worker.attempt("amy").must_change


def test_digests_carry_their_cost_and_differ_by_salt() -> None:
    first, second = (Digest.of(PASSWORD, Cost(1024, 8, 1)) for _ in range(2))
    assert str(first) != str(second)
    assert str(first).startswith("scrypt$1024$8$1$")
    assert Digest.read(str(first)).matches(PASSWORD)
    assert not Digest.read(str(first)).matches(PASSWORD + "x")


# -- certificates and tickets -----------------------------------------------------------------------


def signed(worker: Worker, account: str, private: str) -> tuple[str, str]:
    challenge = worker.harness.write(lambda: worker.auth.new_challenge(account))
    return challenge, worker.harness.crypto.sm2_sign(private, challenge.encode()).hex()


def by_certificate(worker: Worker, account: str, challenge: str, signature: str) -> Any:
    attempt = worker.harness.write(lambda: worker.auth.check_signature(account, challenge, signature))
    return worker.harness.write(lambda: worker.auth.sign_in_staff(attempt, account, ""), subject=attempt.subject)


def test_a_bound_certificate_signs_in_once_for_each_challenge(worker: Worker) -> None:
    private, public = worker.harness.crypto.sm2_keypair()
    proof = signed(worker, "amy", private)
    worker.as_("amy", lambda: worker.auth.bind_certificate(public, *proof), "account:amy")
    challenge, signature = signed(worker, "amy", private)
    token = by_certificate(worker, "amy", challenge, signature).token
    assert worker.auth.principal_of(token).account == "amy"
    with pytest.raises(HsafError) as caught:
        by_certificate(worker, "amy", challenge, signature)
    assert caught.value.code == "auth.challenge_wrong"


def test_another_key_another_account_or_a_late_signature_is_refused(worker: Worker) -> None:
    private, public = worker.harness.crypto.sm2_keypair()
    proof = signed(worker, "amy", private)
    worker.as_("amy", lambda: worker.auth.bind_certificate(public, *proof), "account:amy")
    other, _ = worker.harness.crypto.sm2_keypair()
    assert code(by_certificate(worker, "amy", *signed(worker, "amy", other))) == "auth.certificate_wrong"
    assert code(by_certificate(worker, "bob", *signed(worker, "bob", private))) == "auth.certificate_wrong"
    late = signed(worker, "amy", private)
    worker.harness.clock.advance(timedelta(minutes=3))
    with pytest.raises(HsafError):
        by_certificate(worker, "amy", *late)
    proof = signed(worker, "carl", private)
    with pytest.raises(HsafError) as caught:
        worker.as_("carl", lambda: worker.auth.bind_certificate(public, *proof), "account:carl")
    assert caught.value.code == "auth.key_taken"


def test_a_ticket_tells_its_subsystem_once_who_is_coming(worker: Worker) -> None:
    worker.as_("root", lambda: worker.user.add_subsystem("hr", "人事", "https://hr.example/in"))
    given = worker.as_("amy", lambda: worker.auth.ticket_for("hr"), "account:amy")
    assert given["url"] == "https://hr.example/in"
    with pytest.raises(HsafError):
        worker.harness.write(lambda: worker.auth.redeem_ticket("other", given["ticket"]))
    who = worker.harness.write(lambda: worker.auth.redeem_ticket("hr", given["ticket"]))
    assert (who.account, who.org_no) == ("amy", "C1")
    with pytest.raises(HsafError) as caught:
        worker.harness.write(lambda: worker.auth.redeem_ticket("hr", given["ticket"]))
    assert caught.value.code == "auth.ticket_wrong"
    late = worker.as_("amy", lambda: worker.auth.ticket_for("hr"), "account:amy")
    worker.harness.clock.advance(timedelta(seconds=61))
    with pytest.raises(HsafError):
        worker.harness.write(lambda: worker.auth.redeem_ticket("hr", late["ticket"]))


# -- the log ----------------------------------------------------------------------------------------


def test_the_security_log_has_every_kind_for_those_who_manage_the_account(worker: Worker) -> None:
    worker.sign_in("bob")
    wrong(worker, 6, "bob")
    worker.as_("amy", lambda: worker.auth.unlock("bob"), "account:bob")
    worker.as_("amy", lambda: worker.auth.reset_password("bob"), "account:bob")
    rows = worker.ask("amy", lambda: worker.auth.security_log(ALL, account="bob")).rows
    told = {(row["kind"], row["event"], row["outcome"]) for row in rows}
    assert told >= {
        ("login", "signed_in", "ok"),
        ("login", "signed_in", "auth.credentials_wrong"),
        ("login", "signed_in", "auth.account_locked"),
        ("lock", "locked", "ok"),
        ("lock", "unlocked", "ok"),
        ("password", "password_reset", "ok"),
    }
    assert worker.ask("amy", lambda: worker.auth.security_log(ALL, kind="lock")).total == 2
    assert worker.ask("carl", lambda: worker.auth.security_log(ALL)).total == 0
