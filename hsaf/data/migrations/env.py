"""Alembic's environment for one branch; :mod:`hsaf.data.migrate` gives it connection and branch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from hsaf.data.migrate import Branch, configuration


def run(connection: sa.Connection, branch: Branch) -> None:
    context.configure(connection=connection, **configuration(branch))
    with context.begin_transaction():
        context.run_migrations()


attributes = context.config.attributes
given = attributes["connection"]
if isinstance(given, sa.Engine):
    with given.connect() as opened:
        run(opened, attributes["branch"])
else:
    run(given, attributes["branch"])
