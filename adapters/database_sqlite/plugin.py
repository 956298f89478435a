"""Registers SQLite as the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from dependency_injector import containers, providers

from adapters.database_sqlite.client import NAME, SqliteDatabase
from hsaf.kernel.api import Composition
from hsaf.kernel.hookspecs import hookimpl

FILE = "hsaf.db"
"""Name of the database in the data folder, unless ``database.url`` names a file."""


def make(settings: Any) -> SqliteDatabase:
    """The database of a deployment: ``sqlite:///relative.db`` is relative to the data folder."""
    file = sa.make_url(settings.database.url).database if settings.database.url else None
    return SqliteDatabase(settings.data_path / (file or FILE), wait=settings.of(NAME).wait, pool=settings.database.pool)


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    database = providers.Singleton(make, kernel.settings)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"spi.database": "database"})
