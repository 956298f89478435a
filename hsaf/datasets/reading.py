"""Statements over datasets. Every one carries the viewer's data scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from operator import add
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hsaf.contract.paging import Paging
from hsaf.data import execute
from hsaf.datasets.asking import Grouped, value_of
from hsaf.datasets.contract import GROUPS_MANY, MOST_GROUPS, NAME
from hsaf.datasets.model import Column, Dataset, Measure
from hsaf.records.model import FieldType

STREAMED: Final = 1000
"""Rows that an export holds at a time."""

_ONE: Final = Decimal(1)
_FOUR: Final = Decimal("0.0001")

Values = dict[str, Any]


class Group(NamedTuple):
    """``keys`` are wire values by dimension (and names that stand beside them), ``parts`` the aggregates in order."""

    keys: Values
    parts: list[int]

    def row(self, measures: Sequence[Measure]) -> Values:
        return self.keys | figures(measures, self.parts)


def groups(
    dataset: Dataset, groups: Sequence[Grouped], measures: Sequence[Measure], which: Sequence[Column]
) -> list[Group]:
    """One for each group, in no order; without dimensions one of everything. Raises ``GROUPS_MANY``."""
    by = [column for one in groups for column in one.columns]
    texts = [sa.func.max(one.dimension.text) for one in groups if one.dimension.text is not None]
    query = sa.select(*by, *texts, *_amounts(measures)).select_from(dataset.source).where(*which)
    if by:
        query = query.group_by(*by).limit(MOST_GROUPS + 1)
    found = execute(query).all()
    if len(found) > MOST_GROUPS:
        raise GROUPS_MANY(most=MOST_GROUPS)
    return _folded(_group(groups, tuple(row)) for row in found)


def _folded(found: Iterable[Group]) -> list[Group]:
    """Groups of the same keys as one."""
    made: dict[tuple[Any, ...], Group] = {}
    for one in found:
        same = made.setdefault(tuple(one.keys.values()), one)
        if same is not one:
            same.parts[:] = map(add, same.parts, one.parts)
    return list(made.values())


def totals(dataset: Dataset, found: Sequence[Group], measures: Sequence[Measure], which: Sequence[Column]) -> Values:
    """Of all groups: added up where that is the same, else asked for."""
    if not all(one.additive for one in measures):
        return groups(dataset, (), measures, which)[0].row(measures)
    parts = [sum(column) for column in zip(*(one.parts for one in found), strict=True)]
    return figures(measures, parts or [0] * len(_amounts(measures)))


def figures(measures: Sequence[Measure], parts: Sequence[int]) -> Values:
    """Typed values of measures by code."""
    rest = iter(parts)
    made: Values = {}
    for one in measures:
        amount = next(rest)
        made[one.code] = amount if one.per is None else _divided(one, amount, next(rest))
    return made


def _amounts(measures: Sequence[Measure]) -> list[Column]:
    return [part for one in measures for part in (one.amount, one.per) if part is not None]


def _group(groups: Sequence[Grouped], row: tuple[Any, ...]) -> Group:
    keys: Values = {}
    rest = iter(row)
    for group in groups:
        keys[group.dimension.code] = value_of(group, tuple(next(rest) for _ in group.columns))
    for group in groups:
        if group.dimension.text is not None:
            keys[group.dimension.code + NAME] = next(rest)
    return Group(keys, [int(part) for part in rest])


def _divided(measure: Measure, part: int, whole: int) -> Decimal | int | None:
    if not whole:
        return None
    if measure.field.type is FieldType.MONEY:
        return int((Decimal(part) / whole).quantize(_ONE, ROUND_HALF_UP))
    return (Decimal(part) / whole).quantize(_FOUR, ROUND_HALF_UP)


def page(dataset: Dataset, which: Sequence[Column], paging: Paging) -> list[Values]:
    query = _details(dataset, which).limit(paging.page_size).offset(paging.offset)
    return [_plain(row) for row in execute(query).mappings()]


def count(dataset: Dataset, which: Sequence[Column]) -> int:
    return int(execute(sa.select(sa.func.count()).select_from(dataset.source).where(*which)).scalar_one())


def stream(dataset: Dataset, which: Sequence[Column]) -> Iterator[Values]:
    """The statement runs now; rows are fetched as they are taken."""
    result = execute(_details(dataset, which).execution_options(yield_per=STREAMED))
    return (_plain(row) for row in result.mappings())


def _details(dataset: Dataset, which: Sequence[Column]) -> sa.Select[Any]:
    columns = [one.column.label(one.field.code) for one in dataset.details]
    latest = [one.desc() for one in dataset.order]
    return sa.select(*columns).select_from(dataset.source).where(*which).order_by(*latest)


def _plain(row: Mapping[Any, Any]) -> Values:
    return {str(name): value for name, value in row.items()}
