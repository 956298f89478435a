"""What may be asked about jobs: submit, look, cancel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hsaf.contract import context
from hsaf.contract.refusals import JOB_UNKNOWN
from hsaf.data import execute
from hsaf.data.schema import job
from hsaf.spi.clock import Clock
from hsaf.spi.database import Database
from hsaf.spi.ids import Ids


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    """Some worker has it, or had it when its process died: the lease says until when."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED: Final = frozenset({State.DONE, State.FAILED, State.CANCELLED})


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One job. ``done`` of ``total`` units are behind it (``total`` 0: not known yet)."""

    job_id: str
    kind: str
    state: State
    parameters: Mapping[str, Any]
    step: str
    done: int
    total: int
    result: Any
    error: str
    attempts: int
    cancel_asked: bool
    lease_until: datetime
    created_at: datetime
    created_by: str
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def finished(self) -> bool:
        return self.state in FINISHED


_COLUMNS: Final = tuple(job.c[name] for name in Job.__struct_fields__)


class Queue:
    """The jobs of a deployment. Keeps nothing in memory."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    def submit(self, kind: str, parameters: Mapping[str, Any], about: str = "") -> str:
        """Put a job in the queue, in the running unit of work; its id. It runs once that commits."""
        who = context.current().principal
        row = self.fresh(kind, parameters, context.current().actor)
        row |= {"about": about, "org_no": who.org_no if who else ""}
        execute(job.insert(), row)
        job_id: str = row["job_id"]
        return job_id

    def fresh(self, kind: str, parameters: Mapping[str, Any], by: str) -> dict[str, Any]:
        """The row of a new job."""
        now = self._clock.now().replace(microsecond=0)
        return {
            "job_id": self._ids.new("JB"),
            "kind": kind,
            "state": State.QUEUED,
            "parameters": dict(parameters),
            "checkpoint": None,
            "step": "",
            "done": 0,
            "total": 0,
            "result": None,
            "error": "",
            "attempts": 0,
            "cancel_asked": False,
            "worker": "",
            "lease_until": now,
            "created_at": now,
            "created_by": by,
            "about": "",
            "org_no": "",
        }

    def get(self, job_id: str) -> Job:
        """Raises ``JOB_UNKNOWN``."""
        with self._database.read() as connection:
            row = connection.execute(sa.select(*_COLUMNS).where(job.c.job_id == job_id)).first()
        if row is None:
            raise JOB_UNKNOWN(job_id=job_id)
        return _job(row)

    def recent(self, limit: int = 50) -> list[Job]:
        """The latest jobs, newest first."""
        query = sa.select(*_COLUMNS).order_by(job.c.created_at.desc(), job.c.job_id.desc()).limit(limit)
        with self._database.read() as connection:
            return [_job(row) for row in connection.execute(query)]

    def about(self, kind: str, about: str, org_no: str, limit: int = 50) -> list[Job]:
        """An organisation's latest jobs on something, newest first."""
        mine = (job.c.about == about, job.c.kind == kind, job.c.org_no == org_no)
        newest = (job.c.created_at.desc(), job.c.job_id.desc())
        with self._database.read() as connection:
            rows = connection.execute(sa.select(*_COLUMNS).where(*mine).order_by(*newest).limit(limit))
            return [_job(row) for row in rows]

    def remark(self, job_id: str, remark: Mapping[str, Any]) -> None:
        """Add to the result of a finished job, in the running unit of work, whose subject keeps others from doing so
        at the same time. Nothing where the job is not known any more."""
        this = job.c.job_id == job_id
        row = execute(sa.select(job.c.result).where(this, job.c.state.in_(FINISHED))).first()
        if row is not None:
            execute(job.update().where(this).values(result={**(row.result or {}), **remark}))

    def cancel(self, job_id: str) -> Job:
        """A queued job is cancelled at once, a running one at its next checkpoint; a finished one stays.

        Raises ``JOB_UNKNOWN``.
        """
        this = job.c.job_id == job_id
        gone = {"state": State.CANCELLED, "finished_at": self._clock.now().replace(microsecond=0)}
        with self._database.write() as connection:
            connection.execute(job.update().where(this, job.c.state == State.QUEUED).values(gone))
            connection.execute(job.update().where(this, job.c.state == State.RUNNING).values(cancel_asked=True))
        return self.get(job_id)


def _job(row: sa.Row[Any]) -> Job:
    return msgspec.convert(dict(zip(Job.__struct_fields__, row, strict=True)), Job)
