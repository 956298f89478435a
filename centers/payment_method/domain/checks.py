"""The checks that quality rules are made of. Each yields the fields that fail it, with their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec

from centers.payment_method.domain.durations import read_duration

Row = Mapping[str, Any]
Faults = Iterator[tuple[str, object]]


class Criterion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which check a rule makes: of ``fields`` in the rows of ``node`` that have the values of ``where``.

    ``least``, ``most`` and ``codes`` mean what the check says.
    """

    check: str
    fields: tuple[str, ...]
    node: str = "setlinfo"
    where: dict[str, tuple[str, ...]] = {}
    least: int = 0
    most: int = 0
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One list and what is known of its visit and person; ``unknown`` are codes outside the national catalogs."""

    nodes: Mapping[str, Any]
    scene: str
    gend: str
    brdy: date
    begntime: datetime
    endtime: datetime | None
    unknown: frozenset[str] = frozenset()

    @property
    def info(self) -> Row:
        info: Row = self.nodes["setlinfo"]
        return info

    @property
    def admitted(self) -> datetime:
        """As the list says; the registered admission where it does not."""
        stated: datetime = self.info.get("adm_time", self.begntime)
        return stated

    @property
    def left(self) -> datetime | None:
        stated: datetime | None = self.info.get("dscg_time", self.endtime)
        return stated

    @property
    def age_days(self) -> int:
        """At admission."""
        return (self.admitted.date() - self.brdy).days

    @property
    def stay_days(self) -> int | None:
        """Days from admission to discharge, at least 1; ``None`` while the stay goes on."""
        return None if self.left is None else max(1, (self.left.date() - self.admitted.date()).days)

    def rows(self, test: Criterion) -> Iterator[Row]:
        node = self.nodes.get(test.node, ())
        for row in [node] if isinstance(node, Mapping) else node:
            if all(row.get(name, "") in values for name, values in test.where.items()):
                yield row


def filled(case: Case, test: Criterion) -> Faults:
    """Every field has a value."""
    return ((field, "") for row in case.rows(test) for field in test.fields if field not in row)


def in_order(case: Case, test: Criterion) -> Faults:
    """The second field is not before the first."""
    early, late = test.fields
    for row in case.rows(test):
        if early in row and late in row and row[late] < row[early]:
            yield late, row[late]


def durations(case: Case, test: Criterion) -> Faults:
    """Days/hours/minutes."""
    for row in case.rows(test):
        for field in test.fields:
            if field in row and read_duration(row[field]) is None:
                yield field, row[field]


def number_of_rows(case: Case, test: Criterion) -> Faults:
    """From ``least`` to ``most`` rows."""
    count = sum(1 for _ in case.rows(test))
    if not test.least <= count <= test.most:
        yield test.fields[0], count


def distinct(case: Case, test: Criterion) -> Faults:
    """No two rows have the same values."""
    counts = Counter(tuple(row.get(field) for field in test.fields) for row in case.rows(test))
    return ((test.fields[0], values[0]) for values, count in counts.items() if count > 1)


def within_stay(case: Case, test: Criterion) -> Faults:
    """Times between admission and discharge."""
    for row in case.rows(test):
        for field in test.fields:
            if field in row and not case.admitted <= row[field] <= (case.left or row[field]):
                yield field, row[field]


def sum_within_stay(case: Case, test: Criterion) -> Faults:
    """The fields add up to no more than the days of the stay."""
    if case.stay_days is None:
        return
    for row in case.rows(test):
        total = sum((row[field] for field in test.fields if field in row), Decimal(0))
        if total > case.stay_days:
            yield test.fields[0], total


def registered_day(case: Case, test: Criterion) -> Faults:
    """Admission and discharge on the days of the registration."""
    admission, discharge = test.fields
    for field, registered in ((admission, case.begntime), (discharge, case.endtime)):
        stated = case.info.get(field)
        if stated is not None and registered is not None and stated.date() != registered.date():
            yield field, stated


def only_up_to_age(case: Case, test: Criterion) -> Faults:
    """Only persons of at most ``most`` days have these fields."""
    if case.age_days > test.most:
        yield from ((field, row[field]) for row in case.rows(test) for field in test.fields if field in row)


def needed_up_to_age(case: Case, test: Criterion) -> Faults:
    """Persons of at most ``most`` days need these fields."""
    if case.age_days <= test.most:
        yield from filled(case, test)


def not_of_sex(case: Case, test: Criterion) -> Faults:
    """For the sex that ``codes`` names first (``gend``), no code begins with one of those after it."""
    gend, *beginnings = test.codes
    if case.gend == gend:
        for row in case.rows(test):
            for field in test.fields:
                if str(row.get(field, "")).startswith(tuple(beginnings)):
                    yield field, row[field]


def listed(case: Case, test: Criterion) -> Faults:
    """Codes are of the national catalogs."""
    for row in case.rows(test):
        for field in test.fields:
            if row.get(field) in case.unknown:
                yield field, row[field]


CHECKS: Final[Mapping[str, Callable[[Case, Criterion], Faults]]] = {
    check.__name__: check
    for check in (
        filled,
        in_order,
        durations,
        number_of_rows,
        distinct,
        within_stay,
        sum_within_stay,
        registered_day,
        only_up_to_age,
        needed_up_to_age,
        not_of_sex,
        listed,
    )
}
