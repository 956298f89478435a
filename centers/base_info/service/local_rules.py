"""Rules of what a province keeps beside the national standards: code mappings, data sets, indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from centers.base_info.contract.local import DATA_SET_USED
from centers.base_info.data.local_rows import LocalRows
from centers.base_info.domain.formula import Unsound, elements, references
from hsaf.contract.periods import overlap
from hsaf.contract.principal import area_prefix
from hsaf.data.snapshot import bump
from hsaf.records.rules import Complaint, RecordRules
from hsaf.records.stored import Typed

MAPPINGS: Final = "base_info.mappings"
"""Mappings coming into force queue for it, so that each sees the days of the one before."""
INDICATORS: Final = "base_info.indicators"
"""Changes of data sets and indicators coming into force queue for it, so that neither misses the other."""


class MappingRules(RecordRules):
    """A national code stands for one local code on any day and place."""

    def __init__(self, rows: LocalRows) -> None:
        self._rows = rows

    def queue(self) -> None:
        bump(MAPPINGS)

    def complete(self, draft: Typed, current: Typed | None) -> Typed:
        if not (draft["standard"] and draft["begndate"]):
            return {}
        return {
            "natl_name": self._rows.national_name(draft["standard"], draft["natl_code"]),
            "loc_name": self._rows.local_name(draft["standard"], draft["loc_code"], draft["begndate"]),
        }

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        begin, end = draft["begndate"], draft["enddate"]
        if end is not None and end < begin:
            yield "enddate", "不能早于生效日期"
            return
        if not self._rows.national_name(draft["standard"], draft["natl_code"]):
            yield "natl_code", "不在全国代码库中"
        if not self._rows.local_name(draft["standard"], draft["loc_code"], begin):
            yield "loc_code", f"在 {begin} 不是本省有效代码"
        for other in self._rows.mappings(draft["standard"], draft["natl_code"]):
            itself = current is not None and other["begndate"] == current["begndate"]
            itself = itself and other["admdvs"] == draft["admdvs"]
            met = _one_above_other(draft["admdvs"], other["admdvs"])
            if met and not itself and overlap(begin, end, other["begndate"], other["enddate"]):
                yield "begndate", f"与 {other['admdvs']} {other['begndate']} 起映射到 {other['loc_code']} 的有效期重叠"


class DataSetRules(RecordRules):
    """An element that an indicator in force computes with stays."""

    def __init__(self, rows: LocalRows) -> None:
        self._rows = rows

    def validate(self, draft: Typed, current: Typed | None) -> Iterator[Complaint]:
        try:
            listed = elements(draft["elements"])
        except Unsound as reason:
            yield "elements", str(reason)
            return
        for element, indicator in self._used(draft["set_code"]):
            if element not in listed:
                yield "elements", f"不能去掉 {element}：指标 {indicator} 正在引用"

    def queue(self) -> None:
        bump(INDICATORS)

    def on_void(self, id: str, values: Typed) -> None:
        used = sorted({indicator for _, indicator in self._used(values["set_code"])})
        if used:
            raise DATA_SET_USED(set_code=values["set_code"], indicators="、".join(used))

    def _used(self, set_code: str) -> Iterator[tuple[str, str]]:
        """Elements of the set that indicators in force refer to, with the indicator's code."""
        for row in self._rows.formulas():
            for owner, element in references(row["formula"]):
                if owner == set_code:
                    yield element, row["idx_code"]


class IndicatorRules(RecordRules):
    """A formula refers to elements of data sets in force."""

    def __init__(self, rows: LocalRows) -> None:
        self._rows = rows

    def validate(self, draft: Typed, current: Typed | None) -> Iterable[Complaint]:
        try:
            named = references(draft["formula"])
        except Unsound as reason:
            return [("formula", str(reason))]
        known = self._rows.data_sets(sorted({owner for owner, _ in named}))
        missing = (_missing(known, owner, element) for owner, element in named)
        return [("formula", one) for one in missing if one]

    def queue(self) -> None:
        bump(INDICATORS)


def _one_above_other(admdvs: str, other: str) -> bool:
    """Whether one region is the other or lies in it."""
    return admdvs.startswith(area_prefix(other)) or other.startswith(area_prefix(admdvs))


def _missing(known: Mapping[str, Mapping[str, Any]], owner: str, element: str) -> str:
    if owner not in known:
        return f"数据集 {owner} 不存在或未生效"
    return "" if element in elements(known[owner]["elements"]) else f"数据集 {owner} 没有数据元 {element}"


def local_rules(rows: LocalRows) -> Mapping[str, RecordRules]:
    return {"code_mapping": MappingRules(rows), "data_set": DataSetRules(rows), "indicator": IndicatorRules(rows)}
