"""Each branch: one head, up from nothing, down again, and the tables are those of the program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_alembic import tests as standard
from pytest_alembic.config import Config
from pytest_alembic.runner import MigrationContext, runner

from hsaf.data.migrate import Branch, alembic_config
from hsaf.spi.database import Database


@pytest.fixture
def migrations(branch: Branch, database: Database) -> Iterator[MigrationContext]:
    config = Config.from_raw_config(alembic_config(branch))
    with runner(config=config, engine=database.engine) as made:
        yield made


def test_a_branch_has_a_single_head(migrations: MigrationContext) -> None:
    standard.test_single_head_revision(migrations)


def test_a_branch_goes_up_from_nothing(migrations: MigrationContext) -> None:
    standard.test_upgrade(migrations)


def test_a_branch_goes_up_down_and_up(migrations: MigrationContext) -> None:
    standard.test_up_down_consistency(migrations)
    migrations.migrate_up_to("heads", return_current=False)


def test_the_tables_are_those_of_the_program(migrations: MigrationContext) -> None:
    standard.test_model_definitions_match_ddl(migrations)


def test_tables_belong_to_their_plugin_and_hold_chinese_text(branch: Branch) -> None:
    for table in branch.metadata.tables.values():
        assert table.name.startswith(f"{branch.code}_")
        assert table.kwargs["mysql_collate"] == "utf8mb4_bin"
        assert table.kwargs["mysql_engine"] == "InnoDB"
