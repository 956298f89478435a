"""How the import files of the reference data are read, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hsaf.contract.rows import Field, Form, code, day, flag, flag_code, open_day, price, ratio, read_rows, text, whole


def level(text: str) -> int:
    """Hospital level 3, 2 or 1; an unlevelled institution counts as 1 (benefit-settlement section 4)."""
    if text not in ("", "1", "2", "3"):
        raise ValueError("医院等级应为 1、2、3 或空")
    return int(text or "1")


def detail(text: str) -> dict[str, str]:
    """The other columns of a line of the national library: a JSON object of texts, empty where there are none."""
    try:
        return msgspec.json.decode(text, type=dict[str, str]) if text else {}
    except msgspec.DecodeError:
        raise ValueError("应为 JSON 对象，值均为文本") from None


def since(text: str) -> date:
    """The first day of a division; lists that say none mean divisions that were always there."""
    return day(text) if text else date(2000, 1, 1)


_PERIOD: Final = (Field("begndate", day), Field("enddate", open_day))

FORMS: Final[dict[str, Form]] = {
    "areas": (
        Field("admdvs", code),
        Field("begndate", since),
        Field("enddate", open_day),
        Field("admdvs_name", code),
        Field("prnt_admdvs", text),
        Field("admdvs_lv", code),
        Field("poolarea_no", text),
    ),
    "institutions": (
        Field("fixmedins_code", code),
        *_PERIOD,
        Field("fixmedins_name", code),
        Field("uscc", text),
        Field("fixmedins_type", code),
        Field("hosp_lv", level),
        Field("hosp_grade", text),
        Field("admdvs", code),
        Field("otp_flag", flag),
        Field("ipt_flag", flag),
        Field("phar_flag", flag),
        Field("memo", text),
    ),
    "practitioners": (
        Field("prac_psn_code", code),
        Field("begndate", day, "begntime"),
        Field("enddate", open_day, "endtime"),
        Field("prac_psn_name", code),
        Field("prac_psn_type", code),
        Field("fixmedins_code", code),
        Field("dept_code", text),
        Field("dept_name", text),
        Field("hi_dr_flag", flag),
    ),
    "catalog": (
        Field("med_list_codg", code),
        *_PERIOD,
        Field("med_list_name", code),
        Field("list_type", code),
        Field("med_chrgitm_type", code),
        Field("chrgitm_lv", code),
        Field("selfpay_prop", ratio),
        Field("pric_uplmt_amt_lv3", price),
        Field("pric_uplmt_amt_lv2", price),
        Field("pric_uplmt_amt_lv1", price),
        Field("spec", text),
        Field("prcunt", text),
        Field("drug_dosform", text),
        Field("rx_flag", text),
        Field("lmt_used_flag", flag_code),
        Field("prodentp_name", text),
        Field("aprvno", text),
    ),
    "diseases": (Field("diag_code", code), Field("diag_name", code)),
    "operations": (Field("oprn_oprt_code", code), Field("oprn_oprt_name", code)),
    "tcm_diseases": (
        Field("dise_type_code", code),
        Field("dise_type_name", code),
        Field("caty_cgy_code", code),
        Field("caty_cgy_name", code),
        Field("spcy_sys_taxa_code", text),
        Field("spcy_sys_taxa_name", text),
    ),
    "tcm_syndromes": (
        Field("sds_type_code", code),
        Field("sds_type_name", code),
        Field("sds_cgy_code", code),
        Field("sds_cgy_name", code),
        Field("sds_attr_code", text),
        Field("sds_attr", text),
    ),
    "morphologies": (
        Field("mpy_type_code", code),
        Field("mpy_type", code),
        Field("tmor_cell_type_code", code),
        Field("tmor_cell_type", code),
    ),
    "opsp_diseases": (Field("opsp_dise_code", code), *_PERIOD, Field("opsp_dise_name", code)),
    "settled_diseases": (
        Field("bydise_setl_list_code", code),
        *_PERIOD,
        Field("bydise_setl_dise_name", code),
        Field("qua_oprn_oprt_code", text),
        Field("qua_oprn_oprt_name", text),
    ),
    "day_surgery": (
        Field("daysrg_dise_list_code", code),
        *_PERIOD,
        Field("daysrg_dise_name", code),
        Field("oprn_oprt_code", text),
        Field("oprn_oprt_name", text),
    ),
    "national": (
        Field("standard", code),
        Field("code", code),
        Field("name", code),
        Field("ver", code),
        Field("detail", detail),
    ),
    "dictionaries": (
        Field("type", code),
        Field("value", code),
        Field("label", code),
        Field("sort", whole),
        Field("parent_value", text),
    ),
}


def read(kind: str, rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Typed columns of every row, in order. Raises ``ROW_INVALID``, ``ValueError`` for an unknown kind."""
    if kind not in FORMS:
        raise ValueError(f"unknown kind of reference data: {kind}; known are {', '.join(FORMS)}")
    return read_rows(kind, FORMS[kind], rows)
