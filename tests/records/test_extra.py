"""Fields that a region adds to a type are checked, kept, found, imported, exported and remembered like its own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from hsaf.contract.errors import HsafError
from hsaf.records.contract import Asked, Sheet
from hsaf.records.declaration import check_extra
from hsaf.records.model import Field, FieldType, Mask
from hsaf.records.workbook import write_rows
from tests.records.office import Office, agency

EXTRAS = (
    Field(code="x_since", label="联网日期", type=FieldType.DATE, filter=True),
    Field(code="x_grade", label="星级", type=FieldType.DICT, options=(("3", "三星"), ("5", "五星")), filter=True),
    Field(code="x_seats", label="座位数", type=FieldType.INT, filter=True, required=True, default="10"),
    Field(code="x_rent", label="年租金", type=FieldType.MONEY),
    Field(code="x_night", label="夜间办公", type=FieldType.FLAG, filter=True),
    Field(code="x_head", label="负责人", length=20, filter=True, mask=Mask.NAME),
)
FULL = {
    "x_since": "2026-03-01",
    "x_grade": "5",
    "x_seats": 40,
    "x_rent": "1200.50",
    "x_night": True,
    "x_head": "欧阳甲",
}


@pytest.fixture
def extended(office: Office) -> Office:
    office.records.extend("agency", EXTRAS)
    return office


def found(office: Office, **filters: str) -> list[str]:
    asked = Asked({name.replace("__", "."): text for name, text in filters.items()})
    rows = office.read("clerk", "agency", lambda records: records.query("agency", asked)).rows
    return sorted(row["agency_no"] for row in rows)


def test_they_come_back_typed_and_masked(extended: Office):
    id = extended.add("clerk", "agency", agency(1, **FULL))
    row = extended.row("clerk", "agency", id)
    assert {code: row[code] for code in FULL} == FULL | {"x_head": "欧**"}
    plain = extended.add("clerk", "agency", agency(2))
    row = extended.row("clerk", "agency", plain)
    assert [row[code] for code in FULL] == [None, "", 10, None, False, ""]


def test_a_record_from_before_has_none_of_them_and_gets_them_by_an_edit(office: Office):
    id = office.add("clerk", "agency", agency(1))
    office.records.extend("agency", EXTRAS)
    assert office.row("clerk", "agency", id)["x_seats"] is None
    with pytest.raises(HsafError, match="座位数：必填"):
        office.edit("clerk", "agency", id, {"memo": "改"})
    office.edit("clerk", "agency", id, {"x_seats": 3, "x_grade": "3"})
    office.edit("clerk", "agency", id, {"x_grade": ""})
    row = office.row("clerk", "agency", id)
    assert (row["x_seats"], row["x_grade"]) == (3, "")
    latest, earlier, _ = office.read("clerk", "agency", lambda records: records.history("agency", id))
    assert (earlier.after, latest.before, latest.after) == (
        {"x_seats": 3, "x_grade": "3"},
        {"x_grade": "3"},
        {"x_grade": ""},
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"x_since": "昨天"}, "联网日期：应为日期"),
        ({"x_grade": "4"}, "星级：不在可选范围内"),
        ({"x_rent": "1.005"}, "年租金：金额"),
    ],
)
def test_they_are_checked(extended: Office, wrong: dict[str, Any], said: str):
    with pytest.raises(HsafError, match=said):
        extended.add("clerk", "agency", agency(1, **wrong))


def test_lists_are_filtered_by_them(extended: Office):
    for number, since, grade, night in (
        (1, "2026-01-31", "3", False),
        (2, "2026-02-01", "5", True),
        (3, "", "", False),
    ):
        extended.add("clerk", "agency", agency(number, x_since=since, x_grade=grade, x_night=night, x_seats=number))
    names = [agency(number)["agency_no"] for number in (1, 2, 3)]
    assert found(extended, x_since__from="2026-02-01") == names[1:2]
    assert found(extended, x_since__to="2026-01-31") == names[:1]
    assert found(extended, x_since__from="2026-01-01", x_grade="3,5") == names[:2]
    assert found(extended, x_night="1") == names[1:2]
    assert found(extended, x_night="0") == [names[0], names[2]]
    assert found(extended, x_seats="3") == names[2:]
    for filters, code in (
        ({"x_seats__from": "1"}, "records.filter_unknown"),
        ({"x_rent": "1"}, "records.filter_unknown"),
    ):
        with pytest.raises(HsafError) as refused:
            found(extended, **filters)
        assert refused.value.code == code


def test_a_masked_one_is_found_by_all_of_it_only(extended: Office):
    extended.add("clerk", "agency", agency(1, **FULL))
    assert found(extended, x_head="欧阳") == []
    assert found(extended, x_head="欧阳甲") == [agency(1)["agency_no"]]


def test_they_are_imported_exported_and_undone(extended: Office):
    records = extended.records
    headings = python_calamine.load_workbook(BytesIO(records.template("agency"))).get_sheet_by_index(0).to_python()[0]
    assert headings[-len(EXTRAS) :] == ["联网日期", "星级", "座位数*", "年租金", "夜间办公", "负责人"]
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, headings)
        row = dict(zip(headings, [""] * len(headings), strict=True))
        row |= {
            "网点编号*": "A77",
            "网点名称*": "七七",
            "网点类型*": "直属",
            "医保区划*": "990101",
            "星级": "五星",
            "夜间办公": "是",
            "座位数*": "8",
        }
        sheet.write_row(1, 0, list(row.values()))
    read: Sheet = records.read_sheet("agency", target.getvalue())
    assert extended.read("clerk", "agency", lambda one: one.check_rows("agency", read)).bad == {}
    extended.write("clerk", "agency", "B1", lambda one: one.import_rows("agency", "B1", read))
    rows = extended.read("clerk", "agency", lambda one: list(one.export("agency", Asked())))
    assert [(one["x_grade"], one["x_night"], one["x_seats"]) for one in rows] == [("五星", "是", 8)]
    exported = BytesIO()
    write_rows(records.types()["agency"], rows, exported)
    assert "五星" in str(python_calamine.load_workbook(BytesIO(exported.getvalue())).get_sheet_by_index(0).to_python())
    assert extended.write("clerk", "agency", "B1", lambda one: one.undo_import("agency", "B1")) == 1


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (Field(code="grade", label="星级"), "改为 x_grade"),
        (Field(code="x_memo", label="备忘", type=FieldType.LONGTEXT), "不能作为扩展字段"),
        (Field(code="x_a", label="网点名称"), "字段名称“网点名称”重复"),
        (Field(code="x_a", label="号", sealed=True), "不能写 sealed"),
        (Field(code="x_a", label="类", type=FieldType.DICT), "须有字典"),
    ],
)
def test_what_a_region_may_not_add_is_named(office: Office, field: Field, said: str):
    office.records.extend("agency", [field])
    assert said in str(list(check_extra(office.records.types()["agency"])))
