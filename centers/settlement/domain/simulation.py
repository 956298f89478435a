"""What settlements would have come to under another policy, compared with what was booked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Final

import msgspec

from centers.settlement.contract.simulation import SIMULATED, SimulatedRow, SimulationReport, SimulationRow
from centers.settlement.domain.booked import Booked, YearOf

ALL: Final = ("", 0, "", "")
"""Group of the grand total."""

_order: Final = attrgetter("insutype", "hosp_lv", "category", "area")


def openings(booked: Sequence[Booked], standing: Mapping[YearOf, Mapping[str, int]]) -> dict[YearOf, dict[str, int]]:
    """Accumulators at the beginning of each year: what stands now without what the settlements in force added.

    Usually nothing; whatever else moved an accumulator counts from the beginning.
    """
    found = {key: dict(values) for key, values in standing.items()}
    for one in booked:
        year = found.setdefault(one.year_of, {})
        for code, delta in one.deltas.items():
            year[code] = year.get(code, 0) - delta
    return {key: {code: value for code, value in year.items() if value} for key, year in found.items()}


class Group(msgspec.Struct, kw_only=True):
    """Running sums of one row."""

    count: int = 0
    changed: int = 0
    refused: int = 0
    medfee_sumamt: int = 0
    before: dict[str, int] = msgspec.field(default_factory=lambda: dict.fromkeys(SIMULATED, 0))
    after: dict[str, int] = msgspec.field(default_factory=lambda: dict.fromkeys(SIMULATED, 0))

    def join(self, other: Group) -> None:
        self.count += other.count
        self.changed += other.changed
        self.refused += other.refused
        self.medfee_sumamt += other.medfee_sumamt
        for name in SIMULATED:
            self.before[name] += other.before[name]
            self.after[name] += other.after[name]


class GroupKey(msgspec.Struct, frozen=True):
    insutype: str
    hosp_lv: int
    category: str
    area: str


class Tally(msgspec.Struct):
    """The comparison so far, in the form a checkpoint keeps. ``after`` is the last person counted."""

    after: str = ""
    persons: int = 0
    groups: list[tuple[GroupKey, Group]] = []
    reasons: dict[str, int] = {}

    def count(self, key: GroupKey, booked: Booked, amounts: Mapping[str, int], refusal: str) -> None:
        """Count a settlement that would come to ``amounts``, or is refused for a reason."""
        before = {name: booked.amounts[name] for name in SIMULATED}
        self._group(key).join(
            Group(
                count=1,
                changed=before != amounts,
                refused=refusal != "",
                medfee_sumamt=booked.amounts["medfee_sumamt"],
                before=before,
                after=dict(amounts),
            )
        )
        if refusal:
            self.reasons[refusal] = self.reasons.get(refusal, 0) + 1

    def join(self, chunk: Tally) -> None:
        """Count in the next persons."""
        self.after, self.persons = chunk.after, self.persons + chunk.persons
        for key, group in chunk.groups:
            self._group(key).join(group)
        for reason, count in chunk.reasons.items():
            self.reasons[reason] = self.reasons.get(reason, 0) + count

    def _group(self, key: GroupKey) -> Group:
        found = next((group for known, group in self.groups if known == key), None)
        if found is None:
            self.groups.append((key, found := Group()))
        return found

    def report(self, policy: str, begin: date, end: date) -> SimulationReport:
        total = Group()
        for _, group in self.groups:
            total.join(group)
        return SimulationReport(
            policy=policy,
            begin=begin,
            end=end,
            persons=self.persons,
            rows=tuple(sorted(self._rows(), key=_order)),
            total=_row(GroupKey(*ALL), total),
            reasons=dict(sorted(self.reasons.items(), key=lambda one: -one[1])),
        )

    def _rows(self) -> Iterator[SimulationRow]:
        yield from (_row(key, group) for key, group in self.groups)


def shown(row: SimulationRow) -> SimulatedRow:
    """A row of the report with the differences that people look at."""
    fund = {name: one["fund_pay_sumamt"] for name, one in (("before", row.before), ("after", row.after))}
    return SimulatedRow(
        insutype=row.insutype,
        hosp_lv=row.hosp_lv,
        category=row.category or "合计",
        area=row.area,
        count=row.count,
        changed=row.changed,
        refused=row.refused,
        medfee_sumamt=row.medfee_sumamt,
        fund_before=fund["before"],
        fund_after=fund["after"],
        fund_difference=fund["after"] - fund["before"],
        person_difference=row.after["psn_part_amt"] - row.before["psn_part_amt"],
    )


def _row(key: GroupKey, group: Group) -> SimulationRow:
    return SimulationRow(**msgspec.structs.asdict(key), **msgspec.structs.asdict(group))


def without_benefit(booked: Booked) -> dict[str, int]:
    """The amounts of a settlement the draft refuses: nobody but the person pays."""
    person = booked.amounts["medfee_sumamt"] - booked.amounts["hosp_part_amt"]
    return dict.fromkeys(SIMULATED, 0) | {"psn_part_amt": person, "psn_cash_pay": person}
