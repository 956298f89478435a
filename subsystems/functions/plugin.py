"""Composition of the function-point engine (``hsaf.functions``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from hsaf.functions.desk import Desk
from hsaf.functions.drafts import Drafts
from hsaf.functions.engine import Engine
from hsaf.functions.front import Front
from hsaf.functions.prints import Prints
from hsaf.functions.reference import Reference
from hsaf.jobs.queue import Queue
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, HttpRoute


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    desk = providers.Singleton(Desk, pipeline=kernel.pipeline, contracts=kernel.contracts)
    front = providers.Singleton(
        Front,
        desk=desk,
        clock=kernel.clock,
        objects=kernel.objects,
        region=kernel.settings.provided.region,
        zone=kernel.settings.provided.zone,
    )
    reference = providers.Singleton(Reference, contracts=kernel.contracts)
    queue = providers.Singleton(Queue, kernel.database, kernel.clock, kernel.ids)
    engine = providers.Singleton(
        Engine,
        front=front,
        reference=reference,
        queue=queue,
        objects=kernel.objects,
        contracts=kernel.contracts,
        plan=kernel.plan,
        known=kernel.known,
        pipeline=kernel.pipeline,
        prints=providers.Singleton(Prints, database=kernel.database, crypto=kernel.crypto, ids=kernel.ids),
        drafts=providers.Singleton(Drafts, database=kernel.database, crypto=kernel.crypto, ids=kernel.ids),
    )


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, services={"functions": "engine"})


@hookimpl
def hsaf_start(container: Any) -> None:
    """Compile every declaration; what does not fit stops the start."""
    _ = container.engine().registry


@hookimpl
def hsaf_routes(container: Any) -> Sequence[HttpRoute]:
    return tuple(container.engine().routes())
