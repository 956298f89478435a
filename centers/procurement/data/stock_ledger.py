"""Stock and its ledger: a stock row and the movement that changed it are written together, never apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa

from centers.procurement.contract.v1 import StockKind, StockQuery
from centers.procurement.data.stock_filters import between, keyed
from centers.procurement.data.stock_tables import movement, stock
from hsaf.data import execute
from hsaf.data.types import to_json
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database

PERSONAL: Final = frozenset({"psn_cert_type", "certno", "psn_name", "prsc_dr_certno", "phar_certno"})
"""Fields of a movement that are kept sealed."""

Row = Mapping[str, Any]


class StockKey(NamedTuple):
    """What identifies a stock."""

    fixmedins_code: str
    fixmedins_hilist_id: str
    fixmedins_bchno: str


class Reference(NamedTuple):
    """What a reference (a document, a visit, a batch) moved and what came back of it, in packs."""

    moved: Decimal
    returned: Decimal


class StockLedger:
    """Repository of ``procurement_stock`` and ``procurement_stock_movement``."""

    def __init__(self, database: Database, crypto: Crypto) -> None:
        self._database = database
        self._crypto = crypto

    # -- stock ------------------------------------------------------------------------------------

    def held(self, key: StockKey) -> Row | None:
        """The stock, locked; ``None`` before its first movement."""
        row = execute(self._database.locking(sa.select(stock).where(*_at(key)))).mappings().first()
        return None if row is None else dict(row)

    def open(self, row: Row) -> None:
        """A stock that was not there; its first movement fills it."""
        execute(self._database.insert_missing(stock, [{**row, "inv_cnt": Decimal(0), "movements": 0}]))

    def change(self, key: StockKey, delta: Decimal, changes: Row, movements: int = 1) -> bool:
        """Add ``movements`` that come to ``delta`` to a stock, and replace what else is stated of it;
        ``False`` where it would fall below 0.

        The guard is in the statement: no reader's memory decides.
        """
        moved = stock.c.inv_cnt + sa.bindparam("delta_", delta, type_=stock.c.inv_cnt.type)
        enough = moved >= sa.bindparam("zero_", Decimal(0), type_=stock.c.inv_cnt.type)
        values = {**changes, "inv_cnt": moved, "movements": stock.c.movements + movements}
        changed = execute(sa.update(stock).where(*_at(key), enough).values(values))
        return changed.rowcount == 1

    def stocks(self, institution: str, query: StockQuery, limit: int) -> list[Row]:
        """Stocks whose last movement lies in the period, by item and batch."""
        days = between(stock.c.invdate, query)
        found = sa.select(stock).where(stock.c.fixmedins_code == institution, *keyed(stock, query), *days)
        order = (stock.c.fixmedins_hilist_id, stock.c.fixmedins_bchno)
        return [dict(row) for row in execute(found.order_by(*order).limit(limit)).mappings()]

    # -- ledger -----------------------------------------------------------------------------------

    def append(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Movements as they are given, with ``detail`` still whole."""
        execute(sa.insert(movement), [self._sealed(row) for row in rows])

    def moved_for(self, key: StockKey, kinds: tuple[StockKind, StockKind], *, reference: Row) -> Reference:
        """What movements of the first kind moved and those of the second brought back, of one stock.

        ``reference`` narrows to a column's value (``document``, ``mdtrt_sn``); deleted ones cancel out.
        """
        narrowed = [movement.c[name] == value for name, value in reference.items()]
        found = (
            sa.select(movement.c.kind, sa.func.sum(movement.c.delta).label("delta"))
            .where(*_at(key, movement), movement.c.kind.in_(kinds), *narrowed)
            .group_by(movement.c.kind)
        )
        sums = {row.kind: abs(row.delta) for row in execute(found)}
        return Reference(sums.get(kinds[0], Decimal(0)), sums.get(kinds[1], Decimal(0)))

    def in_force(self, institution: str, fixmedins_bchno: str, kinds: Collection[StockKind]) -> list[Row]:
        """Documents of a batch that were not taken back, those that took out of the stock first."""
        found = sa.select(movement).where(
            movement.c.fixmedins_code == institution,
            movement.c.fixmedins_bchno == fixmedins_bchno,
            movement.c.kind.in_(kinds),
            movement.c.reverses == "",
            ~_deleted(),
        )
        return [dict(row) for row in execute(found.order_by(movement.c.delta, movement.c.movement_no)).mappings()]

    def documents(
        self, institution: str, kinds: Collection[StockKind], query: StockQuery, limit: int, *, deleted: bool
    ) -> list[Row]:
        """Documents of a period by time, with their personal fields; ``deleted`` chooses which ones."""
        conditions = (
            movement.c.fixmedins_code == institution,
            movement.c.kind.in_(kinds),
            movement.c.reverses == "",
            _deleted() if deleted else ~_deleted(),
            *keyed(movement, query),
            *between(movement.c.at, query),
        )
        rows = execute(self._with_goods(conditions).order_by(movement.c.at, movement.c.movement_no).limit(limit))
        return [self._unsealed(dict(row)) for row in rows.mappings()]

    def _with_goods(self, conditions: Collection[sa.ColumnElement[bool]]) -> sa.Select[Any]:
        goods = (stock.c.rx_flag, stock.c.manu_lotnum, stock.c.manu_date, stock.c.expy_end)
        same = sa.and_(
            stock.c.fixmedins_code == movement.c.fixmedins_code,
            stock.c.fixmedins_hilist_id == movement.c.fixmedins_hilist_id,
            stock.c.fixmedins_bchno == movement.c.fixmedins_bchno,
        )
        return sa.select(movement, *goods).join(stock, same).where(*conditions)

    def details(self, institution: str, numbers: Collection[str]) -> dict[str, Row]:
        """The details of documents, personal ones too, by number."""
        columns = (movement.c.movement_no, movement.c.detail, movement.c.personal)
        found = sa.select(*columns).where(movement.c.fixmedins_code == institution, movement.c.movement_no.in_(numbers))
        return {row["movement_no"]: self._unsealed(dict(row))["detail"] for row in execute(found).mappings()}

    def _sealed(self, row: Row) -> dict[str, Any]:
        detail = row["detail"]
        personal = {name: value for name, value in detail.items() if name in PERSONAL}
        sealed = self._crypto.seal(to_json(personal).encode()) if personal else b""
        plain = {name: value for name, value in detail.items() if name not in PERSONAL}
        return {**row, "detail": plain, "personal": sealed}

    def _unsealed(self, row: Row) -> dict[str, Any]:
        """``detail`` whole again. Raises ``ValueError`` when the sealed part was altered."""
        personal = msgspec.json.decode(self._crypto.unseal(row["personal"])) if row["personal"] else {}
        return {**row, "detail": {**row["detail"], **personal}}


def _deleted() -> sa.ColumnElement[bool]:
    """Whether another movement takes this one back."""
    later = movement.alias("later")
    same = (later.c.fixmedins_code == movement.c.fixmedins_code, later.c.fixmedins_bchno == movement.c.fixmedins_bchno)
    return sa.exists().where(*same, later.c.reverses == movement.c.movement_no)


def _at(key: StockKey, of: sa.Table = stock) -> list[sa.ColumnElement[bool]]:
    return [of.c[name] == value for name, value in zip(StockKey._fields, key, strict=True)]
