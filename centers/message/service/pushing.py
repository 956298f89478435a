"""Messages go out through the push port by the outbox: sent once they are certain, tried again while they fail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from centers.message.data.letters import LetterRepository
from centers.user.contract.v1 import UserContract
from hsaf.data.pipeline import Pipeline
from hsaf.spi.push import Push, PushMessage

TOLD: Final = "message.told.v1"
"""Somebody has a new letter: ``letter_id``."""


class Pushing:
    """Only the title leaves the platform; who wants to read more signs in."""

    def __init__(self, letters: LetterRepository, user: UserContract | None, pipeline: Pipeline, push: Push) -> None:
        self._letters = letters
        self._user = user
        self._pipeline = pipeline
        self._push = push

    def told(self, _: str, payload: Mapping[str, Any]) -> None:
        """Handler of :data:`TOLD`. Raises ``PushFailed``; whoever had it before is passed over next time."""
        messages: list[PushMessage] = self._pipeline.read(TOLD, lambda: self._messages(payload["letter_id"])).result
        for message in messages:
            self._push.send(message)

    def _messages(self, letter_id: str) -> list[PushMessage]:
        about = self._letters.about(letter_id)
        if about is None or self._user is None:
            return []
        addresses = self._user.addresses(self._letters.receivers(letter_id))
        return [
            PushMessage(
                id=f"{letter_id}:{one.account}",
                account=one.account,
                title=about["title"],
                page=about["page"],
                phone=one.phone,
                email=one.email,
            )
            for one in addresses
        ]
