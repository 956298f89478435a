"""Reference data kept in process: one copy per worker, reloaded when its version changed.

No process keeps truth in memory: the version row in the database decides, and a copy is at most
``max_age`` seconds behind it. What must be true everywhere when a write is answered waits that long
(:func:`bump` with ``everywhere``), so that reading costs nothing more.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections import defaultdict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

import sqlalchemy as sa
import structlog

from hsaf.contract import deadline
from hsaf.contract.refusals import BUSY
from hsaf.data.schema import data_version
from hsaf.data.uow import current_uow, execute, read_scope
from hsaf.spi.database import Database, Trouble

T = TypeVar("T")

MAX_AGE: Final = 1.0
"""Seconds a copy may be behind."""
_SPARE: Final = 0.05

log: Final = structlog.get_logger("hsaf.data")

_live: defaultdict[str, weakref.WeakSet[Snapshot[object]]] = defaultdict(weakref.WeakSet)


class Snapshot(Generic[T]):
    """A loaded value and the version it was loaded at.

    ``load`` runs in a read scope of its own (it calls repositories); it must not see a transaction
    that may still roll back. While a thread looks, the others go on with the copy in hand; of an ``exact`` one they
    wait for it.
    """

    def __init__(
        self, database: Database, topic: str, load: Callable[[], T], max_age: float = MAX_AGE, *, exact: bool = False
    ) -> None:
        self._exact = exact
        self._database = database
        self._topic = topic
        self._load = load
        self._max_age = max_age
        self._guard = threading.Lock()
        self._checked = float("-inf")
        self._version = -1
        self._value: T | None = None
        _live[topic].add(self)  # type: ignore[arg-type]

    def get(self) -> T:
        """The value, reloaded first when the topic's version moved on."""
        if time.monotonic() - self._checked >= self._max_age:
            self._refresh()
        return self._value  # type: ignore[return-value]

    def of(self, database: Database) -> bool:
        return self._database is database

    def expire(self) -> None:
        """Look at the version again on the next :meth:`get`."""
        self._checked = float("-inf")

    def _refresh(self) -> None:
        first = self._version < 0
        if not self._guard.acquire(blocking=first or self._exact):
            return  # another thread is at it; the copy in hand is good enough meanwhile
        try:
            if time.monotonic() - self._checked < self._max_age:
                return  # another thread was at it
            asked = time.monotonic()
            self._look()
            self._checked = asked
        finally:
            self._guard.release()

    def _look(self) -> None:
        """Once more when the connection broke; raises ``BUSY`` when the database is out of reach."""
        for last in (False, True):
            try:
                self._reload()
            except Exception as error:
                if self._database.trouble(error) not in (Trouble.GONE, Trouble.BUSY):
                    raise
                if last:
                    raise BUSY() from error
            else:
                return

    def _reload(self) -> None:
        with deadline.lifted(), read_scope(self._database):
            version = execute(_VERSION, {"topic_": self._topic}).scalar() or 0
            if version != self._version:
                self._value, self._version = self._load(), version


_VERSION = sa.select(data_version.c.version).where(data_version.c.topic == sa.bindparam("topic_"))


def warm(database: Database) -> None:
    """Load every snapshot of a database now, so that no request has to wait for the first load.

    One that cannot be loaded is logged; whoever needs it gets the error.
    """
    for topic, snapshots in list(_live.items()):
        for snapshot in list(snapshots):
            if snapshot.of(database):
                try:
                    snapshot.get()
                except Exception:
                    log.warning("snapshot.not_loaded", topic=topic, exc_info=True)


def bump(topic: str, *, everywhere: bool = False) -> None:
    """Inside a write: make every process reload the topic once this commits; with ``everywhere`` the write is answered
    only when none can be behind any more."""
    uow = current_uow()
    row = {"topic": topic, "version": 1}
    uow.execute(uow.database.upsert(data_version, [row], add=["version"]))
    uow.after_commit(lambda: expire(topic))
    if everywhere:
        uow.after_commit(lambda: time.sleep(MAX_AGE + _SPARE))


def expire(topic: str) -> None:
    """Make the copies of a topic in this process look at the version again."""
    for snapshot in list(_live[topic]):
        snapshot.expire()
