"""Credentials, certificates and one-time secrets of staff in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from centers.auth.data.tables import certificate, credential, ticket
from hsaf.data import current_uow, execute
from hsaf.data.bulk import CHUNK, save_rows


class StaffRepository:
    def credential(self, account: str) -> sa.Row[Any] | None:
        return execute(sa.select(credential).where(credential.c.account == account)).first()

    def save_credential(self, row: Mapping[str, Any]) -> None:
        save_rows(credential, [row])

    def count_wrong(self, account: str, *, forgiven: bool) -> int:
        """Count one more wrong password, from 1 when the earlier ones are forgiven; how many there are now."""
        base = sa.literal(0) if forgiven else credential.c.wrong_count
        unlocked = {"locked_at": None, "locked_until": None} if forgiven else {}
        mine = credential.c.account == account
        execute(sa.update(credential).where(mine).values(wrong_count=base + 1, **unlocked))
        return execute(sa.select(credential.c.wrong_count).where(mine)).scalar_one()

    def lock(self, account: str, at: datetime, until: datetime) -> None:
        changes = {"locked_at": at, "locked_until": until}
        execute(sa.update(credential).where(credential.c.account == account).values(changes))

    def clear(self, account: str) -> None:
        """No wrong passwords, no lock."""
        changes = {"wrong_count": 0, "locked_at": None, "locked_until": None}
        execute(sa.update(credential).where(credential.c.account == account).values(changes))

    def replace_digest(self, account: str, digest: str) -> None:
        execute(sa.update(credential).where(credential.c.account == account).values(digest=digest))

    def locked(self, now: datetime) -> Sequence[sa.Row[Any]]:
        """Locked accounts, the last locked first."""
        columns = (credential.c.account, credential.c.wrong_count, credential.c.locked_at, credential.c.locked_until)
        query = sa.select(*columns).where(credential.c.locked_until > now)
        return execute(query.order_by(credential.c.locked_at.desc(), credential.c.account)).all()

    # -- certificates -------------------------------------------------------------------------------

    def public_key(self, account: str) -> str | None:
        return execute(sa.select(certificate.c.public_key).where(certificate.c.account == account)).scalar()

    def certificate(self, account: str) -> sa.Row[Any] | None:
        return execute(sa.select(certificate).where(certificate.c.account == account)).first()

    def owner_of_key(self, public_key: str) -> str | None:
        return execute(sa.select(certificate.c.account).where(certificate.c.public_key == public_key)).scalar()

    def bind(self, account: str, public_key: str, at: datetime) -> None:
        save_rows(certificate, [{"account": account, "public_key": public_key, "bound_at": at}])

    def unbind(self, account: str) -> None:
        execute(sa.delete(certificate).where(certificate.c.account == account))

    # -- one-time secrets ---------------------------------------------------------------------------

    def add_ticket(self, row: Mapping[str, Any]) -> None:
        execute(sa.insert(ticket), [row])

    def use_ticket(self, digest: str, purpose: str, now: datetime) -> str | None:
        """Delete it; the account it was made for, ``None`` when there is none that holds (any more)."""
        which = (ticket.c.ticket_digest == digest, ticket.c.purpose == purpose)
        query = sa.select(ticket.c.account, ticket.c.expires_at).where(*which)
        row = execute(current_uow().database.locking(query)).first()
        if row is None or execute(sa.delete(ticket).where(*which)).rowcount != 1:
            return None
        account: str = row.account
        return account if now < row.expires_at else None

    def drop_stale(self, now: datetime) -> int:
        """Some of the secrets whose time is over; how many."""
        digests = list(
            execute(sa.select(ticket.c.ticket_digest).where(ticket.c.expires_at < now).limit(CHUNK)).scalars()
        )
        if digests:
            execute(sa.delete(ticket).where(ticket.c.ticket_digest.in_(digests)))
        return len(digests)

    def drop_stale_tickets(self, now: datetime) -> None:
        execute(sa.delete(ticket).where(ticket.c.expires_at < now))
