"""A pharmacy's storeroom: short ways to post documents and to look at what they did."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from centers.procurement.contract import v1
from centers.procurement.contract.v1 import Goods, Posting, StockKind, StockQuery
from centers.procurement.data.stock_ledger import StockLedger
from centers.procurement.data.stock_packs import PackRepository
from centers.procurement.data.stock_tables import movement, stock
from centers.procurement.service.stock import Procurement
from centers.procurement.service.stock_deleting import StockDeleting
from centers.procurement.service.stock_dispensing import Dispenser
from centers.procurement.service.stock_posting import StockPosting
from centers.procurement.service.stock_queries import StockQueries
from centers.procurement.service.stock_tracing import Tracing
from hsaf.contract.errors import ErrorCode, HsafError
from hsaf.contract.paging import Page, Paging
from hsaf.data import execute
from hsaf.testing.harness import Harness

SHOP, OTHER_SHOP = "P99010100001", "P99010100002"
NOON = datetime(2026, 6, 1, 12)
TODAY = NOON.date()
ASPIRIN = Goods(
    med_list_codg="XB01ACA056A001010190001",
    fixmedins_hilist_id="ASP01",
    fixmedins_hilist_name="阿司匹林肠溶片",
    fixmedins_bchno="B1",
    rx_flag="0",
    manu_lotnum="L1",
    manu_date=date(2026, 1, 1),
    expy_end=date(2028, 1, 1),
)


@dataclass
class Shop:
    """One institution's stock over a real database."""

    harness: Harness
    settlement: Any = None
    institution: str = SHOP
    visits: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        ledger = StockLedger(self.harness.database, self.harness.crypto)
        packs, ids = PackRepository(self.harness.database), self.harness.ids
        tracing = Tracing(packs, ids)
        self.center = Procurement(
            posting=StockPosting(ledger, tracing, ids, self.settlement),
            deleting=StockDeleting(ledger, tracing, ids),
            tracing=tracing,
            dispenser=Dispenser(packs, ids),
            queries=StockQueries(ledger, packs),
        )

    def elsewhere(self) -> Shop:
        return Shop(self.harness, self.settlement, OTHER_SHOP)

    def write(self, work: Any, at: datetime = NOON, **context: Any) -> Any:
        subject = f"org:{self.institution}"
        return self.harness.write(work, at=at, subject=subject, institution=self.institution, **context)

    def read(self, work: Any) -> Any:
        return self.harness.read(work, at=NOON, institution=self.institution)

    def post(self, kind: StockKind, cnt: str | Decimal, **changes: Any) -> str:
        number: str = self.write(lambda: self.center.post(posting(kind, cnt, **changes)))
        return number

    def buy(self, cnt: str, **changes: Any) -> str:
        return self.post(StockKind.PURCHASE, cnt, **changes)

    def sell(self, cnt: str, *codes: str, **changes: Any) -> str:
        return self.post(StockKind.SALE, cnt, codes=codes, **changes)

    def take_back(self, cnt: str, *codes: str, **changes: Any) -> str:
        return self.post(StockKind.SALE_RETURN, cnt, codes=codes, **changes)

    def count(self, cnt: str, *codes: str, **changes: Any) -> str:
        return self.post(StockKind.COUNT, cnt, codes=codes, **changes)

    def change(self, inv_chg_type: str, cnt: str, *codes: str, **changes: Any) -> str:
        return self.post(StockKind.CHANGE, cnt, inv_chg_type=inv_chg_type, codes=codes, **changes)

    def delete(self, inv_data_type: str, bchno: str = "B1") -> int:
        deleted: int = self.write(lambda: self.center.delete(bchno, inv_data_type))
        return deleted

    def dispense(self, setl_id: str, *codes: str, split: bool = False, cnt: str = "1", msgid: str = "") -> list[str]:
        """What a 2102 states: one line with these codes."""
        line = v1.DispensedLine(
            feedetl_sn="1",
            med_list_codg=ASPIRIN.med_list_codg,
            medins_list_codg=ASPIRIN.fixmedins_hilist_id,
            cnt=Decimal(cnt),
            at=NOON,
            codes=tuple((code, "1" if split else "0") for code in codes),
        )
        order = v1.Dispensing(psn_no="9900", mdtrt_id=f"V-{setl_id}", setl_id=setl_id, lines=[line])
        warned: list[str] = self.write(lambda: self.center.dispense(order), request_id=msgid)
        return warned

    def held(self, bchno: str = "B1") -> Decimal | None:
        """What the stock's row says."""
        query = sa.select(stock.c.inv_cnt).where(
            stock.c.fixmedins_code == self.institution, stock.c.fixmedins_bchno == bchno
        )
        found: Decimal | None = self.read(lambda: execute(query).scalar())
        return found

    def movements(self) -> list[Any]:
        """The institution's ledger in the order of posting."""
        query = sa.select(movement).where(movement.c.fixmedins_code == self.institution)
        rows: list[Any] = self.read(lambda: execute(query.order_by(movement.c.fixmedins_bchno, movement.c.seq)).all())
        return rows

    def ask(self, question: Any, begin: date = TODAY, end: date = TODAY, **more: Any) -> Page:
        """A question about item ASP01, or about other ``keys``."""
        keys = more.pop("keys", {"medins_list_codg": "ASP01"})
        paging = more.pop("paging", Paging(1, 100))
        query = StockQuery(begin=begin, end=end, keys=keys, more=more, paging=paging)
        page: Page = self.read(lambda: question(query))
        return page


def posting(kind: StockKind, cnt: str | Decimal, **changes: Any) -> Posting:
    basis: dict[str, Any] = {"kind": kind, "goods": ASPIRIN, "cnt": Decimal(cnt), "at": NOON, "mdtrt_sn": "V1"}
    return Posting(**(basis | changes))


@contextmanager
def refused(error: ErrorCode, *words: str) -> Iterator[None]:
    """The block is refused with that error, whose sentence has these words."""
    with pytest.raises(HsafError) as caught:
        yield
    assert caught.value.error is error, caught.value
    assert [word for word in words if word not in caught.value.message] == [], caught.value.message
