"""Follow a background job in the terminal until it has ended."""

from __future__ import annotations

import time
from contextlib import nullcontext
from typing import Any, Final

from hsaf.edge.cli.output import TerminalProgress
from hsaf.jobs import Job, Worker

PAUSE: Final = 0.5
"""Seconds between looks at a job that another worker has."""


def follow(kernel: Any, job_id: str, title: str, *, quiet: bool) -> Job:
    """Run the job here, or wait for the worker that has it, until it has ended."""
    with nullcontext() if quiet else TerminalProgress() as progress:
        bar = _Bar(progress, title)
        worker = Worker.of(kernel, watch=bar.watch)
        job: Job = kernel.jobs.get(job_id)
        while not job.finished:
            bar.watch(job.step, job.done, job.total)
            if not worker.run_once(job_id):
                time.sleep(PAUSE)
            job = kernel.jobs.get(job_id)
    return job


class _Bar:
    """A progress bar from the running totals of a job."""

    def __init__(self, progress: TerminalProgress | None, title: str) -> None:
        self._title = title
        self._progress = progress
        self._total = self._done = 0

    def watch(self, _: str, done: int, total: int) -> None:
        if self._progress is None or not total:
            return
        if total != self._total:
            self._progress.step(self._title, total)
            self._total, self._done = total, 0
        self._progress.advance(done - self._done)
        self._done = done
