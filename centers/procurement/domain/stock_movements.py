"""Which way a movement goes, and what a document must look like (HB-16.9)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from centers.procurement.contract.v1 import (
    CHANGE_TYPE_WRONG,
    COUNT_WRONG,
    DATA_TYPE_WRONG,
    DATES_WRONG,
    GOODS_MISMATCH,
    Goods,
    Posting,
    StockKind,
)

SPLIT: Final = "1"
"""``trdn_flag`` of a part of a pack."""

CHANGES_IN: Final = frozenset({"101", "103", "106", "108", "110"})
"""``inv_chg_type``: transfer in, gain, other in, purchase in, gift in."""

CHANGES_OUT: Final = frozenset({"102", "104", "105", "107", "109", "111"})
"""``inv_chg_type``: transfer out, loss, destroyed, other out, return out, gift returned."""

DATA_TYPES: Final[Mapping[str, tuple[str, tuple[StockKind, ...]]]] = {
    "1": ("盘存", (StockKind.COUNT,)),
    "2": ("库存变更", (StockKind.CHANGE,)),
    "3": ("采购", (StockKind.PURCHASE, StockKind.PURCHASE_RETURN)),
    "4": ("销售", (StockKind.SALE, StockKind.SALE_RETURN)),
}
"""``inv_data_type``: its name and the kinds of documents under it."""

PREFIXES: Final[Mapping[StockKind, str]] = {
    StockKind.COUNT: "PC",
    StockKind.CHANGE: "BG",
    StockKind.PURCHASE: "CG",
    StockKind.PURCHASE_RETURN: "CT",
    StockKind.SALE: "XS",
    StockKind.SALE_RETURN: "XT",
}
"""How serial numbers of documents begin."""

_IN: Final = frozenset({StockKind.PURCHASE, StockKind.SALE_RETURN})


def kinds_of(inv_data_type: str) -> tuple[str, tuple[StockKind, ...]]:
    """Name and kinds. Raises ``DATA_TYPE_WRONG``."""
    if inv_data_type not in DATA_TYPES:
        raise DATA_TYPE_WRONG(inv_data_type=inv_data_type)
    return DATA_TYPES[inv_data_type]


def comes_in(row: Posting) -> bool:
    """Whether a document adds to the stock. A stock-take can do either: ask :func:`delta`."""
    return row.inv_chg_type in CHANGES_IN if row.kind is StockKind.CHANGE else row.kind in _IN


def delta(row: Posting, stock: Decimal) -> Decimal:
    """What a document changes, given the stock before it; a stock-take posts the difference."""
    if row.kind is StockKind.COUNT:
        return row.cnt - stock
    return row.cnt if comes_in(row) else -row.cnt


def require_sound(row: Posting) -> None:
    """Raises ``COUNT_WRONG``, ``CHANGE_TYPE_WRONG`` or ``DATES_WRONG``."""
    least_is_zero = row.kind is StockKind.COUNT
    if row.cnt < 0 or (row.cnt == 0 and not least_is_zero):
        raise COUNT_WRONG(given=plain(row.cnt))
    if row.kind is StockKind.CHANGE and row.inv_chg_type not in CHANGES_IN | CHANGES_OUT:
        raise CHANGE_TYPE_WRONG(inv_chg_type=row.inv_chg_type)
    made, expires = row.goods.manu_date, row.goods.expy_end
    if made is not None and expires is not None and made > expires:
        raise DATES_WRONG(manu_date=made, expy_end=expires)


def require_same_goods(goods: Goods, known: str) -> None:
    """The batch was registered under this national code. Raises ``GOODS_MISMATCH``."""
    if known != goods.med_list_codg:
        raise GOODS_MISMATCH(
            fixmedins_bchno=goods.fixmedins_bchno,
            fixmedins_hilist_id=goods.fixmedins_hilist_id,
            known=known,
            given=goods.med_list_codg,
        )


def plain(quantity: Decimal) -> str:
    """``Decimal("10.0000")`` as ``10``, for messages people read."""
    text = format(quantity, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
