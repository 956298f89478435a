"""A question in words as conditions, group columns and an order over a dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hsaf.contract.principal import PROVINCE_SUFFIX, area_prefix
from hsaf.datasets.contract import DIMENSION_UNKNOWN, FILTER_UNKNOWN, VALUE_MALFORMED, Asked
from hsaf.datasets.model import Column, Dataset, Dimension
from hsaf.records import values
from hsaf.records.model import FieldType
from hsaf.records.scope import within

OWN: Final = "="
"""Behind a region's code: its own rows without those of the regions below it."""

MANY: Final = 100
"""Values that one filter may list."""

_RANGED: Final = frozenset({FieldType.DATE})


class Grouped(NamedTuple):
    """A dimension as it is grouped by: ``columns`` of the statement (two for a month), and from their values to the
    wire value."""

    dimension: Dimension
    columns: list[Column]
    top: str


def dimension_of(dataset: Dataset, code: str) -> Dimension:
    """Raises ``DIMENSION_UNKNOWN``."""
    found = dataset.by_code.get(code)
    if found is None:
        raise DIMENSION_UNKNOWN(
            label=dataset.label, dimension=code[:50], choices="、".join(dataset.by_code), field=code[:50]
        )
    return found


def conditions(dataset: Dataset, asked: Asked, back: int = 0) -> list[Column]:
    """Of filters, what was drilled into and what is fixed; every time ``back`` years earlier.

    Raises ``DIMENSION_UNKNOWN``, ``FILTER_UNKNOWN`` or ``VALUE_MALFORMED``.
    """
    made: list[Column] = list(dataset.where)
    for code, text in (*asked.fixed.items(), *asked.within.items()):
        made.append(_inside(dimension_of(dataset, code), text.strip(), back))
    for name, text in asked.filters.items():
        if text.strip():
            made.append(_filtered(dataset, name, text.strip(), back))
    return made


def of_period(dataset: Dataset, asked: Asked) -> bool:
    """Whether the question is about some time, which has one before it, or groups by months, which each have."""
    narrowed = (*asked.fixed, *asked.within, *(name for name, text in asked.filters.items() if text.strip()))
    codes = {name if name in dataset.by_code else _split(name)[0] for name in narrowed}
    return any(is_time(dataset.by_code[code]) for code in (*codes, *asked.group))


def is_time(dimension: Dimension) -> bool:
    return dimension.months or dimension.field.type is FieldType.DATE


def _filtered(dataset: Dataset, name: str, text: str, back: int) -> Column:
    code, bound = _split(name)
    dimension = dataset.by_code.get(name) or dataset.by_code.get(code)
    if dimension is None or (name not in dataset.by_code and dimension.field.type not in _RANGED):
        raise FILTER_UNKNOWN(filter=name[:50], choices="、".join(filters_of(dataset)), field=name[:50])
    if name in dataset.by_code:
        return _inside(dimension, text, back)
    at = _earlier(_read(dimension, text), back)
    limit: Column = dimension.column >= at if bound == "from" else dimension.column <= at
    return limit


def _split(name: str) -> tuple[str, str]:
    code, _, bound = name.rpartition("_")
    return (code, bound) if bound in ("from", "to") else (name, "")


def filters_of(dataset: Dataset) -> Iterator[str]:
    """Names of everything a question may be narrowed by."""
    for one in dataset.dimensions:
        if one.field.type in _RANGED:
            yield from (f"{one.code}_from", f"{one.code}_to")
        else:
            yield one.code


def _inside(dimension: Dimension, text: str, back: int) -> Column:
    if dimension.months:
        return _in_month(dimension, text, back)
    if dimension.hierarchical:
        return _in_area(dimension, text)
    if dimension.field.type is FieldType.DICT:
        chosen = [part.strip() for part in text.split(",")]
        if len(chosen) > MANY:
            raise _malformed(dimension, f"一次最多选择 {MANY} 项")
        return dimension.column.in_([_read(dimension, one) for one in chosen])
    value = _read(dimension, text)
    same: Column = dimension.column == (_earlier(value, back) if isinstance(value, date) else value)
    return same


def _in_month(dimension: Dimension, text: str, back: int) -> Column:
    value = _read(dimension, text)
    if not value:
        raise _malformed(dimension, "应为 yyyy-MM")
    year, number = int(value[:4]) - back, int(value[5:])
    if not 1 <= year < date.max.year:
        raise _malformed(dimension, "年份超出范围")
    first, after = date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)
    return sa.and_(dimension.column >= first, dimension.column < after)


def _in_area(dimension: Dimension, text: str) -> Column:
    value = _read(dimension, text.removesuffix(OWN))
    if not value or text.endswith(OWN):
        own: Column = dimension.column == value
        return own
    return within(dimension.column, value)


def _read(dimension: Dimension, text: str) -> Any:
    """Raises ``VALUE_MALFORMED``."""
    try:
        return values.read(dimension.field, text)
    except values.Unreadable as reason:
        raise _malformed(dimension, str(reason)) from None


def _malformed(dimension: Dimension, reason: str) -> Exception:
    return VALUE_MALFORMED(label=dimension.field.label, reason=reason, field=dimension.code)


def _earlier(day: date | None, years: int) -> date | None:
    """The same day some years before; the last of February where there is none."""
    if day is None or not years or day.year <= years:
        return day
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - years)


# -- grouping ---------------------------------------------------------------------------------------


def grouped(dimension: Dimension, asked: Asked, viewed: str, *, folded: bool = False) -> Grouped:
    """``viewed`` is the region of the viewer, below which areas are told apart unless the question names another.
    ``folded``: months are made of days afterwards, which an index has in order."""
    column = dimension.column
    if dimension.months and folded:
        return Grouped(dimension, [column], "")
    if dimension.months:
        return Grouped(dimension, [sa.extract("year", column), sa.extract("month", column)], "")
    if not dimension.hierarchical:
        return Grouped(dimension, [column], "")
    top = top_area(dimension, asked, viewed)
    if top.endswith(PROVINCE_SUFFIX) or not top:
        return Grouped(dimension, [sa.func.substr(column, 1, 4).concat("00")], top)
    return Grouped(dimension, [column], top)


def top_area(dimension: Dimension, asked: Asked, viewed: str) -> str:
    """The smallest of the regions that the question and the viewer's scope name."""
    named = (viewed, *(said.get(dimension.code, "") for said in (asked.fixed, asked.filters, asked.within)))
    return max((one.strip().removesuffix(OWN) for one in named), key=lambda one: len(area_prefix(one)) if one else 0)


def value_of(group: Grouped, parts: tuple[Any, ...]) -> Any:
    """The wire value of a group."""
    if group.dimension.months:
        year, number = (parts[0].year, parts[0].month) if len(parts) == 1 else map(int, parts)
        return f"{year:04d}-{number:02d}"
    value = values.wire(group.dimension.field, parts[0])
    if group.dimension.hierarchical and value == group.top and area_prefix(value) != value:
        return value + OWN
    return value


def later(dimension: Dimension, value: Any, years: int) -> Any:
    """A wire value of the year before under that of the year it is compared with."""
    if value and is_time(dimension):
        return f"{int(value[:4]) + years:04d}{value[4:]}"
    return value


def texts(said: Mapping[str, Any]) -> dict[str, str]:
    """What a request's JSON names, as the words of a query string."""
    return {code: str(text) for code, text in said.items() if text is not None}
