"""Values over the wire and back; masks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsaf.records import values
from hsaf.records.masking import mask
from hsaf.records.model import Field, FieldType, Mask


def field(type: str, **more: Any) -> Field:
    return Field(code="x", label="某项", type=FieldType(type), **more)


@pytest.mark.parametrize(
    ("type", "raw", "typed", "wire"),
    [
        ("text", "  联行 ", "联行", "联行"),
        ("int", "12", 12, 12),
        ("int", -3, -3, -3),
        ("int", "", None, None),
        ("money", "12.5", 1250, "12.50"),
        ("money", 3, 300, "3.00"),
        ("money", None, None, None),
        ("decimal", "0.123456", Decimal("0.123456"), "0.123456"),
        ("ratio", "0.85", Decimal("0.85"), "0.8500"),
        ("date", "2026-02-28", date(2026, 2, 28), "2026-02-28"),
        ("date", "2026-02-28 10:00:00", date(2026, 2, 28), "2026-02-28"),
        ("datetime", "2026-02-28", datetime(2026, 2, 28), "2026-02-28 00:00:00"),
        ("datetime", "2026-02-28T10:20:30", datetime(2026, 2, 28, 10, 20, 30), "2026-02-28 10:20:30"),
        ("flag", "是", True, True),
        ("flag", None, False, False),
        ("area", "990101", "990101", "990101"),
    ],
)
def test_what_is_sent_is_read_and_shown(type: str, raw: Any, typed: Any, wire: Any):
    read = values.read(field(type), raw)

    assert (read, values.wire(field(type), read)) == (typed, wire)


@pytest.mark.parametrize(
    ("type", "bounds", "raw", "reason"),
    [
        ("int", {"least": 1, "most": 720}, 721, "应在 1 和 720 之间"),
        ("int", {"least": 1, "most": 720}, 0, "应在 1 和 720 之间"),
        ("money", {"least": 0}, "-0.01", "不能小于 0"),
        ("money", {"most": 100}, "100.01", "不能大于 100"),
        ("decimal", {"least": "0.5"}, "0.4999", "不能小于 0.5"),
    ],
)
def test_a_number_beyond_its_bounds_is_refused(type: str, bounds: dict[str, Any], raw: Any, reason: str):
    bound = field(type, **{name: Decimal(value) for name, value in bounds.items()})
    with pytest.raises(values.Unreadable, match=reason):
        values.read(bound, raw)
    values.restore(bound, raw)  # what was accepted once still shows


def test_the_bounds_themselves_are_within():
    hours = field("int", least=Decimal(1), most=Decimal(720))
    assert [values.read(hours, raw) for raw in (1, "720", "")] == [1, 720, None]
    assert values.read(field("money", most=Decimal(100)), "100") == 10_000


@pytest.mark.parametrize(
    ("type", "raw", "reason"),
    [
        ("text", 5, "应为文字"),
        ("text", "字" * 101, "不能超过 100 个字，现有 101 个字"),
        ("int", "1.5", "应为整数"),
        ("int", True, "应为整数"),
        ("int", 1.0, "应为整数"),
        ("int", 10**15, "数字过大"),
        ("money", "1.005", "金额最多两位小数"),
        ("money", 0.1, "应为数字"),
        ("money", "NaN", "应为数字"),
        ("money", "1e20", "金额过大"),
        ("decimal", "1e999999", "应为数字"),
        ("ratio", "1.01", "比例应在 0 和 1 之间"),
        ("ratio", "0.12345", "比例最多四位小数"),
        ("date", "2026-02-30", "应为日期"),
        ("date", "昨天", "应为日期"),
        ("datetime", "2026-02-28T10:20:30+08:00", "时间不带时区"),
        ("flag", "也许", "应为 是 或 否"),
        ("area", "9901", "应为六位区划代码"),
        ("text", "有\x00空", "控制字符"),
    ],
)
def test_what_cannot_be_read_is_refused_without_repeating_it(type: str, raw: Any, reason: str):
    with pytest.raises(values.Unreadable) as caught:
        values.read(field(type), raw)

    assert reason in str(caught.value)


def test_a_pattern_fits_the_whole_text():
    shaped = field("text", pattern="[0-9]{3}")

    assert values.read(shaped, "123") == "123"
    assert values.read(shaped, "") == ""
    with pytest.raises(values.Unreadable):
        values.read(shaped, "1234")


@given(st.integers(-(10**14), 10**14))
def test_every_amount_comes_back_to_the_fen(fen: int):
    amount = field("money")

    assert values.read(amount, values.wire(amount, fen)) == fen


@given(st.datetimes(timezones=st.none()).map(lambda one: one.replace(microsecond=0)))
def test_every_moment_comes_back_to_the_second(moment: datetime):
    time = field("datetime")

    assert values.read(time, values.wire(time, moment)) == moment


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("name", "张三丰", "张**"),
        ("name", "张", "*"),
        ("certno", "990101198001011234", "990101**********34"),
        ("certno", "A1234567", "********"),
        ("phone", "13912345678", "139****5678"),
        ("bank", "6222020200112233", "************2233"),
        ("phone", "", ""),
    ],
)
def test_masks_leave_little_to_see(kind: str, text: str, shown: str):
    assert mask(Mask(kind), text) == shown


@given(st.sampled_from([one for one in Mask if one]), st.text(min_size=1, max_size=40))
def test_a_mask_always_hides_something(kind: Mask, text: str):
    assert mask(kind, text) != text or set(text) == {"*"}
