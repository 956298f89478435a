"""Values of fields: from the wire (or a cell) to typed ones and back. Pure.

Typed: ``str``, ``int`` (money in fen), ``Decimal``, ``date``, ``datetime``, ``bool``; an absent value is ``""`` for
texts and codes, ``False`` for a flag and ``None`` for the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import msgspec

from hsaf.money import fen_from_yuan, yuan
from hsaf.records.model import Field, FieldType

DEFAULT_LENGTHS: Final = {
    FieldType.TEXT: 100,
    FieldType.LONGTEXT: 2000,
    FieldType.DICT: 60,
    FieldType.ORG: 30,
    FieldType.PERSON: 30,
    FieldType.FILE: 100,
    FieldType.AREA: 6,
}
"""Most characters of a field that does not say."""

LONGEST_CHOICE: Final = 500
"""Most characters of a field of several codes."""

LARGEST: Final = 10**15
"""Whole numbers and fen are below; exact in every client that reads JSON numbers as binary floats."""

_AREA: Final = re.compile(r"[0-9]{6}")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,15}")
_YES: Final = frozenset({"1", "true", "是"})
_NO: Final = frozenset({"", "0", "false", "否"})


class Unreadable(ValueError):
    """A value is refused; says why in Chinese and never repeats the value, which may be personal."""


def length_of(field: Field) -> int:
    """Most characters of a field's text."""
    return field.length or (LONGEST_CHOICE if field.many else DEFAULT_LENGTHS[field.type])


def read(field: Field, raw: Any) -> Any:
    """The typed value of what came over the wire. Raises ``Unreadable``."""
    if isinstance(raw, str):
        raw = raw.strip()
    value = _KINDS[field.type].read(field, raw)
    if value is not None and (field.least is not None or field.most is not None):
        _require_within(field, value)
    return value


def restore(field: Field, kept: Any) -> Any:
    """The typed value of a wire form that was accepted once, even if the declaration is stricter now."""
    return _KINDS[field.type].read(
        msgspec.structs.replace(field, length=LARGEST, pattern="", least=None, most=None), kept
    )


def wire(field: Field, value: Any) -> Any:
    """The JSON-ready form of a typed value."""
    return None if value is None else _KINDS[field.type].wire(value)


def blank(field: Field) -> Any:
    """The absent value."""
    return _KINDS[field.type].blank


def is_blank(value: Any) -> bool:
    return value is None or (value == "" and isinstance(value, str))


def to_wire(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """JSON-ready values by field code."""
    return {code: wire(fields[code], value) for code, value in values.items()}


def _require_within(field: Field, value: Any) -> None:
    """Raises ``Unreadable`` for a number beyond its field's bounds."""
    number = Decimal(value) / 100 if field.type is FieldType.MONEY else value
    below = field.least is not None and number < field.least
    above = field.most is not None and number > field.most
    if not below and not above:
        return
    if field.least is not None and field.most is not None:
        raise Unreadable(f"应在 {_plain(field.least)} 和 {_plain(field.most)} 之间")
    raise Unreadable(f"不能小于 {_plain(field.least)}" if field.least is not None else f"不能大于 {field.most:f}")


# -- readers ----------------------------------------------------------------------------------------


def _text(field: Field, raw: Any) -> str:
    text = _string(raw)
    if len(text) > length_of(field):
        raise Unreadable(f"不能超过 {length_of(field)} 个字，现有 {len(text)} 个字")
    if field.pattern and text and not re.fullmatch(field.pattern, text):
        raise Unreadable("格式不对")
    if "\x00" in text:
        raise Unreadable("含有不可见的控制字符")
    return text


def _string(raw: Any) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise Unreadable("应为文字")
    return raw


def _area(field: Field, raw: Any) -> str:
    text = _text(field, raw)
    if text and not _AREA.fullmatch(text):
        raise Unreadable("应为六位区划代码")
    return text


def _int(_: Field, raw: Any) -> int | None:
    if _empty(raw):
        return None
    if isinstance(raw, str) and _INTEGER.fullmatch(raw):
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Unreadable("应为整数")
    if abs(raw) >= LARGEST:
        raise Unreadable("数字过大")
    return raw


def _money(field: Field, raw: Any) -> int | None:
    amount = _decimal(field, raw)
    if amount is None:
        return None
    try:
        fen = fen_from_yuan(amount)
    except ValueError:
        raise Unreadable("金额最多两位小数") from None
    if abs(fen) >= LARGEST:
        raise Unreadable("金额过大")
    return fen


def _decimal(_: Field, raw: Any) -> Decimal | None:
    if _empty(raw):
        return None
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal) or len(str(raw)) > 30:
        raise Unreadable("应为数字")
    try:
        value = Decimal(raw)
    except InvalidOperation:
        raise Unreadable("应为数字") from None
    if not value.is_finite() or abs(value.adjusted()) > 20:
        raise Unreadable("应为数字")
    return value


