"""The push port without a channel: what would be sent is counted in the log and kept in memory."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import Final

import structlog

from hsaf.spi.push import Push, PushMessage

KEPT: Final = 1000

log: Final = structlog.get_logger("hsaf.push")


class LogPush(Push):
    """Holds the latest messages of this process; the log names id and account, never what is personal."""

    def __init__(self, kept: int = KEPT) -> None:
        self._sent: deque[PushMessage] = deque(maxlen=kept)
        self._lock = Lock()

    def send(self, message: PushMessage) -> None:
        with self._lock:
            if any(one.id == message.id for one in self._sent):
                return
            self._sent.append(message)
        log.info("push.sent", id=message.id, account=message.account)

    def sent(self) -> list[PushMessage]:
        """The latest messages, the oldest first."""
        with self._lock:
            return list(self._sent)
