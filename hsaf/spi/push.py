"""The push port: telling people outside the platform (short message, app) that something waits for them in it."""

from __future__ import annotations

from typing import Protocol

import msgspec


class PushMessage(msgspec.Struct, frozen=True, kw_only=True):
    """``id`` is the same when a message is handed over again. ``page`` is the function that shows more. ``phone``
    and ``email`` are empty where they are not known."""

    id: str
    account: str
    title: str
    page: str = ""
    phone: str = ""
    email: str = ""


class PushFailed(Exception):
    """The channel could not take a message now; handing it over later may succeed."""


class Push(Protocol):
    """Called outside any transaction, by several threads at once."""

    def send(self, message: PushMessage) -> None:
        """Hand a message over; one whose ``id`` was taken before is passed over. A message that never can be
        delivered (no address, a number that does not exist) is no error. Raises ``PushFailed``."""
        ...
