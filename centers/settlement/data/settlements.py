"""Committed settlements and reversals. Nothing here changes one but :meth:`mark_reversed`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.settlement.data.rows import plain
from centers.settlement.data.tables import CLEARED_BY, COUNTED_BY, settlement
from centers.settlement.domain.amounts import AMOUNT_FIELDS
from centers.settlement.domain.record import SettlementRecord
from hsaf.data import Statement, defer, execute

_ADD: Final = Statement(settlement.insert())


class SettlementRepository:
    def add(self, record: SettlementRecord) -> None:
        values = msgspec.structs.asdict(record)
        columns = {name: record.stated[name] for name in (*CLEARED_BY, *COUNTED_BY)}
        defer(_ADD, values | values.pop("amounts") | columns)

    def find(self, psn_no: str, setl_id: str) -> SettlementRecord | None:
        return self._first(settlement.c.psn_no == psn_no, settlement.c.setl_id == setl_id)

    def by_id(self, setl_id: str) -> SettlementRecord | None:
        """Without the person: for auditors, who hold only the number."""
        return self._first(settlement.c.setl_id == setl_id)

    def by_message(self, fixmedins_code: str, msgid: str) -> SettlementRecord | None:
        """The settlement (not a reversal) that a message of an institution made."""
        return self._first(
            settlement.c.fixmedins_code == fixmedins_code,
            settlement.c.msgid == msgid,
            settlement.c.refd_setl_flag == "0",
        )

    def later_in_force(self, record: SettlementRecord) -> list[SettlementRecord]:
        """The person's settlements committed after this one that still stand, latest first."""
        query = self._in_force(record.psn_no).where(settlement.c.commit_seq > record.commit_seq)
        return [_record(plain(row)) for row in execute(query.order_by(settlement.c.commit_seq.desc())).mappings()]

    def in_force(self, psn_no: str, insutype: str) -> list[SettlementRecord]:
        """The person's settlements of an insurance type that still stand, oldest first."""
        query = self._in_force(psn_no).where(settlement.c.insutype == insutype).order_by(settlement.c.commit_seq)
        return [_record(plain(row)) for row in execute(query).mappings()]

    def last_in_force(self, psn_no: str, mdtrt_id: str) -> str:
        """``setl_id`` of a visit's latest settlement that still stands, or empty."""
        query = self._in_force(psn_no).where(settlement.c.mdtrt_id == mdtrt_id)
        row = execute(query.order_by(settlement.c.commit_seq.desc()).limit(1)).mappings().first()
        return row["setl_id"] if row is not None else ""

    def between(
        self, fixmedins_code: str, begntime: datetime, endtime: datetime, med_types: Sequence[str], *, reversals: bool
    ) -> list[str]:
        """``setl_id`` of an institution's settlements in a time range (both ends count)."""
        query = sa.select(settlement.c.setl_id).where(
            settlement.c.fixmedins_code == fixmedins_code,
            settlement.c.setl_time.between(begntime, endtime),
            settlement.c.med_type.in_(med_types),
        )
        if not reversals:
            query = query.where(settlement.c.refd_setl_flag == "0", settlement.c.reversed_by == "")
        return list(execute(query).scalars())

    def last_commit_seq(self, psn_no: str) -> int:
        query = sa.select(sa.func.coalesce(sa.func.max(settlement.c.commit_seq), 0))
        return int(execute(query.where(settlement.c.psn_no == psn_no)).scalar_one())

    def mark_reversed(self, record: SettlementRecord, by: str) -> None:
        key = sa.and_(settlement.c.psn_no == record.psn_no, settlement.c.setl_id == record.setl_id)
        execute(settlement.update().where(key).values(reversed_by=by))

    def _in_force(self, psn_no: str) -> sa.Select[Any]:
        return sa.select(settlement).where(
            settlement.c.psn_no == psn_no, settlement.c.refd_setl_flag == "0", settlement.c.reversed_by == ""
        )

    def _first(self, *conditions: sa.ColumnElement[bool]) -> SettlementRecord | None:
        row = execute(sa.select(settlement).where(*conditions).limit(1)).mappings().first()
        return _record(plain(row)) if row is not None else None


def _record(values: dict[str, Any]) -> SettlementRecord:
    """``CLEARED_BY`` and ``COUNTED_BY`` are passed over: ``stated`` has them."""
    amounts = {name: values.pop(name) for name in AMOUNT_FIELDS}
    return msgspec.convert(values | {"amounts": amounts}, SettlementRecord)
