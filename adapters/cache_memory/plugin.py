"""Registers the in-process cache."""

from __future__ import annotations

from typing import Any

from dependency_injector import containers, providers

from adapters.cache_memory.client import NAME, MemoryCache
from hsaf.kernel.api import Composition
from hsaf.kernel.hookspecs import hookimpl


def make(settings: Any) -> MemoryCache:
    return MemoryCache(settings.of(NAME).capacity)


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    cache = providers.Singleton(make, kernel.settings)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"spi.cache": "cache"})
