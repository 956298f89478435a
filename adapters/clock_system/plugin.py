"""Registers the machine's clock."""

from __future__ import annotations

from dependency_injector import containers, providers

from adapters.clock_system.client import SystemClock
from hsaf.kernel.api import Composition
from hsaf.kernel.hookspecs import hookimpl


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    clock = providers.Singleton(SystemClock)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"spi.clock": "clock"})
