"""4103: a settlement list as the national form shows it, from what was uploaded and what was settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec

from centers.enrollment.contract.v1 import Person
from centers.payment_method.contract.v1 import SettlementList
from subsystems.gateway.control.ages import age
from subsystems.gateway.control.centers import Centers

Row = Mapping[str, Any]

ROWS: Final = ("payinfo", "opspdiseinfo", "diseinfo", "iteminfo", "oprninfo", "icuinfo", "bldinfo")

NUMBERED: Final = {
    "opspdiseinfo": ("setl_list_opsp_trt_id", "T"),
    "diseinfo": ("setl_list_diag_id", "D"),
    "iteminfo": ("etl_list_chrgitm_id", "C"),
    "oprninfo": ("setl_list_oprn_id", "O"),
    "icuinfo": ("setl_list_scs_cutd_id", "I"),
    "bldinfo": ("setl_List_bld_Id", "B"),
}
"""Field of each node that numbers its rows, and the letter of the numbers."""

RENAMED: Final = {
    "poscode": "emp_poscode",
    "opsp_mdtrt_date": "opsp_mdtrt_time",
    "adm_way": "adm_way_code",
    "refldept_dept": "refl_caty",
    "wm_dise_code": "otp_wm_diag_dise_code",
    "tcm_dise_code": "otp_tcm_diag_dise_code",
    "adm_dept_code": "adm_dept_codg",
    "dscg_dept_code": "dscg_dept_codg",
}
"""Fields of 4101 that 4103 calls otherwise."""

DURATIONS: Final = {
    "vent_used_dura": ("vent_used_days", "vent_used_h_cnt", "vent_used_m_cnt"),
    "pwcry_bfadm_coma_dura": ("bfadm_coma_days", "bfadm_coma_h_cnt", "bfadm_coma_m_cnt"),
    "pwcry_afadm_coma_dura": ("afadm_coma_days", "afadm_coma_h_cnt", "afadm_coma_m_cnt"),
}
"""``1/13/24`` of 4101 is three numbers in 4103."""

FUND_PARTS: Final = {
    "ybtcPay": "hifp_pay",
    "gwyPay": "cvlserv_pay",
    "jmdbPay": "hifmi_pay",
    "zgdePay": "hifob_pay",
    "yljzPay": "maf_pay",
}
"""What single funds paid, which the table has with four decimals."""

STAY, DAY_SURGERY, DAY_SURGERY_TYPE = "1", "2", "28"
MAIN: Final = {"1": "1", "2": "0"}
"""``oprn_oprt_type`` to ``main_oprn_flag``."""


def form(centers: Centers, one: SettlementList) -> dict[str, Any]:
    """Every node of the answer for one list; all rows name their settlement."""
    nodes = {name: one.nodes.get(name, []) for name in ("opspdiseinfo", "diseinfo", "icuinfo", "bldinfo")}
    nodes["oprninfo"] = [_operation(centers, row) for row in one.nodes.get("oprninfo", ())]
    nodes["iteminfo"] = [msgspec.structs.asdict(charge) for charge in one.items]
    nodes["payinfo"] = [_fund(centers, fund, amount) for fund, amount in one.funds.items()]
    key = {"setl_id": one.head.setl_id, "mdtrt_id": one.head.mdtrt_id, "psn_no": one.head.psn_no}
    answered = {name: _numbered(one, name, [{**row, **key} for row in rows]) for name, rows in nodes.items()}
    return {"setlinfo": _info(centers, one), **answered}


def _numbered(one: SettlementList, node: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    if node not in NUMBERED:
        return list(rows)
    field, letter = NUMBERED[node]
    return [{field: f"{one.head.setl_list_id}{letter}{at:03d}", **row} for at, row in enumerate(rows, start=1)]


def _info(centers: Centers, one: SettlementList) -> dict[str, Any]:
    """What was uploaded, overlaid with what the platform knows better."""
    uploaded, settled = one.nodes["setlinfo"], one.setlinfo
    who = centers.enrollment.persons([one.head.psn_no])[one.head.psn_no]
    return {
        **{RENAMED.get(name, name): value for name, value in uploaded.items()},
        **_durations(uploaded),
        **_counts(one),
        **_person(who, _day(uploaded.get("adm_time")) or settled["setl_time"].date()),
        **_place(centers, one),
        **{shown: Decimal(settled[name]).scaleb(-2) for shown, name in FUND_PARTS.items()},
        **msgspec.structs.asdict(one.personal),
        "setl_id": one.head.setl_id,
        "setl_list_sn": one.head.setl_list_id,
        "setl_time": settled["setl_time"],
        "dcla_time": one.head.uploaded_at,
        "hi_type": settled["insutype"],
        "insutype": settled["insutype"],
        "insu_admdvs": settled["insu_optins"],
        "hi_no": one.head.psn_no,
        "ipt_med_type": DAY_SURGERY if one.head.med_type == DAY_SURGERY_TYPE else STAY,
        "opsp_dise_code": settled.get("dise_codg", ""),
        "opsp_dise_name": settled.get("dise_name", ""),
        "stas_type": "1" if one.head.submitted else "0",
        "chk_cont": one.head.opinion,
        "hsorg_opter": one.head.reviewer,
    }


def _durations(uploaded: Row) -> dict[str, int]:
    """Blocking rules saw to it that a duration which is there can be read."""
    return {
        field: int(part)
        for name, fields in DURATIONS.items()
        if name in uploaded
        for field, part in zip(fields, uploaded[name].split("/"), strict=True)
    }


def _counts(one: SettlementList) -> dict[str, Any]:
    diagnoses, info = one.nodes.get("diseinfo", ()), one.nodes["setlinfo"]
    first, last = _day(info.get("adm_time")), _day(info.get("dscg_time"))
    return {
        "diag_code_cnt": len(diagnoses),
        "oprn_oprt_code_cnt": len(one.nodes.get("oprninfo", ())),
        "act_ipt_days": max(1, (last - first).days) if first and last else None,
        "dscg_diag": next((row["diag_name"] for row in diagnoses if row["maindiag_flag"] == "1"), None),
    }


def _person(who: Person, on: date) -> dict[str, Any]:
    """The patient; younger than a year the age is told in days."""
    years = age(who.brdy, on)
    return {
        "psn_no": who.psn_no,
        "psn_name": who.psn_name,
        "gend": who.gend,
        "brdy": who.brdy,
        "naty": who.naty,
        "patn_cert_type": who.psn_cert_type,
        "certno": who.certno,
        "age": years or None,
        "age_daus": None if years else max(0, (on - who.brdy).days),
    }


def _place(centers: Centers, one: SettlementList) -> dict[str, Any]:
    doctor = centers.base_info.practitioner(one.nodes["setlinfo"].get("chfpdr_code", ""), one.head.setl_time.date())
    return {
        "fixmedins_code": one.head.fixmedins_code,
        "fixmedins_name": one.setlinfo["fixmedins_name"],
        "hi_setl_lv": one.setlinfo["dedc_hosp_lv"],
        "mdtrt_id": one.head.mdtrt_id,
        "chfpdr_name": doctor.prac_psn_name if doctor else None,
    }


def _operation(centers: Centers, row: Row) -> dict[str, Any]:
    begun = _moment(row.get("oprn_oprt_begntime"))
    names = {
        "oper_dr_name": row.get("oper_dr_code", ""),
        "anst_dr_name": row.get("anst_dr_code", ""),
    }
    found = {name: centers.base_info.practitioner(code, begun.date()) for name, code in names.items() if begun}
    return {
        **row,
        "main_oprn_flag": MAIN[row["oprn_oprt_type"]],
        "oprn_oprt_date": row.get("oprn_oprt_begntime"),
        **{name: doctor.prac_psn_name for name, doctor in found.items() if doctor},
    }


def _fund(centers: Centers, fund: str, amount: int) -> dict[str, Any]:
    name = centers.base_info.label("fund_pay_type", fund)
    return {
        "fund_pay_type": fund,
        "fund_payamt": amount,
        "poolarea_fund_pay_type": fund,
        "poolarea_fund_pay_name": name,
    }


def _day(text: str | None) -> date | None:
    moment = _moment(text)
    return moment.date() if moment else None


def _moment(text: str | None) -> datetime | None:
    """A time as the archive keeps it."""
    return datetime.fromisoformat(text) if text else None
