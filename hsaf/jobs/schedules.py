"""Work that is due again and again: rows that say when, each taken by one process.

A plugin gives a kind of job its time (``JobKind.at``); centers put schedules of their own for what people
arrange, e.g. a monthly report. Whatever is due becomes a job of the queue, in the transaction that moves
the row to its next moment: once for all processes, and once for any number of moments missed while no
worker ran. A schedule whose last job is unfinished waits for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hsaf.data import current_uow, execute
from hsaf.data.schema import job, schedule
from hsaf.jobs.queue import FINISHED, Queue
from hsaf.jobs.timing import When
from hsaf.spi.clock import Clock
from hsaf.spi.database import Database

DUE: Final = "due"
"""The parameter in which a scheduled job finds the moment it was due, ``yyyy-MM-dd HH:mm:ss``."""

SYSTEM: Final = "system"


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done and when (:class:`hsaf.jobs.timing.When`). ``name`` is unique on the platform."""

    name: str
    kind: str
    at: str
    parameters: Mapping[str, Any] = msgspec.field(default_factory=dict)


class Schedule(Planned, frozen=True, kw_only=True):
    """A kept plan: who declared it (a plugin's code, or empty: put by a center), its next moment, its last job."""

    owner: str
    due_at: datetime
    last_job: str
    last_at: datetime | None
    last_state: str | None
    """State of the last job (``hsaf.jobs.State``)."""


_FIELDS: Final = Schedule.__struct_fields__
"""The columns of a schedule, and at the end the state of its last job."""


class Schedules:
    """The schedules of a deployment. Keeps nothing in memory."""

    def __init__(self, database: Database, clock: Clock, queue: Queue) -> None:
        self._database = database
        self._clock = clock
        self._queue = queue

    def put(self, plan: Planned) -> datetime:
        """Keep a plan, or another one under its name, in the running unit of work; when it is due first.

        Raises ``SCHEDULE_WRONG``.
        """
        row = self._row(plan, owner="")
        replace = ("kind", "parameters", "at", "due_at")
        execute(current_uow().database.upsert(schedule, [row], replace=replace))
        due: datetime = row["due_at"]
        return due

    def drop(self, name: str) -> None:
        """Forget a plan that was put, in the running unit of work; what is queued already still runs."""
        execute(sa.delete(schedule).where(schedule.c.name == name, schedule.c.owner == ""))

    def all(self) -> list[Schedule]:
        """Every schedule, the next one first."""
        columns = [schedule.c[name] for name in _FIELDS[:-1]]
        query = sa.select(*columns, job.c.state).outerjoin(job, job.c.job_id == schedule.c.last_job)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(schedule.c.due_at, schedule.c.name))
            return [msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Schedule) for row in rows]

    def declare(self, owner: str, plans: Sequence[Planned]) -> None:
        """Keep exactly these plans of a plugin. One whose time did not change keeps its next moment.

        Raises ``SCHEDULE_WRONG``.
        """
        rows = [self._row(plan, owner) for plan in sorted(plans, key=lambda plan: plan.name)]  # locked in one order
        mine = schedule.c.owner == owner
        with self._database.write() as connection:
            gone = mine & schedule.c.name.not_in([row["name"] for row in rows])
            connection.execute(sa.delete(schedule).where(gone))
            if rows:
                connection.execute(self._database.insert_missing(schedule, rows))
            for row in rows:
                this = mine & (schedule.c.name == row["name"])
                same = {"kind": row["kind"], "parameters": row["parameters"]}
                connection.execute(sa.update(schedule).where(this).values(same))
                moved = {"at": row["at"], "due_at": row["due_at"]}
                connection.execute(sa.update(schedule).where(this, schedule.c.at != row["at"]).values(moved))

    def tick(self, kinds: Collection[str]) -> int:
        """Submit what is due of these kinds; how many jobs."""
        count = 0
        while self._submit_one(kinds):
            count += 1
        return count

    def _submit_one(self, kinds: Collection[str]) -> bool:
        now = self._now()
        due = _due(kinds, now)
        with self._database.read() as connection:
            if connection.execute(due).first() is None:
                return False
        with self._database.write() as connection:
            row = connection.execute(self._database.locking(due, skip_locked=True)).first()
            if row is None:
                return False
            parameters = {**row.parameters, DUE: f"{row.due_at:%Y-%m-%d %H:%M:%S}"}
            made = self._queue.fresh(row.kind, parameters, SYSTEM)
            connection.execute(job.insert(), made)
            moved = {"due_at": When(row.at).after(now), "last_job": made["job_id"], "last_at": now}
            connection.execute(sa.update(schedule).where(schedule.c.name == row.name).values(moved))
        return True

    def _row(self, plan: Planned, owner: str) -> dict[str, Any]:
        due_at = When(plan.at).after(self._now())
        fresh = {"owner": owner, "due_at": due_at, "last_job": "", "last_at": None}
        return {"name": plan.name, "kind": plan.kind, "at": plan.at, "parameters": dict(plan.parameters)} | fresh

    def _now(self) -> datetime:
        return self._clock.now().replace(microsecond=0)


def _due(kinds: Collection[str], now: datetime) -> sa.Select[Any]:
    """The longest due schedule of these kinds whose last job is over."""
    running = sa.exists().where(job.c.job_id == schedule.c.last_job, job.c.state.not_in(FINISHED))
    query = sa.select(schedule).where(schedule.c.due_at <= now, schedule.c.kind.in_(kinds), ~running)
    return query.order_by(schedule.c.due_at, schedule.c.name).limit(1)


class Ticking:
    """Submits what is due of the kinds this process knows, and says on its first turn what plugins declare."""

    def __init__(self, schedules: Schedules, declared: Mapping[str, Sequence[Planned]], kinds: Collection[str]) -> None:
        self._schedules = schedules
        self._declared = dict(declared)
        self._kinds = kinds

    def tick(self) -> None:
        while self._declared:
            owner, plans = next(iter(self._declared.items()))
            self._schedules.declare(owner, plans)
            del self._declared[owner]
        self._schedules.tick(self._kinds)
