"""Signing in and out, and what administrators do about credentials."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from centers.auth.config import Config
from centers.auth.contract.staff import (
    ACCOUNT_NOT_LOCKED,
    ACCOUNT_UNKNOWN,
    ACCOUNT_UNUSABLE,
    CERTIFICATE_WRONG,
    IDENTITY_FOREIGN,
    LOCK,
    LOGIN,
    PASSWORD_WRONG,
    TICKET_WRONG,
    Attempt,
    Choice,
    Locked,
    SignedIn,
    Standing,
)
from centers.auth.data.staff import StaffRepository
from centers.auth.domain import lock
from centers.auth.service.certificates import Certificates
from centers.auth.service.passwords import Passwords
from centers.auth.service.people import People
from centers.auth.service.secrets import OneTimeSecrets
from centers.auth.service.security_log import SecurityLog
from centers.auth.service.sessions import Sessions
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import Principal


class Staff:
    """Implements :class:`centers.auth.contract.staff.StaffContract`; see there for the operations."""

    def __init__(
        self,
        credentials: StaffRepository,
        people: People,
        passwords: Passwords,
        sessions: Sessions,
        secrets: OneTimeSecrets,
        certificates: Certificates,
        log: SecurityLog,
        config: Config,
    ) -> None:
        self._credentials = credentials
        self._people = people
        self._passwords = passwords
        self._sessions = sessions
        self._secrets = secrets
        self._certificates = certificates
        self._log = log
        self._ticket_life = timedelta(seconds=config.ticket_seconds)

    # -- signing in and out -------------------------------------------------------------------------

    def check_password(self, account: str, password: str) -> Attempt:
        return self._passwords.check(account, password)

    def new_challenge(self, account: str) -> str:
        return self._certificates.challenge(account)

    def check_signature(self, account: str, challenge: str, signature: str) -> Attempt:
        return self._certificates.check(account, challenge, signature)

    def sign_in_staff(self, attempt: Attempt, identity: str, ip: str) -> SignedIn | Choice | HsafError:
        refusal = self._refusal(attempt, ip)
        if refusal is None:
            decided = self._as(attempt, identity, ip)
            if not isinstance(decided, HsafError):
                return decided
            refusal = decided
        self._log.note(LOGIN, "signed_in", attempt.account, refusal.code, ip)
        return refusal

    def _refusal(self, attempt: Attempt, ip: str) -> HsafError | None:
        if attempt.means == "password":
            return self._passwords.refusal(attempt, self._passwords.wrong(), ip)
        if not attempt.matched:
            return CERTIFICATE_WRONG()
        return self._passwords.lock_of(attempt.account)

    def _as(self, attempt: Attempt, identity: str, ip: str) -> SignedIn | Choice | HsafError:
        """Which of the person's accounts to work as."""
        identities = {one.account: one for one in self._people.identities(attempt.account)}
        if not identities:
            return ACCOUNT_UNUSABLE()
        if not identity and len(identities) > 1:
            return Choice(tuple(identities.values()))
        account = identity or next(iter(identities))
        if account not in identities:
            return IDENTITY_FOREIGN(identity=identity)
        locked = self._passwords.lock_of(account)
        return locked if locked is not None else self._begin(attempt, account, ip)

    def _begin(self, attempt: Attempt, account: str, ip: str) -> SignedIn:
        must_change = attempt.means == "password" and self._passwords.must_change(attempt.account)
        token = self._sessions.begin(account, ip, attempt.means, must_change=must_change)
        self._log.note(LOGIN, "signed_in", account, ip=ip)
        return SignedIn(token, account, must_change)

    def principal_of(self, token: str) -> Principal | None:
        return self._sessions.principal_of(token)

    def csrf_of(self, token: str) -> str:
        return self._sessions.csrf_of(token)

    def standing_of(self, token: str) -> Standing | None:
        return self._sessions.standing_of(token)

    def sign_out_staff(self, token: str) -> None:
        self._sessions.end(token)
        self._log.note(LOGIN, "signed_out", context.current().actor)

    # -- passwords ----------------------------------------------------------------------------------

    def change_password(self, attempt: Attempt, password: str, token: str) -> HsafError | None:
        refusal = self._passwords.refusal(attempt, PASSWORD_WRONG(field="old_password"))
        if refusal is not None:
            return refusal
        self._passwords.change(attempt.account, password)
        self._sessions.end_others(attempt.account, token)
        return None

    def password_rules(self) -> dict[str, int]:
        return self._passwords.rules()

    def reset_password(self, account: str) -> dict[str, Any]:
        self._people.require_administered(account)
        password = self._passwords.reset(account)
        self._sessions.end_others(account)
        return {"account": account, "password": password}

    def set_password(self, account: str, password: str, must_change: bool) -> None:
        if context.current().principal is not None:
            raise ACCOUNT_UNKNOWN(account=account)
        self._passwords.set(account, password, must_change=must_change)

    def locked_accounts(self, paging: Paging, account: str = "") -> Page:
        paging.require_sound()
        rows = [one for one in self._locked() if account in one.account]
        shown = rows[paging.offset : paging.offset + paging.page_size]
        return Page([{name: getattr(one, name) for name in one.__struct_fields__} for one in shown], len(rows), paging)

    def _locked(self) -> list[Locked]:
        found: list[Locked] = []
        for row in self._credentials.locked(_now()):
            card = self._people.card(row.account)
            if card is not None and self._people.manages(card):
                found.append(
                    Locked(
                        account=row.account,
                        name=card.name,
                        org_no=card.org_no,
                        org_name=card.org_name,
                        wrong_count=row.wrong_count,
                        locked_at=row.locked_at,
                        locked_until=row.locked_until,
                    )
                )
        return found

    def unlock(self, account: str) -> None:
        self._people.require_managed(account)
        row = self._credentials.credential(account)
        if row is None or not lock.is_locked(row.locked_until, _now()):
            raise ACCOUNT_NOT_LOCKED(account=account)
        self._credentials.clear(account)
        self._log.note(LOCK, "unlocked", account)

    # -- certificates and tickets -------------------------------------------------------------------

    def bind_certificate(self, public_key: str, challenge: str, signature: str) -> None:
        self._certificates.bind(_own(), public_key, challenge, signature)

    def unbind_certificate(self, account: str = "") -> None:
        if account and account != _own():
            self._people.require_administered(account)
        self._certificates.unbind(account or _own())

    def own_certificates(self) -> Sequence[dict[str, Any]]:
        return self._certificates.of(_own())

    def own_challenge(self) -> dict[str, str]:
        return {"challenge": self._certificates.challenge(_own())}

    def ticket_for(self, subsystem: str) -> dict[str, Any]:
        url = self._people.address_of(subsystem)
        ticket = self._secrets.issue(f"sso:{subsystem}"[:60], _own(), _now(), self._ticket_life)
        return {"subsystem": subsystem, "ticket": ticket, "url": url}

    def redeem_ticket(self, subsystem: str, ticket: str) -> Principal:
        account = self._secrets.use(ticket, f"sso:{subsystem}"[:60], _now())
        principal = self._people.principal(account) if account else None
        if principal is None:
            raise TICKET_WRONG()
        self._log.note(LOGIN, "ticket_redeemed", principal.account, subsystem[:60])
        return principal

    # -- log ----------------------------------------------------------------------------------------

    def security_log(
        self,
        paging: Paging,
        kind: str = "",
        account: str = "",
        begin: datetime | None = None,
        end: datetime | None = None,
    ) -> Page:
        paging.require_sound()
        return self._log.page(paging, kind, account, begin, end)


def _own() -> str:
    principal = context.current().principal
    if principal is None:
        raise ACCOUNT_UNKNOWN(account="")
    return principal.account


def _now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)
