"""Rules of organisations, divisions below counties and technicians (HB-10.3.6, HB-10.5.2 to .5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from centers.base_info.contract.bodies import GRASS_AREA_USED
from centers.base_info.data.body_rows import BodyRows
from centers.base_info.domain.uscc import is_sound
from hsaf.contract import context, id_card
from hsaf.data.snapshot import bump
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed

GRASS_AREAS: Final = "base_info.grass_areas"
"""Changes of divisions and of bodies in them queue for it, so that no body stays in a division that is gone."""
_COUNTY, _TOWNSHIP = 6, 9
_STANDS_IN: Final = {"1": _TOWNSHIP, "2": 12}
"""Digits of the division by ``org_type``: stations of townships, points of villages; others stand anywhere."""
_TOWNSHIP_LV, _VILLAGE_LV = "4", "5"


def _period(draft: Typed) -> Iterator[Complaint]:
    if draft["enddate"] is not None and draft["enddate"] < draft["begndate"]:
        yield "enddate", "不能早于开始日期"


class DistributorRules(RecordRules):
    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        """GB 32100-2015; a distributor works only while it is licensed."""
        if not is_sound(draft["uscc"]):
            yield "uscc", "校验码不符，请核对营业执照"
        if draft["lic_enddate"] < draft["begndate"]:
            yield "lic_enddate", "许可证在生效日期前已到期，请先换证"
        elif draft["lic_enddate"] < _today() and (current is None or current["lic_enddate"] != draft["lic_enddate"]):
            yield "lic_enddate", "许可证已到期，请先换证"
        yield from _period(draft)


class GrassAreaRules(RecordRules):
    """A code contains the codes above it."""

    def __init__(self, rows: BodyRows) -> None:
        self._rows = rows

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        return {"area_lv": _TOWNSHIP_LV if len(draft["area_code"]) == _TOWNSHIP else _VILLAGE_LV}

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        code, above = draft["area_code"], draft["prnt_code"]
        if code[:_COUNTY] != draft["admdvs"]:
            yield "area_code", f"前 6 位应为所属医保区划 {draft['admdvs']}"
        if len(code) == _TOWNSHIP:
            if above:
                yield "prnt_code", "乡镇（街道）直属区县，请留空"
        elif above != code[:_TOWNSHIP]:
            yield "prnt_code", f"应为 {code[:_TOWNSHIP]}（编码的前 9 位）"
        elif not self._rows.has_area(above):
            yield "prnt_code", f"基层区划 {above} 不存在或未生效，请先维护"

    def queue(self) -> None:
        bump(GRASS_AREAS)

    def on_void(self, id: str, values: Typed) -> None:
        users = self._rows.users_of_area(values["area_code"])
        if users:
            raise GRASS_AREA_USED(area_code=values["area_code"], users="、".join(users))


class GrassBodyRules(RecordRules):
    """A body stands in a division in force."""

    def __init__(self, rows: BodyRows) -> None:
        self._rows = rows

    def validate(self, draft: Typed, current: Typed | None) -> Iterable[Complaint]:
        if draft["area_code"][:_COUNTY] != draft["admdvs"]:
            return [("area_code", f"不属于医保区划 {draft['admdvs']}")]
        if not self._rows.has_area(draft["area_code"]):
            return [("area_code", "该基层区划不存在或未生效，请先在“基层医保区划”中维护")]
        digits = _STANDS_IN.get(draft["org_type"])
        if digits and len(draft["area_code"]) != digits:
            place = "乡镇（街道）" if digits == _TOWNSHIP else "村（社区）"
            return [("area_code", f"这类组织设在{place}，应填其 {digits} 位编码")]
        return ()

    def queue(self) -> None:
        bump(GRASS_AREAS)


class TechnicianRules(RecordRules):
    """GB 11643; works at an institution valid on the first day."""

    def __init__(self, rows: BodyRows) -> None:
        self._rows = rows

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        return {"certno": id_card.normal(draft["certno"])}

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        yield from id_card.disagreements(draft["certno"], gend=draft["gend"], brdy=draft["brdy"])
        if not self._rows.has_hospital(draft["fixmedins_code"], draft["begndate"]):
            yield "fixmedins_code", f"在 {draft['begndate']} 不是有效的定点医疗机构"
        yield from _period(draft)


def _today() -> date:
    return context.current().wall_time.date()


def body_rules(rows: BodyRows) -> Mapping[str, RecordRules]:
    return {
        "distributor": DistributorRules(),
        "grass_area": GrassAreaRules(rows),
        "grass_body": GrassBodyRules(rows),
        "technician": TechnicianRules(rows),
    }
