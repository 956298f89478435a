"""Parameters by scene and day: which row wins, and which tables contradict themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hsaf.rules import RuleError, Scene
from hsaf.rules.parameters import ParameterTable, parse_rows
from tests.unit.rules.conftest import row

DAY = date(2026, 6, 1)


def table(*rows: dict[str, str]) -> ParameterTable:
    return ParameterTable(parse_rows(rows))


def scene(**columns: Any) -> Scene:
    blank = Scene("310", "3", "11", "2101", frozenset(), "", "")
    return blank._replace(**columns)


def value(made: ParameterTable, elem: str = "x", on: date = DAY, **columns: Any) -> Any:
    return made.resolve(elem, made.scene(scene(**columns)), on)


def test_an_empty_column_means_any() -> None:
    assert value(table(row("x", "0.5"))) == Decimal("0.5")


def test_alternatives_are_separated_by_a_bar() -> None:
    made = table(row("x", "0.5", med_type="21|2101"))
    assert value(made, med_type="21") == Decimal("0.5")
    assert value(made, med_type="11") is None


def test_the_row_with_more_columns_filled_wins() -> None:
    made = table(row("x", "0.5", insutype="310"), row("x", "0.6", insutype="310", psn_type="12"))
    assert value(made) == Decimal("0.5")
    assert value(made, psn_type="12") == Decimal("0.6")


def test_a_medical_type_may_name_its_disease() -> None:
    made = table(row("x", "0.5", med_type="21|14/M07800"))
    assert value(made, med_type="14", dise_codg="M07800") == Decimal("0.5")
    assert value(made, med_type="14", dise_codg="M03900") is None


def test_a_star_is_every_value_no_other_row_names() -> None:
    made = table(row("x", "3", "yuan", matn_type="1"), row("x", "4", "yuan", matn_type="*"))
    assert [value(made, matn_type=kind) for kind in ("1", "2", "")] == [300, 400, 400]


def test_an_identity_row_fits_a_person_who_has_it_among_others() -> None:
    made = table(row("x", "14000.00", "yuan"), row("x", "7000.00", "yuan", psn_idet_type="2303|2304"))
    assert value(made, psn_idet_type=frozenset({"2305", "2303"})) == 7_000_00
    assert value(made, psn_idet_type=frozenset({"2305"})) == 14_000_00


def test_values_change_on_their_days() -> None:
    made = table(
        row("x", "0.5", begndate="2026-01-01", enddate="2026-06-30"), row("x", "0.6", begndate="2026-07-01", enddate="")
    )
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2030, 1, 1), date(2025, 12, 31)]
    assert [value(made, on=day) for day in days] == [Decimal("0.5"), Decimal("0.6"), Decimal("0.6"), None]
    assert made.epoch(days[0]) != made.epoch(days[1]) == made.epoch(days[2])


def test_segments_make_a_table_in_order() -> None:
    made = table(row("x", "0.6", seg_lower="100.00"), row("x", "0.5", seg_lower="0.00", seg_upper="100.00"))
    assert [tuple(band) for band in value(made)] == [(0, 100_00, Decimal("0.5")), (100_00, None, Decimal("0.6"))]


def test_scenes_that_no_row_tells_apart_are_one() -> None:
    made = table(row("x", "0.5", psn_type="12"))
    assert made.scene(scene(dise_codg="A", med_type="11")) == made.scene(scene(dise_codg="B", med_type="13"))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row("x", "0.12345")], "参数第 1 行 x：比例 '0.12345' 不能为负，最多四位小数"),
        ([row("x", "-0.1")], "不能为负"),
        ([row("x", "NaN")], "不能为负"),
        ([row("x", "ten")], "取值 'ten' 不是数字"),
        ([row("x", "1.005", "yuan")], "金额多于两位小数"),
        ([row("x", "1", "percent")], "单位 unit 只能是"),
        ([row("x", "1", colour="blue")], "列名缺少或多余：colour"),
        ([row("x", "1", begndate="1.1.2026")], "日期 '1.1.2026' 应为 yyyy-MM-dd"),
        ([row("x", "1", enddate="2025-12-31")], "早于开始日期"),
        ([row("x", "1", seg_lower="a")], "分段 a- 不是金额"),
        ([row("x", "1", seg_lower="5.00", seg_upper="5.00")], "不大于下限"),
        ([row("x", "1"), row("x", "1")], "第 1 行与第 2 行在同一场景"),
        ([row("x", "1", psn_type="11|12"), row("x", "1", psn_type="12")], "无法取舍"),
        ([row("x", "1", insutype="310"), row("x", "1", psn_type="12")], "无法取舍"),
        ([row("x", "1"), row("x", "1", "yuan", psn_type="12")], "单位、分段方式须一致"),
        ([row("x", "1", "yuan", seg_lower="0.00")], "只有比例可以分段"),
        ([row("x", "1", seg_lower="1.00")], "分段须从 0 起首尾相接"),
        ([row("x", "1", seg_lower="0.00", seg_upper="5.00")], "最后一段不设上限"),
        (
            [row("x", "1", seg_lower="0.00", seg_upper="5.00"), row("x", "1", seg_lower="6.00")],
            "分段须从 0 起首尾相接",
        ),
        (
            [row("x", "1", seg_lower="0.00", seg_upper="5.00"), row("x", "1", seg_lower="4.00")],
            "无法取舍",
        ),
    ],
)
def test_rows_that_contradict_themselves_are_refused(rows: list[dict[str, str]], message: str) -> None:
    with pytest.raises(RuleError) as refused:
        table(*rows)
    assert message in str(refused.value)


def test_a_row_that_follows_another_in_time_does_not_contradict_it() -> None:
    table(row("x", "1", enddate="2026-06-30"), row("x", "1", begndate="2026-07-01"))
