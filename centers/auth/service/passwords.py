"""Passwords of staff: checked, counted, changed and reset."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from centers.auth.config import Config
from centers.auth.contract.staff import (
    ACCOUNT_LOCKED,
    ATTEMPT_STALE,
    CREDENTIALS_WRONG,
    LOCK,
    PASSWORD,
    PASSWORD_SAME,
    PASSWORD_WEAK,
    Attempt,
)
from centers.auth.data.staff import StaffRepository
from centers.auth.domain import lock
from centers.auth.domain.passwords import LONGEST, Cost, Digest, generated, used_before, weakness
from centers.auth.service.security_log import SecurityLog
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.data.uow import read_scope
from hsaf.spi.database import Database


class Passwords:
    """All but :meth:`check` run inside a write under the account's subject."""

    def __init__(self, repository: StaffRepository, database: Database, log: SecurityLog, config: Config) -> None:
        self._repository = repository
        self._database = database
        self._log = log
        self._config = config
        self._cost = Cost(config.scrypt_n, config.scrypt_r, config.scrypt_p)
        self._nobody = str(Digest.random(self._cost))

    def check(self, account: str, password: str) -> Attempt:
        """Outside any unit of work; as slow for an unknown account."""
        with read_scope(self._database):
            row = self._repository.credential(account)
        stored = row.digest if row is not None else self._nobody
        matched = Digest.read(stored).matches(password[:LONGEST])
        return Attempt(account, known=row is not None, matched=matched and row is not None, stamp=stored)

    def refusal(self, attempt: Attempt, wrong: HsafError, ip: str = "") -> HsafError | None:
        """Count a wrong password, forget counted ones after a right one; why the attempt fails, if it does."""
        now = _now()
        row = self._repository.credential(attempt.account)
        if row is None:
            return wrong
        if lock.is_locked(row.locked_until, now):
            return ACCOUNT_LOCKED(until=f"{row.locked_until:%Y-%m-%d %H:%M}")
        if attempt.matched and attempt.stamp != row.digest:
            return ATTEMPT_STALE()
        if attempt.matched:
            self._repository.clear(attempt.account)
            return None
        count = self._repository.count_wrong(attempt.account, forgiven=row.locked_until is not None)
        return self._counted(attempt.account, count, now, ip) or wrong

    def _counted(self, account: str, count: int, now: datetime, ip: str) -> HsafError | None:
        """Lock when there were too many."""
        if count <= self._config.lock_limit:
            return None
        until = now + timedelta(hours=self._config.lock_hours)
        self._repository.lock(account, now, until)
        self._log.note(LOCK, "locked", account, ip=ip)
        return ACCOUNT_LOCKED(until=f"{until:%Y-%m-%d %H:%M}")

    def lock_of(self, account: str) -> HsafError | None:
        """``ACCOUNT_LOCKED`` while it is."""
        row = self._repository.credential(account)
        if row is None or not lock.is_locked(row.locked_until, _now()):
            return None
        return ACCOUNT_LOCKED(until=f"{row.locked_until:%Y-%m-%d %H:%M}")

    def wrong(self) -> HsafError:
        return CREDENTIALS_WRONG(limit=self._config.lock_limit)

    def must_change(self, account: str) -> bool:
        """Because it is the initial one, or too old."""
        row = self._repository.credential(account)
        days = self._config.password_days
        return row is not None and (row.must_change or (days > 0 and _now() - row.changed_at > timedelta(days=days)))

    def change(self, account: str, password: str) -> None:
        """Raises ``PASSWORD_WEAK`` or ``PASSWORD_SAME``."""
        config = self._config
        reason = weakness(password, account, config.password_length, config.password_classes)
        if reason:
            raise PASSWORD_WEAK(reason=reason, field="new_password")
        row = self._repository.credential(account)
        earlier = [row.digest, *row.earlier] if row is not None else []
        if used_before(password, earlier[: max(1, config.password_history)]):
            raise PASSWORD_SAME(history=max(1, config.password_history), field="new_password")
        self._store(account, password, earlier, must_change=False)
        self._log.note(PASSWORD, "password_changed", account)

    def rules(self) -> dict[str, int]:
        config = self._config
        return {
            "length": config.password_length,
            "classes": config.password_classes,
            "history": config.password_history,
            "days": config.password_days,
        }

    def reset(self, account: str) -> str:
        """To the initial password, which is returned; the account is unlocked by it."""
        password = self._config.initial_password or generated(self._config.password_length)
        row = self._repository.credential(account)
        earlier = [row.digest, *row.earlier] if row is not None else []
        self._store(account, password, earlier, must_change=True)
        self._log.note(PASSWORD, "password_reset", account)
        return password

    def set(self, account: str, password: str, *, must_change: bool) -> None:
        """As given; what the same password was before stays."""
        row = self._repository.credential(account)
        if row is None or not Digest.read(row.digest).matches(password):
            self._store(account, password, [], must_change=must_change)
            self._log.note(PASSWORD, "password_set", account)

    def _store(self, account: str, password: str, earlier: list[str], *, must_change: bool) -> None:
        row: dict[str, Any] = {
            "account": account,
            "digest": str(Digest.of(password, self._cost)),
            "earlier": earlier[: self._config.password_history],
            "must_change": must_change,
            "changed_at": _now(),
            "wrong_count": 0,
            "locked_at": None,
            "locked_until": None,
        }
        self._repository.save_credential(row)


def _now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)
