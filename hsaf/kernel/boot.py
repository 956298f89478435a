"""Boot: discover, validate, order, import, register, check, compose, check migrations, start, ready.

Whatever is wrong stops the start with the plugin's name, the reason and the remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final, Literal

import structlog

from hsaf.contract import layers
from hsaf.data.pipeline import Pipeline
from hsaf.kernel.api import Composition
from hsaf.kernel.config import load_settings
from hsaf.kernel.container import Composer
from hsaf.kernel.discovery import BUILT_IN, Discovery, Found, discover
from hsaf.kernel.faults import Fault, Faulty, stop_on
from hsaf.kernel.lifecycle import Budget
from hsaf.kernel.manifest import Kind
from hsaf.kernel.plan import Plan, make_plan
from hsaf.kernel.plugins import Registry
from hsaf.kernel.running import RunningKernel
from hsaf.kernel.settings import Settings
from hsaf.spi.database import Database

Migrations = Literal["check", "upgrade", "ignore"]
"""What to do about the database's schema: refuse to start when it is behind, bring it up, nothing."""

log: Final = structlog.get_logger("hsaf.kernel")


def boot(
    settings: Settings | None = None,
    *,
    roots: Iterable[str] = BUILT_IN,
    installed: bool = True,
    migrations: Migrations = "check",
) -> RunningKernel:
    """Start a kernel in this process.

    ``settings`` default to what ``base.toml``, the region file and the environment say. ``roots`` are
    the packages whose sub-packages are plugins, ``installed`` adds third-party entry points.
    Raises ``START_REFUSED`` or ``CONFIG_WRONG``.
    """
    discovery = discover(tuple(roots), installed=installed)
    stop_on(discovery.faults)
    chosen = settings or load_settings(plugins=discovery.plugins)
    plan = make_plan(discovery, chosen)
    _watch(chosen)
    for found in plan.order:
        chosen.of(found.code)
    registry = _register(plan)
    kernel = _compose(chosen, discovery, plan, registry)
    try:
        _check_migrations(kernel, migrations)
        stop_on(_check_events(kernel))
        _start(kernel, registry)
    except BaseException:
        kernel.close()
        raise
    kernel.ready()
    log.info("kernel.ready", region=chosen.region, zone=str(chosen.zone), plugins=[found.code for found in plan.order])
    return kernel


def _watch(settings: Settings) -> None:
    """Process-wide switches: the layer guard and the counting of SQL statements."""
    from hsaf.observe import metrics  # late: a server first decides where several processes count

    layers.Guard.strict = settings.strict_layers
    layers.Guard.on_violation = metrics.layer_violation
    metrics.instrument()


def registered(settings: Settings | None = None) -> Registry:
    """The enabled plugins, imported and registered but not composed: for what they add to edges."""
    discovery = discover()
    stop_on(discovery.faults)
    return _register(make_plan(discovery, settings or load_settings(plugins=discovery.plugins)))


def _register(plan: Plan) -> Registry:
    registry = Registry()
    faults: list[Fault] = []
    for found in plan.order:
        try:
            registry.register(found)
        except Faulty as problem:
            faults += problem.faults
    stop_on([*faults, *registry.check()])
    return registry


def _compose(settings: Settings, discovery: Discovery, plan: Plan, registry: Registry) -> RunningKernel:
    """Adapters first: with the ports fulfilled the pipeline exists, then everybody else."""
    composer = Composer(settings)
    compositions: dict[str, Composition] = {}
    adapters = [found for found in plan.order if found.manifest.kind is Kind.ADAPTER]
    for found in adapters:
        _compose_one(found, registry, composer, compositions)
    pipeline = _pipeline(composer.services, plan)
    composer.offer("pipeline", pipeline)
    composer.offer("hooks", registry.manager.hook)
    composer.offer("contracts", composer.contracts)
    composer.offer("plan", plan)
    composer.offer("known", discovery.plugins)
    try:
        for found in plan.order[len(adapters) :]:
            _compose_one(found, registry, composer, compositions)
    except BaseException:
        composer.services["database"].close()
        raise
    return RunningKernel(
        settings=settings,
        known=dict(discovery.plugins),
        plan=plan,
        registry=registry,
        composer=composer,
        compositions=compositions,
        pipeline=pipeline,
    )


def _compose_one(found: Found, registry: Registry, composer: Composer, compositions: dict[str, Composition]) -> None:
    try:
        composition = _description(found.code, registry)
        composer.compose(found, composition)
    except Faulty as problem:
        stop_on(problem.faults)
    if composition is not None:
        compositions[found.code] = composition


def _description(code: str, registry: Registry) -> Composition | None:
    try:
        composition: Composition | None = registry.call(code, "hsaf_compose")
    except Exception as error:
        raise Faulty(Fault(code, f"hsaf_compose 失败：{type(error).__name__}: {error}", "改正 plugin.py")) from error
    return composition


def _pipeline(services: dict[str, Any], plan: Plan) -> Pipeline:
    wanted = {event for found in plan.order for event in found.manifest.subscribes}
    return Pipeline(services["database"], services["clock"], services["ids"], services["crypto"], wanted)


def _check_migrations(kernel: RunningKernel, wanted: Migrations) -> None:
    if wanted == "ignore":
        return
    stop_on(_check_database(kernel.database))
    from hsaf.data import migrate

    if wanted == "upgrade":
        migrate.upgrade(kernel)
    else:
        stop_on(Fault(code, "数据库结构落后于程序", "运行 hsaf db upgrade") for code in migrate.behind(kernel))


def _check_database(database: Database) -> Iterator[Fault]:
    try:
        database.ping()
    except Exception as error:  # noqa: BLE001 -- drivers raise what they like; the deployer needs the reason
        reason = f"数据库 {database.url} 连接失败：{str(error).splitlines()[0]}"
        yield Fault(database.name, reason, "检查数据库服务和 HSAF_DATABASE_URL")


def _check_events(kernel: RunningKernel) -> Iterator[Fault]:
    """Handlers must be declared, because the outbox keeps only events that manifests subscribe to."""
    for code, subscription in kernel.subscriptions():
        if subscription.event not in kernel.known[code].manifest.subscribes:
            yield Fault(code, f"处理了没有声明订阅的事件 {subscription.event}", "写入 manifest 的 subscribes")


def _start(kernel: RunningKernel, registry: Registry) -> None:
    budget = Budget(kernel.settings.lifecycle.start_seconds)
    with kernel.system("kernel.start"):
        for found in kernel.plan.order:
            if registry.implements(found.code, "hsaf_start"):
                start = partial(registry.call, found.code, "hsaf_start", container=kernel.container(found.code))
                _within(budget, found.code, start)


def _within(budget: Budget, code: str, start: Callable[[], object]) -> None:
    try:
        budget.run(code, start)
    except Faulty as problem:
        stop_on(problem.faults)
