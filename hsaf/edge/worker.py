"""One worker process: boot the kernel, serve it, close it when the process ends."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing import parent_process
from multiprocessing.util import Finalize
from threading import Thread
from typing import Any, Final

from hsaf.data.snapshot import warm
from hsaf.edge.http import HttpApplication
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.observe import logging

PARENT_SECONDS: Final = 0.5
"""How often a worker looks whether its parent lives."""


def application() -> Any:
    """The WSGI application of this process, configured as the command line that started it.

    Closing is registered with multiprocessing, because worker processes do not run ``atexit``. Ctrl-C
    reaches every process of a terminal, but only the parent is to act on it: it ends the workers.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    Thread(target=_end_with_parent, name="parent", daemon=True).start()
    settings = load_settings()
    logging.configure(settings.log.level)
    kernel = boot(settings)
    warm(kernel.database)
    kernel.deliver()
    if settings.jobs.serving:
        kernel.work()
    Finalize(kernel, kernel.close, exitpriority=10)
    return HttpApplication(kernel)


def _end_with_parent() -> None:
    """A worker whose parent was killed would hold the port against the server that is started next.

    Its siblings inherit the pipe that ``multiprocessing`` would wait on, so the parent's number is looked at.
    """
    parent = parent_process()
    if parent is None:
        return
    while os.getppid() == parent.pid:
        time.sleep(PARENT_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
