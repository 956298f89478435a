"""Every metric of the platform, by its name, in one place.

Named for what operators ask: how many requests of which transaction with which result, how long
settlements and pre-settlements take in which city, what the database does, how far events lag.
Children are bound once (:func:`operation`, :func:`settlement`) because binding costs as much as counting.
"""

from __future__ import annotations

import os
import time
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from hsaf.observe.multiprocess import VARIABLE

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_REQUEST_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0)
_SQL_BUCKETS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0)

REQUESTS: Final = Counter("hsaf_requests", "Requests by operation and result", ("operation", "result"))
REQUEST_SECONDS: Final = Histogram(
    "hsaf_request_seconds", "Time to answer a request", ("operation",), buckets=_REQUEST_BUCKETS
)
SETTLEMENT_SECONDS: Final = Histogram(
    "hsaf_settlement_seconds",
    "Time of a settlement or pre-settlement by pooling area of the institution",
    ("kind", "area"),
    buckets=_REQUEST_BUCKETS,
)
SQL_STATEMENTS: Final = Counter("hsaf_sql_statements", "Statements sent to the database", ("dialect",))
SQL_SECONDS: Final = Histogram("hsaf_sql_seconds", "Time of one statement", ("dialect",), buckets=_SQL_BUCKETS)
SQL_CONNECTIONS: Final = Gauge("hsaf_sql_connections", "Connections in use", multiprocess_mode="livesum")
TURNED_AWAY: Final = Counter("hsaf_turned_away", "Requests refused before they began", ("route", "code"))
LAYER_VIOLATIONS: Final = Counter("hsaf_layer_violations", "Calls that skipped a layer", ("caller", "callee"))
OUTBOX_LAG: Final = Gauge(
    "hsaf_outbox_lag_seconds", "Age of the oldest event still to be delivered", multiprocess_mode="livemax"
)
OUTBOX_PARKED: Final = Counter("hsaf_outbox_parked", "Events set aside after repeated failures")


class Operation:
    """The bound metrics of one operation, e.g. ``fsi.2207``."""

    def __init__(self, name: str) -> None:
        self._seconds = REQUEST_SECONDS.labels(name)
        self._results = {result: REQUESTS.labels(name, result) for result in ("ok", "refused", "failed")}

    def done(self, result: str, seconds: float) -> None:
        """Count one finished request: ``ok``, ``refused`` (a business refusal) or ``failed``."""
        self._results[result].inc()
        self._seconds.observe(seconds)


operation = cache(Operation)
"""``operation(name)``: the bound metrics, made once. Names come from declared operations only."""


@cache
def settlement(kind: str, area: str) -> Any:
    """Histogram child for ``settlement`` or ``presettlement`` in a pooling area (6-digit code)."""
    return SETTLEMENT_SECONDS.labels(kind, area)


def turned_away(route: str, code: str) -> None:
    """Count a request that was not let in: ``kernel.overloaded`` or ``kernel.shutting_down``."""
    TURNED_AWAY.labels(route, code).inc()


def layer_violation(caller: str, callee: str) -> None:
    """Count a forbidden step (``hsaf.contract.layers.Guard.on_violation`` in production)."""
    LAYER_VIOLATIONS.labels(caller, callee).inc()


def instrument() -> None:
    """Count and time every statement of this process, and its connections in use. Once is enough."""
    if not sa.event.contains(sa.Engine, "before_cursor_execute", _before):
        sa.event.listen(sa.Engine, "before_cursor_execute", _before)
        sa.event.listen(sa.Engine, "after_cursor_execute", _after)
        sa.event.listen(sa.Pool, "checkout", _taken)
        sa.event.listen(sa.Pool, "checkin", _given_back)


@cache
def _statements(dialect: str) -> tuple[Counter, Histogram]:
    return SQL_STATEMENTS.labels(dialect), SQL_SECONDS.labels(dialect)


def _before(*call: Any) -> None:
    call[4]._hsaf_started = time.perf_counter()  # noqa: SLF001 -- our own mark on SQLAlchemy's context


def _after(*call: Any) -> None:
    execution = call[4]
    count, seconds = _statements(execution.dialect.name)
    count.inc()
    seconds.observe(time.perf_counter() - execution._hsaf_started)  # noqa: SLF001


def _taken(_connection: Any, record: Any, _proxy: Any) -> None:
    record.record_info["hsaf.in_use"] = True
    SQL_CONNECTIONS.inc()


def _given_back(_connection: Any, record: Any) -> None:
    """Only what was counted when it was taken: a connection may be older than the instrumentation."""
    if record.record_info.pop("hsaf.in_use", False):
        SQL_CONNECTIONS.dec()


def exposition() -> bytes:
    """All metrics in the Prometheus text format; of every worker process when there are several."""
    if VARIABLE not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
