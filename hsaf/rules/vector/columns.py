"""Many cases by column."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from hsaf.money.columns import Array

K = TypeVar("K", bound=Hashable)


class _Numbering(dict[Any, int]):
    """Numbers keys in the order they are first asked for."""

    def __missing__(self, key: Any) -> int:
        number = self[key] = len(self)
        return number


class Codes(Generic[K]):
    """Values as small integers; ``empty`` is 0. Shared by all columns that are compared with each other."""

    def __init__(self, empty: K) -> None:
        self._numbers = _Numbering({empty: 0})

    def __len__(self) -> int:
        return len(self._numbers)

    def code(self, value: K) -> int:
        return self._numbers[value]

    def values(self) -> list[K]:
        """Every value, at the place of its code."""
        return list(self._numbers)

    def encode(self, values: Iterable[K]) -> Array:
        """A column of codes."""
        return np.fromiter(map(self._numbers.__getitem__, values), np.int64)


class Slot(NamedTuple):
    """The n-th account of every case: its holder by number, its balance in fen, whether it is the
    patient's own. A case with fewer accounts has a balance of 0 here."""

    holder: Array
    balc: Array
    own: Array


@dataclass(slots=True)
class Columns:
    """``size`` cases.

    ``elements`` by name: money ``int64`` fen, counts ``int64``, ratios ``int64`` ten-thousandths, flags
    ``bool``, texts and sets their ``int64`` code in ``texts`` and ``sets``. ``circumstances`` are the codes
    parameters are looked up by, ``days`` the ordinal of the day they are looked up for.
    ``accumulators`` by full name (``opsp_hifp:M03900``); one that is absent is 0 for everybody.
    """

    size: int
    texts: Codes[str]
    sets: Codes[frozenset[str]]
    days: Array
    elements: dict[str, Array]
    circumstances: Mapping[str, Array]
    accumulators: dict[str, Array] = field(default_factory=dict)
    accounts: tuple[Slot, ...] = ()

    def take(self, rows: Array) -> Columns:
        """Some of the cases, in the order of ``rows``."""
        return Columns(
            size=len(rows),
            texts=self.texts,
            sets=self.sets,
            days=self.days[rows],
            elements=_take(self.elements, rows),
            circumstances=_take(self.circumstances, rows),
            accumulators=_take(self.accumulators, rows),
            accounts=tuple(Slot(*(column[rows] for column in slot)) for slot in self.accounts),
        )


def _take(columns: Mapping[str, Array], rows: Array) -> dict[str, Array]:
    return {name: column[rows] for name, column in columns.items()}
