"""Lists: filters, order, pages, totals."""

from __future__ import annotations

from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from hsaf.records import reading
from hsaf.records.contract import Asked, Found
from tests.records.office import Office, agency


def refused(code: str):
    return pytest.raises(HsafError, match=code)


@pytest.fixture
def stocked(office: Office) -> Office:
    """Five agencies, the newest last."""
    for number, more in enumerate(
        [
            {"kind": "1", "budget": "10.00", "opened_on": "2020-01-01", "windows": 3},
            {"kind": "2", "budget": "20.00", "opened_on": "2021-06-30", "open_saturday": True},
            {"kind": "1", "budget": "30.00", "opened_on": None, "admdvs": "990102"},
            {"kind": "2", "budget": "", "opened_on": "2023-12-31", "agency_name": "城东100%网点"},
            {"kind": "1", "budget": "50.00", "opened_on": "2024-02-29", "load_ratio": "0.25"},
        ],
        start=1,
    ):
        office.add("clerk", "agency", agency(number, **more))
    return office


def ask(office: Office, filters: dict[str, str] | None = None, **more: Any) -> Found:
    return office.read("clerk", "agency", lambda records: records.query("agency", Asked(filters or {}, **more)))


def numbers(found: Found) -> list[int]:
    return [int(row["agency_no"][1:]) for row in found.rows]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [5, 4, 3, 2, 1]),
        ({"agency_no": "A0000"}, [1, 2, 3, 4, 5]),
        ({"agency_no": "A00003"}, [3]),
        ({"agency_no": "00003"}, []),
        ({"agency_name": "网点"}, [5, 4, 3, 2, 1]),
        ({"agency_name": "100%"}, [4]),
        ({"agency_name": "%"}, [4]),
        ({"kind": "1"}, [5, 3, 1]),
        ({"kind": "1,2"}, [5, 4, 3, 2, 1]),
        ({"kind": " , "}, []),
        ({"admdvs": "990102"}, [3]),
        ({"admdvs": "990100"}, [5, 4, 3, 2, 1]),
        ({"budget": "20"}, [2]),
        ({"budget.from": "20"}, [5, 3, 2]),
        ({"budget.from": "20", "budget.to": "30"}, [3, 2]),
        ({"opened_on": "2024-02-29"}, [5]),
        ({"opened_on.from": "2021-06-30", "opened_on.to": "2023-12-31"}, [4, 2]),
        ({"windows.to": "2"}, [5, 4, 3, 2]),
        ({"load_ratio": "0.25"}, [5]),
        ({"open_saturday": "true"}, [2]),
        ({"kind": "1", "budget.to": "10"}, [1]),
        ({"state": "void"}, []),
        ({"created_by": "clerk"}, [5, 4, 3, 2, 1]),
        ({"created_by": "cler"}, []),
        ({"updated_at.from": "2026-03-02", "updated_at.to": "2026-03-02"}, [5, 4, 3, 2, 1]),
        ({"updated_at.to": "2026-03-01"}, []),
        ({"kind": ""}, [5, 4, 3, 2, 1]),
    ],
)
def test_filters_find_what_they_say(stocked: Office, filters: dict[str, str], expected: list[int]):
    found = ask(stocked, filters)

    assert (numbers(found), found.total) == (expected, len(expected))


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("agency_no", [1, 2, 3, 4, 5]),
        ("-agency_no", [5, 4, 3, 2, 1]),
        ("budget", [4, 1, 2, 3, 5]),
        ("-opened_on", [5, 4, 2, 1, 3]),
        ("updated_at", [1, 2, 3, 4, 5]),
    ],
)
def test_rows_come_in_the_order_asked_for(stocked: Office, sort: str, expected: list[int]):
    assert numbers(ask(stocked, sort=sort)) == expected


def test_pages_cover_every_row_once(stocked: Office):
    pages = [ask(stocked, page=page, size=2, sort="-updated_at") for page in (1, 2, 3, 4)]

    assert [numbers(page) for page in pages] == [[5, 4], [3, 2], [1], []]
    assert {page.total for page in pages} == {5}


def test_long_lists_say_that_there_are_more(stocked: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "COUNTED", 3)

    found = ask(stocked)

    assert (found.total, found.more) == (3, True)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked({"memo": "x"}), "不能按 memo 查询，可按 agency_no、"),
        (Asked({"kind.from": "1"}), "不能按 kind.from 查询"),
        (Asked({"budget.above": "1"}), "不能按 budget.above 查询"),
        (Asked({"budget": "很多"}), "查询条件 年度预算 有误：应为数字"),
        (Asked({"opened_on.from": "去年"}), "查询条件 设立日期 有误：应为日期"),
        (Asked({"kind": ",".join(map(str, range(101)))}), "一次最多选择 100 项"),
        (Asked(sort="memo"), "不能按 memo 排序，可按 agency_no、"),
        (Asked(sort="-id"), "不能按 id 排序"),
        (Asked(page=0), "kernel.page_wrong"),
        (Asked(size=5000), "kernel.page_wrong"),
        (Asked(page=501, size=20), "最多可翻到前 10000 条"),
    ],
)
def test_what_cannot_be_asked_is_named(office: Office, asked: Asked, code: str):
    with refused(code):
        office.read("clerk", "agency", lambda records: records.query("agency", asked))


def test_an_export_takes_every_row_with_labels(stocked: Office):
    rows = stocked.read("clerk", "agency", lambda records: list(records.export("agency", Asked({"kind": "2"}))))

    assert [(row["kind"], row["open_saturday"], row["state"], row["budget"]) for row in rows] == [
        ("派出", "否", "生效", None),
        ("派出", "是", "生效", "20.00"),
    ]
