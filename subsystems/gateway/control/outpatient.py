"""Outpatient visits: 2201 registration to 2208 reversal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from centers.enrollment.contract.v1 import FILING_DISEASE_UNKNOWN
from centers.settlement.contract.v1 import NewVisit, SettleOrder
from hsaf.contract import context
from hsaf.money import fen_from_yuan
from subsystems.gateway.control import known
from subsystems.gateway.control.business import Business, Output, Service
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message
from subsystems.gateway.control.settling import (
    Row,
    diagnosis,
    new_line,
    require_one_visit,
    rest,
    reverse,
    settled,
    split_row,
)

CHRONIC: Final = "14"
"""``med_type`` 门诊慢特病."""

_OF_VISIT: Final = frozenset(
    {"psn_no", "insutype", "begntime", "ipt_otp_no", "mdtrt_cert_type", "atddr_no", "dept_code", "dept_name"}
    | {"mdtrt_cert_no", "card_sn", "psn_cert_type", "certno", "psn_type", "psn_name"}
)


def register(centers: Centers, message: Message) -> Output:
    """2201 门诊挂号."""
    data = message.node("data")
    known.require_same_person(centers, data)
    new = NewVisit(
        psn_no=data["psn_no"],
        insutype=data["insutype"],
        begntime=data["begntime"],
        ipt_otp_no=data["ipt_otp_no"],
        mdtrt_cert_type=data["mdtrt_cert_type"],
        mdtrtarea_admvs=message.mdtrtarea_admvs,
        insuplc_admdvs=message.insuplc_admdvs,
        atddr_no=data.get("atddr_no", ""),
        dept_code=data["dept_code"],
        dept_name=data["dept_name"],
        detail=rest(data, _OF_VISIT) | {"opter_name": message.opter_name},
    )
    mdtrt_id = centers.settlement.register_visit(new)
    return {"data": {"mdtrt_id": mdtrt_id, "psn_no": data["psn_no"], "ipt_otp_no": data["ipt_otp_no"]}}


def cancel(centers: Centers, message: Message) -> Output:
    """2202 门诊挂号撤销."""
    data = message.node("data")
    centers.settlement.void_visit(data["psn_no"], data["mdtrt_id"], message.infno)
    return {}


def describe(centers: Centers, message: Message) -> Output:
    """2203 门诊就诊信息上传."""
    describe_visit(centers, message.node("mdtrtinfo"), message.rows("diseinfo"))
    return {}


def describe_visit(centers: Centers, info: Row, diagnoses: Sequence[Row]) -> None:
    """What a visit is for: medical type, disease, diagnoses.

    Raises ``DIAGNOSIS_UNKNOWN``, ``FILING_DISEASE_UNKNOWN`` and what ``update_visit`` raises.
    """
    known.require_diagnoses(centers.base_info, diagnoses, "diseinfo")
    _require_chronic_disease(centers, info)
    changes = rest(info, {"psn_no", "mdtrt_id"})
    centers.settlement.update_visit(info["psn_no"], info["mdtrt_id"], changes, [diagnosis(row) for row in diagnoses])


def _require_chronic_disease(centers: Centers, info: Row) -> None:
    on, disease = context.current().business_time.date(), info.get("dise_codg", "")
    if info["med_type"] == CHRONIC and centers.base_info.chronic_disease(disease, on) is None:
        raise FILING_DISEASE_UNKNOWN(opsp_dise_code=disease, where="input.mdtrtinfo.dise_codg")


def upload(centers: Centers, message: Message) -> Output:
    """2204 门诊费用明细信息上传 and 2301 住院费用明细上传."""
    rows = message.rows("feedetail")
    known.require_departments(centers.base_info, rows, "feedetail")
    known.require_prescribers(centers.base_info, rows, "feedetail")
    require_one_visit(rows)
    first = rows[0]
    lines = [new_line(row) for row in rows]
    splits = centers.settlement.upload_lines(first["psn_no"], first["mdtrt_id"], lines, first.get("med_type", ""))
    return {"result": [split_row(split) for split in splits]}


def withdraw(centers: Centers, message: Message) -> Output:
    """2205 门诊费用明细信息撤销."""
    data = message.node("data")
    centers.settlement.withdraw_lines(data["psn_no"], data["mdtrt_id"], chrg_bchno=data["chrg_bchno"])
    return {}


def order(message: Message) -> SettleOrder:
    """What 2206 and 2207 state."""
    data = message.node("data")
    return SettleOrder(
        psn_no=data["psn_no"],
        mdtrt_id=data["mdtrt_id"],
        insutype=data["insutype"],
        medfee_sumamt=fen_from_yuan(data["medfee_sumamt"]),
        acct_used_flag=data["acct_used_flag"],
        mdtrtarea_admvs=message.mdtrtarea_admvs,
        msgid=message.msgid,
        infno=message.infno,
        med_type=data["med_type"],
        mdtrt_cert_type=data["mdtrt_cert_type"],
        psn_setlway=data["psn_setlway"],
        invono=data.get("invono", ""),
        identity=known.stated_identity(data),
    )


def preview(centers: Centers, message: Message) -> Output:
    """2206 门诊预结算."""
    return settled(centers.settlement.preview(order(message)))


def settle(centers: Centers, message: Message) -> Output:
    """2207 门诊结算."""
    return settled(centers.settlement.settle(order(message)))


OFFERED: Final = (
    Business("2201", register, writes=True, service=Service.OUTPATIENT),
    Business("2202", cancel, writes=True),
    Business("2203", describe, writes=True),
    Business("2204", upload, writes=True),
    Business("2205", withdraw, writes=True),
    Business("2206", preview, measured_as="presettlement"),
    Business("2207", settle, writes=True, measured_as="settlement"),
    Business("2208", reverse, writes=True),
)
