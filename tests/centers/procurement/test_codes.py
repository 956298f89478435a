"""Trace codes: unique while in stock, sold once, split up to a whole pack, handed out by settlements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from centers.procurement.contract import v1
from centers.procurement.data.stock_tables import pack
from hsaf.data import execute
from tests.centers.procurement.shop import ASPIRIN, Shop, refused

OTHER_GOODS = msgspec.structs.replace(
    ASPIRIN, fixmedins_hilist_id="IBU01", fixmedins_hilist_name="布洛芬", med_list_codg="XM01AEB001A002"
)


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.buy("100")
    return shop


def state(shop: Shop, code: str) -> tuple[str, Decimal]:
    row: Any = shop.read(lambda: execute(sa.select(pack).where(pack.c.drug_trac_codg == code)).one())
    return row.state, row.rest


def test_a_code_enters_once_while_it_is_in_stock(shop: Shop) -> None:
    shop.change("101", "2", "C1", "C2")
    with refused(v1.CODE_IN_STOCK, "C2"):
        shop.change("101", "1", "C2")
    assert shop.held() == 2


def test_a_stock_take_may_find_a_code_again_but_not_under_other_goods(shop: Shop) -> None:
    shop.count("2", "C1", "C2")
    shop.count("2", "C1", "C2")
    with refused(v1.CODE_OTHER_GOODS, "C1"):
        shop.count("1", "C1", goods=OTHER_GOODS)


def test_a_sold_code_cannot_be_sold_counted_or_entered_before_it_comes_back(stocked: Shop) -> None:
    stocked.sell("1", "C1")
    for again in (stocked.sell, stocked.count, lambda *args: stocked.change("101", *args)):
        with refused(v1.CODE_SOLD, "C1"):
            again("1", "C1")
    stocked.take_back("1", "C1")
    stocked.sell("1", "C1", mdtrt_sn="V2")
    assert state(stocked, "C1") == ("sold", 0)


def test_a_pack_sold_in_one_institution_cannot_be_sold_in_another(stocked: Shop) -> None:
    other = stocked.elsewhere()
    other.buy("10")
    stocked.sell("1", "C1")
    with refused(v1.CODE_SOLD, "C1"):
        other.sell("1", "C1")
    stocked.count("98", "C2")
    with refused(v1.CODE_ELSEWHERE, "C2"):
        other.sell("1", "C2")


def test_a_pack_travels_from_one_institution_to_another(stocked: Shop) -> None:
    other = stocked.elsewhere()
    stocked.count("100", "C1")
    stocked.change("102", "1", "C1")
    with refused(v1.CODE_LEFT, "C1"):
        stocked.sell("1", "C1")
    other.change("101", "1", "C1")
    other.sell("1", "C1")


def test_a_code_belongs_to_its_goods_and_batch(stocked: Shop) -> None:
    stocked.count("100", "C1")
    stocked.buy("10", goods=OTHER_GOODS)
    with refused(v1.CODE_OTHER_GOODS, "C1"):
        stocked.sell("1", "C1", goods=OTHER_GOODS)


def test_codes_are_no_more_than_packs_and_each_is_scanned_once(stocked: Shop) -> None:
    with refused(v1.CODES_TOO_MANY, "2", "1"):
        stocked.sell("1", "C1", "C2")
    with refused(v1.CODE_REPEATED, "C1"):
        stocked.sell("2", "C1", "C1")
    stocked.sell("1.5", "C1", "C2")


# -- split packs -------------------------------------------------------------------------------------


def test_an_opened_pack_is_sold_until_nothing_is_left(stocked: Shop) -> None:
    for n, part in enumerate(("0.5", "0.25", "0.25")):
        stocked.sell(part, "C1", trdn_flag="1", mdtrt_sn=f"V{n}")
    assert state(stocked, "C1") == ("sold", 0)
    with refused(v1.CODE_SOLD, "C1"):
        stocked.sell("0.0001", "C1", trdn_flag="1")
    assert stocked.held() == 99


def test_no_more_of_a_pack_is_sold_than_is_left_and_it_is_not_whole_any_more(stocked: Shop) -> None:
    stocked.sell("0.75", "C1", trdn_flag="1")
    with refused(v1.CODE_OPENED, "剩余 0.25", "本次需要 0.5"):
        stocked.sell("0.5", "C1", trdn_flag="1")
    with refused(v1.CODE_OPENED, "剩余 0.25", "本次需要 1"):
        stocked.sell("1", "C1")


def test_a_split_quantity_is_shared_by_its_codes_to_the_last_fraction(stocked: Shop) -> None:
    stocked.sell("1", "C1", "C2", "C3", trdn_flag="1")
    rests = [state(stocked, code)[1] for code in ("C1", "C2", "C3")]
    assert sum(rests) == 2
    assert sorted(rests) == [Decimal("0.6666"), Decimal("0.6667"), Decimal("0.6667")]


def test_a_part_comes_back_to_its_pack(stocked: Shop) -> None:
    stocked.sell("0.6", "C1", trdn_flag="1", mdtrt_sn="V1")
    stocked.sell("0.4", "C1", trdn_flag="1", mdtrt_sn="V2")
    stocked.take_back("0.2", "C1", trdn_flag="1", mdtrt_sn="V1")
    with refused(v1.RETURN_TOO_MUCH):
        stocked.take_back("0.5", "C1", trdn_flag="1", mdtrt_sn="V1")
    assert state(stocked, "C1") == ("held", Decimal("0.2"))


# -- returns and deletion ----------------------------------------------------------------------------


def test_a_code_comes_back_only_from_the_visit_that_took_it(stocked: Shop) -> None:
    stocked.sell("1", "C1", mdtrt_sn="V1")
    stocked.sell("1", "C2", mdtrt_sn="V2")
    for code in ("C2", "C9"):
        with refused(v1.CODE_NOT_SOLD, code):
            stocked.take_back("1", code, mdtrt_sn="V1")
    stocked.take_back("1", "C1", mdtrt_sn="V1")
    assert state(stocked, "C1") == ("held", 1)


def test_deleting_a_sale_brings_its_codes_back(stocked: Shop) -> None:
    stocked.sell("2", "C1", "C2")
    stocked.delete("4")
    assert state(stocked, "C1") == ("held", 1)
    stocked.sell("2", "C1", "C2", mdtrt_sn="V2")


def test_deleting_what_brought_a_code_in_takes_it_out_unless_it_moved_on(shop: Shop) -> None:
    shop.change("101", "1", "C1")
    shop.delete("2")
    assert state(shop, "C1") == ("gone", 0)
    shop.buy("5")
    shop.change("101", "1", "C1")
    shop.sell("1", "C1")
    with refused(v1.CODE_MOVED, "C1"):
        shop.delete("2")
    assert shop.held() == 5


def test_deleting_sales_of_a_code_sold_returned_and_sold_again_leaves_one_whole_pack(stocked: Shop) -> None:
    stocked.sell("1", "C1")
    stocked.take_back("1", "C1")
    stocked.sell("1", "C1", mdtrt_sn="V2")
    stocked.delete("4")
    assert state(stocked, "C1") == ("held", 1)


# -- issued codes ------------------------------------------------------------------------------------


def test_an_issued_code_is_of_its_goods_and_sold_once(stocked: Shop) -> None:
    first, second = (stocked.write(lambda: stocked.center.issue_code(ASPIRIN)) for _ in range(2))
    assert first != second
    assert len(first) <= 30
    stocked.sell("1", first)
    with refused(v1.CODE_SOLD, first):
        stocked.sell("1", first)
    stocked.buy("1", goods=OTHER_GOODS)
    with refused(v1.CODE_OTHER_GOODS, second):
        stocked.sell("1", second, goods=OTHER_GOODS)


# -- settlements -------------------------------------------------------------------------------------


def test_a_settlement_hands_out_codes_and_its_own_sale_takes_them_over(stocked: Shop) -> None:
    assert stocked.dispense("S1", "C1", "C2", cnt="2") == []
    assert stocked.held() == 100
    with refused(v1.CODE_SOLD, "C1"):
        stocked.sell("1", "C1", mdtrt_sn="V9")
    stocked.sell("2", "C1", "C2", setl_id="S1", mdtrt_sn="T1", psn_no="9900")
    assert stocked.held() == 98
    with refused(v1.CODE_SOLD, "C1"):
        stocked.sell("1", "C1", setl_id="S1", mdtrt_sn="T1", psn_no="9900")


def test_a_sale_names_its_settlement_by_the_visit_too(stocked: Shop) -> None:
    stocked.dispense("S1", "C1")
    stocked.sell("1", "C1", mdtrt_sn="V-S1")
    assert state(stocked, "C1") == ("sold", 0)


def test_a_settlement_with_a_sold_code_goes_through_and_is_noted(stocked: Shop) -> None:
    stocked.sell("1", "C1")
    assert stocked.dispense("S1", "C1", "C2") == ["C1"]
    rows = stocked.ask(stocked.center.codes_out, keys={"certno": "", "mdtrt_id": "V-S1"}).rows
    assert {row["drug_trac_codg"]: bool(row["memo"]) for row in rows} == {"C1": True, "C2": False}


def test_the_same_code_twice_in_one_settlement_is_noted(stocked: Shop) -> None:
    assert stocked.dispense("S1", "C1", "C1") == ["C1"]


def test_a_reversed_settlement_gives_its_codes_back(stocked: Shop) -> None:
    stocked.sell("1", "C0")
    stocked.dispense("S1", "C0", "C1")
    stocked.write(lambda: stocked.center.release("S1"))
    stocked.write(lambda: stocked.center.release("S1"))
    assert (state(stocked, "C1"), state(stocked, "C0")) == (("held", 1), ("sold", 0))
    stocked.sell("1", "C1", mdtrt_sn="V2")


def test_a_compensated_settlement_gives_its_codes_back(stocked: Shop) -> None:
    stocked.dispense("S1", "C1", msgid="M1")
    stocked.write(lambda: stocked.center.release_message("M1"))
    assert state(stocked, "C1") == ("held", 1)


def test_codes_that_a_sale_took_over_come_back_with_its_return(stocked: Shop) -> None:
    stocked.dispense("S1", "C1")
    stocked.sell("1", "C1", setl_id="S1", mdtrt_sn="T1")
    stocked.write(lambda: stocked.center.release("S1"))
    assert state(stocked, "C1") == ("sold", 0)
    stocked.take_back("1", "C1", setl_id="S1", mdtrt_sn="T1")
    assert state(stocked, "C1") == ("held", 1)


def test_a_settlement_splits_a_pack(stocked: Shop) -> None:
    assert stocked.dispense("S1", "C1", split=True, cnt="0.5") == []
    assert stocked.dispense("S2", "C1", split=True, cnt="0.5") == []
    assert stocked.dispense("S3", "C1", split=True, cnt="0.5") == ["C1"]
