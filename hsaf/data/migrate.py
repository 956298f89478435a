"""Schema migrations: alembic, a branch per plugin, each with its own version table.

A plugin's branch lives beside its manifest, in ``migrations/versions/*.py``; the kernel's own is
``hsaf``, in ``hsaf/data/migrations/versions``. Every branch records where it stands in a table of its
own (``settlement_migration``), so that a disabled or removed plugin never stops the others.

A revision is plain alembic and an explicit snapshot: it never reads a plugin's current metadata.
Write one by changing the tables and running ``hsaf db revision CODE "what changed"``, which compares
the branch's revisions with the plugin's metadata, writes the next file, e.g.
``centers/settlement/migrations/versions/settlement_0002.py``, and never overwrites one::

    revision = "settlement_0001"
    down_revision = None

    def upgrade() -> None:
        op.create_table("settlement_visit", sa.Column("psn_no", sa.String(20), nullable=False), ...)

    def downgrade() -> None:
        op.drop_table("settlement_visit")

MySQL commits every schema change at once, so an upgrade that was cut may have made half of its tables.
``op.create_table``, ``op.add_column`` and ``op.create_index`` therefore pass over what is there already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any, Final, Literal

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations, ops, toimpl
from alembic.script import Script, ScriptDirectory

from hsaf.data import schema, types
from hsaf.spi.database import Database

ROOT: Final = Path(__file__).parent / "migrations"
"""Alembic's environment, and the kernel's own branch."""


@dataclass(frozen=True, slots=True)
class Branch:
    """The migrations of one plugin: its code, folder (holding ``versions``) and current tables."""

    code: str
    folder: Path
    metadata: sa.MetaData

    @property
    def version_table(self) -> str:
        return f"{self.code}_migration"

    @property
    def versions(self) -> Path:
        return self.folder / "versions"


KERNEL: Final = Branch("hsaf", ROOT, schema.metadata)


class State(StrEnum):
    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"
    """The database was upgraded by a newer release; an older worker may go on until it is replaced."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a branch stands in a database; revisions are ``None`` when there is none yet."""

    code: str
    current: str | None
    head: str | None
    state: State


def branches_of(kernel: Any) -> list[Branch]:
    """The kernel's branch and those of a running kernel's plugins, in dependency order."""
    found = [KERNEL]
    for code, metadata in kernel.metadata().items():
        found.append(Branch(code, kernel.known[code].folder / "migrations", metadata))
    return found


def upgrade(kernel: Any) -> list[Standing]:
    """Bring the database of a running kernel up to date; the standings before."""
    return upgrade_to_heads(kernel.database, branches_of(kernel))


def behind(kernel: Any) -> Iterator[str]:
    """Codes of the plugins whose tables are older than the program."""
    return (one.code for one in status(kernel.database, branches_of(kernel)) if one.state is State.BEHIND)


def upgrade_to_heads(database: Database, branches: Iterable[Branch]) -> list[Standing]:
    """Bring branches up to date, in order; the standings before.

    Of several processes starting at once one upgrades and the others find nothing left to do.
    """
    chosen = list(branches)
    before = status(database, chosen)
    if any(one.state is State.BEHIND for one in before):
        with database.exclusive() as connection:
            for branch, one in zip(chosen, _standings(connection, chosen), strict=True):
                if one.state is State.BEHIND:
                    command.upgrade(alembic_config(branch, connection), "head")
    return before


def status(database: Database, branches: Iterable[Branch]) -> list[Standing]:
    """Where each branch stands."""
    with database.read() as connection:
        return _standings(connection, branches)


def _standings(connection: sa.Connection, branches: Iterable[Branch]) -> list[Standing]:
    return [_standing(connection, branch) for branch in branches]


