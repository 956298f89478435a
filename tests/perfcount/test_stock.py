"""Statements per posting of the stock ledger, against the checked-in file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from centers.procurement.contract.v1 import DispensedLine, Dispensing, StockKind
from centers.procurement.data import stock_tables
from hsaf.contract.context import entered
from hsaf.data import current_uow
from hsaf.data.pipeline import RequestKey
from hsaf.testing.harness import Harness, mariadb_absent
from tests.centers.procurement.shop import ASPIRIN, NOON, Shop, posting
from tests.perfcount.counting import counting

ALLOWED = tomllib.loads(Path(__file__).with_name("stock.toml").read_text("utf-8"))


@pytest.fixture
def shop() -> Iterator[Shop]:
    reason = mariadb_absent()
    if reason:
        pytest.skip(reason)
    with Harness.mariadb(stock_tables.stock.metadata) as harness:
        made = Shop(harness)
        made.buy("100000")
        yield made


def statements(shop: Shop, work: Callable[[], Any]) -> int:
    """Of one write with a request key, as the gateway sends it."""
    harness, key = shop.harness, RequestKey(shop.institution, shop.harness.ids.new(), "digest")
    context = harness.context(business_time=NOON, institution=shop.institution)
    with counting(harness.database) as seen, entered(context):
        harness.pipeline.write("test", work, subject=f"org:{shop.institution}", key=key, encode=lambda _: b"answer")
    return len(seen)


def measure(shop: Shop, count: int) -> dict[str, int]:
    """Every kind of posting once, with ``count`` trace codes."""
    codes = tuple(f"C{count}-{number}" for number in range(count))

    def post(kind: StockKind, codes: tuple[str, ...] = ()) -> int:
        row = posting(kind, Decimal(count), codes=codes, mdtrt_sn=f"V{count}")
        return statements(shop, lambda: shop.center.post(row))

    line = DispensedLine(
        feedetl_sn="1",
        med_list_codg=ASPIRIN.med_list_codg,
        medins_list_codg=ASPIRIN.fixmedins_hilist_id,
        cnt=Decimal(count),
        at=NOON,
        codes=tuple((f"D{code}", "0") for code in codes),
    )
    order = Dispensing(psn_no="9900", mdtrt_id=f"M{count}", setl_id=f"S{count}", lines=[line])
    bare = statements(shop, note_something)
    return {
        "3503": post(StockKind.PURCHASE),
        "3505": post(StockKind.SALE, codes),
        "3506": post(StockKind.SALE_RETURN, codes),
        "codes of 2102": statements(shop, lambda: shop.center.dispense(order)) - bare,
    }


def note_something() -> None:
    """A unit of work that does nothing but note it."""
    current_uow().audit("test.noted", {})


def test_statements_do_not_grow_with_the_codes_and_are_those_written_down(shop: Shop) -> None:
    assert measure(shop, 1) == measure(shop, 300) == ALLOWED
