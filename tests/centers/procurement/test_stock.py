"""The stock: what documents do to it, what is refused, what deleting takes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest
import sqlalchemy as sa

from centers.procurement.contract import v1
from centers.procurement.contract.v1 import Posting, StockKind
from centers.procurement.data.stock_tables import movement
from centers.settlement.contract.v1 import VISIT_NOT_SETTLED
from hsaf.data.audit import verify
from tests.centers.procurement.shop import ASPIRIN, Shop, posting, refused

OTHER_BATCH = msgspec.structs.replace(ASPIRIN, fixmedins_bchno="B2")


def test_a_purchase_fills_and_a_sale_empties_the_stock(shop: Shop) -> None:
    shop.buy("10")
    shop.sell("3.5")
    assert shop.held() == Decimal("6.5")
    assert [(row.kind, row.delta, row.balance) for row in shop.movements()] == [
        ("purchase", Decimal(10), Decimal(10)),
        ("sale", Decimal("-3.5"), Decimal("6.5")),
    ]


def test_a_sale_above_stock_names_goods_stock_and_asked_quantity_and_leaves_nothing(shop: Shop) -> None:
    shop.buy("2")
    with refused(v1.STOCK_SHORT, "阿司匹林肠溶片", "B1", "现有 2", "本次需要 2.0001"):
        shop.sell("2.0001")
    assert (shop.held(), len(shop.movements())) == (Decimal(2), 1)


def test_what_was_never_in_cannot_go_out(shop: Shop) -> None:
    with refused(v1.STOCK_SHORT, "现有 0"):
        shop.sell("1")
    with refused(v1.STOCK_SHORT, "现有 0"):
        shop.change("105", "1")
    assert (shop.held(), shop.movements()) == (None, [])


def test_the_last_fraction_of_a_pack_can_be_sold(shop: Shop) -> None:
    shop.buy("0.0003")
    shop.sell("0.0003")
    assert shop.held() == 0


def test_a_batch_has_its_own_stock_and_so_has_an_institution(shop: Shop) -> None:
    shop.buy("10")
    with refused(v1.STOCK_SHORT):
        shop.sell("1", goods=OTHER_BATCH)
    with refused(v1.STOCK_SHORT):
        shop.elsewhere().sell("1")
    assert shop.held() == 10


def test_an_item_of_a_batch_has_one_national_code(shop: Shop) -> None:
    shop.buy("10")
    renamed = msgspec.structs.replace(ASPIRIN, med_list_codg=v1.NO_NATIONAL_CODE)
    with refused(v1.GOODS_MISMATCH, ASPIRIN.med_list_codg, v1.NO_NATIONAL_CODE):
        shop.sell("1", goods=renamed)


# -- changes and stock-takes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "after"),
    [(code, 14) for code in ("101", "103", "106", "108", "110")]
    + [(code, 6) for code in ("102", "104", "105", "107", "109", "111")],
)
def test_a_change_goes_the_way_of_its_type(shop: Shop, kind: str, after: int) -> None:
    shop.buy("10")
    shop.change(kind, "4")
    assert shop.held() == after


def test_an_unknown_type_of_change_is_refused(shop: Shop) -> None:
    with refused(v1.CHANGE_TYPE_WRONG, "112"):
        shop.change("112", "1")


def test_a_stock_take_posts_the_difference(shop: Shop) -> None:
    shop.count("10")
    shop.sell("4")
    shop.count("5.25")
    shop.count("7")
    shop.count("7")
    assert shop.held() == 7
    assert [row.delta for row in shop.movements()] == [10, -4, Decimal("-0.75"), Decimal("1.75"), 0]


def test_a_stock_take_may_find_nothing(shop: Shop) -> None:
    shop.buy("3")
    shop.count("0")
    assert shop.held() == 0


@pytest.mark.parametrize("kind", [kind for kind in StockKind if kind is not StockKind.COUNT])
@pytest.mark.parametrize("cnt", ["0", "-1"])
def test_a_movement_moves_something(shop: Shop, kind: StockKind, cnt: str) -> None:
    with refused(v1.COUNT_WRONG, cnt):
        shop.post(kind, cnt, inv_chg_type="101")


def test_goods_are_not_made_after_they_expire(shop: Shop) -> None:
    odd = msgspec.structs.replace(ASPIRIN, manu_date=date(2028, 1, 2))
    with refused(v1.DATES_WRONG, "2028-01-02", "2028-01-01"):
        shop.buy("1", goods=odd)


# -- returns -----------------------------------------------------------------------------------------


def test_no_more_goes_back_to_the_supplier_than_the_purchase_brought(shop: Shop) -> None:
    first = shop.buy("10")
    shop.buy("5")
    shop.post(StockKind.PURCHASE_RETURN, "8", document=first)
    with refused(v1.RETURN_TOO_MUCH, first, "可退 2", "本次 3"):
        shop.post(StockKind.PURCHASE_RETURN, "3", document=first)
    shop.post(StockKind.PURCHASE_RETURN, "2", document=first)
    assert shop.held() == 5


def test_without_a_number_the_purchases_of_the_batch_limit_a_return(shop: Shop) -> None:
    shop.buy("10")
    shop.change("103", "50")
    with refused(v1.RETURN_TOO_MUCH, "可退 10", "本次 11"):
        shop.post(StockKind.PURCHASE_RETURN, "11")
    shop.post(StockKind.PURCHASE_RETURN, "10")
    assert shop.held() == 50


def test_a_return_to_the_supplier_needs_stock_too(shop: Shop) -> None:
    shop.buy("10")
    shop.sell("9")
    with refused(v1.STOCK_SHORT, "现有 1"):
        shop.post(StockKind.PURCHASE_RETURN, "2")


def test_a_buyer_brings_back_no_more_than_the_visit_took(shop: Shop) -> None:
    shop.buy("10")
    shop.sell("3", mdtrt_sn="V1")
    shop.sell("5", mdtrt_sn="V2")
    shop.take_back("2", mdtrt_sn="V1")
    with refused(v1.RETURN_TOO_MUCH, "V1", "可退 1"):
        shop.take_back("2", mdtrt_sn="V1")
    assert shop.held() == 4


def test_a_named_sale_limits_its_return(shop: Shop) -> None:
    shop.buy("10")
    first = shop.sell("3")
    shop.sell("4")
    with refused(v1.RETURN_TOO_MUCH, first, "可退 3"):
        shop.take_back("4", document=first)
    shop.take_back("3", document=first)
    with refused(v1.RETURN_TOO_MUCH, first, "可退 0"):
        shop.take_back("1", document=first)


@pytest.mark.parametrize("changes", [{"mdtrt_sn": "V9"}, {"document": "XS404"}, {"goods": OTHER_BATCH}])
def test_what_was_not_sold_cannot_come_back(shop: Shop, changes: dict[str, object]) -> None:
    shop.buy("10")
    shop.sell("3")
    with refused(v1.DOCUMENT_UNKNOWN):
        shop.take_back("1", **changes)
    with refused(v1.DOCUMENT_UNKNOWN):
        shop.elsewhere().take_back("1")


# -- deleting ----------------------------------------------------------------------------------------


def test_deleting_reverses_and_never_erases(shop: Shop) -> None:
    shop.buy("10")
    sale = shop.sell("4")
    assert shop.delete("4") == 1
    assert shop.held() == 10
    assert [(row.kind, row.delta, row.reverses) for row in shop.movements() if row.kind == "sale"] == [
        ("sale", -4, ""),
        ("sale", 4, sale),
    ]


def test_deleting_takes_documents_and_their_returns_together(shop: Shop) -> None:
    shop.buy("10")
    shop.sell("4")
    shop.take_back("1")
    assert shop.delete("4") == 2
    assert shop.held() == 10
    with refused(v1.DOCUMENT_UNKNOWN):
        shop.take_back("1")


def test_a_purchase_whose_goods_are_sold_cannot_be_deleted(shop: Shop) -> None:
    shop.buy("10")
    shop.sell("4")
    with refused(v1.STOCK_SHORT, "现有 6", "本次需要 10"):
        shop.delete("3")
    assert (shop.held(), len(shop.movements())) == (6, 2)


def test_each_type_of_data_is_deleted_by_itself_and_once(shop: Shop) -> None:
    shop.count("10")
    shop.change("101", "5")
    shop.buy("3")
    for data_type, left in (("2", 13), ("3", 10), ("1", 0)):
        assert shop.delete(data_type) == 1
        assert shop.held() == left
        with refused(v1.NOTHING_TO_DELETE, "B1"):
            shop.delete(data_type)


def test_another_institutions_batch_cannot_be_deleted(shop: Shop) -> None:
    shop.buy("10")
    with refused(v1.NOTHING_TO_DELETE, "采购"):
        shop.elsewhere().delete("3")
    with refused(v1.DATA_TYPE_WRONG, "5"):
        shop.delete("5")


def test_balances_never_fall_below_zero_on_the_way_when_deleting(shop: Shop) -> None:
    shop.buy("5")
    shop.sell("5")
    shop.take_back("5")
    shop.sell("5", mdtrt_sn="V2")
    shop.delete("4")
    assert min(row.balance for row in shop.movements()) == 0
    assert shop.held() == 5


# -- batches -----------------------------------------------------------------------------------------


def test_in_a_batch_a_refused_row_changes_nothing_and_the_others_count(shop: Shop) -> None:
    rows = [
        posting(StockKind.PURCHASE, "10"),
        posting(StockKind.SALE, "11"),
        posting(StockKind.SALE, "4", codes=("C1",)),
        posting(StockKind.SALE, "4", codes=("C2", "C1")),
    ]
    done = shop.write(lambda: shop.center.post_each(rows))
    assert [(bool(one.number), one.refusal_number) for one in done] == [
        (True, 0),
        (False, 650),
        (True, 0),
        (False, 671),
    ]
    assert "现有 10" in done[1].refusal
    assert shop.held() == 6
    assert shop.sell("1", "C2"), "the refused row must not have touched its first code"


def test_a_batch_of_stock_takes_is_taken_whole_or_not_at_all(shop: Shop) -> None:
    with refused(v1.COUNT_WRONG):
        shop.write(lambda: shop.center.post_all([posting(StockKind.COUNT, "5"), posting(StockKind.COUNT, "-5")]))
    assert shop.held() is None


def test_a_batch_has_a_limit(shop: Shop) -> None:
    rows: list[Posting] = [posting(StockKind.PURCHASE, "1")] * (v1.ROWS_LIMIT + 1)
    with refused(v1.BATCH_TOO_LONG, "500", "501"):
        shop.write(lambda: shop.center.post_each(rows))


# -- settlement, audit, secrecy ----------------------------------------------------------------------


class Settlements:
    """A settlement center that knows one settlement."""

    def settlement(self, psn_no: str, mdtrt_id: str, setl_id: str) -> None:
        if (psn_no, setl_id) != ("9900", "S1"):
            raise VISIT_NOT_SETTLED(setl_id=setl_id)


def test_a_sale_names_a_settlement_of_its_person(shop: Shop) -> None:
    linked = Shop(shop.harness, Settlements())
    linked.buy("10")
    linked.sell("1", setl_id="S1", psn_no="9900")
    with refused(VISIT_NOT_SETTLED, "S2"):
        linked.sell("1", setl_id="S2", psn_no="9900")
    with refused(v1.PERSON_MISSING, "S1"):
        linked.sell("1", setl_id="S1")
    assert linked.held() == 9


def test_without_a_settlement_center_a_sale_keeps_its_number(shop: Shop) -> None:
    shop.buy("1")
    shop.sell("1", setl_id="S2", psn_no="9900")
    assert shop.movements()[-1].setl_id == "S2"


def test_every_movement_is_in_the_institutions_audit_chain(shop: Shop) -> None:
    shop.buy("10")
    shop.sell("4")
    shop.delete("4")
    with shop.harness.database.read() as connection:
        assert verify(connection, shop.harness.crypto).ok
        count = connection.execute(sa.text("SELECT COUNT(*) FROM hsaf_audit_event")).scalar_one()
    assert count == 3


def test_who_bought_is_kept_sealed(shop: Shop) -> None:
    shop.buy("10")
    shop.sell("1", detail={"certno": "990101199001011234", "psn_name": "某某", "memo": "无"})
    with shop.harness.database.read() as connection:
        row = connection.execute(sa.select(movement).where(movement.c.kind == "sale")).one()
    assert row.detail == {"memo": "无"}
    assert b"1234" not in row.personal
    found = shop.ask(lambda query: shop.center.documents("4", query)).rows[0]
    assert (found["certno"], found["psn_name"]) == ("990101199001011234", "某某")
