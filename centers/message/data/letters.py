"""Letters and who has them in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from centers.message.contract.v1 import INBOX
from centers.message.data.tables import delivery, letter, subscription
from hsaf.contract.paging import Page, Paging
from hsaf.data import current_uow, execute
from hsaf.data.bulk import chunks

_JOINED = delivery.join(letter, letter.c.letter_id == delivery.c.letter_id)
_LISTED = (
    letter.c.letter_id,
    letter.c.title,
    letter.c.sender,
    letter.c.sender_name,
    letter.c.sent_at,
    delivery.c.read_at,
    letter.c.page,
    letter.c.file,
    letter.c.file_name,
)


class Asked(NamedTuple):
    """Which of an account's letters are wanted."""

    account: str
    kind: str
    folder: str
    text: str = ""
    unread: bool = False


class LetterRepository:
    def add(self, row: Mapping[str, Any], deliveries: Iterable[tuple[str, str]]) -> None:
        """A letter, and the accounts and folders it goes to."""
        execute(sa.insert(letter), [row])
        shared = {name: row[name] for name in ("letter_id", "kind", "sent_at")}
        rows = ({**shared, "account": account, "folder": folder, "read_at": None} for account, folder in deliveries)
        for chunk in chunks(rows):
            execute(sa.insert(delivery), chunk)

    def page(self, asked: Asked, paging: Paging) -> Page:
        """The newest first."""
        which = [delivery.c.account == asked.account, delivery.c.kind == asked.kind, delivery.c.folder == asked.folder]
        if asked.unread:
            which.append(delivery.c.read_at.is_(None))
        if asked.text:
            which.append(letter.c.title.contains(asked.text, autoescape=True))
        total = execute(sa.select(sa.func.count()).select_from(_JOINED).where(*which)).scalar_one()
        query = sa.select(*_LISTED).select_from(_JOINED).where(*which)
        query = query.order_by(delivery.c.sent_at.desc(), delivery.c.letter_id.desc())
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings()
        return Page([dict(row) for row in rows], total, paging)

    def find(self, account: str, letter_id: str) -> dict[str, Any] | None:
        """A letter in one of the account's folders."""
        which = (delivery.c.account == account, delivery.c.letter_id == letter_id)
        query = sa.select(*_LISTED, letter.c.kind, letter.c.body).select_from(_JOINED).where(*which)
        row = execute(query.limit(1)).mappings().first()
        return None if row is None else dict(row)

    def about(self, letter_id: str) -> dict[str, str] | None:
        """``title`` and ``page`` of a letter."""
        query = sa.select(letter.c.title, letter.c.page).where(letter.c.letter_id == letter_id)
        row = execute(query).mappings().first()
        return None if row is None else dict(row)

    def receivers(self, letter_id: str) -> list[str]:
        which = (delivery.c.letter_id == letter_id, delivery.c.folder == INBOX)
        return list(execute(sa.select(delivery.c.account).where(*which).order_by(delivery.c.account)).scalars())

    def mark_read(self, account: str, at: datetime, *, letter_id: str = "", kind: str = "") -> None:
        """One letter, or all of a kind."""
        wanted = delivery.c.letter_id == letter_id if letter_id else delivery.c.kind == kind
        which = (delivery.c.account == account, delivery.c.folder == INBOX, delivery.c.read_at.is_(None))
        execute(sa.update(delivery).where(*which, wanted).values(read_at=at))

    def remove(self, account: str, letter_id: str) -> None:
        which = (delivery.c.account == account, delivery.c.letter_id == letter_id)
        execute(sa.delete(delivery).where(*which))

    def unread(self, account: str) -> dict[str, int]:
        """Numbers by kind."""
        which = (delivery.c.account == account, delivery.c.folder == INBOX, delivery.c.read_at.is_(None))
        query = sa.select(delivery.c.kind, sa.func.count().label("number")).where(*which).group_by(delivery.c.kind)
        return {row.kind: row.number for row in execute(query)}

    # -- subscriptions ------------------------------------------------------------------------------

    def topics(self, account: str) -> list[str]:
        query = sa.select(subscription.c.topic).where(subscription.c.account == account)
        return list(execute(query.order_by(subscription.c.topic)).scalars())

    def subscribers(self, topic: str) -> list[str]:
        return list(execute(sa.select(subscription.c.account).where(subscription.c.topic == topic)).scalars())

    def subscribe(self, account: str, topic: str) -> None:
        execute(current_uow().database.insert_missing(subscription, [{"topic": topic, "account": account}]))

    def unsubscribe(self, account: str, topic: str) -> None:
        which = (subscription.c.topic == topic, subscription.c.account == account)
        execute(sa.delete(subscription).where(*which))
