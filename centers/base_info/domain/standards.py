"""Code standards of the platform by name, as clerks query them (HB-10.1, HB-10.2, HB-10.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from centers.base_info.domain.chapters import DISEASES, OPERATIONS, Chapter

CATALOGUES, PEOPLE, INSTITUTIONS = "catalogue", "person", "institution"
"""What HB-10.1.1 tells apart: 目录, 人员, 机构."""

SINGLE_PIECE: Final = 27
"""Characters in the code of one product of a company; shorter codes are classes of consumables."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One catalog: the table of ``kind``, narrowed to the values in ``fixed``; ``code`` and ``name`` are its columns.

    ``equal`` are columns that may be asked for by value, ``parts`` by any part of their text; ``title`` is its
    Chinese name, ``group`` what it is a standard of, ``chapters`` the classes its codes are ordered by.
    """

    title: str
    kind: str
    code: str
    name: str
    fixed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    equal: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    group: str = CATALOGUES
    chapters: tuple[Chapter, ...] = ()


_CATALOG = ("list_type", "chrgitm_lv", "med_chrgitm_type", "lmt_used_flag")
_PRODUCT = ("spec", "prodentp_name", "aprvno")

IN_USE, AHEAD, ENDED = "1", "2", "3"
"""Where a dated line stands today: 在用, 未生效, and 已退市 (已失效)."""


def _catalog(title: str, *list_types: str) -> Standard:
    return Standard(title, "catalog", "med_list_codg", "med_list_name", {"list_type": list_types}, _CATALOG, _PRODUCT)


def _institution(title: str, type: str) -> Standard:
    return Standard(
        title,
        "institutions",
        "fixmedins_code",
        "fixmedins_name",
        {"fixmedins_type": (type,)},
        ("admdvs", "hosp_grade"),
        group=INSTITUTIONS,
    )


def _practitioner(title: str, type: str) -> Standard:
    return Standard(
        title,
        "practitioners",
        "prac_psn_code",
        "prac_psn_name",
        {"prac_psn_type": (type,)},
        ("fixmedins_code", "hi_dr_flag"),
        group=PEOPLE,
    )


STANDARDS: Final[Mapping[str, Standard]] = {
    "diagnosis": Standard("疾病诊断", "diseases", "diag_code", "diag_name", chapters=DISEASES),
    "operation": Standard("手术操作", "operations", "oprn_oprt_code", "oprn_oprt_name", chapters=OPERATIONS),
    "tcm_disease": Standard(
        "中医疾病",
        "tcm_diseases",
        "dise_type_code",
        "dise_type_name",
        equal=("caty_cgy_code",),
        parts=("caty_cgy_name", "spcy_sys_taxa_name"),
    ),
    "tcm_syndrome": Standard(
        "中医证候",
        "tcm_syndromes",
        "sds_type_code",
        "sds_type_name",
        equal=("sds_cgy_code",),
        parts=("sds_cgy_name", "sds_attr"),
    ),
    "morphology": Standard(
        "肿瘤形态学",
        "morphologies",
        "mpy_type_code",
        "mpy_type",
        equal=("tmor_cell_type_code",),
        parts=("tmor_cell_type",),
    ),
    "drug": _catalog("药品", "101", "102", "103", "104", "105", "106"),
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
