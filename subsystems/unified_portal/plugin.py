"""Composition of the unified portal; its functions are declared in ``functions/*.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, HttpRoute
from subsystems.unified_portal.control.desk import Desk
from subsystems.unified_portal.control.home import Home
from subsystems.unified_portal.presentation.counter import Counter


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    auth: Any = providers.Dependency()
    user: Any = providers.Dependency()
    base_info: Any = providers.Dependency(default=None)
    desk = providers.Singleton(Desk, auth=auth, user=user, pipeline=kernel.pipeline)
    home = providers.Singleton(
        Home, user=user, functions=kernel.functions, pipeline=kernel.pipeline, base_info=base_info
    )
    counter = providers.Singleton(
        Counter,
        desk=desk,
        home=home,
        clock=kernel.clock,
        region=kernel.settings.provided.region,
        zone=kernel.settings.provided.zone,
    )


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container)


@hookimpl
def hsaf_routes(container: Any) -> Sequence[HttpRoute]:
    return tuple(container.counter().routes())
