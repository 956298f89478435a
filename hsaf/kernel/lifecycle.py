"""Starting within a budget, counting running requests, draining, stopping in reverse."""

from __future__ import annotations

import contextvars
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from hsaf.contract.refusals import OVERLOADED, SHUTTING_DOWN
from hsaf.kernel.faults import Fault, Faulty


class State(StrEnum):
    STARTING = "starting"
    READY = "ready"
    DRAINING = "draining"
    STOPPED = "stopped"


class Gate:
    """Lets requests in while the kernel is ready, not too many at once, and waits for them when it drains.

    ``most`` run at a time; up to ``queue`` wait for their turn, in the order of arrival and for at most
    ``patience`` seconds. Whoever would wait longer is told at once, while there is still time to do
    something else: an unbounded queue makes everybody wait and then answers nobody in time.
    """

    def __init__(self, most: int = sys.maxsize, queue: int = 0, patience: float = 0.0) -> None:
        self.state = State.STARTING
        self._most = most
        self._queue = queue
        self._patience = patience
        self._running = 0
        self._waiting = 0
        self._guard = threading.Lock()
        self._free = threading.Condition(self._guard)
        self._done = threading.Condition(self._guard)

    @property
    def busy(self) -> tuple[int, int]:
        """Requests running and waiting."""
        return self._running, self._waiting

    def open(self) -> None:
        self.state = State.READY

    @contextmanager
    def request(self) -> Iterator[None]:
        """Run one request. Raises ``SHUTTING_DOWN`` unless ready, ``OVERLOADED`` when it had to wait too long."""
        with self._guard:
            self._enter()
        try:
            yield
        finally:
            with self._guard:
                self._running -= 1
                self._free.notify()
                self._done.notify_all()

    def _enter(self) -> None:
        if self.state is not State.READY:
            raise SHUTTING_DOWN()
        if self._running >= self._most or self._waiting:
            self._wait()
        self._running += 1

    def _wait(self) -> None:
        """Queue for a turn. One who is let in is let in even when draining began meanwhile."""
        if self._waiting >= self._queue:
            raise OVERLOADED()
        self._waiting += 1
        try:
            if not self._free.wait_for(lambda: self._running < self._most, timeout=self._patience):
                raise OVERLOADED()
        finally:
            self._waiting -= 1
            self._done.notify_all()

    def drain(self, seconds: float) -> int:
        """Refuse new requests and wait for those let in; returns how many are left."""
        with self._guard:
            if self.state is not State.STOPPED:
                self.state = State.DRAINING
            self._done.wait_for(lambda: not self._running and not self._waiting, timeout=seconds)
            return self._running + self._waiting


class Budget:
    """Time that all plugins' starts may take together, in seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._deadline = time.monotonic() + seconds

    def run(self, code: str, start: Callable[[], Any]) -> None:
        """Run one plugin's start. Raises ``Faulty`` naming it when it fails or outlasts the budget."""
        failure: list[BaseException] = []

        def attempt() -> None:
            try:
                start()
            except BaseException as error:  # noqa: BLE001 -- reported as this plugin's fault
                failure.append(error)

        inside = contextvars.copy_context()
        thread = threading.Thread(target=inside.run, args=(attempt,), name=f"start-{code}", daemon=True)
        thread.start()
        thread.join(max(0.0, self._deadline - time.monotonic()))
        if thread.is_alive():
            reason = f"启动超过时限 {self.seconds:g} 秒"
            raise Faulty(Fault(code, reason, "把耗时的工作移到后台任务，或放宽配置 lifecycle.start_seconds"))
        if failure:
            error = failure[0]
            if isinstance(error, Faulty):
                raise error
            raise Faulty(
                Fault(code, f"启动失败：{type(error).__name__}: {error}", "按错误信息处理后重新启动")
            ) from error
