"""The kernel's own scheduled work: rows nobody will ask for again are deleted, a chunk a transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from hsaf.data.bulk import CHUNK
from hsaf.data.schema import draft, job, request
from hsaf.jobs.queue import FINISHED
from hsaf.jobs.running import JobRun
from hsaf.jobs.schedules import DUE
from hsaf.spi.database import Database

KIND: Final = "kernel.housekeeping"
NAME: Final = "清理过期的请求与任务记录"
AT: Final = "at 03:40"
JOB_DAYS: Final = 90
"""How long finished jobs are shown."""


DRAFT_DAYS: Final = 30
"""How long a draft of a wizard waits for somebody to go on with it."""


class Housekeeping:
    """``request_days``: how long a message is answered the same again; later it is a new one, which the
    state of its visit refuses."""

    def __init__(self, database: Database, request_days: int) -> None:
        self._database = database
        self._request_days = request_days

    def run(self, run: JobRun) -> dict[str, int]:
        """The job; its result counts ``requests``, ``jobs`` and ``drafts``."""
        due = datetime.fromisoformat(run.parameters[DUE])
        old = sa.and_(job.c.finished_at < due - timedelta(days=JOB_DAYS), job.c.state.in_(FINISHED))
        return {
            "requests": self._purge(run, request, request.c.created_at < due - timedelta(days=self._request_days)),
            "jobs": self._purge(run, job, old),
            "drafts": self._purge(
                run, draft, draft.c.updated_at < due - timedelta(days=DRAFT_DAYS), draft.c.updated_at
            ),
        }

    def _purge(
        self, run: JobRun, table: sa.Table, old: sa.ColumnElement[bool], at: sa.Column[Any] | None = None
    ) -> int:
        """A chunk after the other by time of creation (or another one with an index); those of one moment go together."""
        made = table.c.created_at if at is None else at
        oldest = sa.select(made).where(old).order_by(made).limit(CHUNK)
        gone = 0
        while True:
            with self._database.write() as connection:
                moments = connection.execute(oldest).scalars().all()
                if not moments:
                    return gone
                gone += connection.execute(sa.delete(table).where(old, made <= moments[-1])).rowcount
            run.save(None, step=table.name, done=gone, total=0)
