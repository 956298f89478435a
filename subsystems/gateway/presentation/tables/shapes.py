"""What a field of the tables holds: its kind and size, from the many ways they are printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from subsystems.gateway.presentation.tables import readings
from subsystems.gateway.presentation.tables.source import Field, dictionaries

_FULL_WIDTH: Final = str.maketrans("（），", "(),")
_UNITS: Final = {"K": 1 << 10, "M": 1 << 20}


class Kind(StrEnum):
    """How a value is checked and what it becomes."""

    TEXT = "text"
    DIGITS = "digits"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    RANGE_END = "range_end"
    BOOLEAN = "boolean"
    LIST = "list"
    OBJECT = "object"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Shape:
    """``length`` in characters, or digits of a number in all; ``scale`` decimals of a number.

    ``None`` means no limit is printed.
    """

    kind: Kind
    length: int | None = None
    scale: int | None = None


def shape_of(field: Field) -> Shape:
    """The reading of one field, widened as :mod:`.readings` says."""
    kind = _kind(field)
    if kind is Kind.NUMBER:
        length, scale = _number_size(field.length)
        if length is not None and length > readings.MOST_DIGITS:
            return Shape(Kind.TEXT, length)
        return Shape(kind, length, scale)
    if kind in (Kind.TEXT, Kind.DIGITS):
        return Shape(kind, _widened(field, _text_length(field.length)))
    return Shape(kind)


def codes_of(field: Field) -> tuple[str, Mapping[str, str]] | None:
    """Name and codes of the dictionary a field is checked against, if it is."""
    if not field.dict and field.code not in readings.ALWAYS_CODED:
        return None
    name = readings.ALIASES.get(field.code, field.code)
    codes = coded(name)
    return (name, codes) if codes is not None and _kind(field) is Kind.TEXT else None


@cache
def coded(name: str) -> Mapping[str, str] | None:
    """The codes of a dictionary, with those the published one lacks."""
    dictionary = dictionaries().get(name)
    return None if dictionary is None else {**dictionary.values, **readings.EXTRA_CODES.get(name, {})}


def _kind(field: Field) -> Kind:
    if field.code in readings.DIGIT_FIELDS:
        return Kind.DIGITS
    name = field.type
    groups = (
        (Kind.TEXT, readings.TEXT_TYPES),
        (Kind.NUMBER, readings.NUMBER_TYPES),
        (Kind.LIST, readings.LIST_TYPES),
        (Kind.OBJECT, readings.OBJECT_TYPES),
        (Kind.DATETIME, readings.DATETIME_TYPES),
        (Kind.RANGE_END, (readings.RANGE_END_TYPE,)),
        (Kind.DATE, ("date",)),
        (Kind.BOOLEAN, ("布尔型",)),
    )
    found = next((kind for kind, names in groups if name in names), Kind.ANY)
    return Kind.LIST if found is Kind.ANY and name.endswith("集合") else found


def _widened(field: Field, length: int | None) -> int | None:
    if length is None:
        return None
    coding = codes_of(field)
    longest = max(map(len, coding[1])) if coding else 0
    return max(length, longest, readings.WIDENED.get(field.code, 0))


def _text_length(printed: str) -> int | None:
    """``30``, ``2,000`` (a thousands mark), ``5,0`` (a number sent as text), ``1M``, or nothing usable."""
    plain = printed.translate(_FULL_WIDTH).strip("()")
    if match := re.fullmatch(r"(\d+)([KM])", plain):
        return int(match[1]) * _UNITS[match[2]]
    if re.fullmatch(r"\d+,\d{3}", plain):
        return int(plain.replace(",", ""))
    head = plain.partition(",")[0]
    return int(head) if head.isdigit() else None


def _number_size(printed: str) -> tuple[int | None, int | None]:
    """Digits in all and decimals: ``16,2``; ``10`` has no decimals; nothing printed sets no limit."""
    head, _, tail = printed.translate(_FULL_WIDTH).strip("()").partition(",")
    if not head.isdigit():
        return None, None
    return int(head), int(tail) if tail.isdigit() else 0


def title(dictionary: str) -> str:
    """The Chinese name of a dictionary."""
    found = dictionaries().get(dictionary)
    return found.name if found else dictionary
