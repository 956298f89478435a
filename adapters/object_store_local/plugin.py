"""Registers the local disk as the object store."""

from __future__ import annotations

from typing import Any

from dependency_injector import containers, providers

from adapters.object_store_local.client import NAME, LocalObjectStore
from hsaf.kernel.api import Composition
from hsaf.kernel.hookspecs import hookimpl


def make(settings: Any) -> LocalObjectStore:
    return LocalObjectStore(settings.data_path / settings.of(NAME).folder)


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    object_store = providers.Singleton(make, kernel.settings)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"spi.object_store": "object_store"})
