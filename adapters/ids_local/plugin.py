"""Registers identifiers made in the process."""

from __future__ import annotations

from typing import Any

from dependency_injector import containers, providers

from adapters.ids_local.client import NAME, LocalIds
from hsaf.kernel.api import Composition
from hsaf.kernel.hookspecs import hookimpl


def make(settings: Any) -> LocalIds:
    """Each worker process claims a slot of its machine; ``node`` tells machines apart."""
    return LocalIds(node=settings.of(NAME).node)


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    ids = providers.Singleton(make, kernel.settings)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"spi.ids": "ids"})
