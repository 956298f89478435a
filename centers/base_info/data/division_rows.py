"""Divisions and their versions, and what still needs one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from centers.base_info.data.records import RECORDS
from centers.base_info.data.tables import area, institution
from centers.base_info.domain.book import Division, division
from hsaf.data import execute
from hsaf.data.bulk import save_rows
from hsaf.records.stored import Typed

IN_FORCE: Final = "effective"
_COLUMNS: Final = ("admdvs", "begndate", "admdvs_name", "prnt_admdvs", "admdvs_lv", "poolarea_no")


class DivisionRows:
    def versions(self, admdvs: str) -> list[Division]:
        """Every version of a division, the oldest first."""
        query = sa.select(area).where(area.c.admdvs == admdvs).order_by(area.c.begndate)
        return [_division(row) for row in execute(query).mappings()]

    def below(self, prnt_admdvs: str, on: date) -> list[Division]:
        """Divisions right below one that a day or a later one belongs to."""
        query = sa.select(area).where(area.c.prnt_admdvs == prnt_admdvs, _lasts(on)).order_by(area.c.admdvs)
        return [_division(row) for row in execute(query).mappings()]

    def users(self, admdvs: str, on: date) -> Sequence[str]:
        """Names of what stands in a division; a few are enough to say why."""
        inside = sa.select(institution.c.fixmedins_name).where(
            institution.c.admdvs == admdvs, sa.or_(institution.c.enddate.is_(None), institution.c.enddate >= on)
        )
        grass = RECORDS.rows["grass_area"]
        parts = sa.select(grass.c.area_name).where(grass.c.admdvs == admdvs, grass.c.state == IN_FORCE)
        named = [one.area.admdvs_name for one in self.below(admdvs, on)[:3]]
        return [*named, *execute(inside.distinct().limit(3)).scalars(), *execute(parts.limit(3)).scalars()]

    def begin(self, values: Typed) -> None:
        """A version from its first day on; the one before it ends the day before."""
        first = values["begndate"]
        earlier = sa.update(area).where(area.c.admdvs == values["admdvs"], area.c.begndate < first)
        execute(earlier.where(_lasts(first)).values(enddate=first - timedelta(days=1)))
        save_rows(area, [{**{name: values[name] for name in _COLUMNS}, "enddate": None}])

    def end(self, admdvs: str, on: date) -> None:
        """A division is gone from a day on; versions that would begin then or later never were."""
        execute(sa.delete(area).where(area.c.admdvs == admdvs, area.c.begndate >= on))
        execute(sa.update(area).where(area.c.admdvs == admdvs, _lasts(on)).values(enddate=on - timedelta(days=1)))


def _lasts(on: date) -> sa.ColumnElement[bool]:
    return sa.or_(area.c.enddate.is_(None), area.c.enddate >= on)


def _division(row: sa.RowMapping) -> Division:
    return division({str(name): value for name, value in row.items()})
