"""Registers the push port that only writes to the log."""

from __future__ import annotations

from dependency_injector import containers, providers

from adapters.push_log.client import LogPush
from hsaf.kernel.api import Composition
from hsaf.kernel.hookspecs import hookimpl


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    push = providers.Singleton(LogPush)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"spi.push": "push"})
