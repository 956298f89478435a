"""Registers the national algorithms in software."""

from __future__ import annotations

from typing import Any

from dependency_injector import containers, providers

from adapters.crypto_software.client import NAME, SoftwareCrypto
from adapters.crypto_software.key import data_key
from hsaf.kernel.api import Composition
from hsaf.kernel.hookspecs import hookimpl


def make(settings: Any) -> SoftwareCrypto:
    return SoftwareCrypto(data_key(settings.data_path / settings.of(NAME).key_file))


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    crypto = providers.Singleton(make, kernel.settings)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"spi.crypto": "crypto"})
