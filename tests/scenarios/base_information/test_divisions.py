"""HB-10.6.1 医保区划管理: the tree of those in force, its upkeep under two reviews, comparing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.scenarios.base_information.test_banks import filled, run_order
from tests.support.days import today
from tests.support.portal import Portal

PATH = "/api/f/base_information/division"
COMPARE = "/api/f/base_information/division_compare"


def listing(portal: Portal, **changes: str | None) -> str:
    """Our own list, with other names or without some codes (``c990101=None``)."""
    rows = portal.staff("base_information.division.query").get(PATH).body["rows"]
    names = {row["admdvs"]: row["admdvs_name"] for row in rows}
    names.update({code.removeprefix("c"): name for code, name in changes.items()})
    return "\n".join(f"{code} {name}" for code, name in names.items() if name)


@spec("HB-10.6.1")
def test_divisions_open_level_by_level(portal: Portal) -> None:
    who = portal.staff("base_information.division.query")
    answer = who.get(f"{PATH}/children")
    assert answer.status == 200, answer.body
    top = answer.body["rows"]
    assert [(row["admdvs"], row["has_children"]) for row in top] == [("990000", True)]
    below = who.get(f"{PATH}/children", parent="990200").body["rows"]
    assert {"990201", "990204"} <= {row["admdvs"] for row in below}


def division(admdvs: str, admdvs_name: str, **changes: Any) -> dict[str, Any]:
    day = f"{today()}"
    return {"admdvs": admdvs, "admdvs_name": admdvs_name, "begndate": day, "mng_admdvs": "990100", **changes}


def found(portal: Portal, admdvs: str, **asked: str) -> list[tuple[str, str]]:
    """Code and name of what the public list says of a code."""
    rows = portal.staff("base_information.division.query").get(PATH, text=admdvs, **asked).body["rows"]
    return [(row["admdvs"], row["admdvs_name"]) for row in rows]


@spec("HB-10.6.1")
def test_a_division_stands_in_its_place_once_two_others_passed_it(portal: Portal) -> None:
    desk = Desk.of(portal, "division_record")
    id = desk.add(division("990188", "甲试验区"))
    assert found(portal, "990188") == []
    desk.approve(id)
    assert found(portal, "990188") == [("990188", "甲试验区")]
    row = desk.row(id)
    assert (row["prnt_admdvs"], row["admdvs_lv"], row["poolarea_no"]) == ("990100", "3", "990100")
    assert desk.row(id, desk.elsewhere)["admdvs_name"] == "甲试验区"
    refused = desk.do(desk.elsewhere, id, "void", reason="撤销")
    assert (refused.status, refused.body["code"]) == (404, "records.unknown")


@spec("HB-10.6.1")
def test_a_new_name_counts_from_its_day_and_the_old_one_until_then(portal: Portal) -> None:
    desk, day = Desk.of(portal, "division_record"), today()
    id = desk.add(division("990189", "甲旧区", begndate="2020-01-01"))
    desk.approve(id)
    later = day + timedelta(days=30)
    assert desk.change(id, admdvs_name="甲改区", begndate=later.isoformat()).status == 200
    desk.approve(id)
    assert found(portal, "990189") == [("990189", "甲旧区")]
    assert found(portal, "990189", on=(later - timedelta(days=1)).isoformat()) == [("990189", "甲旧区")]
    assert found(portal, "990189", on=later.isoformat()) == [("990189", "甲改区")]
    assert found(portal, "990189", on="2019-12-31") == []
    who = portal.staff("base_information.division_compare.since")
    said = who.post(f"{COMPARE}/since", {"since": day.isoformat(), "until": later.isoformat()}).body["rows"]
    assert [(row["kind"], row["theirs"], row["ours"]) for row in said if row["admdvs"] == "990189"] == [
        ("3", "甲旧区", "甲改区")
    ]


@spec("HB-10.6.1")
def test_a_division_that_is_still_needed_cannot_be_voided(portal: Portal) -> None:
    desk = Desk.of(portal, "division_record")
    (row,) = desk.clerk.get(desk.path, admdvs="990101").body["rows"]
    refused = desk.do(desk.clerk, row["id"], "void", reason="撤并")
    assert (refused.status, refused.body["code"]) == (409, "base_info.division_used")
    id = desk.add(division("990187", "甲临时区", begndate="2020-01-01"))
    desk.approve(id)
    desk.do(desk.clerk, id, "void", reason="撤并")
    desk.do(desk.first, id, "review1", decision="pass")
    assert desk.do(desk.second, id, "review2", decision="pass").status == 200
    assert found(portal, "990187") == []
    assert found(portal, "990187", on="2021-01-01") == [("990187", "甲临时区")]


@spec("HB-10.6.1")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"admdvs": "99010"}, "admdvs"),
        ({"admdvs": "990701"}, "admdvs"),
        ({"admdvs": "990288"}, "admdvs"),
        ({"mng_admdvs": "990200", "admdvs": "990288"}, "mng_admdvs"),
        ({"admdvs_name": "甲东县"}, "admdvs_name"),
        ({"begndate": "1990-01-01"}, "admdvs"),
    ],
)
def test_a_division_without_place_or_with_a_name_twice_is_refused(
    portal: Portal, values: dict[str, str], field: str
) -> None:
    desk = Desk.of(portal, "division_record")
    refused = desk.clerk.post(desk.path, division("990186", "甲某区") | values)
    assert refused.status == 422, refused.body
    named = {one["field"] for one in refused.body.get("problems") or ()} | {refused.body.get("field")}
    assert field in named


@spec("HB-10.6.1")
def test_a_file_of_divisions_becomes_drafts_that_two_others_pass(portal: Portal) -> None:
    desk = Desk.of(portal, "division_record")
    day = f"{today()}"
    names = {"990184": "甲导入区", "990185": "甲东县", "990784": "丙导入区"}
    rows = [{"区划编码": code, "区划名称": name, "生效日期": day, "维护地区": "990100"} for code, name in names.items()]
    book = filled(desk.clerk.get(f"{desk.path}/template").content, *rows)
    result = run_order(portal, desk.clerk, f"{desk.path}/import", book, mode="valid")["result"]
    assert (result["total"], result["imported"], result["bad"]) == (3, 1, 2)
    assert found(portal, "990184") == []
    (row,) = desk.clerk.get(desk.path, admdvs="990184").body["rows"]
    desk.approve(row["id"])
    assert found(portal, "990184") == [("990184", "甲导入区")]


@spec("HB-10.6.1")
def test_a_comparison_tells_added_vanished_renamed_and_moved(portal: Portal) -> None:
    text = listing(portal, c990205="乙高新区", c990201=None, c990202="乙东市", c990203=None, c990213="乙西县")
    said = portal.staff("base_information.division_compare.compare").post(f"{COMPARE}/compare", {"listing": text})
    assert said.status == 200, said.body
    found = {(row["kind"], row["admdvs"]) for row in said.body["rows"]}
    assert found == {("1", "990205"), ("2", "990201"), ("3", "990202"), ("4", "990203")}


@spec("HB-10.6.1")
@pytest.mark.parametrize("text", ["990101", "甲 甲城区", "990101 甲\n990101 乙"])
def test_a_list_that_cannot_be_read_is_refused_by_line(portal: Portal, text: str) -> None:
    said = portal.staff("base_information.division_compare.compare").post(f"{COMPARE}/compare", {"listing": text})
    assert (said.status, said.body["code"]) == (422, "base_info.division_list_wrong")
