"""3501-3513 and 3592B: an institution's stock and trace codes over the gateway."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from centers.procurement.contract import v1 as stock
from centers.settlement.contract.v1 import VISIT_NOT_SETTLED
from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import PAGE_WRONG
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.errors import INPUT_WRONG, NOT_OWN
from tests.acceptance import messages
from tests.acceptance.client import NOON, Client
from tests.api.refusing import assert_refused
from tests.api.stockroom import Stockroom
from tests.oracle.region import Person, Region
from tests.oracle.world import Item, Visit

SHOP, OTHER_SHOP = "P99010400004", "P99010300003"


@pytest.fixture
def room(client: Client, demo: Region) -> Stockroom:
    return Stockroom(client, demo.institutions[SHOP])


@pytest.fixture
def full(room: Stockroom) -> Stockroom:
    """Ten packs of the batch."""
    room.ok("3503", {"purcinfo": room.bought(10)})
    return room


# -- documents ---------------------------------------------------------------------------------------


def test_a_month_of_a_pharmacy(room: Stockroom) -> None:
    room.ok("3501", {"invinfo": room.counted("2.5", drugtracinfo=room.traced(1, 2))})
    bought = room.ok("3503", {"purcinfo": room.bought(10)})["result"]["medins_prod_purc_no"]
    room.ok("3504", {"purcinfo": room.bought(4, medins_prod_purc_no=bought)})
    sold = room.ok("3505", {"selinfo": room.sold(2, 1, 2)})["result"]["medins_prod_sel_no"]
    back = room.sold(1, medins_prod_sel_no=sold) | {"drugtracinfo": room.traced(1)}
    room.ok("3506", {"selinfo": back})
    room.ok("3502", {"invinfo": room.changed("104", "0.5")})
    assert room.held() == Decimal("2.5") + 10 - 4 - 2 + 1 - Decimal("0.5")
    room.ok("3507", {"data": {"fixmedins_bchno": room.batch, "inv_data_type": "4"}})
    assert room.held() == 8


def test_the_code_of_a_return_may_stand_beside_its_node(full: Stockroom) -> None:
    full.ok("3505", {"selinfo": full.sold(1, 1)})
    back = {name: value for name, value in full.sold(1).items() if name != "drugtracinfo"}
    full.ok("3506", {"selinfo": back | {"drug_trac_codg": full.code(1)}})
    full.ok("3505", {"selinfo": full.sold(1, 1)})


@pytest.mark.parametrize(
    ("infno", "row", "error"),
    [
        ("3501", lambda room: {"invinfo": room.counted(-1)}, stock.COUNT_WRONG),
        ("3502", lambda room: {"invinfo": room.changed("102", 11)}, stock.STOCK_SHORT),
        ("3503", lambda room: {"purcinfo": room.bought(0)}, stock.COUNT_WRONG),
        ("3503", lambda room: {"purcinfo": room.bought(1, expy_end="2025-12-31")}, stock.DATES_WRONG),
        ("3504", lambda room: {"purcinfo": room.bought(11)}, stock.RETURN_TOO_MUCH),
        ("3504", lambda room: {"purcinfo": room.bought(1, medins_prod_purc_no="CG404")}, stock.DOCUMENT_UNKNOWN),
        ("3505", lambda room: {"selinfo": room.sold("10.0001")}, stock.STOCK_SHORT),
        ("3505", lambda room: {"selinfo": room.sold(1, 1, med_list_codg="NMLC999")}, stock.GOODS_MISMATCH),
        ("3505", lambda room: {"selinfo": room.sold(1, 1, 2)}, stock.CODES_TOO_MANY),
        ("3505", lambda room: {"selinfo": room.sold(1, setl_id="S404", psn_no="9900000000000549")}, VISIT_NOT_SETTLED),
        ("3505", lambda room: {"selinfo": room.sold(1, setl_id="S404")}, stock.PERSON_MISSING),
        ("3506", lambda room: {"selinfo": room.sold(1)}, stock.DOCUMENT_UNKNOWN),
        ("3507", lambda room: {"data": {"fixmedins_bchno": room.batch, "inv_data_type": "4"}}, stock.NOTHING_TO_DELETE),
        ("3507", lambda room: {"data": {"fixmedins_bchno": room.batch, "inv_data_type": "9"}}, stock.DATA_TYPE_WRONG),
        ("3501A", lambda room: {"invinfoDetail": [room.counted(cnt, pric=1) for cnt in (1, -1)]}, stock.COUNT_WRONG),
        ("3501A", lambda room: {"invinfoDetail": [room.counted("", pric=1)]}, INPUT_WRONG),
        ("3502A", lambda room: {"invinfoDetail": [room.changed("999", 1)]}, INPUT_WRONG),
        ("3503A", lambda room: {"purcinfoDetail": [room.bought(1)]}, INPUT_WRONG),
        ("3504A", lambda room: {"purcinfoDetail": [room.bought(1, purc_invo_no="")]}, INPUT_WRONG),
        ("3505A", lambda room: {"selinfoDetail": [room.sold(1, drugtracinfo=[])]}, INPUT_WRONG),
        ("3506A", lambda room: {"selinfoDetail": [room.sold("x")]}, INPUT_WRONG),
        ("3507A", lambda room: {"goodDetail": []}, INPUT_WRONG),
        ("3592B", lambda room: {"data": {**room.goods(), "fixmedins_bchno": ""}}, INPUT_WRONG),
    ],
)
def test_a_wrong_document_is_refused_and_leaves_nothing(
    platform: RunningKernel, full: Stockroom, infno: str, row: Any, error: ErrorCode
) -> None:
    assert_refused(platform, lambda: full.call(infno, row(full)), infno, error)


def test_a_sale_above_stock_names_goods_stock_and_quantity(full: Stockroom) -> None:
    message = full.call("3505", {"selinfo": full.sold(12)}).error
    assert all(word in message for word in ("氨氯地平片", full.batch, "现有 10", "本次需要 12"))


def test_a_repeated_sale_counts_once(full: Stockroom) -> None:
    message = full.client.envelope("3505", full.institution, {"selinfo": full.sold(3)})
    assert full.client.send(message).raw == full.client.send(message).raw
    assert full.held() == 7


def test_a_sale_belongs_to_a_settlement_of_its_buyer(full: Stockroom, demo: Region) -> None:
    setl_id, who = settled(full, demo, 1, full.code(1))
    full.ok("3505", {"selinfo": full.sold(1, 1, setl_id=setl_id, psn_no=who.psn_no)})
    assert full.held() == 9
    other = next(one for one in demo.persons.values() if one.psn_no != who.psn_no)
    refused = full.call("3505", {"selinfo": full.sold(1, 2, setl_id=setl_id, psn_no=other.psn_no)}).error
    assert refused.startswith("[E3505-005]")


# -- batches -----------------------------------------------------------------------------------------


def verdicts(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["retRslt"], row["msgRslt"][:11]) for row in rows]


def test_each_row_of_a_batch_has_its_own_result(room: Stockroom) -> None:
    done = room.ok("3503A", {"purcinfoDetail": [room.invoiced(10), room.invoiced(0)]})["purcinfoDetail"]
    assert verdicts(done) == [("1", ""), ("0", "[E3503A-651")]
    assert done[0]["medins_prod_purc_no"]
    returned = [room.bought(3, medins_prod_purc_no=done[0]["medins_prod_purc_no"]), room.bought(8)]
    assert verdicts(room.ok("3504A", {"purcinfoDetail": returned})["purcinfoErrDetail"]) == [
        ("1", ""),
        ("0", "[E3504A-653"),
    ]
    changes = [
        room.changed("101", 2, drugtracinfo=room.traced(1, 2)),
        room.changed("101", 1, drugtracinfo=room.traced(2)),
    ]
    assert verdicts(room.ok("3502A", {"invinfoDetail": changes})["invinfoErrDetail"]) == [
        ("1", ""),
        ("0", "[E3502A-670"),
    ]
    sales = [room.sold(2, 1, 2), room.sold(8, 3), room.sold(1, 1)]
    sold = room.ok("3505A", {"selinfoDetail": sales})["selinfoDetail"]
    assert verdicts(sold) == [("1", ""), ("0", "[E3505A-650"), ("0", "[E3505A-671")]
    back = [room.sold(1, 1, medins_prod_sel_no=sold[0]["medins_prod_sel_no"]), room.sold(1, 1)]
    assert verdicts(room.ok("3506A", {"selinfoDetail": back})["selinfoErrDetail"]) == [("1", ""), ("0", "[E3506A-676")]
    assert room.held() == 10 - 3 + 2 - 2 + 1
    gone = [{"fixmedins_bchno": room.batch, "inv_data_type": kind} for kind in ("4", "1")]
    assert verdicts(room.ok("3507A", {"goodDetail": gone})["goodErrDetail"]) == [("1", ""), ("0", "[E3507A-658")]


def test_a_batch_of_stock_takes_is_read_by_the_columns_of_the_single_one(room: Stockroom) -> None:
    other = Stockroom(room.client, room.institution)
    rows = [room.counted(3, pric=Decimal("1.96")), other.counted(4, pric=Decimal("1.96"))]
    assert room.ok("3501A", {"invinfoDetail": rows}) == {}
    assert (room.held(), other.held()) == (3, 4)


# -- codes -------------------------------------------------------------------------------------------


def test_an_issued_code_can_be_sold(full: Stockroom) -> None:
    issued = full.ok("3592B", {"data": full.goods()})["result"]
    assert (issued["med_list_codg"], issued["fixmedins_hilist_id"]) == (
        full.goods()["med_list_codg"],
        f"YP{full.batch}",
    )
    code = [{"drug_trac_codg": issued["drug_trac_codg"]}]
    full.ok("3505", {"selinfo": full.sold(1, drugtracinfo=code)})
    assert full.call("3505", {"selinfo": full.sold(1, drugtracinfo=code)}).error.startswith("[E3505-671]")


def buyer(demo: Region, index: int) -> Person:
    """Employees with an account, in force, one for each test."""
    fit = [one for one in demo.persons.values() if set(one.enrollments) == {"310"} and one.balance > 10_000]
    return [one for one in fit if one.enrollment().stas == "1" and one.enrollment().arrears is None][-index]


def purchase(room: Stockroom, demo: Region, index: int, code: str) -> dict[str, Any]:
    """A 2102 of one pack with a code."""
    visit = Visit(buyer(demo, index), room.institution, "310", "41", NOON)
    message = messages.purchase(
        visit, [Item("XC08CAB001A687010190098", Decimal(1), Decimal("1.96"), NOON, sn="1")], "1", dry=False
    )
    trace = {"drug_trac_codg": code, "trdn_flag": "0"}
    message["drugdetail"][0] |= trace | {"durg_trac_info": [{"feedetl_sn": "1", **trace}]}
    return message


def settled(room: Stockroom, demo: Region, index: int, code: str) -> tuple[str, Person]:
    done = room.ok("2102", purchase(room, demo, index, code))
    return done["setlinfo"]["setl_id"], buyer(demo, index)


def remark(output: dict[str, Any]) -> str:
    text: str = output["detlcutinfo"][0].get("memo", "")
    return text


def test_a_settlement_with_a_sold_code_is_the_same_money_and_says_so(full: Stockroom, demo: Region) -> None:
    first = full.ok("2102", purchase(full, demo, 2, full.code(1)))
    again = full.ok("2102", purchase(full, demo, 3, full.code(1)))
    assert remark(first) == ""
    assert remark(again) == f"追溯码 {full.code(1)} 此前已销售或出库"
    assert again["setlinfo"]["medfee_sumamt"] == first["setlinfo"]["medfee_sumamt"] == "1.96"
    assert full.held() == 10


@pytest.mark.parametrize("undo", ["2103", "2601"])
def test_an_undone_settlement_gives_its_code_back(full: Stockroom, demo: Region, undo: str) -> None:
    index = {"2103": 4, "2601": 5}[undo]
    message = full.client.envelope("2102", full.institution, purchase(full, demo, index, full.code(1)))
    done, who = full.client.send(message).output["setlinfo"], buyer(demo, index)
    which = {"psn_no": who.psn_no, "mdtrt_id": done["mdtrt_id"], "setl_id": done["setl_id"]}
    if undo == "2601":
        which = {"psn_no": who.psn_no, "omsgid": message["msgid"], "oinfno": "2102"}
    full.ok(undo, {"data": which})
    full.ok("3505", {"selinfo": full.sold(1, 1)})


# -- questions ---------------------------------------------------------------------------------------


def test_every_question_answers_in_its_own_form(full: Stockroom) -> None:
    full.ok("3505", {"selinfo": full.sold("1.5", 1, psn_name="某某", psn_cert_type="01", certno="X1")})
    full.ok("3502", {"invinfo": full.changed("103", 1, memo="盘盈")})
    full.ok("3502A", {"invinfoDetail": [full.changed("101", 1, drugtracinfo=full.traced(7))]})

    def first(infno: str, **changes: Any) -> dict[str, Any]:
        answer = full.ok(infno, full.keyed(**changes))
        assert answer["recordCounts"] == len(answer["output"]) > 0
        row: dict[str, Any] = answer["output"][0]
        assert (row["fixmedinsCode"], row["fixmedinsBchno"]) == (SHOP, full.batch)
        assert row["medinsListName"] == "氨氯地平片"
        return row

    held = first("3508")
    assert (held["invCnt"], held["invdate"], held["poolareaNo"]) == ("10.5000", "2026-06-01", "990100")
    changed = first("3509", memo="盘盈")
    assert (changed["invChgType"], changed["cnt"], changed["invChgTime"]) == ("103", "1.0000", "2026-06-01 09:30:00")
    bought = first("3510")
    assert (bought["purcRetnCnt"], bought["finlTrnsPric"], bought["splerName"]) == (
        "10.0000", "1.500000", "示范医药有限公司",
    )  # fmt: skip
    sold = first("3511", certno="X1")
    assert (sold["selRetnCnt"], sold["bilgDrName"], sold["psnName"]) == ("1.5000", "唐民芳", "某某")
    assert first("3512")["drugTracCodg"] == full.code(7)
    out = first("3513", fixmedins_bchno="", certno="X1")
    assert (out["drugTracCodg"], out["psnName"], out["trdnFlag"]) == (full.code(1), "某某", "0")


def test_pages_of_a_question(full: Stockroom) -> None:
    for n in range(3):
        full.ok("3505", {"selinfo": full.sold(1, n, mdtrt_sn=f"V{n}")})
    pages = [full.ok("3511", full.keyed(page_num=n, page_size=2)) for n in (1, 2)]
    assert [(len(page["output"]), page["recordCounts"], page["pages"]) for page in pages] == [(2, 3, 2), (1, 3, 2)]


@pytest.mark.parametrize("infno", ["3508", "3509", "3510", "3511", "3512", "3513"])
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"fixmedins_bchno": ""}, stock.QUERY_UNKEYED),
        ({"begndate": "2026-06-02"}, stock.PERIOD_WRONG),
        ({"page_num": 1, "page_size": 5000}, PAGE_WRONG),
        ({"fixmedins_code": OTHER_SHOP}, NOT_OWN),
        ({"begndate": "2026-02-30"}, INPUT_WRONG),
    ],
)
def test_a_wrong_question_is_refused(
    platform: RunningKernel, full: Stockroom, infno: str, changes: dict[str, Any], error: ErrorCode
) -> None:
    assert_refused(platform, lambda: full.call(infno, full.keyed(**changes)), infno, error)


def test_nobody_sees_or_moves_what_another_institution_holds(full: Stockroom, demo: Region) -> None:
    other = Stockroom(full.client, demo.institutions[OTHER_SHOP], full.batch)
    assert other.ok("3508", other.keyed())["output"] == []
    assert other.call("3505", {"selinfo": other.sold(1)}).error.startswith("[E3505-650]")
    gone = {"data": {"fixmedins_bchno": full.batch, "inv_data_type": "3"}}
    assert other.call("3507", gone).error.startswith("[E3507-658]")
    assert full.held() == 10
