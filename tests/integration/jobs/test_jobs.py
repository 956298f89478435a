"""Jobs are run once, by one worker at a time, from where they stopped; and they can be called off."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import BUSY
from hsaf.jobs import Job, JobRun, Queue, State, Worker
from hsaf.jobs.leases import ATTEMPTS, EXHAUSTED
from hsaf.testing.harness import Harness

KIND = "test.count"
LEASE = timedelta(seconds=60)


def count(run: JobRun) -> dict[str, Any]:
    """Counts to ``parameters['to']`` and adds up, one chunk for each number."""
    state = run.checkpoint or {"at": 0, "sum": 0}
    while state["at"] < run.parameters["to"]:
        at = state["at"] + 1
        state = {"at": at, "sum": state["sum"] + at}
        run.save(state, step=f"第 {at} 步", done=at, total=run.parameters["to"])
    return {"sum": state["sum"]}


class Jobs:
    """A queue, and workers over the same database."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.queue = Queue(harness.database, harness.clock, harness.ids)

    def submit(self, to: int = 3, kind: str = KIND) -> str:
        return self.harness.write(lambda: self.queue.submit(kind, {"to": to}))

    def worker(self, handler: Callable[[JobRun], Any] = count, name: str = "w1", **options: Any) -> Worker:
        here = self.harness
        return Worker(
            here.database,
            here.clock,
            here.pipeline,
            {KIND: handler},
            lambda operation, actor: nullcontext(),
            lease=LEASE,
            name=name,
            **options,
        )

    def get(self, job_id: str) -> Job:
        return self.queue.get(job_id)


@pytest.fixture
def jobs(harness: Harness) -> Jobs:
    return Jobs(harness)


def test_a_job_runs_to_its_result_and_tells_how_far_it_is(jobs: Jobs) -> None:
    seen: list[tuple[str, int, int]] = []
    job_id = jobs.submit(3)
    assert (jobs.get(job_id).state, jobs.get(job_id).created_by) == (State.QUEUED, "tester")
    worker = jobs.worker(watch=lambda *progress: seen.append(progress))
    assert worker.run_once() == 1
    assert worker.run_once() == 0
    done = jobs.get(job_id)
    assert (done.state, done.result, done.done, done.total, done.step) == (State.DONE, {"sum": 6}, 3, 3, "第 3 步")
    assert seen == [("第 1 步", 1, 3), ("第 2 步", 2, 3), ("第 3 步", 3, 3)]
    assert done.finished
    assert done.started_at is not None


def test_a_rolled_back_submission_is_no_job(jobs: Jobs) -> None:
    def fail() -> None:
        jobs.queue.submit(KIND, {"to": 1})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        jobs.harness.write(fail)
    assert jobs.queue.recent() == []


def test_the_longest_waiting_job_comes_first_and_unknown_kinds_wait(jobs: Jobs) -> None:
    first = jobs.submit(1)
    other = jobs.submit(1, kind="somebody.else")
    jobs.harness.clock.advance(timedelta(seconds=5))
    second = jobs.submit(1)
    worker = jobs.worker()
    assert worker.run_once() == 1
    assert (jobs.get(first).state, jobs.get(second).state) == (State.DONE, State.QUEUED)
    assert worker.run_once(second) == 1
    assert worker.run_once() == 0
    assert jobs.get(other).state is State.QUEUED
    assert [job.job_id for job in jobs.queue.recent(1)] == [second]


class Died(BaseException):
    """What a killed process looks like from inside: nothing after it runs."""


def dying_after(chunks: int) -> Callable[[JobRun], Any]:
    def handler(run: JobRun) -> Any:
        save = run.save

        def counted(checkpoint: Any, **progress: Any) -> None:
            save(checkpoint, **progress)
            if progress["done"] == chunks:
                raise Died

        run.save = counted  # type: ignore[method-assign]
        return count(run)

    return handler


def test_a_job_whose_worker_died_goes_on_from_its_checkpoint_when_the_lease_is_over(jobs: Jobs) -> None:
    job_id = jobs.submit(5)
    with pytest.raises(Died):
        jobs.worker(dying_after(2)).run_once()
    seen: list[int] = []
    other = jobs.worker(name="w2", watch=lambda step, done, total: seen.append(done))
    assert other.run_once() == 0
    jobs.harness.clock.advance(LEASE)
    assert other.run_once() == 1
    assert seen == [3, 4, 5]
    assert jobs.get(job_id).result == {"sum": 15}


