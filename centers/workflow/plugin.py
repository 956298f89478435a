"""Composition of the workflow center."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from centers.workflow.contract.v1 import WAITING
from centers.workflow.data import tables
from centers.workflow.data.boxes import BoxRepository
from centers.workflow.data.datasets import DATASETS
from centers.workflow.data.definitions import DefinitionRepository
from centers.workflow.data.delegations import DelegationRepository
from centers.workflow.data.instances import InstanceRepository
from centers.workflow.data.tasks import TaskRepository
from centers.workflow.service.applying import Applying
from centers.workflow.service.center import WorkflowCenter
from centers.workflow.service.definitions import Definitions
from centers.workflow.service.delegating import Delegating
from centers.workflow.service.desk import Desk
from centers.workflow.service.handling import Handling
from centers.workflow.service.people import People
from centers.workflow.service.reading import Reading
from centers.workflow.service.supervising import Supervising
from centers.workflow.service.telling import Telling
from hsaf.datasets.composing import datasets_of
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, Subscription


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    user: Any = providers.Dependency()
    message: Any = providers.Dependency(default=None)
    base_info: Any = providers.Dependency(default=None)
    definition_rows = providers.Singleton(DefinitionRepository)
    delegation_rows = providers.Singleton(DelegationRepository)
    desk = providers.Singleton(
        Desk,
        instances=providers.Singleton(InstanceRepository, crypto=kernel.crypto),
        tasks=providers.Singleton(TaskRepository),
        definitions=definition_rows,
        delegations=delegation_rows,
        people=providers.Singleton(People, user=user),
        ids=kernel.ids,
    )
    handling = providers.Singleton(Handling, desk=desk)
    service = providers.Singleton(
        WorkflowCenter,
        parts=providers.List(
            desk,
            providers.Singleton(Applying, desk=desk),
            handling,
            providers.Singleton(Supervising, desk=desk, handling=handling),
            providers.Singleton(Reading, desk=desk, boxes=providers.Singleton(BoxRepository)),
            providers.Singleton(Definitions, repository=definition_rows, user=user),
            providers.Singleton(
                Delegating, repository=delegation_rows, definitions=definition_rows, user=user, ids=kernel.ids
            ),
        ),
    )
    datasets = datasets_of("workflow", DATASETS, base_info, providers.Dict(business=desk.provided.business_name))
    telling = providers.Singleton(Telling, message=message, pipeline=kernel.pipeline)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(
        container=Container,
        provides={"workflow.v1": "service", "workflow.datasets.v1": "datasets"},
        metadata=tables.metadata,
    )


@hookimpl
def hsaf_subscriptions(container: Any) -> Sequence[Subscription]:
    return (Subscription(WAITING, container.telling().waiting),)
