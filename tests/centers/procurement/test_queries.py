"""Questions about stock, documents and codes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from centers.procurement.contract import v1
from centers.procurement.contract.v1 import StockKind
from centers.procurement.service import stock_queries
from hsaf.contract.paging import PAGE_WRONG, Paging
from tests.centers.procurement.shop import ASPIRIN, NOON, Shop, refused

LATER = NOON + timedelta(days=1)


def batch(bchno: str) -> v1.Goods:
    return msgspec.structs.replace(ASPIRIN, fixmedins_bchno=bchno)


@pytest.fixture
def busy(shop: Shop) -> Shop:
    shop.buy("10", goods=batch("B1"), detail={"spler_name": "甲药业", "purc_invo_no": "F1"}, pric=Decimal("3.5"))
    shop.buy("20", goods=batch("B2"), detail={"spler_name": "乙药业"}, at=LATER)
    shop.sell("1", "C1", detail={"psn_cert_type": "01", "certno": "X1", "psn_name": "某某", "prsc_dr_name": "甲医师"})
    shop.sell("2", "C2", goods=batch("B2"), at=LATER)
    shop.change("104", "3", goods=batch("B2"), at=LATER, detail={"memo": "破损"})
    shop.elsewhere().buy("99")
    return shop


def numbers(page: Any, name: str) -> list[Any]:
    return [row[name] for row in page.rows]


def test_stock_is_shown_by_batch_on_the_day_of_its_last_movement(busy: Shop) -> None:
    page = busy.ask(busy.center.stock, end=LATER.date())
    assert [(row["fixmedins_bchno"], row["inv_cnt"], row["invdate"]) for row in page.rows] == [
        ("B1", 9, NOON.date()),
        ("B2", 15, LATER.date()),
    ]
    assert numbers(busy.ask(busy.center.stock), "fixmedins_bchno") == ["B1"]
    assert page.rows[0]["medins_list_name"] == "阿司匹林肠溶片"


def test_purchases_and_returns_are_one_list(busy: Shop) -> None:
    busy.post(StockKind.PURCHASE_RETURN, "2")
    page = busy.ask(lambda query: busy.center.documents("3", query), end=LATER.date())
    assert [(row["purc_retn_cnt"], row["prod_retn_flag"], row["fixmedins_bchno"]) for row in page.rows] == [
        (10, "0", "B1"),
        (2, "1", "B1"),
        (20, "0", "B2"),
    ]
    assert (page.rows[0]["finl_trns_pric"], page.rows[0]["manu_lotnum"]) == (Decimal("3.5"), "L1")


@pytest.mark.parametrize(
    ("data_type", "more", "found"),
    [
        ("3", {"spler_name": "乙药业"}, 1),
        ("3", {"spler_name": "丙药业"}, 0),
        ("3", {"manu_date": date(2026, 1, 1), "rx_flag": "0"}, 2),
        ("3", {"purc_retn_stoin_time": datetime(2026, 6, 1, 12)}, 1),
        ("4", {"certno": "X1"}, 1),
        ("4", {"bilg_dr_name": "甲医师", "psn_name": "某某"}, 1),
        ("2", {"inv_chg_type": "104", "memo": "破损"}, 1),
        ("2", {"inv_chg_type": "103"}, 0),
    ],
)
def test_every_further_field_narrows(busy: Shop, data_type: str, more: dict[str, Any], found: int) -> None:
    page = busy.ask(lambda query: busy.center.documents(data_type, query), end=LATER.date(), **more)
    assert page.total == found


def test_a_key_narrows_to_a_batch_and_only_the_own_institution_is_seen(busy: Shop) -> None:
    keys = {"medins_list_codg": "", "fixmedins_bchno": "B2"}
    page = busy.ask(lambda query: busy.center.documents("3", query), end=LATER.date(), keys=keys)
    assert numbers(page, "purc_retn_cnt") == [20]


def test_deleted_documents_are_shown_only_when_asked_for(busy: Shop) -> None:
    sold = lambda query: busy.center.documents("4", query)  # noqa: E731
    busy.delete("4")
    assert busy.ask(sold).rows == []
    assert [(row["sel_retn_cnt"], row["vali_flag"]) for row in busy.ask(sold, vali_flag="0").rows] == [(1, "0")]


def test_pages_follow_each_other(busy: Shop) -> None:
    def asked(page: int) -> Any:
        return busy.ask(busy.center.stock, end=LATER.date(), paging=Paging(page, 1))

    assert [numbers(asked(n), "fixmedins_bchno") for n in (1, 2, 3)] == [["B1"], ["B2"], []]
    assert (asked(1).total, asked(1).pages) == (2, 2)


def test_codes_in_and_out_are_told_apart(busy: Shop) -> None:
    busy.change("101", "2", "C7", "C8")
    busy.sell("1", "C7", mdtrt_sn="V7")
    assert sorted(numbers(busy.ask(busy.center.codes_in, end=LATER.date()), "drug_trac_codg")) == ["C7", "C8"]
    out = busy.ask(busy.center.codes_out, end=LATER.date())
    assert sorted(numbers(out, "drug_trac_codg")) == ["C1", "C2", "C7"]


@pytest.mark.parametrize("keys", [{"certno": "X1"}, {"mdtrt_id": "V1", "fixmedins_bchno": "B1"}])
def test_sold_codes_are_found_by_buyer_and_visit(busy: Shop, keys: dict[str, str]) -> None:
    page = busy.ask(busy.center.codes_out, end=LATER.date(), keys=keys)
    assert [(row["drug_trac_codg"], row["psn_name"], row["mdtrt_setl_type"]) for row in page.rows] == [
        ("C1", "某某", "2")
    ]


def test_a_question_needs_a_key_a_period_and_a_sound_page(busy: Shop) -> None:
    with refused(v1.QUERY_UNKEYED, "medins_list_codg"):
        busy.ask(busy.center.stock, keys={"medins_list_codg": "", "fixmedins_bchno": ""})
    with refused(v1.PERIOD_WRONG):
        busy.ask(busy.center.stock, begin=LATER.date(), end=NOON.date())
    with refused(PAGE_WRONG):
        busy.ask(busy.center.stock, paging=Paging(0, 10))


def test_a_question_that_would_read_too_much_is_refused(busy: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock_queries, "LIMIT", 1)
    with refused(v1.QUERY_TOO_WIDE, "1"):
        busy.ask(busy.center.stock, end=LATER.date())
