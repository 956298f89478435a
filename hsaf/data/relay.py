"""The outbox relay: delivers committed events to their subscribers, at least once.

A worker leases due rows by moving their ``due_at`` forward, so that a crash only delays them; the rows
of an event are handed out again until every handler of it has returned, then deleted. Handlers are
idempotent by event id. An event that keeps failing is parked with the reason and waits for an operator.
The order of events is not promised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
import structlog

from hsaf.data.loop import Loop
from hsaf.data.schema import outbox
from hsaf.observe import metrics
from hsaf.spi.clock import Clock
from hsaf.spi.database import Database

Handler = Callable[[str, Mapping[str, Any]], None]
"""Takes event id and payload."""

ATTEMPTS: Final = 10
"""Deliveries tried before an event is parked: about a quarter of an hour with the pauses below."""

BATCH: Final = 20
LEASE: Final = timedelta(seconds=120)
LONGEST_PAUSE: Final = timedelta(seconds=300)
INTERVAL: Final = 0.5
"""Seconds between looks at an empty outbox."""

log = structlog.get_logger("hsaf.data")


class Relay:
    """Delivers the events that ``handlers`` names; rows of other events are left for their plugin.

    ``system`` encloses each delivery in a context of the platform itself.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handlers: Mapping[str, Sequence[Handler]],
        system: Callable[[], AbstractContextManager[Any]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._handlers = handlers
        self._system = system
        self._loop = Loop("outbox-relay", self.run_once, INTERVAL)

    @classmethod
    def of(cls, kernel: Any) -> Relay:
        """The relay of a running kernel."""
        handlers: dict[str, list[Handler]] = {}
        for _, subscription in kernel.subscriptions():
            handlers.setdefault(subscription.event, []).append(subscription.handler)
        return cls(kernel.database, kernel.clock, handlers, lambda: kernel.system("outbox.relay"))

    def start(self) -> None:
        """Deliver in a thread of this process until :meth:`stop`; nothing to do without handlers."""
        if self._handlers:
            self._loop.start()

    def stop(self) -> None:
        """Finish the delivery under way and end the thread."""
        self._loop.stop()

    # -- one round --------------------------------------------------------------------------------

    def run_once(self) -> int:
        """Deliver one batch of due events; how many were tried."""
        leased = self._lease()
        for number, row in enumerate(leased):
            if self._loop.stopping():
                return number
            self._deliver(row)
        return len(leased)

    def _lease(self) -> Sequence[sa.Row[Any]]:
        """Take due events for this worker. Looks without a lock first: the outbox is mostly empty."""
        now = self._now()
        due = (
            sa.select(outbox.c.event_id, outbox.c.event, outbox.c.payload, outbox.c.attempts, outbox.c.created_at)
            .where(outbox.c.state == "due", outbox.c.due_at <= now, outbox.c.event.in_(self._handlers))
            .order_by(outbox.c.due_at)
            .limit(BATCH)
        )
        with self._database.read() as connection:
            oldest = connection.execute(due.limit(1)).first()
        metrics.OUTBOX_LAG.set((now - oldest.created_at).total_seconds() if oldest else 0)
        if oldest is None:
            return ()
        with self._database.write() as connection:
            rows = connection.execute(self._database.locking(due, skip_locked=True)).all()
            mine = outbox.c.event_id.in_([row.event_id for row in rows])
            lease = {"due_at": now + LEASE, "attempts": outbox.c.attempts + 1}
            connection.execute(outbox.update().where(mine).values(lease))
        return rows

    def _deliver(self, row: sa.Row[Any]) -> None:
        this = outbox.c.event_id == row.event_id
        try:
            with self._system():
                for handler in self._handlers[row.event]:
                    handler(row.event_id, row.payload)
        except Exception as error:
            log.warning("outbox.delivery_failed", event_id=row.event_id, outbox_event=row.event, exc_info=True)
            after = self._after_failure(row.attempts + 1, f"{type(error).__name__}: {error}")
            statement: sa.Executable = outbox.update().where(this).values(after)
        else:
            statement = outbox.delete().where(this)
        with self._database.write() as connection:
            connection.execute(statement)

    def _after_failure(self, attempts: int, reason: str) -> dict[str, Any]:
        pause = min(timedelta(seconds=2**attempts), LONGEST_PAUSE)
        state = "parked" if attempts >= ATTEMPTS else "due"
        if state == "parked":
            metrics.OUTBOX_PARKED.inc()
        return {"state": state, "due_at": self._now() + pause, "reason": reason[:500]}

    def _now(self) -> datetime:
        return self._clock.now().replace(microsecond=0)
