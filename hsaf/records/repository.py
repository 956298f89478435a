"""Statements over rows and changes. Every statement over rows carries the viewer's data scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hsaf.contract.paging import Paging
from hsaf.data import execute
from hsaf.data.bulk import chunks
from hsaf.records import extra
from hsaf.records.asking import Query
from hsaf.records.contract import COUNTED, Opinion
from hsaf.records.keeping import Keeper
from hsaf.records.model import RecordType
from hsaf.records.schema import RecordTables
from hsaf.records.scope import Condition, visible
from hsaf.records.states import IN_FORCE, State
from hsaf.records.stored import STANDING, Stored, StoredChange, Typed
from hsaf.records.viewer import Viewer

STREAMED: Final = 1000
"""Rows that an export holds at a time."""


class Repository:
    """Rows and changes of one center's types."""

    def __init__(self, tables: RecordTables, keeper: Keeper) -> None:
        self._tables = tables
        self._keeper = keeper

    # -- rows -------------------------------------------------------------------------------------

    def row(self, record: RecordType, id: str, who: Viewer) -> Stored | None:
        table = self._tables.rows[record.code]
        query = extra.selected(record, table).where(table.c.id == id, *visible(record, table, who))
        found = execute(query).mappings().first()
        return self._stored(record, found) if found is not None else None

    def rows(self, record: RecordType, ids: Iterable[str], who: Viewer) -> list[Stored]:
        """Those of these ids the viewer sees, in no order."""
        table = self._tables.rows[record.code]
        found: list[Stored] = []
        for chunk in chunks(ids):
            query = extra.selected(record, table).where(table.c.id.in_(chunk), *visible(record, table, who))
            found += [self._stored(record, row) for row in execute(query).mappings()]
        return found

    def page(self, record: RecordType, who: Viewer, query: Query, paging: Paging) -> list[Stored]:
        """The page's ids are found in an index alone; only its rows are looked up."""
        table = self._tables.rows[record.code]
        found = sa.select(table.c.id).where(*visible(record, table, who), *query.conditions).order_by(*query.order)
        ids = found.limit(paging.page_size).offset(paging.offset).subquery()
        rows = extra.selected(record, table).join(ids, ids.c.id == table.c.id).order_by(*query.order)
        return [self._stored(record, row) for row in execute(rows).mappings()]

    def count(self, record: RecordType, who: Viewer, query: Query, most: int | None = COUNTED + 1) -> int:
        """Rows of a query; counting stops at ``most``."""
        table = self._tables.rows[record.code]
        found = sa.select(table.c.id).where(*visible(record, table, who), *query.conditions).limit(most)
        return int(execute(sa.select(sa.func.count()).select_from(found.subquery())).scalar_one())

    def stream(self, record: RecordType, who: Viewer, query: Query) -> Iterator[Stored]:
        """Every row of a query. The statement runs now; rows are fetched as they are taken."""
        table = self._tables.rows[record.code]
        found = extra.selected(record, table).where(*visible(record, table, who), *query.conditions)
        result = execute(found.order_by(*query.order).execution_options(yield_per=STREAMED))
        return (self._stored(record, row) for row in result.mappings())

    def insert(self, record: RecordType, rows: Iterable[Stored], key: bytes) -> None:
        table = self._tables.rows[record.code]
        for chunk in chunks(rows):
            execute(sa.insert(table), [self._columns(record, row, key) for row in chunk])
            extra.insert(record, {row.id: row.values for row in chunk})

    def replace(self, record: RecordType, seen: int, row: Stored, changed: Typed, key: bytes) -> bool:
        """Write where a row stands now, and the fields in ``changed``, unless it is not at version ``seen``."""
        table = self._tables.rows[record.code]
        columns = _standing(row) | self._keeper.columns(record, changed, key)
        update = sa.update(table).where(table.c.id == row.id, table.c.version == seen).values(columns)
        if execute(update).rowcount != 1:
            return False
        extra.replace(record, row.id, changed)
        return True

    def untouched(self, record: RecordType, batch: str, who: Viewer) -> list[Stored]:
        """Rows a batch added that nobody moved since."""
        table, change = self._tables.rows[record.code], self._tables.change
        mine = (change.c.batch == batch, change.c.record == record.code, table.c.version == 1)
        query = extra.selected(record, table).join(change, change.c.record_id == table.c.id)
        query = query.where(*mine, *visible(record, table, who))
        return [self._stored(record, row) for row in execute(query).mappings()]

    def void_rows(self, record: RecordType, rows: Iterable[Stored], sample: Stored) -> int:
        """Void rows at version 1 the way ``sample`` (one of them, voided) stands; how many were."""
        table, voided = self._tables.rows[record.code], 0
        values = _standing(sample, but=("version_no", "created_at", "created_by"))
        for chunk in chunks(row.id for row in rows):
            update = sa.update(table).where(table.c.id.in_(chunk), table.c.version == 1).values(values)
            voided += execute(update).rowcount
        return voided

    def _columns(self, record: RecordType, row: Stored, key: bytes) -> dict[str, Any]:
        return {"id": row.id} | _standing(row) | self._keeper.columns(record, row.values, key)

    def _stored(self, record: RecordType, row: sa.RowMapping) -> Stored:
        standing = {name: row[name] for name in STANDING}
        for name in ("state", "pending_state"):
            standing[name] = State(standing[name])
        return Stored(id=row["id"], values=self._keeper.typed(record, row), **standing)

    def in_force(self, record: RecordType) -> list[Stored]:
        """Every record in force, the oldest first, whoever asks: for choices and checks."""
        table = self._tables.rows[record.code]
        query = extra.selected(record, table).where(table.c.state.in_(sorted(IN_FORCE))).order_by(table.c.id)
        return [self._stored(record, row) for row in execute(query).mappings()]

    # -- changes ----------------------------------------------------------------------------------

    def change(self, record: RecordType, id: str) -> StoredChange:
        change = self._tables.change
        return self._read_change(record, execute(sa.select(change).where(change.c.id == id)).mappings().one())

    def history(self, record: RecordType, id: str) -> list[StoredChange]:
        change = self._tables.change
        query = sa.select(change).where(change.c.record_id == id, change.c.record == record.code)
        rows = execute(query.order_by(change.c.id.desc())).mappings()
        return [self._read_change(record, row) for row in rows]

    def waiting(
        self, record: RecordType, who: Viewer, condition: Condition, paging: Paging
    ) -> tuple[list[StoredChange], int]:
        """Changes under way of rows the viewer sees, the oldest first; and how many, counted to ``COUNTED``."""
        table, change = self._tables.rows[record.code], self._tables.change
        joined = change.join(table, table.c.pending == change.c.id)
        mine = (change.c.record == record.code, condition, *visible(record, table, who))
        query = sa.select(change).select_from(joined).where(*mine).order_by(change.c.id)
        rows = execute(query.limit(paging.page_size).offset(paging.offset)).mappings().all()
        found = sa.select(change.c.id).select_from(joined).where(*mine).limit(COUNTED)
        total = execute(sa.select(sa.func.count()).select_from(found.subquery())).scalar_one()
        return [self._read_change(record, row) for row in rows], int(total)

    def insert_changes(self, record: RecordType, changes: Iterable[StoredChange]) -> None:
        for chunk in chunks(changes):
            execute(sa.insert(self._tables.change), [self._change_columns(record, one) for one in chunk])

    def replace_change(self, record: RecordType, one: StoredChange) -> None:
        change = self._tables.change
        execute(sa.update(change).where(change.c.id == one.id).values(self._change_columns(record, one)))

    def batch(self, record: RecordType, batch: str) -> tuple[int, str, str]:
        """How many changes a batch made, and the account and name of who made them."""
        change = self._tables.change
        who = (sa.func.max(change.c.maintainer), sa.func.max(change.c.maintainer_name))
        where = (change.c.batch == batch, change.c.record == record.code)
        count, account, name = tuple(execute(sa.select(sa.func.count(), *who).where(*where)).one())
        return int(count), account or "", name or ""

    def close_batch(self, record: RecordType, batch: str, now: datetime) -> None:
        """Discard every change of a batch."""
        change = self._tables.change
        where = (change.c.batch == batch, change.c.record == record.code)
        execute(sa.update(change).where(*where).values(state=State.DISCARDED, updated_at=now))

    def _change_columns(self, record: RecordType, one: StoredChange) -> dict[str, Any]:
        return {
            **msgspec.structs.asdict(one),
            "before": self._keeper.to_json(record, one.before),
            "after": self._keeper.to_json(record, one.after),
        }

    def _read_change(self, record: RecordType, row: sa.RowMapping) -> StoredChange:
        read: dict[str, Any] = {str(name): value for name, value in row.items()}
        read["state"] = State(read["state"])
        read["opinions"] = tuple(msgspec.convert(read["opinions"], Sequence[Opinion]))
        for name in ("before", "after"):
            read[name] = self._keeper.from_json(record, read[name])
        return StoredChange(**read)


def _standing(row: Stored, but: Sequence[str] = ()) -> dict[str, Any]:
    return {name: getattr(row, name) for name in STANDING if name not in but}
