"""Composition of the message center."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from centers.message.data import tables
from centers.message.data.letters import LetterRepository
from centers.message.service.center import MessageCenter
from centers.message.service.pushing import TOLD, Pushing
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, Subscription


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    user: Any = providers.Dependency(default=None)
    service = providers.Singleton(MessageCenter, user=user, ids=kernel.ids)
    pushing = providers.Singleton(
        Pushing,
        letters=providers.Singleton(LetterRepository),
        user=user,
        pipeline=kernel.pipeline,
        push=kernel.push,
    )


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"message.v1": "service"}, metadata=tables.metadata)


@hookimpl
def hsaf_subscriptions(container: Any) -> Sequence[Subscription]:
    """What was told inside the platform is pushed outside it."""
    return (Subscription(TOLD, container.pushing().told),)
