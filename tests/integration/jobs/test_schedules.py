"""What is due again and again becomes a job once, whoever looks, and once however long nobody looked."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from hsaf.contract.errors import HsafError
from hsaf.contract.refusals import SCHEDULE_WRONG
from hsaf.data.schema import job, request
from hsaf.jobs import JobRun, Planned, Queue, Schedules, State, Worker
from hsaf.jobs.housekeeping import Housekeeping
from hsaf.jobs.schedules import Ticking
from hsaf.jobs.timing import When
from hsaf.testing.harness import Harness

KIND = "test.report"
NIGHTLY = Planned(name="nightly", kind=KIND, at="at 02:30", parameters={"of": "books"})
NOON = datetime(2026, 6, 1, 12)
"""A Monday."""


class Plans:
    """Schedules and a queue over one database, with a clock that starts on a Monday at noon."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.set_clock(NOON)
        self.queue = Queue(harness.database, harness.clock, harness.ids)
        self.schedules = Schedules(harness.database, harness.clock, self.queue)

    def set_clock(self, moment: datetime) -> None:
        self.harness.clock.advance(moment - self.harness.clock.now())

    def jobs(self) -> list[Any]:
        return [one for one in self.queue.recent() if one.kind == KIND]

    def at(self, moment: datetime) -> int:
        self.set_clock(moment)
        return self.schedules.tick([KIND])

    def finish(self) -> None:
        """Let a worker do what is queued."""
        here = self.harness
        worker = Worker(
            here.database,
            here.clock,
            here.pipeline,
            {KIND: lambda run: None},
            lambda operation, actor: nullcontext(),
            lease=timedelta(seconds=60),
            name="w",
        )
        while worker.run_once():
            pass


@pytest.fixture
def plans(harness: Harness) -> Plans:
    return Plans(harness)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every 10 minutes", datetime(2026, 6, 1, 12, 10)),
        ("every 6 hours", datetime(2026, 6, 1, 18)),
        ("at 12:00", datetime(2026, 6, 2, 12)),
        ("at 12:01", datetime(2026, 6, 1, 12, 1)),
        ("at 02:30 on monday", datetime(2026, 6, 8, 2, 30)),
        ("at 02:30 on day 28", datetime(2026, 6, 28, 2, 30)),
        ("at 02:30 on day 1", datetime(2026, 7, 1, 2, 30)),
        ("at 23:59 on the last day", datetime(2026, 6, 30, 23, 59)),
    ],
)
def test_the_next_moment_is_later_than_the_one_asked_from(text: str, expected: datetime) -> None:
    assert When(text).after(NOON) == expected


@pytest.mark.parametrize(
    "text", ["", "every 0 minutes", "every day", "at 24:00", "at 2:30", "at 02:30 on day 29", "at 02:30 on holiday"]
)
def test_a_time_nobody_understands_is_refused_with_examples(text: str) -> None:
    with pytest.raises(HsafError) as refused:
        When(text)
    assert refused.value.error is SCHEDULE_WRONG
    assert "at 02:30" in str(refused.value)


def test_a_due_schedule_becomes_a_job_that_knows_when_it_was_due(plans: Plans) -> None:
    plans.schedules.declare("books", [NIGHTLY])
    assert plans.at(datetime(2026, 6, 2, 2, 29, 59)) == 0
    assert plans.at(datetime(2026, 6, 2, 2, 30)) == 1
    assert plans.at(datetime(2026, 6, 2, 2, 30)) == 0
    (made,) = plans.jobs()
    assert made.parameters == {"of": "books", "due": "2026-06-02 02:30:00"}
    (kept,) = plans.schedules.all()
    assert (kept.last_job, kept.last_state) == (made.job_id, State.QUEUED)
    assert kept.due_at == datetime(2026, 6, 3, 2, 30)


def test_moments_missed_while_nobody_worked_are_caught_up_once(plans: Plans) -> None:
    plans.schedules.declare("books", [NIGHTLY])
    assert plans.at(datetime(2026, 6, 20, 9)) == 1
    plans.finish()
    assert plans.at(datetime(2026, 6, 20, 9, 1)) == 0
    assert plans.jobs()[0].parameters["due"] == "2026-06-02 02:30:00"
    assert plans.schedules.all()[0].due_at == datetime(2026, 6, 21, 2, 30)


def test_the_next_run_waits_for_the_last_one(plans: Plans) -> None:
    plans.schedules.declare("books", [Planned(name="often", kind=KIND, at="every 1 minutes")])
    assert plans.at(NOON + timedelta(minutes=1)) == 1
    assert plans.at(NOON + timedelta(minutes=5)) == 0
    plans.finish()
    assert plans.at(NOON + timedelta(minutes=5)) == 1


def test_many_processes_submit_it_once(plans: Plans) -> None:
    plans.schedules.declare("books", [NIGHTLY])
    plans.set_clock(datetime(2026, 6, 2, 3))
    start, made = threading.Barrier(6), []

    def look() -> None:
        start.wait()
        made.append(plans.schedules.tick([KIND]))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (sum(made), len(plans.jobs())) == (1, 1)


