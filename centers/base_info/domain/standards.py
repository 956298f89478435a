"""Code standards of the platform by name, as clerks query them (HB-10.1, HB-10.2, HB-10.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Standard:
    """One catalog: the table of ``kind``, narrowed to the values in ``fixed``; ``code`` and ``name`` are its columns.

    ``equal`` are columns that may be asked for by value; ``title`` is its Chinese name.
    """

    title: str
    kind: str
    code: str
    name: str
    fixed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    equal: tuple[str, ...] = ()


_CATALOG = ("list_type", "chrgitm_lv", "med_chrgitm_type", "lmt_used_flag")

IN_USE, AHEAD, ENDED = "1", "2", "3"
"""Where a dated line stands today: 在用, 未生效, and 已退市 (已失效)."""


def _catalog(title: str, *list_types: str) -> Standard:
    return Standard(title, "catalog", "med_list_codg", "med_list_name", {"list_type": list_types}, _CATALOG)


def _institution(title: str, type: str) -> Standard:
    return Standard(
        title, "institutions", "fixmedins_code", "fixmedins_name", {"fixmedins_type": (type,)}, ("admdvs", "hosp_grade")
    )


def _practitioner(title: str, type: str) -> Standard:
    return Standard(
        title,
        "practitioners",
        "prac_psn_code",
        "prac_psn_name",
        {"prac_psn_type": (type,)},
        ("fixmedins_code", "hi_dr_flag"),
    )


STANDARDS: Final[Mapping[str, Standard]] = {
    "diagnosis": Standard("疾病诊断", "diseases", "diag_code", "diag_name"),
    "operation": Standard("手术操作", "operations", "oprn_oprt_code", "oprn_oprt_name"),
    "drug": _catalog("药品", "101", "102", "103", "104"),
    "service_item": _catalog("医疗服务项目", "201"),
    "consumable": _catalog("医用耗材", "301"),
    "hospital": _institution("定点医疗机构", "1"),
    "pharmacy": _institution("定点零售药店", "2"),
    "doctor": _practitioner("医师", "1"),
    "nurse": _practitioner("护士", "2"),
    "pharmacist": _practitioner("药师", "3"),
    "chronic_disease": Standard("门诊慢特病病种", "opsp_diseases", "opsp_dise_code", "opsp_dise_name"),
    "settled_disease": Standard("按病种结算病种", "settled_diseases", "bydise_setl_list_code", "bydise_setl_dise_name"),
    "day_surgery": Standard("日间手术病种", "day_surgery", "daysrg_dise_list_code", "daysrg_dise_name"),
}
"""By name."""
