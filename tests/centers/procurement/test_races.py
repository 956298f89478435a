"""Eight tills at once, and any sequence of documents."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from centers.procurement.contract.v1 import StockKind
from centers.procurement.data import stock_tables
from centers.procurement.data.stock_tables import movement, pack, pack_move, stock
from hsaf.contract.errors import HsafError
from hsaf.testing.harness import Harness
from hsaf.testing.threads import at_once
from tests.centers.procurement.shop import ASPIRIN, NOON, Shop, posting

TILLS = 8


def tried(call: Callable[[], Any]) -> str:
    """``ok`` or the code of the refusal; ``BUSY`` is what a till repeats."""
    while True:
        try:
            call()
        except HsafError as error:
            if not error.error.retryable:
                return error.code
        else:
            return "ok"


def test_of_eight_tills_one_sells_the_last_pack(shop: Shop) -> None:
    shop.buy("1")
    answers = at_once(TILLS, lambda n: tried(lambda: shop.sell("1", mdtrt_sn=f"V{n}")))
    assert Counter(answers) == {"ok": 1, "procurement.stock_short": TILLS - 1}
    assert shop.held() == 0


def test_of_eight_tills_of_two_shops_one_sells_a_code(shop: Shop) -> None:
    shops = (shop, shop.elsewhere())
    for one in shops:
        one.buy("100")
    answers = at_once(TILLS, lambda n: tried(lambda: shops[n % 2].sell("1", "C1", mdtrt_sn=f"V{n}")))
    assert Counter(answers) == {"ok": 1, "procurement.code_sold": TILLS - 1}


def test_settlements_of_different_people_hand_out_a_code_once(shop: Shop) -> None:
    def dispense(n: int) -> list[str]:
        order = msgspec.structs.replace(_dispensing(f"S{n}"), psn_no=f"99{n}")
        warned: list[str] = shop.harness.write(
            lambda: shop.center.dispense(order), subject=f"psn:{n}", at=NOON, institution=shop.institution
        )
        return warned

    assert sorted(at_once(TILLS, dispense)) == [[], *[["C1"]] * (TILLS - 1)]


def _dispensing(setl_id: str) -> Any:
    from centers.procurement.contract.v1 import DispensedLine, Dispensing

    line = DispensedLine(
        feedetl_sn="1", med_list_codg="X", medins_list_codg="ASP01", cnt=Decimal(1), at=NOON, codes=(("C1", "0"),)
    )
    return Dispensing(psn_no="", mdtrt_id=setl_id, setl_id=setl_id, lines=[line])


def test_a_guard_in_the_statement_keeps_stock_above_zero_without_the_institutions_lock(shop: Shop) -> None:
    shop.buy("3")

    def sell(n: int) -> str:
        row = posting(StockKind.SALE, "1", mdtrt_sn=f"V{n}")
        return tried(
            lambda: shop.harness.write(
                lambda: shop.center.post(row), subject=f"till:{n}", at=NOON, institution=shop.institution
            )
        )

    assert Counter(at_once(TILLS, sell)) == {"ok": 3, "procurement.stock_short": TILLS - 3}
    assert shop.held() == 0


# -- any sequence ------------------------------------------------------------------------------------

BATCHES, CODES, VISITS = ("B1", "B2"), ("C1", "C2", "C3"), ("V1", "V2")
quantities = st.decimals("0.0001", "9", places=4)
documents = st.builds(
    lambda kind, cnt, bchno, chg, codes, visit, trdn: posting(
        kind,
        cnt,
        goods=msgspec.structs.replace(ASPIRIN, fixmedins_bchno=bchno),
        inv_chg_type=chg if kind is StockKind.CHANGE else "",
        codes=tuple(codes),
        mdtrt_sn=visit,
        trdn_flag=trdn,
    ),
    st.sampled_from(list(StockKind)),
    quantities,
    st.sampled_from(BATCHES),
    st.sampled_from(("101", "103", "104", "107")),
    st.lists(st.sampled_from(CODES), max_size=2, unique=True),
    st.sampled_from(VISITS),
    st.sampled_from(("0", "1")),
)
deletions = st.tuples(st.sampled_from(BATCHES), st.sampled_from("1234"))
settlements = st.sampled_from(("S1", "S2", "S3"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(documents, documents, documents, deletions, settlements), max_size=25))
def test_the_ledger_adds_up_to_the_stock_after_any_sequence(steps: list[Any]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Harness.sqlite(Path(folder), stock_tables.stock.metadata) as harness,
    ):
        shop = Shop(harness)
        for step in steps:
            tried(lambda step=step: _play(shop, step))
            assert_books_add_up(harness)


def _play(shop: Shop, step: Any) -> None:
    if isinstance(step, tuple):
        shop.write(lambda: shop.center.delete(*step))
    elif isinstance(step, str):
        shop.write(lambda: shop.center.dispense(_dispensing(step)))
        if step == "S3":
            shop.write(lambda: shop.center.release("S1"))
    else:
        shop.write(lambda: shop.center.post(step))


def assert_books_add_up(harness: Harness) -> None:
    """Stock is the sum of its movements by the formula of HB-16.9 and each pack that of its moves."""
    with harness.database.read() as connection:
        moved: defaultdict[Any, Decimal] = defaultdict(Decimal)
        for row in connection.execute(sa.select(movement).order_by(movement.c.seq)):
            moved[row.fixmedins_bchno] += row.delta
            assert row.balance == moved[row.fixmedins_bchno]
            assert row.balance >= 0
            assert (row.delta < 0) == (_goes_out(row) != bool(row.reverses)) or row.kind == "count"
        held = {row.fixmedins_bchno: row.inv_cnt for row in connection.execute(sa.select(stock))}
        assert held == dict(moved)
        assert min(held.values(), default=0) >= 0
        rests: defaultdict[str, Decimal] = defaultdict(Decimal)
        entered = set()
        for row in connection.execute(sa.select(pack_move)):
            rests[row.drug_trac_codg] += row.delta
            entered |= {row.drug_trac_codg} if row.act == "enter" and row.delta else set()
        for row in connection.execute(sa.select(pack)):
            first = 0 if row.drug_trac_codg in entered else 1
            assert row.rest == first + rests[row.drug_trac_codg]
            assert 0 <= row.rest <= 1
            assert row.state != "new"
            assert (row.state == "held") == (row.rest > 0)


def _goes_out(row: Any) -> bool:
    """purchase in + sale return in + gain in - (purchase return + sale out + loss out)."""
    return row.kind in ("sale", "purchase_return") or row.inv_chg_type in ("104", "107")
