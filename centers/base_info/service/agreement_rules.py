"""Rules of agreements with institutions (HB-10.2.7, HB-10.2.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from centers.base_info.data.agreement_rows import AgreementRows
from hsaf.contract.periods import overlap
from hsaf.contract.principal import area_prefix
from hsaf.data.snapshot import bump
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed

AGREEMENTS: Final = "base_info.agreements"
"""Agreements coming into force queue for it, so that each sees the periods of the one before."""


class AgreementRules(RecordRules):
    """An institution known on the first day, in the agency's region, with one agreement of a kind at a time."""

    def __init__(self, rows: AgreementRows) -> None:
        self._rows = rows

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        found = self._rows.institution(draft["fixmedins_code"], draft["begndate"]) if draft["begndate"] else None
        return {
            "fixmedins_name": found["fixmedins_name"] if found else "",
            "fixmedins_type": found["fixmedins_type"] if found else "",
        }

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        found = self._rows.institution(draft["fixmedins_code"], draft["begndate"])
        if found is None:
            yield "fixmedins_code", f"在 {draft['begndate']} 不是有效的定点医疗机构或定点零售药店"
        elif not found["admdvs"].startswith(area_prefix(draft["admdvs"])):
            yield "admdvs", f"机构在 {found['admdvs']}，不在该区划内"
        if draft["enddate"] < draft["begndate"]:
            yield "enddate", "不能早于协议开始日期"
            return
        if draft["sign_date"] > draft["enddate"]:
            yield "sign_date", "不能晚于协议结束日期"
        yield from self._overlaps(draft)

    def _overlaps(self, draft: Typed) -> Iterator[Complaint]:
        for other in self._rows.of(draft["fixmedins_code"], draft["agmt_type"]):
            days = (other["begndate"], other["enddate"])
            if other["agmt_no"] != draft["agmt_no"] and overlap(draft["begndate"], draft["enddate"], *days):
                yield "begndate", f"与该机构同类协议 {other['agmt_no']}（{days[0]} 至 {days[1]}）重叠"

    def queue(self) -> None:
        bump(AGREEMENTS)
