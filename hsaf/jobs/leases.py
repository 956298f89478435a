"""What a worker does to a job's row. Each is one short transaction, and none touches a job whose lease
has gone to another worker."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hsaf.data.schema import job
from hsaf.jobs.queue import State
from hsaf.spi.clock import Clock
from hsaf.spi.database import Database

ATTEMPTS: Final = 5
"""Times a job may be taken without reaching another checkpoint; one that kills its worker ends here."""

EXHAUSTED: Final = f"连续 {ATTEMPTS} 次中断，没有进展"


class LeaseLost(Exception):
    """Another worker has the job, because this one did not save a checkpoint within the lease."""


class CancelAsked(Exception):
    """The job is to stop here. A handler that has something to show gives it as ``result`` and raises on."""

    result: Any = None


class Taken(msgspec.Struct, frozen=True):
    """A job in this worker's hands."""

    job_id: str
    kind: str
    parameters: Mapping[str, Any]
    checkpoint: Any
    created_by: str


class Leases:
    """``worker`` names this worker; ``lease`` is how long it may go without a checkpoint."""

    def __init__(self, database: Database, clock: Clock, worker: str, lease: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._worker = worker
        self._lease = lease

    def take(self, kinds: Collection[str], job_id: str = "") -> Taken | None:
        """The longest waiting job of these kinds, or that one; ``None`` when there is none to take."""
        now = self._now()
        due = self._due(kinds, job_id, now)
        with self._database.read() as connection:
            if connection.execute(due).first() is None:
                return None
        with self._database.write() as connection:
            row = connection.execute(self._database.locking(due, skip_locked=True)).first()
            if row is None:
                return None
            verdict = _verdict(row)
            values = verdict | {"finished_at": now} if verdict else self._mine(now)
            connection.execute(job.update().where(job.c.job_id == row.job_id).values(values))
        if verdict:
            return None
        return Taken(row.job_id, row.kind, row.parameters, row.checkpoint, row.created_by)

    def keep(self, job_id: str, checkpoint: Any, step: str, done: int, total: int) -> None:
        """Save a checkpoint and go on with a fresh lease. Raises ``LeaseLost`` or ``CancelAsked``."""
        values = {"checkpoint": checkpoint, "step": step, "done": done, "total": total, "attempts": 0}
        self._update(job_id, values | {"lease_until": self._now() + self._lease})
        with self._database.read() as connection:
            if connection.execute(sa.select(job.c.cancel_asked).where(job.c.job_id == job_id)).scalar_one():
                raise CancelAsked

    def release(self, job_id: str) -> None:
        """Give the job back, to be taken at once by another worker."""
        self._update(job_id, {"state": State.QUEUED, "worker": "", "attempts": 0, "lease_until": self._now()})

    def finish(self, job_id: str, state: State, *, result: Any = None, error: str = "") -> None:
        self._update(job_id, {"state": state, "result": result, "error": error[:2000], "finished_at": self._now()})

    def _update(self, job_id: str, values: Mapping[str, Any]) -> None:
        mine = sa.and_(job.c.job_id == job_id, job.c.worker == self._worker, job.c.state == State.RUNNING)
        with self._database.write() as connection:
            if connection.execute(job.update().where(mine).values(values)).rowcount == 0:
                raise LeaseLost

    def _mine(self, now: datetime) -> dict[str, Any]:
        return {
            "state": State.RUNNING,
            "worker": self._worker,
            "lease_until": now + self._lease,
            "attempts": job.c.attempts + 1,
            "started_at": sa.func.coalesce(job.c.started_at, now),
        }

    def _due(self, kinds: Collection[str], job_id: str, now: datetime) -> sa.Select[Any]:
        """Queued jobs, and running ones whose worker has fallen silent."""
        silent = sa.and_(job.c.state == State.RUNNING, job.c.lease_until <= now)
        query = sa.select(job).where(sa.or_(job.c.state == State.QUEUED, silent), job.c.kind.in_(kinds))
        if job_id:
            query = query.where(job.c.job_id == job_id)
        return query.order_by(job.c.created_at, job.c.job_id).limit(1)

    def _now(self) -> datetime:
        return self._clock.now().replace(microsecond=0)


def _verdict(row: Any) -> dict[str, Any]:
    """How a job ends that is not to be run again."""
    if row.cancel_asked:
        return {"state": State.CANCELLED}
    return {"state": State.FAILED, "error": EXHAUSTED} if row.attempts >= ATTEMPTS else {}
