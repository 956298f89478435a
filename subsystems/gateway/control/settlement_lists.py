"""Fund settlement lists: 4101 upload, 4102 status, 4104 and 3607 what the checks found, 4105 counts."""

from __future__ import annotations

from typing import Any, Final

from centers.payment_method.contract.v1 import Finding, ListHead
from hsaf.contract import context
from subsystems.gateway.control import settlement_list_form
from subsystems.gateway.control.business import BARE, Business, Output
from subsystems.gateway.control.catalogs import paged, paging_of
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.errors import INPUT_WRONG
from subsystems.gateway.control.known import require_own
from subsystems.gateway.control.message import Message

NARROWING: Final = ("setl_id", "psn_no", "err_lv", "retn_flag")

MED_TYPES_WRONG: Final = "input.data.medtype_list 须为医疗类别代码的列表，或用英文逗号隔开"

MESSAGE_LIMIT: Final = 100
"""Characters of ``qltctrl_chk_rslt``."""

FIELD_LIMIT: Final = 20
"""Characters of ``exam_data_fld``."""


def upload(centers: Centers, message: Message) -> Output:
    """4101 医疗保障基金结算清单信息上传."""
    return {"data": {"setl_list_id": centers.payment_method.upload_list(message.input).setl_list_id}}


def change_status(centers: Centers, message: Message) -> Output:
    """4102 医疗保障基金结算清单信息状态修改."""
    data = message.node("data")
    centers.payment_method.change_list_status(data["psn_no"], data["setl_id"], data["stas_type"])
    return {}


def query(centers: Centers, message: Message) -> Output:
    """4103 医疗保障基金结算清单信息查询: one list, or several of a person."""
    data = message.node("data")
    found = centers.payment_method.settlement_lists(data.get("psn_no", ""), data.get("setl_id", ""))
    forms = [settlement_list_form.form(centers, one) for one in found]
    nodes = {name: [row for form in forms for row in form.get(name, ())] for name in settlement_list_form.ROWS}
    infos = [form["setlinfo"] for form in forms]
    return {"setlinfo": infos[0] if len(infos) == 1 else infos, **nodes}


def checks(centers: Centers, message: Message) -> Output:
    """4104 and 3607 结算清单质控结果查询: the lists of a month of settlement, with what was found."""
    data = message.node("data")
    require_own(message, data.get("fixmedins_code", message.fixmedins_code), "input.data.fixmedins_code")
    wanted = {name: data[name] for name in NARROWING if name in data}
    found = centers.payment_method.checked_lists(data["setl_ym"], wanted, paging_of(data))
    heads = [row["head"] for row in found.rows]
    persons = centers.enrollment.persons({head.psn_no for head in heads})
    own = centers.base_info.known_institution(message.fixmedins_code, context.current().business_time.date())
    rows = [_checked(head, own.fixmedins_name, persons[head.psn_no]) for head in heads]
    return {**paged(found), "data": rows}


def _checked(head: ListHead, name: str, who: Any) -> dict[str, Any]:
    details = [_detail(one) for one in head.findings]
    return {
        "fixmedins_code": head.fixmedins_code,
        "fixmedins_name": name,
        "setl_ym": f"{head.setl_time:%Y%m}",
        "setl_id": head.setl_id,
        "psn_no": head.psn_no,
        "psn_name": who.psn_name,
        "psn_cert_type": who.psn_cert_type,
        "cert_no": who.certno,
        "qltctrl_rslt": "0" if details else "1",
        "err_lv": head.err_lv,
        "retn_flag": head.retn_flag,
        "qltctrl_ver": head.qltctrl_ver,
        "qltctrl_time": head.uploaded_at,
        "detailinfo": details,
        "detl_list": details,
    }


def _detail(finding: Finding) -> dict[str, Any]:
    return {
        "exam_data_fld": finding.field[:FIELD_LIMIT],
        "qltctrl_chk_rslt": f"{finding.rule} {finding.kind}：{finding.message}"[:MESSAGE_LIMIT],
        "err_lv": finding.err_lv,
        "retn_flag": finding.retn_flag,
        "init_val": finding.value,
    }


def counts(centers: Centers, message: Message) -> Output:
    """4105 医疗保障基金结算清单数量统计查询. There are no lists of the old form (``stt_flag``)."""
    data = message.node("data")
    require_own(message, data["fixmedins_code"], "input.data.fixmedins_code")
    med_types = med_types_of(data["medtype_list"])
    if data.get("stt_flag"):
        return {BARE: {"needUploadCnt": 0, "uploadedCnt": 0}}
    reversals = data.get("refdset_flag") == "1"
    found = centers.payment_method.count_lists(
        data["stt_begntime"], data["stt_endtime"], med_types, reversals=reversals
    )
    return {BARE: {"needUploadCnt": found.due, "uploadedCnt": found.uploaded}}


def med_types_of(raw: object) -> list[str]:
    """The table has no type for it: a list of codes, or text with commas. Raises ``INPUT_WRONG``."""
    codes = [code.strip() for code in raw.split(",")] if isinstance(raw, str) else raw
    if isinstance(codes, list) and codes and all(isinstance(code, str) and code for code in codes):
        return codes
    raise INPUT_WRONG(problems=MED_TYPES_WRONG)


OFFERED: Final = (
    Business("4101", upload, writes=True),
    Business("4102", change_status, writes=True),
    Business("4103", query),
    Business("4104", checks),
    Business("4105", counts),
    Business("3607", checks),
)
