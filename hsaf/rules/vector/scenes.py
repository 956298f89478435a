"""The scenes that occur among many cases, and each parameter as a column over them.

Few distinct scenes exist however many cases there are: parameters are resolved once for each, by the
scalar policy itself, and gathered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np

from hsaf.money.columns import Array
from hsaf.rules.parameters import DIMENSIONS, Scene
from hsaf.rules.policy import Policy
from hsaf.rules.primitives import best_of
from hsaf.rules.types import Type
from hsaf.rules.vector.columns import Codes, Columns
from hsaf.rules.vector.expression import RATIO_SCALE
from hsaf.rules.vector.primitives import END, Table

_TEN_THOUSANDTHS: Final = 10**RATIO_SCALE
_IDENTITY: Final = "psn_idet_type"


class Parameter:
    """One parameter's value in each scene. ``has`` says where it has one; elsewhere the value is 0."""

    def __init__(self, type: Type, values: Sequence[Any]) -> None:
        self.has = np.array([value is not None for value in values], bool)
        self._table = type is Type.TABLE
        self._values = _bands(values) if self._table else [np.array([_whole(value) for value in values], np.int64)]

    def gather(self, scenes: Array) -> Any:
        """A column, or a table of columns, for cases in these scenes."""
        columns = [values[scenes] for values in self._values]
        if not self._table:
            return columns[0]
        return Table(tuple(columns[0::2]), tuple(columns[1::2]))


def _whole(value: Any) -> int:
    """Fen of money, ten-thousandths of a ratio."""
    return int(value * _TEN_THOUSANDTHS) if isinstance(value, Decimal) else value or 0


def _bands(tables: Sequence[Any]) -> list[Array]:
    """Upper bound and ratio of the first segment, of the second ..., each over the scenes."""
    count = max((len(table) for table in tables if table), default=0)
    filled = [list(table or ()) + [None] * (count - len(table or ())) for table in tables]
    columns = []
    for number in range(count):
        bands = [table[number] for table in filled]
        uppers = [END if band is None or band.upper is None else band.upper for band in bands]
        columns += [np.array(uppers, np.int64), np.array([_whole(band and band.ratio) for band in bands], np.int64)]
    return columns


class Scenes:
    """The scenes of one set of columns under a policy. ``of_case`` is the scene of every case."""

    def __init__(self, policy: Policy, columns: Columns) -> None:
        self._policy = policy
        self._texts = columns.texts
        key = _keys(policy, columns)
        _, first, self.of_case = np.unique(key, return_index=True, return_inverse=True)
        self._resolved = [policy.resolved(*one) for one in _situations(columns, first)]
        self._parameters: dict[tuple[str, str], Parameter] = {}

    def parameter(self, name: str) -> Parameter:
        found = self._parameters.get((name, ""))
        if found is None:
            at = self._policy.program.parameters.index(name)
            found = self._add(name, "", [resolved[at] for resolved in self._resolved])
        return found

    def chosen(self, name: str, category: str) -> Parameter:
        """The parameter for one identity category."""
        found = self._parameters.get((name, category))
        if found is None:
            found = self._add(name, category, [values.get(category) for values in self._by_identity(name)])
        return found

    def best_of(self, name: str) -> Array:
        """Code of the category with the highest ratio, in each scene."""
        return self._texts.encode(best_of(values) for values in self._by_identity(name))

    def _by_identity(self, name: str) -> list[Mapping[str, Any]]:
        program = self._policy.program
        at = len(program.parameters) + program.by_identity.index(name)
        return [resolved[at] for resolved in self._resolved]

    def _add(self, name: str, category: str, values: Sequence[Any]) -> Parameter:
        made = self._parameters[name, category] = Parameter(self._policy.parameters.types[name], values)
        return made


def _keys(policy: Policy, columns: Columns) -> Array:
    """One number for each case; equal ones stand for one scene on days with the same parameters."""
    table = policy.parameters
    starts = [day.toordinal() for day in table.starts]
    key = np.searchsorted(starts, columns.days, side="right").astype(np.int64)
    for dimension, known in zip(DIMENSIONS, table.known, strict=True):
        reduced = _sets(columns.sets, known) if dimension == _IDENTITY else _texts(columns.texts, known)
        key = key * (int(reduced.max(initial=0)) + 1) + reduced[columns.circumstances[dimension]]
    return key


def _texts(texts: Codes[str], known: frozenset[str]) -> Array:
    """Code to its place among the values that some row names; 0 for all others."""
    places = {value: place for place, value in enumerate(sorted(known), 1)}
    return np.array([places.get(value, 0) for value in texts.values()], np.int64)


def _sets(sets: Codes[frozenset[str]], known: frozenset[str]) -> Array:
    return Codes(frozenset[str]()).encode(value & known for value in sets.values())


def _situations(columns: Columns, rows: Array) -> Iterator[tuple[Scene, date]]:
    """Scene and day of some cases, as the scalar policy takes them."""
    texts, sets = columns.texts.values(), columns.sets.values()
    values = [
        [(sets if dimension == _IDENTITY else texts)[code] for code in columns.circumstances[dimension][rows].tolist()]
        for dimension in DIMENSIONS
    ]
    for day, *scene in zip(columns.days[rows].tolist(), *values, strict=True):
        yield Scene._make(scene), date.fromordinal(day)
