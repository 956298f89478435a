"""The running kernel: contracts, routes, health, and an orderly end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Self

import sqlalchemy as sa
import structlog

from hsaf.contract.context import Context, entered
from hsaf.contract.refusals import CENTER_DISABLED
from hsaf.data.pipeline import Pipeline
from hsaf.jobs import housekeeping
from hsaf.jobs.housekeeping import Housekeeping
from hsaf.jobs.queue import Queue
from hsaf.jobs.schedules import Schedules
from hsaf.kernel.api import Composition, HealthReport, HttpRoute, JobKind, Progress, Subscription
from hsaf.kernel.container import Composer
from hsaf.kernel.discovery import Found
from hsaf.kernel.lifecycle import Gate, State
from hsaf.kernel.plan import Plan
from hsaf.kernel.plugins import Registry
from hsaf.kernel.settings import Settings

log = structlog.get_logger("hsaf.kernel")


class RunningKernel:
    """What :func:`hsaf.kernel.boot.boot` returns; fulfils the ``Kernel`` protocol of ``hsaf.kernel.api``.

    Use it as a context manager, or call :meth:`close`.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        known: dict[str, Found],
        plan: Plan,
        registry: Registry,
        composer: Composer,
        compositions: dict[str, Composition],
        pipeline: Pipeline,
    ) -> None:
        self.settings = settings
        self.known = known
        """Every discovered plugin by code, enabled or not."""
        self.plan = plan
        self.compositions = compositions
        self.pipeline = pipeline
        self.clock = composer.services["clock"]
        self.ids = composer.services["ids"]
        self.crypto = composer.services["crypto"]
        self.cache = composer.services["cache"]
        self.objects = composer.services["objects"]
        self.database = composer.services["database"]
        self._registry = registry
        self._composer = composer
        limits = settings.server
        self._gate = Gate(limits.threads, limits.queue, limits.queue_seconds)
        self._background: list[Callable[[], None]] = []

    @property
    def jobs(self) -> Queue:
        """The deployment's background jobs."""
        return Queue(self.database, self.clock, self.ids)

    @property
    def schedules(self) -> Schedules:
        """What is due again and again."""
        return Schedules(self.database, self.clock, self.jobs)

    # -- what plugins and edges ask -----------------------------------------------------------------

    @property
    def hooks(self) -> Any:
        """Pluggy's hook relay, e.g. ``kernel.hooks.hsaf_business_time(message=..., wall_time=...)``."""
        return self._registry.manager.hook

    @property
    def state(self) -> State:
        return self._gate.state

    def contract(self, name: str) -> Any:
        """The implementation of a contract, each of whose calls is a step into the center layer.

        Raises ``CENTER_DISABLED`` when its center is known but not running here, ``LookupError``
        when no discovered plugin provides it.
        """
        made = self._composer.contracts.get(name)
        if made is not None:
            return made
        owner = self.owner_of(name)
        if owner is None:
            raise LookupError(f"no discovered plugin provides {name}")
        raise CENTER_DISABLED(name=self.known[owner].manifest.name, center=owner)

    def enabled(self, code: str) -> bool:
        return code in self.plan

    def owner_of(self, contract: str) -> str | None:
        """Code of the discovered plugin that provides a contract, enabled or not."""
        owners = (code for code, found in self.known.items() if contract in found.manifest.provides)
        return next(owners, None)

    def container(self, code: str) -> Any:
        """A plugin's container, or ``None`` when it composes nothing."""
        return self._composer.containers.get(code)

    def metadata(self) -> dict[str, sa.MetaData]:
        """Tables of every enabled plugin that has some, by code."""
        return {code: one.metadata for code, one in self.compositions.items() if one.metadata is not None}

    def routes(self) -> list[tuple[str, HttpRoute]]:
        """Code and route of everything the enabled plugins serve."""
        return [(code, route) for code, routes in self._ask("hsaf_routes") for route in routes]

    def subscriptions(self) -> list[tuple[str, Subscription]]:
        """Code and subscription of everything the enabled plugins want from the outbox."""
        return [(code, one) for code, wanted in self._ask("hsaf_subscriptions") for one in wanted]

    def job_kinds(self) -> list[tuple[str, JobKind]]:
        """Code and kind of every background job that the kernel and the enabled plugins can run."""
        own = Housekeeping(self.database, self.settings.jobs.request_days)
        kinds = [("kernel", JobKind(housekeeping.KIND, housekeeping.NAME, own.run, at=housekeeping.AT))]
        return kinds + [(code, one) for code, kinds in self._ask("hsaf_jobs") for one in kinds]

    def health(self) -> dict[str, HealthReport]:
        """Health of every enabled plugin; one that raises is unhealthy with the error as detail."""
        return {found.code: self._health(found.code) for found in self.plan.order}

    def seed(self, progress: Progress) -> None:
        """Let every enabled plugin fill the database with its data, in start order."""
        with self.system("kernel.seed"):
            for found in self.plan.order:
                self._registry.call(found.code, "hsaf_seed", kernel=self, progress=progress)

    def request(self) -> AbstractContextManager[None]:
        """Enclose one request, so that closing waits for it. Raises ``SHUTTING_DOWN`` or ``OVERLOADED``."""
        return self._gate.request()

    @contextmanager
    def system(self, operation: str, actor: str = "system") -> Iterator[Context]:
        """Run a block as the platform itself (command line, seeding, jobs)."""
        now = self.clock.now()
        context = Context(
            trace_id=self.ids.trace_id(),
            business_time=now,
            wall_time=now,
            actor=actor,
            region=self.settings.region,
            zone=self.settings.zone,
            operation=operation,
        )
        with entered(context):
            yield context

    # -- life ---------------------------------------------------------------------------------------

    def ready(self) -> None:
        """Let requests in."""
        self._gate.open()

    def deliver(self) -> None:
        """Deliver outbox events to their subscribers in a thread of this process, until closing."""
        from hsaf.data.relay import Relay  # late, for the same reason as metrics in boot

        relay = Relay.of(self)
        relay.start()
        self._background.append(relay.stop)

    def work(self) -> None:
        """Run background jobs in a thread of this process, until closing."""
        from hsaf.jobs import Worker

        loop = Worker.of(self).loop
        loop.start()
        self._background.append(loop.stop)

    def drain(self) -> None:
        """Refuse new requests and let running ones finish, for at most ``lifecycle.drain_seconds``."""
        left = self._gate.drain(self.settings.lifecycle.drain_seconds)
        if left:
            log.warning("kernel.drain_incomplete", running=left)

    def close(self) -> None:
        """Drain, stop plugins in reverse order, release adapters. Closing twice is harmless."""
        if self._gate.state is State.STOPPED:
            return
        self.drain()
        self._gate.state = State.STOPPED
        for stop in self._background:
            stop()
        for found in reversed(self.plan.order):
            self._stop(found.code)
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- inside -------------------------------------------------------------------------------------

    def _ask(self, hook: str) -> Iterator[tuple[str, Sequence[Any]]]:
        for found in self.plan.order:
            answer = self._registry.call(found.code, hook, container=self.container(found.code))
            if answer:
                yield found.code, answer

    def _health(self, code: str) -> HealthReport:
        try:
            report = self._registry.call(code, "hsaf_health", container=self.container(code))
        except Exception as error:  # a broken check is itself the finding
            log.warning("health.check_failed", plugin=code, exc_info=True)
            return HealthReport(ok=False, detail=f"{type(error).__name__}: {error}")
        return report or HealthReport(ok=True)

    def _stop(self, code: str) -> None:
        """One plugin that cannot stop must not keep the others from stopping."""
        try:
            self._registry.call(code, "hsaf_stop", container=self.container(code))
        except Exception:
            log.exception("kernel.stop_failed", plugin=code)
