"""Posting documents: one row of 3501 to 3506 becomes a movement, and the stock follows it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from centers.procurement.contract.v1 import (
    DOCUMENT_UNKNOWN,
    PERSON_MISSING,
    RETURN_TOO_MUCH,
    Goods,
    Posting,
    StockKind,
)
from centers.procurement.data.stock_ledger import StockKey, StockLedger
from centers.procurement.domain.stock_codes import require_codes
from centers.procurement.domain.stock_movements import (
    PREFIXES,
    SPLIT,
    comes_in,
    delta,
    plain,
    require_same_goods,
    require_sound,
)
from centers.procurement.service.stock_facts import created, key_of, note_moved, short, touched
from centers.procurement.service.stock_tracing import Tracing
from centers.settlement.contract.v1 import SettlementContract
from hsaf.spi.ids import Ids

RETURNS: Final[Mapping[StockKind, tuple[StockKind, str]]] = {
    StockKind.PURCHASE_RETURN: (StockKind.PURCHASE, "采购"),
    StockKind.SALE_RETURN: (StockKind.SALE, "销售"),
}
"""What a return brings back."""


class Moved(NamedTuple):
    """The movement's place in its stock's ledger, what it changed, and what was there afterwards."""

    seq: int
    delta: Decimal
    balance: Decimal


class StockPosting:
    """``settlement`` may be absent in a region; sales then keep their ``setl_id`` unchecked."""

    def __init__(self, ledger: StockLedger, tracing: Tracing, ids: Ids, settlement: SettlementContract | None) -> None:
        self._ledger = ledger
        self._tracing = tracing
        self._ids = ids
        self._settlement = settlement

    def post(self, row: Posting) -> str:
        """The document's serial number. Raises as the contract says."""
        require_sound(row)
        require_codes(row.codes, row.cnt, opened=row.trdn_flag == SPLIT)
        self._require_settlement(row)
        key = key_of(row.goods)
        self._require_returnable(row, key)
        number = self._ids.new(PREFIXES[row.kind])
        moved = self._move(row, key)
        self._ledger.append([{**_movement(row), **moved._asdict(), "movement_no": number, **_document(row, number)}])
        self._tracing.post(row, number)
        note_moved(number, row.kind, key, moved.delta, moved.balance)
        return number

    def _require_settlement(self, row: Posting) -> None:
        """A sale says whose settlement it belongs to; that settlement was made here for this person.

        Raises ``PERSON_MISSING`` or ``settlement.visit_not_settled``.
        """
        if not row.setl_id or self._settlement is None:
            return
        if not row.psn_no:
            raise PERSON_MISSING(setl_id=row.setl_id)
        self._settlement.settlement(row.psn_no, "", row.setl_id)

    def _require_returnable(self, row: Posting, key: StockKey) -> None:
        """No more comes back than went. Raises ``DOCUMENT_UNKNOWN`` or ``RETURN_TOO_MUCH``."""
        if row.kind not in RETURNS:
            return
        original, name = RETURNS[row.kind]
        for words, reference in _references(row, name):
            moved, returned = self._ledger.moved_for(key, (original, row.kind), reference=reference)
            if not moved:
                raise DOCUMENT_UNKNOWN(reference=words)
            if moved - returned < row.cnt:
                item, left = row.goods.fixmedins_hilist_name, plain(moved - returned)
                raise RETURN_TOO_MUCH(reference=words, name=item, left=left, asked=plain(row.cnt))

    def _move(self, row: Posting, key: StockKey) -> Moved:
        """Change the stock. Raises ``GOODS_MISMATCH``, ``STOCK_SHORT``."""
        held = self._ledger.held(key)
        if held is not None:
            require_same_goods(row.goods, held["med_list_codg"])
        stock, count = (held["inv_cnt"], held["movements"]) if held is not None else (Decimal(0), 0)
        moved = delta(row, stock)
        if held is None and moved >= 0:
            self._ledger.open(self._opened(row, key))
        if not self._ledger.change(key, moved, _touched(row)):
            raise short(row.goods.fixmedins_hilist_name, key, stock, row.cnt)
        return Moved(count + 1, moved, stock + moved)

    def _opened(self, row: Posting, key: StockKey) -> dict[str, Any]:
        return {
            **key._asdict(),
            "med_list_codg": row.goods.med_list_codg,
            "medins_prod_inv_no": self._ids.new("KC"),
            "memo": "",
            **_described(row.goods),
            **_touched(row),
            **created(),
        }


def _movement(row: Posting) -> dict[str, Any]:
    """What a document says of itself."""
    said = ("kind", "inv_chg_type", "cnt", "setl_id", "mdtrt_sn", "psn_no", "trdn_flag", "at", "opter_name", "detail")
    return {
        **key_of(row.goods)._asdict(),
        **{name: getattr(row, name) for name in said},
        "med_list_codg": row.goods.med_list_codg,
        "fixmedins_hilist_name": row.goods.fixmedins_hilist_name,
        "pric": row.pric or Decimal(0),
        **created(),
    }


def _document(row: Posting, number: str) -> dict[str, Any]:
    """The purchase or sale it belongs to."""
    return {"document": row.document if row.kind in RETURNS else number, "reverses": ""}


def _references(row: Posting, name: str) -> list[tuple[str, dict[str, str]]]:
    """What a return must not exceed, in words and as columns: the document it names, and the purchases of
    its batch or the sales of its visit."""
    goods = f"商品 {row.goods.fixmedins_hilist_id} 批次 {row.goods.fixmedins_bchno} "
    wide: tuple[str, dict[str, str]] = (f"{goods}的{name}", {})
    if row.kind is StockKind.SALE_RETURN:
        wide = (f"{goods}就医流水号 {row.mdtrt_sn} 的{name}", {"mdtrt_sn": row.mdtrt_sn})
    named = [(f"{name}流水号 {row.document} 的{name}", {"document": row.document})] if row.document else []
    return [*named, wide]


def _described(goods: Goods) -> dict[str, Any]:
    names = ("fixmedins_hilist_name", "rx_flag", "manu_lotnum", "manu_date", "expy_end")
    return {name: getattr(goods, name) for name in names}


def _touched(row: Posting) -> dict[str, Any]:
    """What a movement changes in its stock's row besides the quantity; what comes in also describes it."""
    changes = {"invdate": row.at.date(), **touched()}
    if row.kind is StockKind.COUNT or (comes_in(row) and row.kind is not StockKind.SALE_RETURN):
        changes |= {name: value for name, value in _described(row.goods).items() if value}
        changes["memo"] = row.detail.get("memo", "")
    return changes
