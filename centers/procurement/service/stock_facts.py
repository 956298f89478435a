"""The circumstances of a movement: who, when, where, and its audit event."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from centers.procurement.contract.v1 import STOCK_SHORT, Goods
from centers.procurement.data.stock_ledger import StockKey
from centers.procurement.domain.stock_movements import plain
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from hsaf.data import current_uow


def mine() -> str:
    """The calling institution."""
    return context.current().institution


def second() -> datetime:
    """Business time as it is stored."""
    return context.current().business_time.replace(microsecond=0)


def created() -> dict[str, Any]:
    """Who writes a row, and when."""
    now = context.current()
    return {"crter_id": now.actor, "crter_name": now.actor_name, "crte_time": second()}


def touched() -> dict[str, Any]:
    """Who changes a stock, and when."""
    now = context.current()
    return {"opter_id": now.actor, "opter_name": now.actor_name, "updt_time": second()}


def key_of(goods: Goods) -> StockKey:
    return StockKey(mine(), goods.fixmedins_hilist_id, goods.fixmedins_bchno)


def short(name: str, key: StockKey, stock: Decimal, asked: Decimal) -> HsafError:
    """``STOCK_SHORT``, naming the goods, what is there and what was asked for."""
    return STOCK_SHORT(name=name, fixmedins_bchno=key.fixmedins_bchno, stock=plain(stock), asked=plain(asked))


def note_moved(number: str, kind: str, key: StockKey, moved: Decimal, balance: Decimal) -> None:
    """Append a movement to the audit chain."""
    facts = {"movement_no": number, "kind": kind, **key._asdict(), "delta": moved, "balance": balance}
    current_uow().audit("procurement.stock_moved", facts)
