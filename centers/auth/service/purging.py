"""Deletes sessions and one-time secrets that can never be used again, as a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from centers.auth.config import Config
from centers.auth.contract.staff import SUBJECT
from centers.auth.data.sessions import SessionRepository
from centers.auth.data.staff import StaffRepository
from hsaf.data.pipeline import Pipeline
from hsaf.jobs import JobRun
from hsaf.jobs.schedules import DUE

KIND: Final = "auth.purge"


class Purging:
    """What is deleted was refused already: the job makes room, it ends nothing. Each delete asks again whether the
    row is over, so that a session used meanwhile stays."""

    def __init__(
        self, sessions: SessionRepository, secrets: StaffRepository, pipeline: Pipeline, config: Config
    ) -> None:
        self._sessions = sessions
        self._secrets = secrets
        self._pipeline = pipeline
        self._idle = timedelta(minutes=config.idle_minutes)

    def run(self, run: JobRun) -> dict[str, int]:
        now = datetime.fromisoformat(run.parameters[DUE])
        sessions = self._all(run, "清理过期会话", lambda: self._sessions.drop_dead(now, now - self._idle))
        secrets = self._all(run, "清理过期票据", lambda: self._secrets.drop_stale(now))
        return {"sessions": sessions, "secrets": secrets}

    def _all(self, run: JobRun, step: str, drop: Callable[[], int]) -> int:
        gone = 0
        while count := self._pipeline.write(KIND, drop, subject=SUBJECT.format(account=KIND)).result:
            gone += count
            run.save(None, step=step, done=gone, total=0)
        return gone
