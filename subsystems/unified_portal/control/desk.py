"""Signing in and out, one's own password, certificate and profile, and the way to other subsystems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from centers.auth.contract.staff import PASSWORD_MUST_CHANGE, SUBJECT, Attempt, Choice, SignedIn, Standing
from centers.auth.contract.v1 import AuthContract
from centers.user.contract.v1 import Account, UserContract
from hsaf.contract.errors import HsafError
from hsaf.contract.layers import entering
from hsaf.contract.principal import Principal
from hsaf.data.pipeline import Pipeline

T = TypeVar("T")
SUBSYSTEM: Final = "unified_portal"
ANYBODY: Final = "account:-"
"""Subject of writes that concern nobody's credentials in particular."""


class Desk:
    """Raises the refusals of the centers. Keeps nothing between requests."""

    def __init__(self, auth: AuthContract, user: UserContract, pipeline: Pipeline) -> None:
        self._auth = auth
        self._user = user
        self._pipeline = pipeline

    def standing_of(self, token: str) -> Standing | None:
        with entering("control", SUBSYSTEM):
            return self._auth.standing_of(token) if token else None

    def require_own_password(self, standing: Standing) -> None:
        """Raises ``PASSWORD_MUST_CHANGE`` while the initial password has not been changed."""
        if standing.must_change:
            raise PASSWORD_MUST_CHANGE()

    def csrf_of(self, token: str) -> str:
        with entering("control", SUBSYSTEM):
            return self._auth.csrf_of(token)

    def sign_in(self, account: str, password: str, identity: str, ip: str) -> SignedIn | Choice:
        """By password."""
        attempt = self._check(account, password)
        return self._entered(attempt, identity, ip)

    def challenge(self, account: str) -> str:
        """The text a certificate signs."""
        return self._write("challenge", lambda: self._auth.new_challenge(account), ANYBODY)

    def sign_in_by_certificate(
        self, account: str, challenge: str, signature: str, identity: str, ip: str
    ) -> SignedIn | Choice:
        attempt = self._write(
            "check_signature", lambda: self._auth.check_signature(account, challenge, signature), ANYBODY
        )
        return self._entered(attempt, identity, ip)

    def sign_out(self, token: str, account: str) -> None:
        self._write("sign_out", lambda: self._auth.sign_out_staff(token), SUBJECT.format(account=account))

    def change_password(self, account: str, old: str, new: str, token: str) -> None:
        attempt = self._check(account, old)
        self._decided(lambda: self._auth.change_password(attempt, new, token), attempt.subject)

    def password_rules(self) -> Mapping[str, int]:
        with entering("control", SUBSYSTEM):
            return self._auth.password_rules()

    def bind_certificate(self, account: str, public_key: str, challenge: str, signature: str) -> None:
        self._write(
            "bind_certificate",
            lambda: self._auth.bind_certificate(public_key, challenge, signature),
            SUBJECT.format(account=account),
        )

    def profile(self) -> Account:
        return self._read("profile", self._user.own_profile)

    def change_profile(self, account: str, phone: str, email: str) -> None:
        self._write(
            "change_profile",
            lambda: self._user.change_own_profile(phone, email),
            SUBJECT.format(account=account),
        )

    def keep_setting(self, account: str, name: str, value: str) -> None:
        self._write("keep_setting", lambda: self._user.keep_setting(name, value), SUBJECT.format(account=account))

    def ticket(self, account: str, subsystem: str) -> Mapping[str, Any]:
        """A ticket for a registered subsystem, and the address to take it to. Raises ``SUBSYSTEM_UNKNOWN``."""
        return self._write("ticket", lambda: self._auth.ticket_for(subsystem), SUBJECT.format(account=account))

    def redeem(self, subsystem: str, ticket: str) -> Principal:
        """Who brought a ticket, asked by the subsystem it was made for."""
        return self._write("redeem", lambda: self._auth.redeem_ticket(subsystem, ticket), ANYBODY)

    # -- inside -------------------------------------------------------------------------------------

    def _entered(self, attempt: Attempt, identity: str, ip: str) -> SignedIn | Choice:
        decided: SignedIn | Choice = self._decided(
            lambda: self._auth.sign_in_staff(attempt, identity, ip), attempt.subject
        )
        return decided

    def _check(self, account: str, password: str) -> Attempt:
        with entering("control", SUBSYSTEM):
            return self._auth.check_password(account, password)

    def _decided(self, work: Callable[[], Any], subject: str) -> Any:
        """Raise a refusal only after what it counted and logged is kept."""
        decided = self._write("decide", work, subject)
        if isinstance(decided, HsafError):
            raise decided
        return decided

    def _write(self, name: str, work: Callable[[], T], subject: str) -> T:
        with entering("control", SUBSYSTEM):
            result: T = self._pipeline.write(f"{SUBSYSTEM}.{name}", work, subject=subject).result
        return result

    def _read(self, name: str, work: Callable[[], T]) -> T:
        with entering("control", SUBSYSTEM):
            result: T = self._pipeline.read(f"{SUBSYSTEM}.{name}", work).result
        return result
