"""Sessions: who holds a token, looked up in one statement and remembered as long as nothing changed."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from centers.auth.config import Config
from centers.auth.contract.staff import SUBJECT, Standing
from centers.auth.data.sessions import SessionRepository
from centers.auth.service.people import People
from centers.auth.service.secrets import fresh_token
from centers.user.contract.v1 import ACCESS_TOPIC
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.contract.principal import Principal
from hsaf.data.pipeline import Pipeline
from hsaf.data.uow import read_scope
from hsaf.spi.clock import Clock
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database

SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly the last use of a session is known."""
MOST_REMEMBERED: Final = 10_000


class Sessions:
    def __init__(
        self,
        repository: SessionRepository,
        people: People,
        database: Database,
        pipeline: Pipeline,
        clock: Clock,
        crypto: Crypto,
        config: Config,
    ) -> None:
        self._repository = repository
        self._people = people
        self._database = database
        self._pipeline = pipeline
        self._clock = clock
        self._crypto = crypto
        self._idle = timedelta(minutes=config.idle_minutes)
        self._life = timedelta(hours=config.session_hours)
        self._principals: dict[str, tuple[int, Principal | None]] = {}

    def begin(self, account: str, ip: str, means: str, *, must_change: bool) -> str:
        """Inside a write: the token of a new session."""
        token, now = fresh_token(), context.current().wall_time.replace(microsecond=0)
        self._repository.drop_expired(account, now)
        self._repository.add(
            {
                "token_digest": self.digest(token),
                "account": account,
                "must_change": must_change,
                "means": means,
                "ip": ip[:50],
                "begun_at": now,
                "seen_at": now,
                "expires_at": now + self._life,
            }
        )
        return token

    def end(self, token: str) -> None:
        self._repository.end(self.digest(token))

    def end_others(self, account: str, token: str = "") -> None:
        """Every session of an account but this one, which may go on with the new password."""
        kept = self.digest(token) if token else ""
        self._repository.end_all(account, but=kept)
        self._repository.password_changed(kept)

    def standing_of(self, token: str) -> Standing | None:
        """Outside any unit of work."""
        now, digest = self._clock.now().replace(microsecond=0), self.digest(token)
        with read_scope(self._database):
            row = self._repository.find(digest, ACCESS_TOPIC)
            if row is None or not self._alive(row, now):
                return None
            principal = self._principal(row.account, row.version or 0)
        if principal is None:
            return None
        if now - row.seen_at >= SEEN_EVERY:
            self._touch(row.account, digest, now)
        return Standing(principal, self.csrf_of(token), row.must_change, row.means)

    def principal_of(self, token: str) -> Principal | None:
        standing = self.standing_of(token)
        if standing is None:
            return None
        return without_rights(standing.principal) if standing.must_change else standing.principal

    def csrf_of(self, token: str) -> str:
        """Nobody but the server and the page it gave it to can know it; nothing to store."""
        return self._crypto.hmac_sm3(token.encode("utf-8", "replace"), b"hsaf-csrf").hex()

    def digest(self, token: str) -> str:
        return self._crypto.sm3(token.encode("utf-8", "replace")).hex()

    def _alive(self, row: Any, now: datetime) -> bool:
        return now < row.expires_at and now - row.seen_at < self._idle

    def _principal(self, account: str, version: int) -> Principal | None:
        """Made again whenever accounts, organisations or roles changed since."""
        remembered = self._principals.get(account)
        if remembered is not None and remembered[0] == version:
            return remembered[1]
        made = self._people.principal(account)
        if len(self._principals) >= MOST_REMEMBERED:
            self._principals.clear()
        self._principals[account] = version, made
        return made

    def _touch(self, account: str, digest: str, now: datetime) -> None:
        """A session that cannot be touched just now is touched by the next request."""
        with suppress(HsafError):
            self._pipeline.write(
                "auth.seen", lambda: self._repository.seen(digest, now), subject=SUBJECT.format(account=account)
            )


def without_rights(principal: Principal) -> Principal:
    """Before a new password is set, nothing else is allowed."""
    return Principal(
        account=principal.account,
        name=principal.name,
        org_no=principal.org_no,
        org_name=principal.org_name,
        admdvs=principal.admdvs,
        posts=principal.posts,
    )
