"""Coded packs and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa

from centers.procurement.contract.v1 import StockQuery
from centers.procurement.data.stock_filters import Condition, between, keyed
from centers.procurement.data.stock_tables import pack, pack_move
from centers.procurement.domain.stock_codes import CONTENT, Pack, State
from hsaf.data import execute
from hsaf.data.bulk import chunks, save_rows
from hsaf.spi.database import Database

UNSOLD: Final = ""
"""``movement_no`` of a move by a settlement alone, without a sale of stock."""


class Net(NamedTuple):
    """What a document or settlement changed the rest of a pack by, and whom it refers to."""

    drug_trac_codg: str
    movement_no: str
    msgid: str
    setl_id: str
    mdtrt_sn: str
    psn_no: str
    delta: Decimal


class PackRepository:
    """``procurement_pack`` and ``procurement_pack_move``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, packs: Iterable[Pack]) -> dict[str, Pack]:
        """The registered packs by code, locked in the order of their codes; an unknown one is registered
        as ``new``, so that two who meet it at once do not both find it unknown."""
        wanted = sorted({one.drug_trac_codg: one for one in packs}.items())
        for chunk in chunks(wanted):
            fresh = [msgspec.structs.replace(one, state=State.NEW, rest=CONTENT) for _, one in chunk]
            execute(self._database.insert_missing(pack, list(map(msgspec.structs.asdict, fresh))))
        return self.known(code for code, _ in wanted)

    def known(self, codes: Iterable[str]) -> dict[str, Pack]:
        """The registered ones of these packs, locked."""
        found: dict[str, Pack] = {}
        for chunk in chunks(sorted(codes)):
            query = sa.select(pack).where(pack.c.drug_trac_codg.in_(chunk)).order_by(pack.c.drug_trac_codg)
            rows = execute(self._database.locking(query)).mappings()
            found |= {row["drug_trac_codg"]: Pack(**{**row, "state": State(row["state"])}) for row in rows}
        return found

    def save(self, packs: Iterable[Pack], moves: Iterable[Mapping[str, Any]]) -> None:
        """Packs as they stand now, and the moves that made them so."""
        save_rows(pack, map(msgspec.structs.asdict, packs))
        for chunk in chunks(moves):
            execute(sa.insert(pack_move), chunk)

    def of_visit(self, institution: str, mdtrt_sn: str, codes: Collection[str]) -> list[Net]:
        """How the sales and settlements of a visit changed these packs."""
        mine = (pack_move.c.fixmedins_code == institution, pack_move.c.mdtrt_sn == mdtrt_sn)
        return self._nets(*mine, pack_move.c.drug_trac_codg.in_(codes))

    def of_settlement(self, institution: str, **reference: str) -> list[Net]:
        """How a settlement alone, without a sale of stock, changed packs; by ``setl_id``, ``mdtrt_sn`` or
        ``msgid``."""
        named = [pack_move.c[name] == value for name, value in reference.items()]
        return self._nets(pack_move.c.fixmedins_code == institution, pack_move.c.movement_no == UNSOLD, *named)

    def of_documents(self, numbers: Collection[str]) -> list[Net]:
        """How documents changed packs."""
        return [net for chunk in chunks(numbers) for net in self._nets(pack_move.c.movement_no.in_(chunk)) if net.delta]

    def _nets(self, *conditions: Condition) -> list[Net]:
        columns = [pack_move.c[name] for name in Net._fields[:-1]]
        query = sa.select(*columns, sa.func.sum(pack_move.c.delta)).where(*conditions).group_by(*columns)
        return [Net._make(row) for row in execute(query)]

    def moves(self, institution: str, acts: Collection[str], query: StockQuery, limit: int) -> list[Mapping[str, Any]]:
        """Moves of a period by time."""
        found = sa.select(pack_move).where(
            pack_move.c.fixmedins_code == institution,
            pack_move.c.act.in_(acts),
            *keyed(pack_move, query),
            *between(pack_move.c.at, query),
        )
        order = (pack_move.c.at, pack_move.c.drug_trac_codg, pack_move.c.move_no)
        return [dict(row) for row in execute(found.order_by(*order).limit(limit)).mappings()]
