"""A worker: takes one job after the other and runs it to its end."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, Final

import structlog

from hsaf.contract.errors import HsafError
from hsaf.data.loop import Loop
from hsaf.data.pipeline import Pipeline
from hsaf.jobs.leases import CancelAsked, LeaseLost, Leases, Taken
from hsaf.jobs.queue import State
from hsaf.jobs.running import Handler, JobRun, Stopping, Watch
from hsaf.jobs.schedules import Planned, Ticking
from hsaf.spi.clock import Clock
from hsaf.spi.database import Database

INTERVAL: Final = 2.0
"""Seconds between looks at an empty queue."""

log = structlog.get_logger("hsaf.jobs")

System = Callable[[str, str], AbstractContextManager[Any]]
"""Encloses a job in a context of its own: operation, and the actor who ordered it."""


class Worker:
    """Runs the jobs that ``handlers`` names; others wait for a process with their plugin."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        pipeline: Pipeline,
        handlers: Mapping[str, Handler],
        system: System,
        *,
        lease: timedelta,
        watch: Watch = lambda step, done, total: None,
        name: str = "",
        ticking: Ticking | None = None,
    ) -> None:
        self._leases = Leases(database, clock, name or f"{socket.gethostname()[:40]}:{os.getpid()}", lease)
        self._pipeline = pipeline
        self._handlers = handlers
        self._system = system
        self._watch = watch
        self._ticking = ticking
        self.loop = Loop("jobs", self.run_once, INTERVAL)

    @classmethod
    def of(cls, kernel: Any, watch: Watch = lambda step, done, total: None) -> Worker:
        """A worker of a running kernel."""
        handlers = {kind.kind: kind.handler for _, kind in kernel.job_kinds()}
        lease = timedelta(seconds=kernel.settings.jobs.lease_seconds)
        name = f"{socket.gethostname()[:30]}:{os.getpid()}:{kernel.ids.serial()}"
        return cls(
            kernel.database,
            kernel.clock,
            kernel.pipeline,
            handlers,
            kernel.system,
            lease=lease,
            watch=watch,
            name=name,
            ticking=Ticking(kernel.schedules, _declared(kernel), handlers),
        )

    def run_once(self, job_id: str = "") -> int:
        """Run the next job, or that one, to its end; 0 when there is none to run.

        What is due by schedule is submitted first.
        """
        if self._ticking is not None and not job_id:
            self._ticking.tick()
        taken = self._leases.take(self._handlers, job_id)
        if taken is None:
            return 0
        log.info("job.start", job_id=taken.job_id, kind=taken.kind, resumed=taken.checkpoint is not None)
        with self._system(f"jobs.{taken.kind}", taken.created_by):
            try:
                state = self._run(taken)
            except LeaseLost:
                state = "lost"
        log.info("job.end", job_id=taken.job_id, kind=taken.kind, state=str(state))
        return 1

    def _run(self, taken: Taken) -> str:
        run = JobRun(taken, self._leases, self._pipeline, self._watch, self.loop.stopping)
        try:
            result = self._handlers[taken.kind](run)
        except LeaseLost:
            raise
        except Stopping:
            self._leases.release(taken.job_id)
            return "released"
        except CancelAsked as asked:
            return self._end(taken, State.CANCELLED, result=asked.result)
        except HsafError as refusal:
            return self._end(taken, State.FAILED, error=str(refusal))
        except Exception as error:
            log.exception("job.failed", job_id=taken.job_id, kind=taken.kind)
            return self._end(taken, State.FAILED, error=f"{type(error).__name__}: {error}")
        return self._end(taken, State.DONE, result=result)

    def _end(self, taken: Taken, state: State, **outcome: Any) -> str:
        self._leases.finish(taken.job_id, state, **outcome)
        return state


def _declared(kernel: Any) -> dict[str, list[Planned]]:
    """Every plugin's plans (none of one that has given up the last), at the times this deployment wants them."""
    changed = kernel.settings.jobs.at
    found: dict[str, list[Planned]] = {code: [] for code, _ in kernel.job_kinds()}
    for code, kind in kernel.job_kinds():
        at = changed.get(kind.kind, kind.at)
        if at and at != "off":
            found[code].append(Planned(name=kind.kind, kind=kind.kind, at=at, parameters=kind.given))
    return found
