"""Composition of the enrollment center."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from centers.enrollment.data import tables
from centers.enrollment.data.aid_rows import AidRows
from centers.enrollment.data.biometrics import Templates
from centers.enrollment.data.certificates import Certificates
from centers.enrollment.data.changes import ChangeRepository
from centers.enrollment.data.datasets import DATASETS
from centers.enrollment.data.facts import FactsReader
from centers.enrollment.data.person_rows import PersonRows
from centers.enrollment.data.records import RECORDS
from centers.enrollment.data.repository import Repository
from centers.enrollment.data.unrecorded import Unrecorded
from centers.enrollment.service import adopting
from centers.enrollment.service.aid import Aid
from centers.enrollment.service.aid_rules import aid_rules
from centers.enrollment.service.biometrics import Biometrics
from centers.enrollment.service.center import EnrollmentCenter
from centers.enrollment.service.chronic import Chronic
from centers.enrollment.service.filings import Filings
from centers.enrollment.service.people import People
from centers.enrollment.service.person_rules import person_rules
from centers.enrollment.service.picking import Picking
from hsaf.datasets.composing import datasets_of
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, JobKind
from hsaf.records.composing import records_of
from hsaf.records.transfer import record_jobs


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    base_info: providers.Dependency[Any] = providers.Dependency()
    policy: providers.Dependency[Any] = providers.Dependency(default=None)
    certificates = providers.Singleton(Certificates, database=kernel.database, crypto=kernel.crypto)
    facts = providers.Singleton(FactsReader, database=kernel.database, certificates=certificates)
    repository = providers.Singleton(Repository, certificates=certificates)
    filings = providers.Singleton(Filings, repository=repository, base_info=base_info, ids=kernel.ids)
    chronic = providers.Singleton(
        Chronic,
        filings=filings,
        repository=repository,
        changes=providers.Singleton(ChangeRepository),
        base_info=base_info,
        policy=policy,
    )
    service = providers.Singleton(
        EnrollmentCenter,
        repository=repository,
        facts=facts,
        filings=filings,
        base_info=base_info,
        chronic=chronic,
        picking=providers.Singleton(Picking, repository),
    )
    person_rows = providers.Singleton(PersonRows, repository)
    aid_rows = providers.Singleton(AidRows)
    rules = providers.Singleton(lambda rows, aid: {**person_rules(rows), **aid_rules(rows, aid)}, person_rows, aid_rows)
    records = records_of(RECORDS, kernel, base_info, rules)
    datasets = datasets_of("enrollment", DATASETS, base_info)
    people = providers.Singleton(People, person_rows, records, providers.Singleton(Unrecorded))
    adopting = providers.Singleton(adopting.Adopting, people, kernel.pipeline)
    aid = providers.Singleton(Aid, aid_rows)
    templates = providers.Singleton(Templates, database=kernel.database, crypto=kernel.crypto)
    biometrics = providers.Singleton(Biometrics, person_rows, templates)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(
        container=Container,
        provides={
            "enrollment.v1": "service",
            "enrollment.records.v1": "records",
            "enrollment.people.v1": "people",
            "enrollment.aid.v1": "aid",
            "enrollment.biometrics.v1": "biometrics",
            "enrollment.datasets.v1": "datasets",
        },
        metadata=tables.metadata,
    )


@hookimpl
def hsaf_jobs(container: Any) -> Sequence[JobKind]:
    """Import and export of the center's records, and the records of whoever has none yet."""
    kernel = container.kernel
    return (
        *record_jobs("enrollment", "人员信息", container.records(), kernel.pipeline(), kernel.objects()),
        JobKind(adopting.KIND, adopting.NAME, container.adopting().run, at=adopting.AT),
    )
