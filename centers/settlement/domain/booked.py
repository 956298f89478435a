"""Booked settlements as mass work reads them: what they were calculated from, and what they came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

YearOf = tuple[str, str, int]
"""Person, insurance type and year: what accumulators belong to."""


class Span(msgspec.Struct, frozen=True):
    """Settlements dated within two days (both count); those reversed since only if ``reversed``."""

    begin: date
    end: date
    reversed: bool = False

    def whole_years(self) -> Span:
        """The calendar years it touches."""
        return Span(date(self.begin.year, 1, 1), date(self.end.year, 12, 31), self.reversed)

    def __contains__(self, day: date) -> bool:
        return self.begin <= day <= self.end


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """A settlement (never a reversal). Amounts in fen."""

    psn_no: str
    setl_id: str
    commit_seq: int
    mdtrt_id: str
    kind: str
    insutype: str
    med_type: str
    year: int
    setl_date: date
    clr_optins: str
    policy_id: str
    policy_version: str
    amounts: Mapping[str, int]
    deltas: Mapping[str, int]
    draws: Sequence[tuple[str, int]]
    inputs: Mapping[str, Any]

    @property
    def year_of(self) -> YearOf:
        return self.psn_no, self.insutype, self.year

    @property
    def policy(self) -> str:
        """The version it was booked under."""
        return f"{self.policy_id}@{self.policy_version}"