def test_a_clock_that_goes_back_leaves_a_job_with_its_worker(jobs: Jobs) -> None:
    job_id = jobs.submit(2)

    def stepped(run: JobRun) -> Any:
        jobs.harness.clock.advance(-timedelta(hours=2))
        run.save({"at": 1, "sum": 1}, done=1, total=2)
        assert jobs.worker(name="w2").run_once() == 0
        return count(run)

    assert jobs.worker(stepped).run_once() == 1
    assert jobs.get(job_id).result == {"sum": 3}


def test_a_worker_that_was_silent_too_long_changes_nothing_any_more(jobs: Jobs) -> None:
    job_id = jobs.submit(3)

    def slow(run: JobRun) -> Any:
        run.save({"at": 1, "sum": 1}, done=1, total=3)
        jobs.harness.clock.advance(LEASE)
        assert jobs.worker(name="w2").run_once() == 1
        run.save({"at": 1, "sum": 999}, done=1, total=3)
        return {"sum": 999}

    assert jobs.worker(slow).run_once() == 1
    assert jobs.get(job_id).result == {"sum": 6}


def test_a_queued_job_is_cancelled_at_once(jobs: Jobs) -> None:
    job_id = jobs.submit()
    assert jobs.queue.cancel(job_id).state is State.CANCELLED
    assert jobs.worker().run_once() == 0


def test_a_running_job_is_cancelled_at_its_next_checkpoint(jobs: Jobs) -> None:
    job_id = jobs.submit(9)

    def cancelled_after_two(run: JobRun) -> Any:
        run.save({"at": 1, "sum": 1}, done=1, total=9)
        assert jobs.queue.cancel(job_id).state is State.RUNNING
        return count(run)

    assert jobs.worker(cancelled_after_two).run_once() == 1
    stopped = jobs.get(job_id)
    assert (stopped.state, stopped.done, stopped.result) == (State.CANCELLED, 2, None)
    assert jobs.queue.cancel(job_id).state is State.CANCELLED


def test_a_job_cancelled_after_its_worker_died_does_not_run_again(jobs: Jobs) -> None:
    job_id = jobs.submit(5)
    with pytest.raises(Died):
        jobs.worker(dying_after(1)).run_once()
    jobs.queue.cancel(job_id)
    jobs.harness.clock.advance(LEASE)
    assert jobs.worker(name="w2").run_once() == 0
    assert jobs.get(job_id).state is State.CANCELLED


def test_a_failure_is_kept_with_its_reason(jobs: Jobs) -> None:
    job_id = jobs.submit()

    def broken(_: JobRun) -> None:
        raise KeyError("missing")

    assert jobs.worker(broken).run_once() == 1
    assert (jobs.get(job_id).state, jobs.get(job_id).error) == (State.FAILED, "KeyError: 'missing'")


def test_a_refusal_is_the_reason_in_words(jobs: Jobs) -> None:
    job_id = jobs.submit()

    def refusing(_: JobRun) -> None:
        raise BUSY()

    jobs.worker(refusing).run_once()
    assert "系统繁忙" in jobs.get(job_id).error


def test_a_job_that_kills_its_workers_is_given_up(jobs: Jobs) -> None:
    job_id = jobs.submit()

    def deadly(_: JobRun) -> None:
        raise Died

    for _ in range(ATTEMPTS):
        with pytest.raises(Died):
            jobs.worker(deadly).run_once()
        jobs.harness.clock.advance(LEASE)
    assert jobs.worker(deadly).run_once() == 0
    assert (jobs.get(job_id).state, jobs.get(job_id).error) == (State.FAILED, EXHAUSTED)


def test_a_worker_told_to_stop_gives_the_job_back_at_once(jobs: Jobs) -> None:
    job_id = jobs.submit(5)
    worker = jobs.worker(watch=lambda step, done, total: worker.loop.stop() if done == 2 else None)
    worker.run_once()
    assert (jobs.get(job_id).state, jobs.get(job_id).done) == (State.QUEUED, 2)
    assert jobs.worker(name="w2").run_once() == 1
    assert jobs.get(job_id).result == {"sum": 15}


def test_several_workers_share_the_queue_and_run_each_job_once(jobs: Jobs) -> None:
    ran: list[str] = []
    wanted = {jobs.submit(2) for _ in range(6)}

    def noted(run: JobRun) -> Any:
        ran.append(run.job_id)
        return count(run)

    def until_empty(name: str) -> None:
        worker = jobs.worker(noted, name=name)
        while any(not job.finished for job in jobs.queue.recent()):
            worker.run_once()

    threads = [threading.Thread(target=until_empty, args=(f"w{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran) == sorted(wanted)
    assert {job.result["sum"] for job in jobs.queue.recent()} == {3}


def test_an_unknown_job_is_refused_by_number(jobs: Jobs) -> None:
    for ask in (jobs.get, jobs.queue.cancel):
        with pytest.raises(HsafError, match="JB0"):
            ask("JB0")
