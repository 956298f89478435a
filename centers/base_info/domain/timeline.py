"""Versions of a code over time: at most one is valid on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from hsaf.contract.periods import covers, overlap

Period = tuple[str, date, date | None]
"""Code, begin, end; both days count, an absent end is open."""


class Dated(Protocol):
    @property
    def begndate(self) -> date: ...

    @property
    def enddate(self) -> date | None: ...


V = TypeVar("V", bound=Dated)


class Timeline(Generic[V]):
    """Look-up of the version of a code that is valid on a day."""

    def __init__(self, versions: Iterable[tuple[str, V]]) -> None:
        self._versions: defaultdict[str, list[V]] = defaultdict(list)
        for code, version in versions:
            self._versions[code].append(version)

    def on(self, code: str, day: date) -> V | None:
        versions = self._versions.get(code, ())
        return next((v for v in versions if covers(v.begndate, v.enddate, day)), None)

    def last_before(self, code: str, day: date) -> V | None:
        """The latest version that began before a day, whether or not it is over."""
        began = (version for version in self._versions.get(code, ()) if version.begndate < day)
        return max(began, key=lambda version: version.begndate, default=None)

    def all_on(self, day: date) -> Iterable[V]:
        """The valid version of every code that has one, in the order given."""
        return (v for versions in self._versions.values() for v in versions if covers(v.begndate, v.enddate, day))


def first_overlap(periods: Iterable[Period]) -> tuple[str, date] | None:
    """A code two of whose versions share a day, with that day; ``None`` when there is none."""
    for (code, begin, end), (next_code, next_begin, next_end) in pairwise(sorted(periods, key=lambda p: p[:2])):
        if code == next_code and overlap(begin, end, next_begin, next_end):
            return code, next_begin
    return None
