"""Serving: identical worker processes behind one port.

SIGTERM and Ctrl-C stop accepting, let the requests that came before finish within
``lifecycle.drain_seconds``, and end the workers. How many requests and connections there may be is
``[server]`` in ``base.toml``; the gate of the kernel keeps the limits of requests.
"""

from __future__ import annotations

import math
import os
import signal
import socket
from typing import Any, Final

import structlog
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from hsaf.kernel.boot import boot
from hsaf.kernel.settings import Settings
from hsaf.observe import logging, multiprocess

SPARE: Final = 4
"""Threads for what needs no turn: refusals, ``/health`` and ``/metrics`` answer at once even under overload."""

log: Final = structlog.get_logger("hsaf.edge")


class _Supervisor(MPServer):
    """Brings workers back however often they die.

    Granian ends the whole server when a worker dies within seconds of its start. Ours do when the database is
    away just then, or when something kills them twice: both pass, and the other workers must go on meanwhile.
    """

    def _respawn_workers(self, workers: Any, *how: Any, **more: Any) -> None:
        log.warning("server.workers_died", workers=[index + 1 for index in workers])
        super()._respawn_workers(workers, *how, **more)
        self.respawned_wrks.clear()

    def _stop_workers(self) -> None:
        """A supervisor may tell the whole process group to stop: workers that did so early are no failure."""
        super()._stop_workers()  # type: ignore[no-untyped-call]
        if self.interrupt_signal:
            self.interrupt_children.clear()


def serve(settings: Settings) -> None:
    """Serve until told to stop. Raises ``START_REFUSED`` before any worker starts."""
    logging.configure(settings.log.level)
    multiprocess.prepare(settings.data_path)
    boot(settings).close()
    os.register_at_fork(after_in_child=_stop_at_once)
    limits = settings.server
    port = limits.port or _free_port(limits.host)
    log.info("server.start", host=limits.host, port=port, workers=limits.workers)
    _Supervisor(
        "hsaf.edge.worker:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=limits.host,
        port=port,
        workers=limits.workers,
        blocking_threads=limits.threads + limits.queue + SPARE,
        http=HTTPModes.http1,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=round(limits.idle_seconds * 1000)),
        backlog=limits.backlog,
        backpressure=limits.connections,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=math.ceil(settings.lifecycle.drain_seconds),
    ).serve()
    log.info("server.stopped")


def _stop_at_once() -> None:
    """A worker told to stop before it serves has nothing to finish; the parent's handler, inherited, would ignore it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port
