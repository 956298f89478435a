"""Questions about stock, documents and trace codes (HB-16.11; 3508 to 3513).

The days and keys narrow in the database, the further fields in memory: many of them are kept sealed or
in a document's details. A question that would read too much is refused, so an answer is always whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from centers.procurement.contract.v1 import PERIOD_WRONG, QUERY_TOO_WIDE, QUERY_UNKEYED, StockQuery
from centers.procurement.data.stock_ledger import StockLedger
from centers.procurement.data.stock_packs import PackRepository
from centers.procurement.domain import stock_views as views
from centers.procurement.domain.stock_codes import Act
from centers.procurement.domain.stock_movements import kinds_of
from centers.procurement.service.stock_facts import mine
from hsaf.contract.paging import Page
from hsaf.data.bulk import chunks

LIMIT: Final = 5_000
"""Rows one question may read."""

IN: Final = (Act.ENTER, Act.RETURN)
OUT: Final = (Act.SELL, Act.DISPENSE, Act.REPEAT)

Row = Mapping[str, Any]


class StockQueries:
    def __init__(self, ledger: StockLedger, packs: PackRepository) -> None:
        self._ledger = ledger
        self._packs = packs

    def stock(self, query: StockQuery) -> Page:
        """3508."""
        return _answered(query, lambda: map(views.stock, self._ledger.stocks(mine(), query, LIMIT + 1)))

    def documents(self, inv_data_type: str, query: StockQuery) -> Page:
        """3509, 3510, 3511."""
        _, kinds = kinds_of(inv_data_type)
        deleted = query.more.get("vali_flag", views.VALID) == views.DELETED

        def read() -> Any:
            rows = self._ledger.documents(mine(), kinds, query, LIMIT + 1, deleted=deleted)
            return (views.document(inv_data_type, row, deleted=deleted) for row in rows)

        return _answered(query, read)

    def codes_in(self, query: StockQuery) -> Page:
        """3512."""
        return _answered(query, lambda: self._codes(IN, query))

    def codes_out(self, query: StockQuery) -> Page:
        """3513. A certificate is compared with what the sale says of its buyer."""
        return _answered(query, lambda: self._codes(OUT, query))

    def _codes(self, acts: Collection[Act], query: StockQuery) -> list[dict[str, Any]]:
        rows = self._packs.moves(mine(), acts, query, LIMIT + 1)
        about: dict[str, Row] = {}
        for numbers in chunks({row["movement_no"] for row in rows} - {""}):
            about |= self._ledger.details(mine(), numbers)
        return [views.code(row, about.get(row["movement_no"], {})) for row in rows]


def _answered(query: StockQuery, read: Callable[[], Any]) -> Page:
    """The page asked for. Raises as the contract says."""
    _require_sound(query)
    rows: Sequence[Row] = list(read())
    if len(rows) > LIMIT:
        raise QUERY_TOO_WIDE(limit=LIMIT)
    asked = {name: value for name, value in query.more.items() if value}
    asked |= {name: value for name, value in query.keys.items() if value and name in _READ_IN_MEMORY}
    found = [row for row in rows if views.matches(row, asked)]
    first = query.paging.offset
    return Page(found[first : first + query.paging.page_size], len(found), query.paging)


_READ_IN_MEMORY: Final = frozenset({"certno"})
"""Keys that are kept sealed."""


def _require_sound(query: StockQuery) -> None:
    query.paging.require_sound()
    if not any(query.keys.values()):
        raise QUERY_UNKEYED(names="、".join(query.keys))
    if query.begin is not None and query.end is not None and query.begin > query.end:
        raise PERIOD_WRONG(begin=query.begin, end=query.end)
