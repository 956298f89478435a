"""Checks of single values. Each factory returns a function that takes the raw JSON value and returns
the converted one, or raises :class:`Bad` with the Chinese reason.

Values are never quoted in a reason, except codes of a dictionary: a reason must not carry names or
ID numbers into answers and logs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Any, Final

from subsystems.gateway.presentation.tables import shapes
from subsystems.gateway.presentation.tables.shapes import Kind, Shape
from subsystems.gateway.presentation.tables.source import Field

Check = Callable[[Any], Any]

_STRICT: Final = Context(prec=80, Emin=-999_999, Emax=999_999, traps=[InvalidOperation, Inexact])
_PLAIN: Final = re.compile(r"[+-]?[0-9]{1,38}(\.[0-9]{1,20})?", re.ASCII)
_DIGITS: Final = re.compile(r"[0-9]+", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_UNLIMITED_DIGITS: Final = 38
_UNLIMITED_SCALE: Final = 8
_LAST_SECOND: Final = time(23, 59, 59)
_SHOWN: Final = 20
"""How much of a wrong code is quoted."""


class Bad(Exception):
    """The value is refused; the text says why, to follow the field's path."""


def check_of(field: Field) -> Check:
    """The check of one field of a table."""
    shape = shapes.shape_of(field)
    coding = shapes.codes_of(field)
    if coding is not None:
        return coded(shape.length, *coding)
    return _of_shape(shape)


def _of_shape(shape: Shape) -> Check:
    match shape.kind:
        case Kind.TEXT:
            return text(shape.length)
        case Kind.DIGITS:
            return digits(shape.length)
        case Kind.NUMBER:
            return number(shape.length, shape.scale)
        case kind:
            return _UNSIZED[kind]


def text(length: int | None) -> Check:
    """Text of at most ``length`` characters; numbers and booleans are refused."""

    def check(raw: Any) -> str:
        if type(raw) is not str:
            raise Bad("须为文本")
        if length is not None and len(raw) > length:
            raise Bad(f"超长：最多 {length} 个字符，实际 {len(raw)} 个")
        if _CONTROL.search(raw):
            raise Bad("含有不可见的控制字符")
        return raw

    return check


def coded(length: int | None, name: str, codes: Mapping[str, str]) -> Check:
    """A code of a dictionary."""
    within, title = text(length), f"{shapes.title(name)} {name}"

    def check(raw: Any) -> str:
        if type(raw) is str and raw in codes:
            return raw
        value = within(raw)
        raise Bad(f"不在字典（{title}）中：{value[:_SHOWN]}")

    return check


def digits(length: int | None) -> Check:
    """A serial number, sent as a whole number or as digits; becomes text."""
    within = text(length)

    def check(raw: Any) -> str:
        value = str(raw) if type(raw) is int else raw
        if type(value) is not str or not _DIGITS.fullmatch(value):
            raise Bad("须为数字流水号")
        return str(within(value))

    return check


def number(length: int | None, scale: int | None) -> Check:
    """A number of ``length`` digits, ``scale`` of them decimals; becomes ``int`` where there are none.

    Numeric text is taken too. Exact: no binary floating point, whatever the exponent.
    """
    places = _UNLIMITED_SCALE if scale is None else scale
    whole = _UNLIMITED_DIGITS if length is None else length - places
    limit, quantum = Decimal(10) ** whole, Decimal(1).scaleb(-places)

    def check(raw: Any) -> int | Decimal:
        value = _decimal(raw)
        if value.copy_abs() >= limit:
            raise Bad(f"数值过大：整数部分最多 {whole} 位")
        try:
            exact = value.quantize(quantum, context=_STRICT)
        except (Inexact, InvalidOperation):
            raise Bad(f"小数最多 {places} 位" if places else "须为整数") from None
        return exact if places else int(exact)

    return check


def _decimal(raw: Any) -> Decimal:
    kind = type(raw)
    if kind is int or (kind is Decimal and raw.is_finite()):
        return Decimal(raw)
    if kind is str and _PLAIN.fullmatch(raw):
        return Decimal(raw)
    raise Bad("须为数字")


def day(raw: Any) -> date:
    """``yyyy-MM-dd``; a time after it is cut off."""
    found = _moment(raw)
    if found is None:
        raise Bad("不是合法日期，须为 yyyy-MM-dd")
    return found.date()


def moment(raw: Any) -> datetime:
    """``yyyy-MM-dd HH:mm:ss``; a date alone is its midnight."""
    found = _moment(raw)
    if found is None:
        raise Bad("不是合法时间，须为 yyyy-MM-dd HH:mm:ss")
    return found


def range_end(raw: Any) -> datetime:
    """As :func:`moment`, but a date alone is its last second."""
    found = moment(raw)
    return datetime.combine(found.date(), _LAST_SECOND) if _DAY.fullmatch(raw) else found


def _moment(raw: Any) -> datetime | None:
    if type(raw) is not str or not (_MOMENT.fullmatch(raw) or _DAY.fullmatch(raw)):
        return None
    try:
        return datetime.fromisoformat(raw)
    except ValueError:
        return None


def boolean(raw: Any) -> bool:
    """``true`` or ``false``, also as text or as 1 and 0."""
    known = {"true": True, "false": False, "1": True, "0": False}
    if isinstance(raw, bool | int | str) and str(raw).lower() in known:
        return known[str(raw).lower()]
    raise Bad("须为 true 或 false")


def listing(raw: Any) -> list[Any]:
    if type(raw) is not list:
        raise Bad("须为列表")
    return raw


def mapping(raw: Any) -> dict[str, Any]:
    if type(raw) is not dict:
        raise Bad("须为对象")
    return raw


def anything(raw: Any) -> Any:
    return raw


_UNSIZED: Final[Mapping[Kind, Check]] = {
    Kind.DATE: day,
    Kind.DATETIME: moment,
    Kind.RANGE_END: range_end,
    Kind.BOOLEAN: boolean,
    Kind.LIST: listing,
    Kind.OBJECT: mapping,
    Kind.ANY: anything,
}
