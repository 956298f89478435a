"""Sessions in the database, each found by the digest of its token."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from centers.auth.data.tables import session
from hsaf.data import execute
from hsaf.data.bulk import CHUNK
from hsaf.data.schema import data_version


class SessionRepository:
    def add(self, row: Mapping[str, Any]) -> None:
        execute(sa.insert(session), [row])

    def find(self, digest: str, topic: str) -> sa.Row[Any] | None:
        """A session and ``version`` of the data its principal is made of, in one statement."""
        version = sa.select(data_version.c.version).where(data_version.c.topic == topic).scalar_subquery()
        return execute(sa.select(session, version.label("version")).where(session.c.token_digest == digest)).first()

    def seen(self, digest: str, at: datetime) -> None:
        execute(sa.update(session).where(session.c.token_digest == digest).values(seen_at=at))

    def end(self, digest: str) -> None:
        execute(sa.delete(session).where(session.c.token_digest == digest))

    def end_all(self, account: str, but: str = "") -> None:
        """Every session of an account, but the one with this digest."""
        execute(sa.delete(session).where(session.c.account == account, session.c.token_digest != but))

    def password_changed(self, digest: str) -> None:
        execute(sa.update(session).where(session.c.token_digest == digest).values(must_change=False))

    def drop_dead(self, now: datetime, idle: datetime) -> int:
        """Some of the sessions that are over or were not used since ``idle``; how many."""
        dead = sa.or_(session.c.expires_at <= now, session.c.seen_at <= idle)
        digests = list(execute(sa.select(session.c.token_digest).where(dead).limit(CHUNK)).scalars())
        if digests:
            execute(sa.delete(session).where(session.c.token_digest.in_(digests), dead))
        return len(digests)

    def drop_expired(self, account: str, now: datetime) -> None:
        execute(sa.delete(session).where(session.c.account == account, session.c.expires_at <= now))
