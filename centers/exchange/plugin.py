"""Composition of the exchange center."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from centers.exchange.data import tables
from centers.exchange.data.repository import Repository
from centers.exchange.service.exchange import Exchange
from centers.exchange.service.purging import KIND, Purging
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, JobKind


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    config = kernel.settings.provided.of.call("exchange")
    repository = providers.Singleton(Repository, objects=kernel.objects)
    service = providers.Singleton(
        Exchange,
        repository=repository,
        crypto=kernel.crypto,
        ids=kernel.ids,
        config=config,
    )
    purging = providers.Singleton(
        Purging, repository=repository, pipeline=kernel.pipeline, expired_days=config.expired_days
    )


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"exchange.v1": "service"}, metadata=tables.metadata)


@hookimpl
def hsaf_jobs(container: Any) -> Sequence[JobKind]:
    """Files whose time is over are deleted every night."""
    return (JobKind(KIND, "清理过期文件", container.purging().run, at="at 03:20"),)
