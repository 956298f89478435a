"""Queries about visits in detail: 5202 diagnoses, 5205 medicines of chronic diseases, 5303 stays that go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hsaf.contract import context
from subsystems.gateway.control.ages import age
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.known import OPEN_END, require_person
from subsystems.gateway.control.message import Message
from subsystems.gateway.control.queries import named

MEDICINES: Final = frozenset({"101", "102", "103", "104", "106"})
"""``list_type`` of medicines: patent drugs, herbal pieces, own preparations, ethnic drugs, granules."""

Row = Mapping[str, Any]


def diagnoses(centers: Centers, message: Message) -> Output:
    """5202 诊断信息查询: diagnoses of a visit at the asking institution."""
    data = message.node("data")
    return {"diseinfo": [_diagnosis(row) for row in centers.settlement.diagnoses(data["psn_no"], data["mdtrt_id"])]}


def _diagnosis(row: Row) -> dict[str, Any]:
    number = f"{row['mdtrt_id']}-{row['inout']}-{row['diag_type']}-{row['diag_srt_no']}"
    return {**row, "diag_info_id": number, "inout_diag_type": row["inout"], "opt_time": row["diag_time"]}


def chronic_medicines(centers: Centers, message: Message) -> Output:
    """5205 人员慢特病用药记录查询: medicines of chronic-disease visits at the asking institution."""
    data = message.node("data")
    require_person(centers, data["psn_no"])
    found = centers.settlement.chronic_lines(data["psn_no"], data["begntime"], data.get("endtime", OPEN_END))
    lines = [named(centers, row) for row in found]
    own = centers.base_info.known_institution(message.fixmedins_code, context.current().business_time.date())
    place = {"fixmedins_code": own.fixmedins_code, "fixmedins_name": own.fixmedins_name}
    return {"feedetail": [place | line for line in lines if line["list_type"] in MEDICINES]}


def inpatients(centers: Centers, message: Message) -> Output:
    """5303 在院信息查询: stays at the asking institution that go on, by admission."""
    data = message.node("data")
    rows = centers.settlement.inpatients(data["begntime"], data["endtime"], data.get("psn_no", ""))
    persons = centers.enrollment.persons({row["psn_no"] for row in rows})
    return {"data": [_inpatient(centers, row, persons[row["psn_no"]]) for row in rows]}


def _inpatient(centers: Centers, row: Row, who: Any) -> dict[str, Any]:
    pool = centers.base_info.pool_area
    home = row["insuplc_admdvs"] or row["mdtrtarea_admvs"]
    return {
        **row,
        "psn_cert_type": who.psn_cert_type,
        "certno": who.certno,
        "psn_name": who.psn_name,
        "gend": who.gend,
        "brdy": who.brdy,
        "age": age(who.brdy, row["begntime"].date()),
        "begndate": row["begntime"],
        "out_flag": "0" if pool(home) == pool(row["mdtrtarea_admvs"]) else "1",
    }


OFFERED: Final = (
    Business("5202", diagnoses),
    Business("5205", chronic_medicines),
    Business("5303", inpatients),
)
