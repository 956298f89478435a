"""Composition of the base information center."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from centers.base_info.data import tables
from centers.base_info.data.draws import DrawRepository
from centers.base_info.data.issues import IssueRepository
from centers.base_info.data.local_rows import LocalRows
from centers.base_info.data.records import RECORDS
from centers.base_info.data.repository import Repository
from centers.base_info.data.values import ValueRepository
from centers.base_info.service.center import BaseInfoCenter
from centers.base_info.service.dictionary import DictionaryService
from centers.base_info.service.draws import Draws
from centers.base_info.service.experts import Experts, pool_rules
from centers.base_info.service.invitations import Invitations
from centers.base_info.service.issues import Issues, publishing
from centers.base_info.service.local_rules import local_rules
from centers.base_info.service.record_rules import RULES
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, HealthReport, JobKind
from hsaf.records.composing import records_of
from hsaf.records.transfer import record_jobs


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    repository = providers.Singleton(Repository)
    service = providers.Singleton(
        BaseInfoCenter, repository=repository, database=kernel.database, ids=kernel.ids, objects=kernel.objects
    )
    issues = providers.Singleton(Issues, IssueRepository(), repository, ids=kernel.ids)
    dictionary = providers.Singleton(DictionaryService, ValueRepository())
    message: Any = providers.Dependency(default=None)
    draws = providers.Singleton(DrawRepository)
    invitations = providers.Singleton(Invitations, draws, message, kernel.ids)
    experts = providers.Singleton(
        Experts, providers.Singleton(Draws, draws, invitations, kernel.crypto, kernel.ids), invitations
    )
    itself: Any = providers.Self()
    rules = providers.Singleton(
        lambda container, draws, ids: {
            **RULES,
            **local_rules(LocalRows()),
            **pool_rules(container.records, draws, ids),
        },
        itself,
        draws,
        kernel.ids,
    )
    records = records_of(RECORDS, kernel, service, rules)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(
        container=Container,
        provides={
            "base_info.v1": "service",
            "base_info.records.v1": "records",
            "base_info.issues.v1": "issues",
            "base_info.dictionary.v1": "dictionary",
            "base_info.experts.v1": "experts",
        },
        metadata=tables.metadata,
    )


@hookimpl
def hsaf_jobs(container: Any) -> Sequence[JobKind]:
    """Import and export of the center's records; codes whose day has come."""
    kernel = container.kernel
    due = publishing(container.issues(), kernel.pipeline())
    return (
        *record_jobs("base_info", "基本信息", container.records(), kernel.pipeline(), kernel.objects()),
        JobKind("base_info.publish_due", "编码启停到期发布", due, at="at 00:01"),
    )


@hookimpl
def hsaf_health(container: Any) -> HealthReport:
    """Ok as soon as the dictionaries are there: without them no message can be validated."""
    loaded = container.service().dictionary("insutype") is not None
    return HealthReport(ok=loaded, detail="" if loaded else "尚未导入字典数据")
