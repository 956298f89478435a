"""What goes wrong: each strike breaks something under load and, afterwards, mends it."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.chaos.deployment import Deployment

CUTS: Final = 3
STEP: Final = 120
"""Seconds a clock jumps; senders' time stamps must stay within what the gateway tolerates."""

Act = Callable[[Deployment], None]


def nothing(_: Deployment) -> None:
    """What went wrong has passed, or mends itself."""


@dataclass(frozen=True)
class Strike:
    """``hit`` while messages are on the way, ``mend`` when all of them were answered or lost.

    ``hidden`` strikes are overcome before the sender notices anything.
    """

    name: str
    hit: Act
    mend: Act = nothing
    hidden: bool = False


def kill_worker(deployment: Deployment) -> None:
    workers = deployment.server.worker_pids()
    if workers:
        os.kill(random.choice(workers), signal.SIGKILL)


def kill_server(deployment: Deployment) -> None:
    deployment.server.kill()


def start_server(deployment: Deployment) -> None:
    deployment.server.start()


def kill_database(deployment: Deployment) -> None:
    deployment.database.kill()


def start_database(deployment: Deployment) -> None:
    deployment.database.start()


def kill_everything(deployment: Deployment) -> None:
    deployment.database.kill()
    deployment.server.kill()


def start_everything(deployment: Deployment) -> None:
    deployment.database.start()
    deployment.server.start()


def cut_before_commit(deployment: Deployment) -> None:
    deployment.wire.cut("before", CUTS)


def cut_after_commit(deployment: Deployment) -> None:
    deployment.wire.cut("after", CUTS)


def lose_database_after_commit(deployment: Deployment) -> None:
    """Committed, but neither the answer nor anybody's second look gets through."""
    deployment.wire.cut("after", CUTS, dark=True)


def restore_wire(deployment: Deployment) -> None:
    deployment.wire.restore()


def clock_forward(deployment: Deployment) -> None:
    deployment.step_clock(STEP)


def clock_back(deployment: Deployment) -> None:
    deployment.step_clock(-STEP)


def clock_right(deployment: Deployment) -> None:
    deployment.step_clock(0)


STRIKES: Final = (
    Strike("a worker is killed", kill_worker),
    Strike("the database is killed", kill_database, start_database),
    Strike("the wire is cut after the commit", cut_after_commit, restore_wire, hidden=True),
    Strike("the clock jumps back", clock_back, clock_right, hidden=True),
    Strike("the wire is cut before the commit", cut_before_commit, restore_wire, hidden=True),
    Strike("the database is out of reach after the commit", lose_database_after_commit, restore_wire),
    Strike("the clock jumps forward", clock_forward, clock_right, hidden=True),
    Strike("everything is killed", kill_everything, start_everything),
    Strike("the whole server is killed", kill_server, start_server),
)
