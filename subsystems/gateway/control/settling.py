"""Between messages and the settlement center: lines and diagnoses in, settlements out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec

from centers.settlement.contract.v1 import LINE_VISIT_MIXED, Diagnosis, LineSplit, NewLine, Settlement
from hsaf.money import fen_from_yuan
from subsystems.gateway.control.business import Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

Row = Mapping[str, Any]

_OF_DIAGNOSIS: Final = frozenset(Diagnosis.__struct_fields__)
_OF_LINE: Final = frozenset(NewLine.__struct_fields__) - {"detail"}
_NOT_KEPT: Final = _OF_LINE | {"psn_no", "mdtrt_id"}


def rest(row: Row, known: Collection[str]) -> dict[str, Any]:
    """The fields of a row that have no place of their own."""
    return {name: value for name, value in row.items() if name not in known}


def diagnosis(row: Row, inout: str = "1") -> Diagnosis:
    """A row of ``diseinfo``; ``inout`` 2 for discharge diagnoses."""
    return Diagnosis(**{name: value for name, value in row.items() if name in _OF_DIAGNOSIS}, inout=inout)


def new_line(row: Row) -> NewLine:
    """A row of ``feedetail`` or ``drugdetail``."""
    fields = {name: value for name, value in row.items() if name in _OF_LINE}
    fields["det_item_fee_sumamt"] = fen_from_yuan(row["det_item_fee_sumamt"])
    return NewLine(**fields, detail=rest(row, _NOT_KEPT))


def require_one_visit(rows: Sequence[Row]) -> None:
    """All lines of an upload belong to one visit of one person. Raises ``LINE_VISIT_MIXED``."""
    first = rows[0]
    for row in rows:
        if (row["mdtrt_id"], row["psn_no"]) != (first["mdtrt_id"], first["psn_no"]):
            raise LINE_VISIT_MIXED(feedetl_sn=row["feedetl_sn"])


def split_row(split: LineSplit) -> dict[str, Any]:
    """How a line divides, as 2204, 2301 and 2102 answer it; no ceiling is a ceiling of 0."""
    return msgspec.structs.asdict(split) | {"pric_uplmt_amt": split.pric_uplmt_amt or Decimal(0)}


def settled(settlement: Settlement) -> dict[str, Any]:
    """``setlinfo`` and ``setldetail`` of a settlement, pre-settlement or reversal.

    ``hifdm_pay`` is 0 (no such fund); the cash amount also goes under the name that 2208 really has,
    ``pdn_cash_pay``.
    """
    info = {"hifdm_pay": 0, **settlement.info}
    return {
        "setlinfo": info | {"pdn_cash_pay": info["psn_cash_pay"]},
        "setldetail": [msgspec.structs.asdict(row) for row in settlement.funds],
    }


def reverse(centers: Centers, message: Message) -> Output:
    """2103 药店结算撤销, 2208 门诊结算撤销, 2305 住院结算撤销."""
    data = message.node("data")
    return settled(centers.settlement.reverse(data["psn_no"], data["mdtrt_id"], data["setl_id"], message.infno))