def test_a_plugin_declares_again_without_losing_its_turn(plans: Plans) -> None:
    plans.schedules.declare("books", [NIGHTLY, Planned(name="old", kind=KIND, at="at 01:00")])
    plans.set_clock(datetime(2026, 6, 2, 9))
    plans.schedules.declare("books", [Planned(name="nightly", kind=KIND, at="at 02:30", parameters={"of": "more"})])
    (kept,) = plans.schedules.all()
    assert (kept.due_at, kept.parameters) == (datetime(2026, 6, 2, 2, 30), {"of": "more"})
    plans.schedules.declare("books", [Planned(name="nightly", kind=KIND, at="at 05:00")])
    assert plans.schedules.all()[0].due_at == datetime(2026, 6, 3, 5)


def test_a_center_puts_changes_and_drops_plans_of_people(plans: Plans) -> None:
    write = plans.harness.write
    plans.schedules.declare("books", [NIGHTLY])
    monthly = Planned(name="report:7", kind=KIND, at="at 08:00 on day 1", parameters={"report": 7})
    assert write(lambda: plans.schedules.put(monthly)) == datetime(2026, 7, 1, 8)
    weekly = Planned(name="report:7", kind=KIND, at="at 08:00 on friday", parameters={"report": 8})
    assert write(lambda: plans.schedules.put(weekly)) == datetime(2026, 6, 5, 8)
    plans.schedules.declare("books", [NIGHTLY])
    assert [one.name for one in plans.schedules.all()] == ["nightly", "report:7"]
    write(lambda: plans.schedules.drop("report:7"))
    write(lambda: plans.schedules.drop("nightly"))
    assert [one.name for one in plans.schedules.all()] == ["nightly"]


def test_a_process_without_the_plugin_leaves_its_schedules_to_others(plans: Plans) -> None:
    plans.schedules.declare("books", [NIGHTLY])
    plans.set_clock(datetime(2026, 6, 2, 3))
    assert plans.schedules.tick(["somebody.else"]) == 0
    assert plans.schedules.tick([KIND]) == 1


def test_a_worker_declares_on_its_first_turn_and_runs_what_is_due(plans: Plans) -> None:
    here, ran = plans.harness, []

    def handler(run: JobRun) -> None:
        ran.append(run.parameters["due"])

    worker = Worker(
        here.database,
        here.clock,
        here.pipeline,
        {KIND: handler},
        lambda operation, actor: nullcontext(),
        lease=timedelta(seconds=60),
        name="w",
        ticking=Ticking(plans.schedules, {"books": [NIGHTLY]}, [KIND]),
    )
    assert worker.run_once() == 0
    plans.set_clock(datetime(2026, 6, 2, 2, 31))
    assert (worker.run_once(), worker.run_once()) == (1, 0)
    assert ran == ["2026-06-02 02:30:00"]
    assert plans.schedules.all()[0].last_state == State.DONE


def _request(key: str, created_at: datetime) -> dict[str, Any]:
    common = {"scope": "H99010100001", "digest": "", "state": "done", "answer": b""}
    return {"request_key": key, "created_at": created_at, **common}


def test_old_requests_and_finished_jobs_are_deleted_and_others_kept(plans: Plans) -> None:
    database = plans.harness.database
    with database.write() as connection:
        old, young = NOON - timedelta(days=401), NOON - timedelta(days=399)
        connection.execute(request.insert(), [_request(f"{at:%j}{n}", at) for at in (old, young) for n in range(501)])
    plans.harness.write(lambda: plans.queue.submit(KIND, {}))
    plans.finish()
    plans.set_clock(NOON + timedelta(days=91))
    unfinished = plans.harness.write(lambda: plans.queue.submit("somebody.else", {}))

    def clean(due: datetime) -> Any:
        parameters = {"due": f"{due:%Y-%m-%d %H:%M:%S}"}
        here = plans.harness
        worker = Worker(
            here.database,
            here.clock,
            here.pipeline,
            {"clean": Housekeeping(database, request_days=400).run},
            lambda operation, actor: nullcontext(),
            lease=timedelta(seconds=60),
            name="w",
        )
        job_id = here.write(lambda: plans.queue.submit("clean", parameters))
        worker.run_once()
        return plans.queue.get(job_id).result

    assert clean(NOON) == {"requests": 501, "jobs": 0, "drafts": 0}
    with database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(request)).scalar_one() == 501
    assert clean(NOON + timedelta(days=91)) == {"requests": 501, "jobs": 1, "drafts": 0}
    with database.read() as connection:
        kept = connection.execute(sa.select(job.c.job_id).where(job.c.kind == "somebody.else")).scalars().all()
    assert kept == [unfinished]


def test_processes_that_start_together_declare_the_same(plans: Plans) -> None:
    declared = [Planned(name=f"plan{n}", kind=KIND, at="at 02:30") for n in range(6)]
    old = [Planned(name=f"old{n}", kind=KIND, at="at 02:30") for n in range(6)]
    for _ in range(5):
        plans.schedules.declare("books", old)
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda way: plans.schedules.declare("books", declared[::way]), (1, -1) * 3))
        assert [one.name for one in plans.schedules.all()] == [one.name for one in declared]
