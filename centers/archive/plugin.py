"""Composition of the archive center."""

from __future__ import annotations

from typing import Any

from dependency_injector import containers, providers

from centers.archive.data import tables
from centers.archive.data.repository import AuthorisationRepository, DocumentRepository
from centers.archive.service.archiving import Archiving
from centers.archive.service.center import ArchiveService
from centers.archive.service.recognising import Recognising
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    settlement: providers.Dependency[Any] = providers.Dependency(default=None)
    documents = providers.Singleton(DocumentRepository, crypto=kernel.crypto)
    archiving = providers.Singleton(Archiving, documents=documents, crypto=kernel.crypto, settlement=settlement)
    recognising = providers.Singleton(
        Recognising,
        documents=documents,
        authorisations=providers.Singleton(AuthorisationRepository),
        settlement=settlement,
        config=kernel.settings.provided.of.call("archive"),
    )
    service = providers.Singleton(ArchiveService, archiving=archiving, recognising=recognising, documents=documents)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"archive.v1": "service"}, metadata=tables.metadata)
