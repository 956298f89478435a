"""The stock part of the procurement service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from centers.procurement.contract.v1 import (
    BATCH_TOO_LONG,
    ROWS_LIMIT,
    Dispensing,
    Goods,
    Posted,
    Posting,
    StockQuery,
)
from centers.procurement.service.stock_deleting import StockDeleting
from centers.procurement.service.stock_dispensing import Dispenser
from centers.procurement.service.stock_posting import StockPosting
from centers.procurement.service.stock_queries import StockQueries
from centers.procurement.service.stock_tracing import Tracing
from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Page
from hsaf.data.uow import part


class Procurement:
    """Implements :class:`centers.procurement.contract.v1.ProcurementContract`."""

    def __init__(
        self,
        *,
        posting: StockPosting,
        deleting: StockDeleting,
        tracing: Tracing,
        dispenser: Dispenser,
        queries: StockQueries,
    ) -> None:
        self._posting = posting
        self._deleting = deleting
        self._tracing = tracing
        self._dispenser = dispenser
        self._queries = queries

    def post(self, row: Posting) -> str:
        return self._posting.post(row)

    def post_each(self, rows: Sequence[Posting]) -> list[Posted]:
        return _each(rows, lambda row: Posted(number=self._posting.post(row)))

    def post_all(self, rows: Sequence[Posting]) -> None:
        _require_short(rows)
        for row in rows:
            self._posting.post(row)

    def delete(self, fixmedins_bchno: str, inv_data_type: str) -> int:
        return self._deleting.delete(fixmedins_bchno, inv_data_type)

    def delete_each(self, rows: Sequence[tuple[str, str]]) -> list[Posted]:
        return _each(rows, lambda row: Posted(number=str(self._deleting.delete(*row))))

    def issue_code(self, goods: Goods) -> str:
        return self._tracing.issue(goods)

    def dispense(self, dispensing: Dispensing) -> list[str]:
        return self._dispenser.dispense(dispensing)

    def release(self, setl_id: str) -> None:
        self._dispenser.release(setl_id=setl_id)

    def release_message(self, msgid: str) -> None:
        self._dispenser.release(msgid=msgid)

    def stock(self, query: StockQuery) -> Page:
        return self._queries.stock(query)

    def documents(self, inv_data_type: str, query: StockQuery) -> Page:
        return self._queries.documents(inv_data_type, query)

    def codes_in(self, query: StockQuery) -> Page:
        return self._queries.codes_in(query)

    def codes_out(self, query: StockQuery) -> Page:
        return self._queries.codes_out(query)


def _each(rows: Sequence[Any], work: Callable[[Any], Posted]) -> list[Posted]:
    """Each row by itself. Raises ``BATCH_TOO_LONG``."""
    _require_short(rows)
    return [_alone(row, work) for row in rows]


def _alone(row: Any, work: Callable[[Any], Posted]) -> Posted:
    try:
        with part():
            return work(row)
    except HsafError as refusal:
        return Posted(refusal=refusal.message, refusal_number=refusal.number)


def _require_short(rows: Sequence[Any]) -> None:
    if len(rows) > ROWS_LIMIT:
        raise BATCH_TOO_LONG(limit=ROWS_LIMIT, given=len(rows))
