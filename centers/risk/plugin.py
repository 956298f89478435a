"""Composition of the risk center."""

from __future__ import annotations

from typing import Any

from dependency_injector import containers, providers

from centers.risk.data import tables
from centers.risk.data.repository import Repository
from centers.risk.service.checks import Risk
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, HealthReport


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    repository = providers.Singleton(Repository)
    service = providers.Singleton(Risk, repository=repository, database=kernel.database, ids=kernel.ids)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"risk.v1": "service"}, metadata=tables.metadata)


@hookimpl
def hsaf_health(container: Any) -> HealthReport:
    """Ok with rules; without any nothing would ever be found."""
    ready = container.service().is_ready()
    return HealthReport(ok=ready, detail="" if ready else "尚未发布审核规则")
