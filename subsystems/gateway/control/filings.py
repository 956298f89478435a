"""Filings of a person: 2501 and 2502 referral, 2503 and 2504 chronic diseases, 2505 and 2506 designation,
2507 accident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from centers.enrollment.contract.v1 import (
    CHRONIC,
    REFERRAL,
    NewAccident,
    NewChronicFiling,
    NewDesignation,
    NewReferral,
)
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.known import require_same_person
from subsystems.gateway.control.message import Message

_OTHER_NAMES: Final = {"mdtrtarea_admdvs": "mdtrtarea_admvs"}
"""2501 spells the area of treatment differently from everybody else."""


def _kept(row: Mapping[str, Any], struct: Any) -> dict[str, Any]:
    """The fields of a message that a filing keeps."""
    named = {_OTHER_NAMES.get(name, name): value for name, value in row.items()}
    return {name: value for name, value in named.items() if name in struct.__struct_fields__}


def file_referral(centers: Centers, message: Message) -> Output:
    """2501 转院备案."""
    data = message.node("refmedin")
    new = NewReferral(**{"insutype": "", **_kept(data, NewReferral)})
    return {"result": {"trt_dcla_detl_sn": centers.enrollment.file_referral(new)}}


def file_chronic(centers: Centers, message: Message) -> Output:
    """2503 人员慢特病备案."""
    new = NewChronicFiling(**_kept(message.node("data"), NewChronicFiling))
    return {"result": {"trt_dcla_detl_sn": centers.enrollment.file_chronic(new)}}


def file_designation(centers: Centers, message: Message) -> Output:
    """2505 人员定点备案."""
    new = NewDesignation(**_kept(message.node("data"), NewDesignation))
    return {"result": {"trt_dcla_detl_sn": centers.enrollment.file_designation(new)}}


def file_accident(centers: Centers, message: Message) -> Output:
    """2507 人员意外伤害备案: for the person the message describes."""
    data = message.node("data")
    require_same_person(centers, data)
    new = NewAccident(**_kept(data, NewAccident))
    return {"result": {"trt_dcla_detl_sn": centers.enrollment.file_accident(new)}}


def revoke_designation(centers: Centers, message: Message) -> Output:
    """2506 人员定点备案撤销."""
    data = message.node("data")
    centers.enrollment.revoke_designation(data["psn_no"], data["trt_dcla_detl_sn"], data["memo"])
    return {}


def revoke_referral(centers: Centers, message: Message) -> Output:
    """2502 转院备案撤销."""
    return _revoke(centers, message, REFERRAL)


def revoke_chronic(centers: Centers, message: Message) -> Output:
    """2504 人员慢特病备案撤销."""
    return _revoke(centers, message, CHRONIC)


def _revoke(centers: Centers, message: Message, biz_appy_type: str) -> Output:
    data = message.node("data")
    centers.enrollment.revoke_filing(data["psn_no"], data["trt_dcla_detl_sn"], biz_appy_type, data.get("memo", ""))
    return {}


OFFERED: Final = (
    Business("2501", file_referral, writes=True),
    Business("2502", revoke_referral, writes=True),
    Business("2503", file_chronic, writes=True),
    Business("2504", revoke_chronic, writes=True),
    Business("2505", file_designation, writes=True),
    Business("2506", revoke_designation, writes=True),
    Business("2507", file_accident, writes=True),
)
