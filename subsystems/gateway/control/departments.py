"""Departments and practitioners of the sender: 3401, 3401A, 3402, 3403, 5101, 5102."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

import msgspec

from centers.base_info.contract.v1 import Department, Practitioner
from hsaf.contract import context
from subsystems.gateway.control.business import Business, Output, institution
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.known import require_own
from subsystems.gateway.control.message import Message


def register(centers: Centers, message: Message) -> Output:
    """3401 科室信息上传."""
    centers.base_info.register_departments([Department(**message.node("deptinfo"))])
    return {}


def register_many(centers: Centers, message: Message) -> Output:
    """3401A 批量科室信息上传: one bad row registers none."""
    centers.base_info.register_departments([Department(**row) for row in message.rows("deptinfo")])
    return {}


def change(centers: Centers, message: Message) -> Output:
    """3402 科室信息变更."""
    centers.base_info.change_department(Department(**message.node("deptinfo")))
    return {}


def revoke(centers: Centers, message: Message) -> Output:
    """3403 科室信息撤销."""
    data = message.node("data")
    centers.base_info.revoke_department(data["hosp_dept_codg"], data["hosp_dept_name"], data["begntime"])
    return {}


def departments(centers: Centers, message: Message) -> Output:
    """5101 科室信息查询. The table repeats the envelope in the node."""
    require_own(message, message.node("data")["fixmedins_code"], "input.data.fixmedins_code")
    return {"feedetail": [msgspec.structs.asdict(one) for one in centers.base_info.departments()]}


def practitioners(centers: Centers, message: Message) -> Output:
    """5102 医执人员信息查询. Certificate numbers of practitioners are not held, so none is found by one."""
    asked = message.node("data")
    on = context.current().business_time.date()
    found = centers.base_info.practitioners_of(message.fixmedins_code, on)
    wanted = {name: asked[name] for name in ("prac_psn_type", "prac_psn_code") if name in asked}
    rows = [
        _practitioner(one)
        for one in found
        if all(getattr(one, name) == value for name, value in wanted.items())
        and asked.get("prac_psn_name", "") in one.prac_psn_name
        and "certno" not in asked
    ]
    return {"feedetail": rows}


def _practitioner(one: Practitioner) -> dict[str, Any]:
    return {
        "prac_psn_code": one.prac_psn_code,
        "prac_psn_name": one.prac_psn_name,
        "prac_psn_type": one.prac_psn_type,
        "hi_dr_flag": "1" if one.hi_dr_flag else "0",
        "begntime": datetime.combine(one.begndate, time()),
        "endtime": one.enddate and datetime.combine(one.enddate, time()),
    }


OFFERED: Final = (
    Business("3401", register, writes=True, subject=institution),
    Business("3401A", register_many, writes=True, subject=institution),
    Business("3402", change, writes=True, subject=institution),
    Business("3403", revoke, writes=True, subject=institution),
    Business("5101", departments),
    Business("5102", practitioners),
)
