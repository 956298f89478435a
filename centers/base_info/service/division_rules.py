"""Rules of divisions (HB-10.6.1): a record in force is a version of the divisions that everybody reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from centers.base_info.contract.divisions import DIVISION_USED
from centers.base_info.data.division_rows import DivisionRows
from centers.base_info.domain import divisions
from hsaf.contract import context
from hsaf.contract.periods import covers
from hsaf.contract.principal import area_prefix
from hsaf.data.snapshot import bump
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed

TOPIC: Final = "base_info"


class DivisionRules(RecordRules):
    def __init__(self, rows: DivisionRows) -> None:
        self._rows = rows

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        code = draft["admdvs"]
        if not divisions.is_code(code):
            return {}
        above = divisions.above(code)
        pool = f"{code[:4]}00" if above else ""
        return {"prnt_admdvs": above, "admdvs_lv": divisions.level(code), "poolarea_no": pool}

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        code, above, first = draft["admdvs"], draft["prnt_admdvs"], draft["begndate"]
        if not code.startswith(area_prefix(draft["mng_admdvs"])):
            yield "admdvs", f"不在维护地区 {draft['mng_admdvs']} 内"
        if above and not any(covers(one.begndate, one.enddate, first) for one in self._rows.versions(above)):
            yield "admdvs", f"上级区划 {above} 在 {first} 不存在，请先维护上级"
        for one in self._rows.below(above, first) if above else ():
            if one.area.admdvs != code and one.area.admdvs_name == draft["admdvs_name"]:
                yield "admdvs_name", f"同级区划 {one.area.admdvs} 已叫“{draft['admdvs_name']}”"
        last = self._rows.versions(code)[-1:]
        for one in last:
            same = one.begndate == first and one.area.admdvs_name == draft["admdvs_name"]
            if first <= one.begndate and not same:
                yield "begndate", f"应晚于现有版本“{one.area.admdvs_name}”的生效日期 {one.begndate}"

    def queue(self) -> None:
        bump(TOPIC)

    def on_effective(self, id: str, values: Typed, before: Typed | None) -> None:
        self._rows.begin(values)

    def before_void(self, id: str, values: Typed) -> None:
        users = self._rows.users(values["admdvs"], _today())
        if users:
            raise DIVISION_USED(admdvs=values["admdvs"], users="、".join(users[:5]))

    def on_void(self, id: str, values: Typed) -> None:
        self._rows.end(values["admdvs"], _today())


def _today() -> date:
    return context.current().wall_time.date()
