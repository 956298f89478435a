"""base_info_0002: catalogs loaded before there were versions become the first one."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from alembic import command

from hsaf.data.migrate import Branch, alembic_config
from hsaf.spi.database import Database
from tests.integration.migrations.conftest import BRANCHES


@pytest.fixture
def branch() -> Branch:
    return next(one for one in BRANCHES if one.code == "base_info")


def migrate(database: Database, branch: Branch, revision: str) -> None:
    with database.exclusive() as connection:
        go = command.downgrade if revision.startswith("-") else command.upgrade
        go(alembic_config(branch, connection), revision.lstrip("-"))


def test_what_was_loaded_before_is_the_first_version(database: Database, branch: Branch) -> None:
    migrate(database, branch, "base_info_0001")
    disease = sa.table("base_info_chronic_disease", *map(sa.column, ("opsp_dise_code", "begndate", "opsp_dise_name")))
    with database.write() as connection:
        row = {"opsp_dise_code": "M03900", "begndate": date(2024, 1, 1).isoformat(), "opsp_dise_name": "高血压"}
        connection.execute(sa.insert(disease), row)
    migrate(database, branch, "base_info_0002")
    with database.read() as connection:
        assert connection.execute(sa.text("SELECT seq FROM base_info_chronic_disease")).scalars().all() == [1]
        log = connection.execute(sa.text("SELECT kind, seq, row_cnt FROM base_info_version")).all()
        assert [tuple(entry) for entry in log] == [("opsp_diseases", 1, 1)]
    migrate(database, branch, "-base_info_0001")
    with database.read() as connection:
        assert connection.execute(sa.text("SELECT COUNT(*) FROM base_info_chronic_disease")).scalar_one() == 1
