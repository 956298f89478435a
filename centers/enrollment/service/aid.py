"""Recipients of medical aid on a day (HB-10.3.7)."""

from __future__ import annotations

from datetime import date

from centers.enrollment.data.aid_rows import AidRows
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import area_prefix


class Aid:
    """Implements :class:`centers.enrollment.contract.aid.AidContract`."""

    def __init__(self, rows: AidRows) -> None:
        self._rows = rows

    def recipients(
        self, paging: Paging, on: date | None = None, psn_no: str = "", psn_idet_type: str = "", admdvs: str = ""
    ) -> Page:
        day, area = on or context.current().business_time.date(), _area(admdvs)
        if area is None:
            return Page([], 0, paging)
        found, total = self._rows.recipients(day, area, psn_no, psn_idet_type, paging)
        numbers = [one["psn_no"] for one in found]
        regions, recorded = self._rows.regions_of(numbers), self._rows.recorded(numbers)
        rows = []
        for one in found:
            begins, ends = one["begntime"].date(), one["endtime"] and one["endtime"].date()
            recorded_too = (one["psn_no"], one["psn_idet_type"], begins) in recorded
            shown = {name: one[name] for name in ("psn_no", "psn_name", "psn_idet_type", "memo")}
            days = {"begndate": begins, "enddate": ends, "admdvs": regions.get(one["psn_no"], "")}
            rows.append({**shown, **days, "rec_stas": str(int(recorded_too))})
        return Page(rows, total, paging)


def _area(admdvs: str) -> str | None:
    """What the regions of both the caller and the question begin with; ``None`` where they share none."""
    principal = context.current().principal
    mine, asked = principal.area_prefix if principal else "", area_prefix(admdvs) if admdvs else ""
    if asked.startswith(mine):
        return asked
    return mine if mine.startswith(asked) else None
