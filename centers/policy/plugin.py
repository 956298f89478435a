"""Composition of the policy center."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from centers.policy.data import tables
from centers.policy.data.orders import Orders
from centers.policy.data.records import RECORDS
from centers.policy.data.repository import Repository
from centers.policy.data.shelf import Shelf
from centers.policy.service.bench import Bench
from centers.policy.service.desk import Desk
from centers.policy.service.ordering import Ordering
from centers.policy.service.policies import Policies
from centers.policy.service.publishing import Publishing
from centers.policy.service.record_rules import record_rules
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, HealthReport, JobKind
from hsaf.records.composing import records_of
from hsaf.records.transfer import record_jobs


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    base_info: providers.Dependency[Any] = providers.Dependency()

    repository = providers.Singleton(Repository)
    shelf = providers.Singleton(Shelf)
    orders = providers.Singleton(Orders)
    service = providers.Singleton(Policies, repository=repository, database=kernel.database, crypto=kernel.crypto)
    records = records_of(RECORDS, kernel, base_info, providers.Singleton(record_rules, shelf, base_info))
    workshop = service.provided.workshop
    publishing = providers.Singleton(Publishing, service, repository, workshop, base_info.provided.label)
    desk = providers.Singleton(
        Desk,
        shelf=shelf,
        workshop=workshop,
        publishing=publishing,
        ordering=providers.Singleton(Ordering, shelf, orders),
        bench=providers.Singleton(Bench, shelf, workshop, service),
        policies=service,
        records=records,
    )


@hookimpl
def hsaf_compose() -> Composition:
    provides = {"policy.v1": "service", "policy.records.v1": "records", "policy.desk.v1": "desk"}
    return Composition(container=Container, provides=provides, metadata=tables.metadata)


@hookimpl
def hsaf_jobs(container: Any) -> Sequence[JobKind]:
    """Import and export of the center's records."""
    kernel = container.kernel
    return record_jobs("policy", "政策", container.records(), kernel.pipeline(), kernel.objects())


@hookimpl
def hsaf_health(container: Any) -> HealthReport:
    """Ok as soon as a policy is published: without one nothing can be settled."""
    ready = container.service().is_ready()
    return HealthReport(ok=ready, detail="" if ready else "尚未发布待遇政策")
