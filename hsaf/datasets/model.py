"""What a dataset says: dimensions to group and narrow by, measures to show, and the fields of its rows. Pure but for
the columns it names.

::

    dataset(
        "settlements", "医保结算", settlement,
        dimensions=(area("admdvs", "参保区划", settlement.c.insuplc_admdvs), month(...), coded(...)),
        measures=(total("medfee_sumamt", "医疗费总额", settlement.c.medfee_sumamt), ratio(...)),
        details=(shown(Field(code="setl_id", label="结算编号"), settlement.c.setl_id), ...),
        order=(settlement.c.setl_time, settlement.c.setl_id),
        scope="admdvs", institution="fixmedins_code", time="stat_date",
    )
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import sqlalchemy as sa

from hsaf.records.model import Field, FieldType

Column = sa.ColumnElement[Any]

MONTH_PATTERN: Final = r"\d{4}-(0[1-9]|1[0-2])"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A field that rows are grouped and narrowed by. ``column`` never is NULL. ``names`` says which of the dataset's
    name readers shows its codes, or ``text`` is the column that has the name; dictionaries and areas need neither.
    ``months`` of a dimension of months: ``column`` is the day they are taken from."""

    field: Field
    column: Column
    names: str = ""
    text: Column | None = None
    months: bool = False

    @property
    def code(self) -> str:
        return self.field.code

    @property
    def hierarchical(self) -> bool:
        return self.field.type is FieldType.AREA


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over rows: ``amount`` is an aggregate; with ``per``, the other aggregate it is divided by."""

    field: Field
    amount: Column
    per: Column | None = None
    additive: bool = True
    """Whether the figure of all rows is the sum of those of their groups (before it is divided)."""

    @property
    def code(self) -> str:
        return self.field.code


@dataclass(frozen=True, slots=True)
class Detail:
    """A field of the rows behind a figure."""

    field: Field
    column: Column


@dataclass(frozen=True)
class Dataset:
    """``scope`` is the ``area`` dimension that the viewer's region is compared with, ``institution`` the one that
    staff of a designated institution see themselves in (empty: they see nothing), ``time`` the day that a time range
    and ``compare`` are about (empty: the rows are how things stand now). ``order`` are columns that tell rows apart.
    """

    code: str
    label: str
    source: sa.FromClause
    dimensions: Sequence[Dimension]
    measures: Sequence[Measure]
    details: Sequence[Detail]
    order: Sequence[Column]
    scope: str
    institution: str = ""
    time: str = ""
    where: Sequence[Column] = field(default_factory=tuple)

    def __deepcopy__(self, memo: object) -> Dataset:
        """Itself: containers copy what they are composed of, and a copied table drags its whole metadata along."""
        return self

    @cached_property
    def by_code(self) -> Mapping[str, Dimension]:
        return {one.code: one for one in self.dimensions}

    @cached_property
    def measured(self) -> Mapping[str, Measure]:
        return {one.code: one for one in self.measures}


# -- dimensions -------------------------------------------------------------------------------------


def coded(code: str, label: str, column: Column, dict: str = "", options: Sequence[tuple[str, str]] = ()) -> Dimension:
    """A code of a dictionary (of the dimension's own code where none is named)."""
    kept = tuple(options)
    kind = Field(code=code, label=label, type=FieldType.DICT, dict="" if kept else dict or code, options=kept)
    return Dimension(kind, column)


def area(code: str, label: str, column: Column) -> Dimension:
    """Regions: figures of a province are by city, those of a city by district."""
    return Dimension(Field(code=code, label=label, type=FieldType.AREA), column)


def named(code: str, label: str, column: Column, names: str, pick: str = "") -> Dimension:
    """A code whose name one of the dataset's readers knows, and what a filter finds it in."""
    return Dimension(Field(code=code, label=label, pick=pick), column, names)


def titled(code: str, label: str, column: Column, text: Column) -> Dimension:
    """A code whose name stands beside it."""
    return Dimension(Field(code=code, label=label), column, text=text)


def day(code: str, label: str, column: Column) -> Dimension:
    return Dimension(Field(code=code, label=label, type=FieldType.DATE), column)


def month(code: str, label: str, column: Column) -> Dimension:
    """Months ``yyyy-MM`` of a column of days."""
    return Dimension(Field(code=code, label=label, pattern=MONTH_PATTERN, length=7), column, months=True)


# -- measures ---------------------------------------------------------------------------------------


def count(code: str, label: str, help: str = "") -> Measure:
    return Measure(_integer(code, label, help), sa.func.count())


def distinct(code: str, label: str, column: Column, help: str = "") -> Measure:
    """How many different values; NULL is none."""
    return Measure(_integer(code, label, help), sa.func.count(sa.distinct(column)), additive=False)


def number(code: str, label: str, column: Column, help: str = "") -> Measure:
    """A sum of whole numbers."""
    return Measure(_integer(code, label, help), _sum(column))


def total(code: str, label: str, column: Column, help: str = "") -> Measure:
    """A sum of fen, shown in yuan."""
    return Measure(Field(code=code, label=label, type=FieldType.MONEY, help=help), _sum(column))


def ratio(code: str, label: str, part: Column, whole: Column, help: str = "") -> Measure:
    """The sum of one column divided by that of another, four decimals; nothing where the other is 0."""
    return Measure(Field(code=code, label=label, type=FieldType.RATIO, help=help), _sum(part), _sum(whole))


def average(code: str, label: str, amount: Column, per: Column, help: str = "") -> Measure:
    """A sum of fen divided by a sum of whole numbers, rounded to the fen and shown in yuan."""
    return Measure(Field(code=code, label=label, type=FieldType.MONEY, help=help), _sum(amount), _sum(per))


def shown(field: Field, column: Column) -> Detail:
    return Detail(field, column)


def _integer(code: str, label: str, help: str) -> Field:
    return Field(code=code, label=label, type=FieldType.INT, help=help)


def _sum(column: Column) -> Column:
    return sa.func.coalesce(sa.func.sum(column), 0)
