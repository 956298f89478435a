"""Registers a server of the MySQL family as the database."""

from __future__ import annotations

from typing import Any

from dependency_injector import containers, providers

from adapters.database_mysql.client import NAME, MysqlDatabase
from hsaf.kernel.api import Composition
from hsaf.kernel.hookspecs import hookimpl


def make(settings: Any) -> MysqlDatabase:
    """The database of a deployment, from ``database.url`` and section ``[database_mysql]``."""
    config = settings.of(NAME)
    return MysqlDatabase(
        settings.database.url,
        driver=config.driver,
        wait=config.wait,
        pool=settings.database.pool,
        create=config.create,
        batch=config.batch,
    )


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    database = providers.Singleton(make, kernel.settings)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"spi.database": "database"})
