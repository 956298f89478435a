"""Deletes files whose time has long been over, as a job."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from centers.exchange.data.repository import Repository
from hsaf.data import current_uow
from hsaf.data.pipeline import Pipeline
from hsaf.jobs import JobRun
from hsaf.jobs.schedules import DUE

KIND: Final = "exchange.purge"
SUBJECT: Final = "exchange"


class Purging:
    """``expired_days`` after the end of their download time, files go with their content. Public ones stay:
    the same catalog may be published again at any time."""

    def __init__(self, repository: Repository, pipeline: Pipeline, expired_days: int) -> None:
        self._repository = repository
        self._pipeline = pipeline
        self._kept = timedelta(days=expired_days)

    def run(self, run: JobRun) -> dict[str, int]:
        """The job. Row by row: the content goes first, so that a process that dies between leaves no content
        without its row."""
        before = datetime.fromisoformat(run.parameters[DUE]) - self._kept
        gone = 0
        while chunk := run.read(lambda: self._repository.expired(before)):
            for owner, file_qury_no, object_key in chunk:
                self._repository.discard(object_key)
                self._forget(owner, file_qury_no)
            gone += len(chunk)
            run.save(None, step="清理过期文件", done=gone, total=0)
        return {"files": gone}

    def _forget(self, owner: str, file_qury_no: str) -> None:
        def work() -> Any:
            self._repository.forget(owner, file_qury_no)
            current_uow().audit("exchange.file_purged", {"file_qury_no": file_qury_no, "owner": owner})

        self._pipeline.write(KIND, work, subject=SUBJECT)
