"""Reading and comparing divisions (HB-10.6.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from centers.base_info.contract.divisions import DIVISION_LIST_WRONG
from centers.base_info.contract.v1 import Area
from centers.base_info.domain import divisions
from centers.base_info.domain.book import Division
from hsaf.contract import context

Row = Mapping[str, Any]


class Divisions:
    """Implements :class:`centers.base_info.contract.divisions.DivisionsContract` upon the center's areas."""

    def areas(self) -> list[Area]:
        raise NotImplementedError

    def divisions(self, on: date) -> list[Division]:
        """By code."""
        raise NotImplementedError

    def division_rows(self, text: str = "", on: date | None = None) -> Sequence[Row]:
        wanted = text.strip()
        found = self.divisions(on or _today())
        return [_row(one) for one in found if one.area.admdvs.startswith(wanted) or wanted in one.area.admdvs_name]

    def division_children(self, parent: str = "") -> Sequence[Row]:
        every = self.divisions(_today())
        parents = {one.area.prnt_admdvs for one in every}
        below = (one for one in every if one.area.prnt_admdvs == parent)
        return [{**_row(one), "has_children": one.area.admdvs in parents} for one in below]

    def compare_divisions(self, listing: str) -> Sequence[Row]:
        try:
            theirs = divisions.read(listing)
        except divisions.WrongLine as wrong:
            raise DIVISION_LIST_WRONG(line=wrong.line, reason=str(wrong), field="listing") from None
        return list(divisions.compare(self._names(_today()), theirs))

    def divisions_changed(self, since: date, until: date | None = None) -> Sequence[Row]:
        before, after = self._names(since), self._names(until or _today())
        return [{**one, "ours": one["theirs"], "theirs": one["ours"]} for one in divisions.compare(before, after)]

    def _names(self, on: date) -> dict[str, str]:
        return {one.area.admdvs: one.area.admdvs_name for one in self.divisions(on)}


def _row(one: Division) -> dict[str, Any]:
    return {**msgspec.structs.asdict(one.area), "begndate": one.begndate, "enddate": one.enddate}


def _today() -> date:
    return context.current().business_time.date()
