"""Something done again and again in a thread of this process, until it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger("hsaf.data")


class Loop:
    """Runs ``once`` until :meth:`stop`, with a pause of ``interval`` seconds whenever it found nothing to do.

    ``stopping`` tells work under way that it should come to an end.
    """

    def __init__(self, name: str, once: Callable[[], int], interval: float) -> None:
        self._name = name
        self._once = once
        self._interval = interval
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def stopping(self) -> bool:
        return self._stop.is_set()

    def start(self) -> None:
        """Run in a thread."""
        self._thread = threading.Thread(target=self.run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the work under way come to its end, and end the thread."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def run(self) -> None:
        """Run in this thread until :meth:`stop` is called elsewhere."""
        while not self._stop.is_set():
            try:
                done = self._once()
            except Exception:
                log.exception("loop.failed", loop=self._name)
                done = 0
            if not done:
                self._stop.wait(self._interval)
