"""Stays: 2401 admission to 2405, lines and settlement 2301 to 2305."""

from __future__ import annotations

from typing import Final

from centers.settlement.contract.v1 import NewVisit, SettleOrder
from hsaf.money import fen_from_yuan
from subsystems.gateway.control import known
from subsystems.gateway.control.business import Business, Output, Service
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message
from subsystems.gateway.control.outpatient import upload
from subsystems.gateway.control.settling import diagnosis, rest, reverse, settled

DISCHARGE: Final = "2"
"""``inout`` of discharge diagnoses."""

MID_STAY: Final = "1"
"""``mid_setl_flag`` of a settlement before discharge."""

_OF_STAY: Final = frozenset(
    {"psn_no", "insutype", "begntime", "ipt_no", "mdtrt_cert_type", "med_type", "dise_codg", "dise_name"}
    | {"matn_type", "atddr_no", "mdtrtarea_admvs", "insuplc_admdvs"}
    | {"mdtrt_cert_no", "card_sn", "cert_type", "certno"}
)


def admit(centers: Centers, message: Message) -> Output:
    """2401 入院办理."""
    info, diagnoses = message.node("mdtrtinfo"), message.rows("diseinfo")
    base_info = centers.base_info
    known.require_diagnoses(base_info, diagnoses, "diseinfo")
    known.require_diagnosis(base_info, info["dscg_maindiag_code"], "input.mdtrtinfo.dscg_maindiag_code")
    known.require_practitioner(base_info, info["atddr_no"], info["begntime"].date(), "input.mdtrtinfo.atddr_no")
    known.require_same_person(centers, info)
    new = NewVisit(
        psn_no=info["psn_no"],
        insutype=info["insutype"],
        begntime=info["begntime"],
        ipt_otp_no=info["ipt_no"],
        mdtrt_cert_type=info["mdtrt_cert_type"],
        mdtrtarea_admvs=info["mdtrtarea_admvs"],
        insuplc_admdvs=info["insuplc_admdvs"],
        med_type=info["med_type"],
        dise_codg=info.get("dise_codg", ""),
        dise_name=info.get("dise_name", ""),
        matn_type=info.get("matn_type", ""),
        atddr_no=info["atddr_no"],
        dept_code=info["adm_dept_codg"],
        dept_name=info["adm_dept_name"],
        detail=rest(info, _OF_STAY) | {"opter_name": message.opter_name},
    )
    mdtrt_id = centers.settlement.register_visit(new, [diagnosis(row) for row in diagnoses])
    return {"result": {"mdtrt_id": mdtrt_id}}


def change(centers: Centers, message: Message) -> Output:
    """2403 住院信息变更."""
    info, diagnoses = message.node("adminfo"), message.rows("diseinfo")
    known.require_diagnoses(centers.base_info, diagnoses, "diseinfo")
    known.require_diagnosis(centers.base_info, info["dscg_maindiag_code"], "input.adminfo.dscg_maindiag_code")
    changes = rest(info, {"psn_no", "mdtrt_id"})
    centers.settlement.update_visit(info["psn_no"], info["mdtrt_id"], changes, [diagnosis(row) for row in diagnoses])
    return {}


def discharge(centers: Centers, message: Message) -> Output:
    """2402 出院办理."""
    info, diagnoses = message.node("dscginfo"), message.rows("diseinfo")
    centers.settlement.discharge(
        info["psn_no"],
        info["mdtrt_id"],
        info["endtime"],
        rest(info, {"psn_no", "mdtrt_id", "endtime"}),
        [diagnosis(row, DISCHARGE) for row in diagnoses],
    )
    return {}


def cancel_admission(centers: Centers, message: Message) -> Output:
    """2404 入院撤销."""
    data = message.node("data")
    centers.settlement.void_visit(data["psn_no"], data["mdtrt_id"], message.infno)
    return {}


def cancel_discharge(centers: Centers, message: Message) -> Output:
    """2405 出院撤销."""
    data = message.node("data")
    centers.settlement.undo_discharge(data["psn_no"], data["mdtrt_id"])
    return {}


def withdraw(centers: Centers, message: Message) -> Output:
    """2302 住院费用明细撤销."""
    data = message.node("data")
    centers.settlement.withdraw_lines(data["psn_no"], data["mdtrt_id"], feedetl_sn=data["feedetl_sn"])
    return {}


def order(message: Message) -> SettleOrder:
    """What 2303 and 2304 state."""
    data = message.node("data")
    return SettleOrder(
        psn_no=data["psn_no"],
        mdtrt_id=data["mdtrt_id"],
        insutype=data["insutype"],
        medfee_sumamt=fen_from_yuan(data["medfee_sumamt"]),
        acct_used_flag=data.get("acct_used_flag", "0"),
        mdtrtarea_admvs=message.mdtrtarea_admvs,
        msgid=message.msgid,
        infno=message.infno,
        mid_setl=data["mid_setl_flag"] == MID_STAY,
        dscg_date=data.get("dscgTime"),
        mdtrt_cert_type=data["mdtrt_cert_type"],
        psn_setlway=data["psn_setlway"],
        invono=data.get("invono", ""),
        identity=known.stated_identity(data),
    )


def preview(centers: Centers, message: Message) -> Output:
    """2303 住院预结算."""
    return settled(centers.settlement.preview(order(message)))


def settle(centers: Centers, message: Message) -> Output:
    """2304 住院结算."""
    return settled(centers.settlement.settle(order(message)))


OFFERED: Final = (
    Business("2301", upload, writes=True),
    Business("2302", withdraw, writes=True),
    Business("2303", preview, measured_as="presettlement"),
    Business("2304", settle, writes=True, measured_as="settlement"),
    Business("2305", reverse, writes=True),
    Business("2401", admit, writes=True, service=Service.INPATIENT),
    Business("2402", discharge, writes=True),
    Business("2403", change, writes=True),
    Business("2404", cancel_admission, writes=True),
    Business("2405", cancel_discharge, writes=True),
)
