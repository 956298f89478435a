"""A job as its handler sees it while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hsaf.data.pipeline import Pipeline
from hsaf.jobs.leases import Leases, Taken

Watch = Callable[[str, int, int], None]
"""Told of each checkpoint: step, done, total."""


class Stopping(Exception):
    """The worker is to end; the job goes on elsewhere from its last checkpoint."""


class JobRun:
    """``parameters`` are what was asked, ``checkpoint`` where to go on (``None`` at the beginning).

    A handler works in chunks and saves after each. A chunk may be run again when its process dies before
    saving, so it must have no effect but what :meth:`save` is given, or one that is idempotent.
    """

    def __init__(
        self, taken: Taken, leases: Leases, pipeline: Pipeline, watch: Watch, stopping: Callable[[], bool]
    ) -> None:
        self.job_id = taken.job_id
        self.kind = taken.kind
        self.parameters: Mapping[str, Any] = taken.parameters
        self.checkpoint: Any = taken.checkpoint
        self._leases = leases
        self._pipeline = pipeline
        self._watch = watch
        self._stopping = stopping

    def read(self, work: Callable[[], Any]) -> Any:
        """Run ``work`` on one consistent snapshot of the database."""
        return self._pipeline.read(f"jobs.{self.kind}", work).result

    def save(self, checkpoint: Any, *, step: str = "", done: int, total: int) -> None:
        """Keep how far the job has come. Whatever it raises the handler lets pass: it is the job's end,
        or that of this worker. A cancelled job (``CancelAsked``) may be given the result it has come to."""
        self.checkpoint = checkpoint
        self._leases.keep(self.job_id, checkpoint, step, done, total)
        self._watch(step, done, total)
        if self._stopping():
            raise Stopping


Handler = Callable[[JobRun], Any]
"""Runs a job to its end; what it returns (JSON-able) is the job's result."""
