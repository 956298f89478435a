"""Rules of the catalogue and of the recipients of medical aid (HB-10.3.7).

A recipient's record that comes into force is an identity in the tables that benefits read, in the same unit of work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from centers.enrollment.contract.aid import AID, AID_CATEGORY_USED
from centers.enrollment.data.aid_rows import AidRows
from centers.enrollment.data.person_rows import PersonRows
from centers.enrollment.service.person_rules import PERSONS, OfAPerson
from hsaf.contract import context
from hsaf.contract.periods import covers, months_later, overlap
from hsaf.contract.principal import area_prefix
from hsaf.data.snapshot import bump
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed

AID_CATALOGUE: Final = "enrollment.aid_catalogue"
"""Changes of the catalogue and of recipients queue for it, so that nobody is helped by a line that is gone."""
_LONGEST: Final = 60
"""Months between two recognitions at most."""


class AidCategoryRules(RecordRules):
    def __init__(self, rows: AidRows) -> None:
        self._rows = rows

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        if not draft["psn_idet_type"].startswith(AID) or draft["psn_idet_type"] == AID:
            yield "psn_idet_type", "应为医疗救助人员（23）下的类别"
        if not 1 <= draft["rev_months"] <= _LONGEST:
            yield "rev_months", f"应为 1 至 {_LONGEST} 个月"
        if draft["enddate"] is not None and draft["enddate"] < draft["begndate"]:
            yield "enddate", "不能早于生效日期"
        for other in self._rows.categories(draft["psn_idet_type"], [draft["admdvs"]]):
            mine = current is not None and other["begndate"] == current["begndate"]
            if not mine and overlap(draft["begndate"], draft["enddate"], other["begndate"], other["enddate"]):
                yield "begndate", f"与 {other['begndate']} 起生效的同一类别目录重叠，请先变更其失效日期"

    def queue(self) -> None:
        bump(AID_CATALOGUE)

    def before_void(self, id: str, values: Typed) -> None:
        if self._rows.has_recipient(values["psn_idet_type"], area_prefix(values["admdvs"]), _today()):
            raise AID_CATEGORY_USED(psn_idet_type=values["psn_idet_type"], admdvs=values["admdvs"])


class AidPersonRules(OfAPerson):
    def __init__(self, rows: PersonRows, aid: AidRows) -> None:
        super().__init__(rows)
        self._aid = aid

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        """Department and, where it is left open, the last day as the catalogue says."""
        line = self._line(draft)
        ends = draft["enddate"]
        if line is not None and ends is None:
            ends = _last_day(draft["begndate"], line)
        return {**super().complete(draft, current), "rec_dept": line["rec_dept"] if line else "", "enddate": ends}

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        yield from self.belongs(draft)
        line = self._line(draft)
        if line is None:
            yield "psn_idet_type", f"{draft['begndate']} 的救助目录在 {draft['admdvs']} 没有这一类别"
            return
        if draft["rec_date"] > draft["begndate"]:
            yield "rec_date", "不能晚于开始日期"
        last = _last_day(draft["begndate"], line)
        if draft["enddate"] is None or draft["enddate"] > last:
            yield "enddate", f"超过复核周期 {line['rev_months']} 个月，最晚为 {last}，期满须重新认定"
        yield from self.fits(draft, current, self._rows.periods(draft["psn_no"], draft["psn_idet_type"]))

    def queue(self) -> None:
        bump(AID_CATALOGUE)
        bump(PERSONS)

    def on_effective(self, id: str, values: Typed, before: Typed | None) -> None:
        self._rows.drop_identity(before or values)
        self._rows.put_identity({**values, "memo": values["memo"] or values["rec_no"]})

    def on_void(self, id: str, values: Typed) -> None:
        self._rows.drop_identity(values)

    def _line(self, draft: Typed) -> Mapping[str, Any] | None:
        """The catalogue's line on the first day: of the region itself before those above it."""
        lines = self._aid.categories(draft["psn_idet_type"], _with_above(draft["admdvs"]))
        return next((one for one in lines if covers(one["begndate"], one["enddate"], draft["begndate"])), None)


def _last_day(begins: date, line: Mapping[str, Any]) -> date:
    return months_later(begins, line["rev_months"]) - timedelta(days=1)


def _with_above(admdvs: str) -> list[str]:
    return [admdvs, f"{admdvs[:4]}00", f"{admdvs[:2]}0000"]


def _today() -> date:
    return context.current().business_time.date()


def aid_rules(rows: PersonRows, aid: AidRows) -> Mapping[str, RecordRules]:
    return {"aid_category": AidCategoryRules(aid), "aid_person": AidPersonRules(rows, aid)}