def _standing(connection: sa.Connection, branch: Branch) -> Standing:
    scripts = ScriptDirectory.from_config(alembic_config(branch))
    head = scripts.get_current_head()
    current = MigrationContext.configure(
        connection, opts={"version_table": branch.version_table}
    ).get_current_revision()
    known = {None, *(script.revision for script in scripts.walk_revisions())}
    behind_or_ahead = State.BEHIND if current in known else State.AHEAD
    return Standing(branch.code, current, head, State.CURRENT if current == head else behind_or_ahead)


def draft(branch: Branch, message: str, database: Database) -> Path | None:
    """Write the branch's next revision from the difference to its metadata; its file, or ``None``.

    ``database`` is a scratch database, which is brought to the branch's present head first.
    """
    branch.versions.mkdir(parents=True, exist_ok=True)
    upgrade_to_heads(database, [branch])
    number = len(list(branch.versions.glob("*.py"))) + 1
    with database.exclusive() as connection:
        made = command.revision(
            alembic_config(branch, connection),
            message,
            autogenerate=True,
            rev_id=f"{branch.code}_{number:04d}",
            process_revision_directives=_drop_empty,
        )
    if not isinstance(made, Script):
        return None
    file = Path(made.path)
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "# ###" not in line), "utf-8")
    return file


def _drop_empty(_: Any, __: Any, directives: list[Any]) -> None:
    if directives[0].upgrade_ops.is_empty():
        directives.clear()


def configuration(branch: Branch) -> dict[str, Any]:
    """Alembic's options for a branch."""
    return {
        "target_metadata": branch.metadata,
        "version_table": branch.version_table,
        "include_name": lambda name, kind, _: kind != "table" or _owns(branch, name),
        "render_as_batch": any(branch.versions.glob("*.py")),
        "compare_type": _differ,
        "render_item": _render,
    }


def _differ(_: Any, __: Any, ___: Any, found: Any, declared: Any) -> Literal[False] | None:
    """The MySQL family has four sizes of text and bytes; for others alembic compares."""
    plain = declared.impl if isinstance(declared, sa.types.TypeDecorator) else declared
    kind = {sa.Text: "TEXT", sa.LargeBinary: "BLOB"}.get(type(plain))
    return False if kind and type(found).__name__.endswith(kind) else None


def _render(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """HSAF's column types by their short names; alembic renders everything else."""
    if kind != "type" or type(item).__module__ != types.__name__:
        return False
    context.imports.add(f"from {types.__name__} import {type(item).__name__}")
    return repr(item)


def _owns(branch: Branch, table: str) -> bool:
    return table.startswith(f"{branch.code}_") and table != branch.version_table


def alembic_config(branch: Branch, connection: sa.Connection | None = None) -> Config:
    """What alembic's commands need to work on a branch; with a connection they run on it."""
    config = Config(stdout=StringIO())
    for key, value in (
        ("script_location", ROOT),
        ("version_locations", branch.versions),
        ("path_separator", "newline"),
        ("file_template", "%(rev)s"),
    ):
        config.set_main_option(key, str(value).replace("%", "%%"))
    config.attributes |= {"branch": branch, "connection": connection}
    return config


@Operations.implementation_for(ops.CreateTableOp, replace=True)
def _create_table(operations: Operations, operation: ops.CreateTableOp) -> sa.Table:
    if sa.inspect(operations.get_bind()).has_table(operation.table_name):
        return operation.to_table(operations.migration_context)
    return toimpl.create_table(operations, operation)


@Operations.implementation_for(ops.AddColumnOp, replace=True)
def _add_column(operations: Operations, operation: ops.AddColumnOp) -> None:
    there = {column["name"] for column in sa.inspect(operations.get_bind()).get_columns(operation.table_name)}
    if operation.column.name not in there:
        toimpl.add_column(operations, operation)


@Operations.implementation_for(ops.CreateIndexOp, replace=True)
def _create_index(operations: Operations, operation: ops.CreateIndexOp) -> None:
    there = {index["name"] for index in sa.inspect(operations.get_bind()).get_indexes(operation.table_name)}
    if operation.index_name not in there:
        toimpl.create_index(operations, operation)
