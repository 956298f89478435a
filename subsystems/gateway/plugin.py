"""Composition of the institution gateway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dependency_injector import containers, providers

from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, HttpRoute
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.desk import Desk
from subsystems.gateway.presentation.counter import BusinessTime, Counter


def business_time_by(hooks: Any) -> BusinessTime:
    """The business time of a message: what a plugin says, otherwise the real clock."""

    def business_time(message: Mapping[str, Any], wall_time: datetime) -> datetime:
        said: datetime | None = hooks.hsaf_business_time(message=message, wall_time=wall_time)
        return said or wall_time

    return business_time


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    base_info: Any = providers.Dependency()
    auth: Any = providers.Dependency()
    enrollment: Any = providers.Dependency(default=None)
    policy: Any = providers.Dependency(default=None)
    settlement: Any = providers.Dependency(default=None)
    exchange: Any = providers.Dependency(default=None)
    archive: Any = providers.Dependency(default=None)
    payment_method: Any = providers.Dependency(default=None)
    procurement: Any = providers.Dependency(default=None)
    risk: Any = providers.Dependency(default=None)
    centers = providers.Singleton(
        Centers,
        base_info=base_info,
        auth=auth,
        enrollment=enrollment,
        exchange=exchange,
        archive=archive,
        payment_method=payment_method,
        policy=policy,
        procurement=procurement,
        risk=risk,
        settlement=settlement,
    )
    desk = providers.Singleton(Desk, centers=centers, pipeline=kernel.pipeline)
    counter = providers.Singleton(
        Counter,
        desk=desk,
        clock=kernel.clock,
        ids=kernel.ids,
        region=kernel.settings.provided.region,
        zone=kernel.settings.provided.zone,
        business_time=providers.Singleton(business_time_by, kernel.hooks),
    )


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container)


@hookimpl
def hsaf_routes(container: Any) -> Sequence[HttpRoute]:
    counter = container.counter()
    return tuple(HttpRoute("POST", path, counter.serve, "fsi", counter.refuse) for path in ("/fsi", "/fsi/*"))
