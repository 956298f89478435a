"""What plugin authors use from the kernel: descriptions they return and services they are given.

A center's ``plugin.py`` in full::

    class Container(containers.DeclarativeContainer):
        kernel = providers.DependenciesContainer()   # clock, ids, crypto, cache, objects, push, database, pipeline, hooks, settings
        base_info = providers.Dependency()           # one per code in manifest `requires` (and `after`, maybe None)
        repository = providers.Singleton(Repository)
        service = providers.Singleton(Service, repository=repository, base_info=base_info, clock=kernel.clock)

    @hookimpl
    def hsaf_compose():
        return Composition(container=Container, provides={"enrollment.v1": "service"}, metadata=tables.metadata)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

import sqlalchemy as sa

from hsaf.contract.context import Context
from hsaf.contract.errors import HsafError
from hsaf.jobs.queue import Queue
from hsaf.jobs.schedules import Schedules
from hsaf.kernel.settings import Settings
from hsaf.spi.cache import Cache
from hsaf.spi.clock import Clock
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database
from hsaf.spi.ids import Ids
from hsaf.spi.object_store import ObjectStore


@dataclass(frozen=True, slots=True)
class Composition:
    """How the kernel composes a plugin.

    ``container`` is a ``DeclarativeContainer`` class; ``provides`` maps a contract or SPI name from
    the manifest to the attribute of the container that makes it; ``metadata`` holds the plugin's
    tables; ``services`` what plugins composed later find as ``kernel.<name>``; ``migrations`` the folder of its alembic branch (default: ``migrations`` beside the
    manifest, when there is one).
    """

    container: type
    provides: Mapping[str, str] = field(default_factory=dict)
    metadata: sa.MetaData | None = None
    services: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HttpRoute:
    """``handler`` takes a werkzeug ``Request`` and returns a werkzeug ``Response``.

    A segment ``{name}`` of ``path`` matches any one segment, whose text the handler finds in the request's
    environment under ``hsaf.contract.context.PATH_KEY``; literal segments win over it. ``path`` ending in
    ``/*`` also matches everything below it. ``refuse(request, refusal)`` answers for a
    request that was not let in (``OVERLOADED``, ``SHUTTING_DOWN``) in the protocol of the path, quickly;
    without it the answer is HTTP 503 with the refusal as JSON.
    """

    method: str
    path: str
    handler: Callable[[Any], Any]
    name: str
    refuse: Callable[[Any, HsafError], Any] | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """``handler(event_id, payload)`` for one event name, e.g. ``settlement.settled.v1``."""

    event: str
    handler: Callable[[str, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of background job, e.g. ``settlement.simulation``: its Chinese name, and ``handler(run)``, which
    gets a ``hsaf.jobs.JobRun`` and returns the result.

    ``at`` runs it by itself at the times it names (``hsaf.jobs.timing``), with the parameters ``given`` and
    ``due``; a deployment changes the time in ``[jobs.at]``, or says ``off`` there."""

    kind: str
    name: str
    handler: Callable[[Any], Any]
    at: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Health of one plugin; ``detail`` says why it is not ok."""

    ok: bool
    detail: str = ""


class Progress(Protocol):
    """Progress of a long task, shown in a terminal or logged."""

    def step(self, title: str, total: int | None = None) -> None:
        """Begin a named step of ``total`` units."""
        ...

    def advance(self, units: int = 1) -> None: ...


class Kernel(Protocol):
    """The running kernel, as seen by edges and seeding. Get one with ``hsaf.kernel.boot.boot``."""

    settings: Settings
    database: Database
    pipeline: Any
    clock: Clock
    ids: Ids
    crypto: Crypto
    cache: Cache
    objects: ObjectStore

    @property
    def jobs(self) -> Queue:
        """The deployment's background jobs."""
        ...

    @property
    def schedules(self) -> Schedules:
        """What is due again and again."""
        ...

    def contract(self, name: str) -> Any:
        """The implementation of a contract, e.g. ``settlement.v1``.

        Raises ``CENTER_DISABLED`` when its center is known but not enabled in this region.
        """
        ...

    def enabled(self, code: str) -> bool: ...

    def owner_of(self, contract: str) -> str | None:
        """Code of the discovered plugin that provides a contract, enabled or not."""
        ...

    @property
    def hooks(self) -> Any:
        """The pluggy hook relay: ``kernel.hooks.hsaf_business_time(message=..., wall_time=...)``."""
        ...

    def metadata(self) -> dict[str, sa.MetaData]:
        """Tables of every enabled plugin that has some, by code."""
        ...

    def routes(self) -> list[tuple[str, HttpRoute]]:
        """Plugin code and route of everything to be served."""
        ...

    def subscriptions(self) -> list[tuple[str, Subscription]]:
        """Plugin code and subscription of everything the outbox relay must deliver."""
        ...

    def job_kinds(self) -> list[tuple[str, JobKind]]:
        """Plugin code and kind of every background job that may be run here."""
        ...

    def health(self) -> dict[str, HealthReport]:
        """Health of every enabled plugin."""
        ...

    def request(self) -> AbstractContextManager[None]:
        """Enclose one request, so that closing waits for it. Raises ``SHUTTING_DOWN`` when draining, ``OVERLOADED``
        when too many are there already."""
        ...

    def system(self, operation: str, actor: str = "system") -> AbstractContextManager[Context]:
        """Run a block as the platform itself: command line, seeding, jobs."""
        ...

    def deliver(self) -> None:
        """Deliver outbox events to their subscribers in a thread of this process, until closing."""
        ...

    def work(self) -> None:
        """Run background jobs in a thread of this process, until closing."""
        ...

    def drain(self) -> None:
        """Refuse new requests and wait for running ones, within ``lifecycle.drain_seconds``."""
        ...

    def close(self) -> None:
        """Drain, stop the plugins in reverse order, release the adapters."""
        ...
