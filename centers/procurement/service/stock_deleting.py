"""3507: documents are taken back by reversing movements; nothing is ever erased."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from centers.procurement.contract.v1 import NOTHING_TO_DELETE, StockKind
from centers.procurement.data.stock_ledger import Row, StockKey, StockLedger
from centers.procurement.domain.stock_codes import State
from centers.procurement.domain.stock_movements import PREFIXES, kinds_of
from centers.procurement.service.stock_facts import created, mine, note_moved, short, touched
from centers.procurement.service.stock_tracing import Tracing
from hsaf.spi.ids import Ids


class StockDeleting:
    def __init__(self, ledger: StockLedger, tracing: Tracing, ids: Ids) -> None:
        self._ledger = ledger
        self._tracing = tracing
        self._ids = ids

    def delete(self, fixmedins_bchno: str, inv_data_type: str) -> int:
        """How many documents were taken back. Raises as the contract says."""
        name, kinds = kinds_of(inv_data_type)
        rows = self._ledger.in_force(mine(), fixmedins_bchno, kinds)
        if not rows:
            raise NOTHING_TO_DELETE(fixmedins_bchno=fixmedins_bchno, data_type=name)
        reversals = {row["movement_no"]: self._ids.new(PREFIXES[StockKind(row["kind"])]) for row in rows}
        for key, own in _by_stock(rows).items():
            self._reverse(key, own, reversals)
        sold = StockKind.SALE in kinds
        self._tracing.undo(reversals, State.SOLD if sold else State.GONE)
        return len(rows)

    def _reverse(self, key: StockKey, rows: Sequence[Row], reversals: Mapping[str, str]) -> None:
        """The documents of one stock; those that took out come first, so that no balance falls below 0.

        Raises ``STOCK_SHORT``.
        """
        held = self._ledger.held(key)
        assert held is not None, "a stock with movements has a row"
        balance: Decimal = held["inv_cnt"]
        before: int = held["movements"]
        back = sum((row["delta"] for row in rows), Decimal(0))
        if not self._ledger.change(key, -back, touched(), len(rows)):
            raise short(held["fixmedins_hilist_name"], key, balance, back)
        made = []
        for seq, row in enumerate(rows, start=before + 1):
            balance -= row["delta"]
            made.append(
                {**_reversal(row), "movement_no": reversals[row["movement_no"]], "seq": seq, "balance": balance}
            )
            note_moved(made[-1]["movement_no"], row["kind"], key, -row["delta"], balance)
        self._ledger.append(made)


def _by_stock(rows: Sequence[Row]) -> dict[StockKey, list[Row]]:
    found: defaultdict[StockKey, list[Row]] = defaultdict(list)
    for row in rows:
        found[StockKey(*(row[name] for name in StockKey._fields))].append(row)
    return found


def _reversal(row: Row) -> dict[str, Any]:
    """The same document the other way round; whom it was about stays with the original."""
    return {**row, "delta": -row["delta"], "reverses": row["movement_no"], "detail": {}, **created()}
