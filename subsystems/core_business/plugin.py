"""Composition of the core business subsystem: a control facade and the commands over it, no routes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dependency_injector import containers, providers

from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition
from subsystems.core_business.control.desk import Desk

if TYPE_CHECKING:
    from click import Command


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    enrollment: Any = providers.Dependency(default=None)
    settlement: Any = providers.Dependency(default=None)
    desk = providers.Singleton(Desk, pipeline=kernel.pipeline, settlement=settlement, enrollment=enrollment)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container)


@hookimpl
def hsaf_commands() -> Sequence[Command]:
    """``hsaf counter``. Imported when asked for: serving needs no terminal."""
    from subsystems.core_business.presentation.allowance_commands import allowance
    from subsystems.core_business.presentation.commands import counter

    counter.add_command(allowance)
    return (counter,)
