"""Policy records as the center's own services read them: whole types, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from centers.policy.data.records import RECORDS
from centers.policy.domain.holdings import TYPES, Held, Holdings
from hsaf.data import execute
from hsaf.records.states import IN_FORCE, UNDER_WAY
from hsaf.records.values import restore

_IN_FORCE: Final = sorted(IN_FORCE)
_NEW: Final = sorted(UNDER_WAY)


class Shelf:
    """Policy records are some hundreds of rows; reading a type whole is one statement."""

    def holdings(self, *, proposed: bool = False, types: Iterable[str] = TYPES) -> Holdings:
        """Records in force; with ``proposed`` the changes under way are laid over them."""
        return Holdings({type: self.of(type, proposed=proposed) for type in types})

    def of(self, type: str, *, proposed: bool = False) -> Sequence[Held]:
        """The oldest first."""
        table = RECORDS.rows[type]
        states = [*_IN_FORCE, *_NEW] if proposed else _IN_FORCE
        rows = execute(sa.select(table).where(table.c.state.in_(states)).order_by(table.c.id)).mappings().all()
        if not proposed:
            return [_held(type, row) for row in rows]
        changes = self._changes([row["pending"] for row in rows if row["pending"]])
        return list(_as_proposed(type, rows, changes))

    def counts(self) -> Mapping[str, tuple[int, int]]:
        """Records in force, and records with a change under way, by type."""
        return dict(map(self._count, TYPES))

    def _count(self, type: str) -> tuple[str, tuple[int, int]]:
        table = RECORDS.rows[type]
        in_force, under_way = table.c.state.in_(_IN_FORCE), table.c.pending != ""
        sums = [sa.func.sum(sa.case((one, 1), else_=0)) for one in (in_force, under_way)]
        counted = execute(
            sa.select(sums[0].label("in_force"), sums[1].label("under_way")).select_from(table)
        ).mappings()
        row = counted.one()
        return type, (int(row["in_force"] or 0), int(row["under_way"] or 0))

    def _changes(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        change = RECORDS.change
        query = sa.select(change.c.id, change.c.after).where(change.c.id.in_(ids))
        return {row.id: row.after for row in execute(query)} if ids else {}


def _held(type: str, row: sa.RowMapping, changed: Mapping[str, Any] | None = None) -> Held:
    fields = RECORDS.types[type].by_code
    values = {code: row[code] for code in fields}
    if changed is None:
        return Held(row["id"], values)
    return Held(row["id"], values | {code: restore(fields[code], text) for code, text in changed.items()}, True)


def _as_proposed(type: str, rows: Iterable[sa.RowMapping], changes: Mapping[str, Mapping[str, Any]]) -> Iterator[Held]:
    for row in rows:
        if row["pending_action"] == "void":
            continue
        if row["pending"]:
            yield _held(type, row, changes[row["pending"]])
        elif row["state"] in _IN_FORCE:
            yield _held(type, row)
