"""Records that lie below one another: what is below what, and that it stays a tree.

A record names the one above it by its business key. Whoever places a record locks the rows from there to the
top, and whoever voids one locks it first: of two moves that would make a circle together, the later one sees
the earlier, and nothing is placed below what is being voided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

import sqlalchemy as sa

from hsaf.data import current_uow, execute
from hsaf.data.bulk import chunks
from hsaf.records.contract import CHILDREN, CHILDREN_LEFT
from hsaf.records.model import RecordType
from hsaf.records.schema import RecordTables
from hsaf.records.scope import Condition, visible
from hsaf.records.states import EVENT_NAMES, IN_FORCE, Event, State
from hsaf.records.stored import Typed
from hsaf.records.viewer import Viewer

DEEPEST: Final = 30
"""Levels of a tree."""

Complaint = tuple[str, str]


class Nesting:
    def __init__(self, tables: RecordTables) -> None:
        self._tables = tables

    def complaints(
        self, record: RecordType, draft: Typed, beside: Mapping[str, str] | None = None
    ) -> Iterator[Complaint]:
        """What is wrong with where a draft is to lie. ``beside``: key and place of others that come with it."""
        if not record.tree or not draft[record.tree]:
            return
        key, at, passed = draft[record.key[0]], draft[record.tree], beside or {}
        for level in range(DEEPEST):
            if at == key:
                yield record.tree, "不能是自己或自己的下级"
                return
            above = passed[at] if at in passed else self._above(record, at)
            if above is None:
                yield record.tree, f"没有已生效的“{at}”" if level == 0 else f"其上级“{at}”已不存在"
                return
            if not above:
                return
            at = above
        yield record.tree, f"层级超过 {DEEPEST} 级"

    def require_childless(self, record: RecordType, keys: Collection[str], event: Event) -> None:
        """Raises ``CHILDREN_LEFT`` when a record that is not void lies below one of these."""
        if not record.tree:
            return
        table, key = self._tables.rows[record.code], record.key[0]
        for chunk in chunks(sorted(keys)):
            self._locked(sa.select(table.c.id).where(table.c[key].in_(chunk)))
            left = sa.select(table.c[record.tree]).where(table.c[record.tree].in_(chunk), table.c.state != State.VOID)
            found = self._locked(left.limit(1))
            if found:
                raise CHILDREN_LEFT(name=record.name, key=found[0][0], action=EVENT_NAMES[event])

    def below(self, record: RecordType, who: Viewer, parent: str) -> dict[str, bool]:
        """Ids of the records right below a key, in order, and whether there are others below them. Without a key:
        those whose upper record the viewer does not see."""
        table = self._tables.rows[record.code]
        lower, upper = table.alias("lower"), table.alias("upper")
        key, tree = record.key[0], record.tree
        under = sa.exists().where(lower.c[tree] == table.c[key], *_seen(record, lower, who))
        query = sa.select(table.c.id, under.label("more")).where(*_seen(record, table, who))
        if parent:
            query = query.where(table.c[tree] == parent)
        else:
            query = query.where(~sa.exists().where(upper.c[key] == table.c[tree], *_seen(record, upper, who)))
        rows = execute(query.order_by(table.c[key], table.c.id).limit(CHILDREN))
        return {row.id: bool(row.more) for row in rows}

    def _above(self, record: RecordType, key: str) -> str | None:
        """What lies above the record in force with this key; ``None`` when there is no such record."""
        table = self._tables.rows[record.code]
        query = sa.select(table.c[record.tree]).where(table.c[record.key[0]] == key, table.c.state.in_(IN_FORCE))
        found = self._locked(query)
        return str(found[0][0]) if found else None

    def _locked(self, query: sa.Select[tuple[str]]) -> list[sa.Row[tuple[str]]]:
        """As it stands now, not as it stood when the unit of work began; kept so in a write."""
        uow = current_uow()
        return list(execute(uow.database.locking(query) if uow.writable else query).all())


def _seen(record: RecordType, table: sa.FromClause, who: Viewer) -> list[Condition]:
    return [*visible(record, table, who), table.c.state != State.VOID]
