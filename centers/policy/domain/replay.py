"""Past settlements under another policy: everybody's first, then everybody's second, and so on.

Settlements of one person follow one another, because each starts from what the earlier ones left:
the year's accumulators, a stay's deductible, the money on accounts. Those of different persons do not
(a shared family account is as booked but for what this person would have drawn), so they run together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import numpy as np

from centers.policy.contract.simulation import PastSettlement, Replayed
from centers.policy.domain.columns import Settled, columns_of, evaluate_many
from hsaf.money.columns import Array
from hsaf.rules import PolicyDocument
from hsaf.rules.vector import Codes, Columns, Slot, VectorPolicy

NO_STAY: Final = 0
"""Number of the empty stay."""


def replay(vector: VectorPolicy, past: Sequence[PastSettlement]) -> Replayed:
    """What each settlement comes to, in the order given. Raises ``POLICY_INVALID``."""
    history = _History(past, _days(vector.policy.document, past))
    amounts: dict[str, Array] = {}
    refused: dict[int, str] = {}
    for rows in history.rounds():
        standing = history.standing(rows)
        settled = evaluate_many(vector, standing)
        history.book(rows, standing, settled)
        for name, column in settled.amounts.items():
            amounts.setdefault(name, np.zeros(len(past), np.int64))[rows] = column
        refused |= {int(rows[at]): reason for at, reason in settled.refused.items()}
    return Replayed(amounts={name: column.tolist() for name, column in amounts.items()}, refused=refused)


def _days(document: PolicyDocument, past: Sequence[PastSettlement]) -> Array:
    """The day whose parameters a settlement meets, as an ordinal."""
    distinct = {one.case.setl_date for one in past}
    met = {day: _day_under(document, day).toordinal() for day in distinct}
    return np.fromiter((met[one.case.setl_date] for one in past), np.int64)


def _day_under(document: PolicyDocument, day: date) -> date:
    """A day within the policy's validity stays; another becomes the same day of its first year."""
    if document.begndate <= day <= document.enddate:
        return day
    leap_day = (day.month, day.day) == (2, 29)
    moved = date(document.begndate.year, day.month, 28 if leap_day else day.day)
    return min(max(moved, document.begndate), document.enddate)


class _History:
    """The settlements by column, and where each person, year, stay and account stands."""

    def __init__(self, past: Sequence[PastSettlement], days: Array) -> None:
        self._columns = columns_of([one.case for one in past], days)
        self._round = _nth([one.person for one in past])
        self._year = _numbers([(one.person, one.case.insutype, one.case.setl_date.year) for one in past])
        self._accumulated = self._opening()
        self._stay = Codes(("", "")).encode((one.person, one.stay) if one.stay else ("", "") for one in past)
        self._stays = _Stays(int(self._stay.max(initial=NO_STAY)) + 1)
        self._purses = _Purses(past, self._columns)

    def rounds(self) -> Iterator[Array]:
        """Rows of the first settlement of everybody, of the second ..."""
        order = np.argsort(self._round, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(self._round[order])) + 1) if len(order) else ()

    def standing(self, rows: Array) -> Columns:
        """These settlements, starting from what has been booked so far."""
        here = self._columns.take(rows)
        years, stays = self._year[rows], self._stay[rows]
        here.accumulators = {name: column[years] for name, column in self._accumulated.items()}
        self._stays.enter(here, stays)
        here.accounts = self._purses.slots(rows)
        return here

    def book(self, rows: Array, standing: Columns, settled: Settled) -> None:
        """Carry what a round came to."""
        for name, column in settled.deltas.items():
            self._accumulator(name)[self._year[rows]] += column
        stands = np.ones(len(rows), bool)
        stands[list(settled.refused)] = False
        self._stays.leave(self._stay[rows], standing, settled, stands)
        self._purses.pay(rows, settled.draws)

    def _opening(self) -> dict[str, Array]:
        """The accumulators of each year's first settlement."""
        _, first = np.unique(self._year, return_index=True)
        return {name: column[first] for name, column in self._columns.accumulators.items()}

    def _accumulator(self, name: str) -> Array:
        years = int(self._year.max(initial=0)) + 1
        return self._accumulated.setdefault(name, np.zeros(years, np.int64))


class _Stays:
    """The deductible of each stay since its first settlement here; number 0 is no stay."""

    def __init__(self, count: int) -> None:
        self._seen = np.zeros(count, bool)
        self._total = np.zeros(count, np.int64)
        self._used = np.zeros(count, np.int64)

    def enter(self, columns: Columns, stays: Array) -> None:
        """A stay settled before goes on from there; another one stands as it was booked."""
        seen, elements = self._seen[stays], columns.elements
        elements["stay_settled_before"] = elements["stay_settled_before"] | seen
        elements["stay_dedc_total"] = np.where(seen, self._total[stays], elements["stay_dedc_total"])
        elements["stay_dedc_used"] = np.where(seen, self._used[stays], elements["stay_dedc_used"])

    def leave(self, stays: Array, columns: Columns, settled: Settled, stands: Array) -> None:
        """After a settlement that stands, its stay has its deductible and has used what was paid of it."""
        mine = stands & (stays != NO_STAY)
        places = stays[mine]
        self._seen[places] = True
        self._total[places] = settled.amounts["stay_dedc"][mine]
        self._used[places] = (columns.elements["stay_dedc_used"] + settled.amounts["act_pay_dedc"])[mine]


class _Purses:
    """How far each account stands above what was booked, for each person who may draw on it."""

    def __init__(self, past: Sequence[PastSettlement], columns: Columns) -> None:
        self._slots = columns.accounts
        holders = Codes(("", ""))
        self._purse = [np.zeros(len(past), np.int64) for _ in self._slots]
        self._booked = [np.zeros(len(past), np.int64) for _ in self._slots]
        for row, one in enumerate(past):
            drawn = dict(one.draws)
            for slot, account in enumerate(one.case.accounts):
                self._purse[slot][row] = holders.code((one.person, account.acct_psn_no))
                self._booked[slot][row] = drawn.get(account.acct_psn_no, 0)
        self._above = np.zeros(len(holders), np.int64)

    def slots(self, rows: Array) -> tuple[Slot, ...]:
        """The accounts of these settlements with the money there would be."""
        return tuple(
            Slot(slot.holder[rows], np.maximum(0, slot.balc[rows] + self._above[purse[rows]]), slot.own[rows])
            for slot, purse in zip(self._slots, self._purse, strict=True)
        )

    def pay(self, rows: Array, draws: Sequence[Array]) -> None:
        for purse, booked, drawn in zip(self._purse, self._booked, draws, strict=True):
            self._above[purse[rows]] += booked[rows] - drawn
        self._above[0] = 0


def _nth(keys: Sequence[str]) -> Array:
    """For each row how many rows with its key stand before it."""
    counts: dict[str, int] = {}
    places = []
    for key in keys:
        places.append(counts.get(key, 0))
        counts[key] = places[-1] + 1
    return np.array(places, np.int64)


def _numbers(keys: Sequence[tuple[str, str, int]]) -> Array:
    """Equal keys by equal numbers, from 0."""
    return Codes(("", "", 0)).encode(keys) - 1
