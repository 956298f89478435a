"""Upgrading: once however many start at once, resumable, and indifferent to plugins that are away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsaf.data import migrate
from hsaf.data.migrate import KERNEL, Branch, State, status, upgrade_to_heads
from hsaf.data.table import table
from hsaf.spi.database import Database
from hsaf.testing.threads import at_once


@pytest.fixture
def shop(tmp_path: Path) -> Branch:
    """A third-party plugin's branch, with one table and no revision yet."""
    metadata = sa.MetaData()
    table(
        "shop_order",
        metadata,
        sa.Column("code", sa.String(20), primary_key=True),
        sa.Column("buyer", sa.String(20), nullable=False, index=True),
    )
    return Branch("shop", tmp_path / "shop" / "migrations", metadata)


def states(database: Database, branches: list[Branch]) -> dict[str, State]:
    return {one.code: one.state for one in status(database, branches)}


def tables_of(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names())


def test_a_fresh_database_is_behind_and_then_current(database: Database, branches: list[Branch]) -> None:
    assert set(states(database, branches).values()) == {State.BEHIND}
    before = upgrade_to_heads(database, branches)
    assert [one.current for one in before] == [None] * len(branches)
    assert set(states(database, branches).values()) == {State.CURRENT}
    declared = {name for branch in branches for name in branch.metadata.tables}
    assert tables_of(database) == declared | {branch.version_table for branch in branches}


def test_upgrading_again_changes_nothing(database: Database, branches: list[Branch]) -> None:
    upgrade_to_heads(database, branches)
    again = upgrade_to_heads(database, branches)
    assert {one.state for one in again} == {State.CURRENT}


def test_workers_that_upgrade_at_once_all_find_a_current_database(database: Database, branches: list[Branch]) -> None:
    at_once(4, lambda _: upgrade_to_heads(database, branches))
    assert set(states(database, branches).values()) == {State.CURRENT}
    with database.read() as connection:
        (revision,) = connection.scalars(sa.text("SELECT version_num FROM hsaf_migration"))
    assert revision == max(file.stem for file in KERNEL.versions.glob("hsaf_*.py"))


def test_an_upgrade_that_was_cut_half_way_goes_on(database: Database) -> None:
    upgrade_to_heads(database, [KERNEL])
    with database.write() as connection:
        connection.execute(sa.text("DELETE FROM hsaf_migration"))
        connection.execute(sa.text("DROP TABLE hsaf_data_version"))
    upgrade_to_heads(database, [KERNEL])
    assert states(database, [KERNEL]) == {"hsaf": State.CURRENT}
    assert "hsaf_data_version" in tables_of(database)


def test_a_removed_plugin_does_not_stop_the_others(database: Database, shop: Branch) -> None:
    migrate.draft(shop, "Orders.", database)
    upgrade_to_heads(database, [KERNEL, shop])
    assert states(database, [KERNEL]) == {"hsaf": State.CURRENT}
    assert "shop_order" in tables_of(database)


def test_an_older_program_sees_that_the_database_is_ahead_and_leaves_it(
    database: Database, shop: Branch, tmp_path: Path
) -> None:
    migrate.draft(shop, "Orders.", database)
    upgrade_to_heads(database, [shop])
    older = replace(shop, folder=tmp_path / "older")
    older.versions.mkdir(parents=True)
    assert states(database, [older]) == {"shop": State.AHEAD}
    upgrade_to_heads(database, [older])
    assert states(database, [shop]) == {"shop": State.CURRENT}


def test_a_draft_is_the_difference_to_the_tables_and_there_may_be_none(database: Database, shop: Branch) -> None:
    first = migrate.draft(shop, "Orders.", database)
    assert first is not None
    assert first.name == "shop_0001.py"
    assert "###" not in first.read_text("utf-8")
    assert migrate.draft(shop, "Nothing.", database) is None
    shop.metadata.tables["shop_order"].append_column(sa.Column("amount", sa.BigInteger, nullable=True))
    second = migrate.draft(shop, "Amounts.", database)
    assert second is not None
    assert 'down_revision = "shop_0001"' in second.read_text("utf-8").replace("'", '"')
    upgrade_to_heads(database, [shop])
    columns = {column["name"] for column in sa.inspect(database.engine).get_columns("shop_order")}
    assert columns == {"code", "buyer", "amount"}


def test_a_failing_revision_leaves_the_branch_behind(database: Database, shop: Branch) -> None:
    migrate.draft(shop, "Orders.", database)
    file = shop.versions / "shop_0001.py"
    file.write_text(
        file.read_text("utf-8").replace("def upgrade() -> None:", "def upgrade() -> None:\n    1 / 0"), "utf-8"
    )
    with pytest.raises(ZeroDivisionError):
        upgrade_to_heads(database, [KERNEL, shop])
    assert states(database, [shop]) == {"shop": State.BEHIND}
