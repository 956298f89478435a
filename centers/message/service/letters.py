"""Messages, mail and files between people, and subscriptions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from centers.message.contract.v1 import (
    INBOX,
    LETTER_PLAIN,
    LETTER_UNANSWERABLE,
    LETTER_UNKNOWN,
    MESSAGE,
    RECEIVER_MISSING,
    RECEIVER_UNKNOWN,
    RECEIVERS_MANY,
    SENT,
)
from centers.message.data.letters import Asked, LetterRepository
from centers.message.service.caller import now, principal
from centers.message.service.pushing import TOLD
from centers.user.contract.v1 import ENABLED, UserContract
from hsaf.contract.files import Stored
from hsaf.contract.paging import Page, Paging
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

MOST_RECEIVERS: Final = 200
_SEPARATORS: Final = re.compile(r"[\s,;，；、]+")
PLATFORM: Final = "系统"
REPLY: Final = "回复："
TITLE: Final = 200
"""Characters of a title."""


class Letters:
    def __init__(self, repository: LetterRepository, user: UserContract | None, ids: Ids) -> None:
        self._repository = repository
        self._user = user
        self._ids = ids

    def letters(self, kind: str, folder: str, paging: Paging, text: str = "", unread: bool = False) -> Page:
        paging.require_sound()
        return self._repository.page(Asked(principal().account, kind, folder, text.strip(), unread), paging)

    def letter(self, letter_id: str) -> Mapping[str, Any]:
        found = self._repository.find(principal().account, letter_id)
        if found is None:
            raise LETTER_UNKNOWN()
        return {**found, "receivers": self._repository.receivers(letter_id)}

    def letter_file(self, letter_id: str) -> Stored:
        found = self.letter(letter_id)
        if not found["file"]:
            raise LETTER_PLAIN()
        return Stored(found["file"], found["file_name"] or found["title"])

    def read(self, letter_id: str) -> None:
        self.letter(letter_id)
        self._repository.mark_read(principal().account, now(), letter_id=letter_id)

    def read_all(self, kind: str) -> None:
        self._repository.mark_read(principal().account, now(), kind=kind)

    def remove(self, letter_id: str) -> None:
        self.letter(letter_id)
        self._repository.remove(principal().account, letter_id)

    def send(
        self, kind: str, receivers: str, title: str, body: str = "", file: str = "", file_name: str = ""
    ) -> Mapping[str, Any]:
        who, accounts = principal(), self._known(receivers)
        row = self._row(kind, who.account, who.name, title, body)
        row |= {"file": file, "file_name": file_name}
        self._deliver(row, [*((one, INBOX) for one in accounts), (who.account, SENT)])
        current_uow().audit("message.sent", {"letter_id": row["letter_id"], "kind": kind, "receivers": accounts})
        return {"letter_id": row["letter_id"]}

    def reply(self, letter_id: str, body: str, file: str = "", file_name: str = "") -> Mapping[str, Any]:
        asked = self.letter(letter_id)
        if not asked["sender"]:
            raise LETTER_UNANSWERABLE(field="letter_id")
        title = asked["title"] if asked["title"].startswith(REPLY) else f"{REPLY}{asked['title']}"
        self.read(letter_id)
        return self.send(asked["kind"], asked["sender"], title[:TITLE], body, file, file_name)

    def tell(
        self, accounts: Sequence[str], title: str, body: str, page: str = "", file: str = "", file_name: str = ""
    ) -> None:
        row = self._row(MESSAGE, "", PLATFORM, title, body) | {"page": page, "file": file, "file_name": file_name}
        self._deliver(row, [(one, INBOX) for one in dict.fromkeys(accounts)])

    def publish(self, topic: str, title: str, body: str, page: str = "") -> int:
        accounts = self._repository.subscribers(topic)
        if accounts:
            self.tell(accounts, title, body, page)
        return len(accounts)

    # -- subscriptions ------------------------------------------------------------------------------

    def subscriptions(self) -> Sequence[Mapping[str, Any]]:
        return [{"topic": topic} for topic in self._repository.topics(principal().account)]

    def subscribe(self, topic: str) -> None:
        self._repository.subscribe(principal().account, topic)

    def unsubscribe(self, topic: str) -> None:
        self._repository.unsubscribe(principal().account, topic)

    # -- inside -------------------------------------------------------------------------------------

    def _deliver(self, row: Mapping[str, Any], to: Sequence[tuple[str, str]]) -> None:
        self._repository.add(row, to)
        current_uow().publish(TOLD, {"letter_id": row["letter_id"]})

    def _known(self, receivers: str) -> list[str]:
        """Raises ``RECEIVER_MISSING``, ``RECEIVERS_MANY`` or ``RECEIVER_UNKNOWN``."""
        accounts = list(dict.fromkeys(filter(None, _SEPARATORS.split(receivers))))
        if not accounts:
            raise RECEIVER_MISSING(field="receivers")
        if len(accounts) > MOST_RECEIVERS:
            raise RECEIVERS_MANY(most=MOST_RECEIVERS, count=len(accounts), field="receivers")
        for one in accounts:
            card = self._user.card(one) if self._user else None
            if card is None or card.state != ENABLED:
                raise RECEIVER_UNKNOWN(account=one[:50], field="receivers")
        return accounts

    def _row(self, kind: str, sender: str, sender_name: str, title: str, body: str) -> dict[str, Any]:
        return {
            "letter_id": self._ids.new("LT"),
            "kind": kind,
            "sender": sender,
            "sender_name": sender_name,
            "title": title,
            "body": body,
            "page": "",
            "file": "",
            "file_name": "",
            "sent_at": now(),
        }