def _ratio(field: Field, raw: Any) -> Decimal | None:
    value = _decimal(field, raw)
    if value is None:
        return None
    if not 0 <= value <= 1:
        raise Unreadable("比例应在 0 和 1 之间")
    if value != value.quantize(Decimal("0.0001")):
        raise Unreadable("比例最多四位小数")
    return value


def _date(_: Field, raw: Any) -> date | None:
    moment = _moment(raw)
    if moment is None:
        return None
    return moment.date() if isinstance(moment, datetime) else moment


def _datetime(_: Field, raw: Any) -> datetime | None:
    moment = _moment(raw)
    if moment is None or isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day)


def _moment(raw: Any) -> date | datetime | None:
    """A day or a moment in local time, to the second."""
    if _empty(raw):
        return None
    if isinstance(raw, date):
        return raw
    try:
        if not isinstance(raw, str):
            raise Unreadable
        if len(raw) == len("yyyy-MM-dd"):
            return date.fromisoformat(raw)
        moment = datetime.fromisoformat(raw).replace(microsecond=0)
    except ValueError:
        raise Unreadable("应为日期 yyyy-MM-dd 或时间 yyyy-MM-dd HH:mm:ss") from None
    if moment.tzinfo is not None:
        raise Unreadable("时间不带时区")
    return moment


def _flag(_: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    text = "" if raw is None else str(raw).lower()
    if text not in _YES | _NO:
        raise Unreadable("应为 是 或 否")
    return text in _YES


def _empty(raw: Any) -> bool:
    return raw is None or raw == ""


# -- writers ----------------------------------------------------------------------------------------


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _four(value: Decimal) -> str:
    return format(value, ".4f")


def _seconds(value: datetime) -> str:
    return value.isoformat(sep=" ", timespec="seconds")


class _Kind(NamedTuple):
    read: Callable[[Field, Any], Any]
    wire: Callable[[Any], Any]
    blank: Any


def _same(value: Any) -> Any:
    return value


_KINDS: Final = {
    FieldType.TEXT: _Kind(_text, _same, ""),
    FieldType.LONGTEXT: _Kind(_text, _same, ""),
    FieldType.INT: _Kind(_int, _same, None),
    FieldType.MONEY: _Kind(_money, yuan, None),
    FieldType.DECIMAL: _Kind(_decimal, _plain, None),
    FieldType.RATIO: _Kind(_ratio, _four, None),
    FieldType.DATE: _Kind(_date, date.isoformat, None),
    FieldType.DATETIME: _Kind(_datetime, _seconds, None),
    FieldType.DICT: _Kind(_text, _same, ""),
    FieldType.AREA: _Kind(_area, _same, ""),
    FieldType.ORG: _Kind(_text, _same, ""),
    FieldType.FLAG: _Kind(_flag, _same, False),
    FieldType.FILE: _Kind(_text, _same, ""),
    FieldType.PERSON: _Kind(_text, _same, ""),
}
