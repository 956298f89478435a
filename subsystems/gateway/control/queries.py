"""Queries about visits, settlements and accumulators: 5201, 5203, 5204, 5206."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hsaf.contract import context
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message
from subsystems.gateway.control.person import person_fields
from subsystems.gateway.control.settling import settled

PAID_AT_INSTITUTION: Final = "2"
"""``pay_loc`` 医疗机构."""

COUNTS: Final = frozenset({"inpatient_count"})
"""Accumulators that count; the others are amounts in fen."""


def visits(centers: Centers, message: Message) -> Output:
    """5201 就诊信息查询: visits at the asking institution."""
    data = message.node("data")
    rows = centers.settlement.visits(
        data["psn_no"], data["begntime"], data["endtime"], data["med_type"], data.get("mdtrt_id", "")
    )
    if not rows:
        return {"mdtrtinfo": []}
    facts = centers.enrollment.benefit_facts(data["psn_no"])
    who = person_fields(facts, context.current().business_time.date())
    return {"mdtrtinfo": [who | _insured(facts, row["insutype"]) | dict(row) for row in rows]}


def _insured(facts: Any, insutype: str) -> dict[str, Any]:
    enrolled = facts.enrollment(insutype)
    if enrolled is None:
        return {}
    return {
        "psn_type": enrolled.psn_type,
        "cvlserv_flag": enrolled.cvlserv_flag,
        "insu_optins": enrolled.insuplc_admdvs,
        "emp_name": enrolled.emp_name,
    }


def settlement(centers: Centers, message: Message) -> Output:
    """5203 结算信息查询."""
    data = message.node("data")
    found = centers.settlement.settlement(data["psn_no"], data["mdtrt_id"], data["setl_id"])
    answer = settled(found)
    info = answer["setlinfo"]
    more = {
        "psn_pay": info["psn_part_amt"],
        "cash_payamt": info["psn_cash_pay"],
        "refd_setl_flag": found.refd_setl_flag,
        "pay_loc": PAID_AT_INSTITUTION,
        "year": str(info["setl_time"].year),
        "begndate": info["setl_time"],
        "enddate": info["setl_time"],
    }
    return answer | {"setlinfo": more | _place(centers, message) | info}


def _place(centers: Centers, message: Message) -> dict[str, Any]:
    """Who settled: the asking institution, its level and pooling area."""
    own = centers.base_info.known_institution(message.fixmedins_code, context.current().business_time.date())
    level = str(own.hosp_lv)
    return {
        "fixmedins_code": own.fixmedins_code,
        "fixmedins_name": own.fixmedins_name,
        "hosp_lv": own.hosp_grade,
        "fixmedins_poolarea": centers.base_info.pool_area(own.admdvs),
        "lmtpric_hosp_lv": level,
        "dedc_hosp_lv": level,
    }


def lines(centers: Centers, message: Message) -> Output:
    """5204 费用明细查询. The table names no node; the rows go under ``data``."""
    data = message.node("data")
    rows = centers.settlement.lines(data["psn_no"], data["mdtrt_id"], data["setl_id"])
    return {"data": [named(centers, row) for row in rows]}


def named(centers: Centers, row: Mapping[str, Any]) -> dict[str, Any]:
    """A line with the names its catalog version gives it."""
    day: date = row["fee_ocur_time"].date()
    item = centers.base_info.catalog_item(row["med_list_codg"], day)
    code = row["med_list_codg"]
    names = {
        "hilist_code": code,
        "hilist_name": item.med_list_name if item else code,
        "medins_list_name": item.med_list_name if item else row["medins_list_codg"],
        "list_type": item.list_type if item else "",
        "spec": item.spec if item else "",
        "dosform_name": item.drug_dosform if item else "",
    }
    return names | dict(row)


def accumulators(centers: Centers, message: Message) -> Output:
    """5206 人员累计信息查询. Counts are answered as plain numbers, amounts in yuan."""
    data = message.node("data")
    rows = centers.settlement.accumulators(data["psn_no"], data.get("cum_ym", ""))
    return {"cuminfo": [dict(row) | {"cum": _amount_or_count(row)} for row in rows]}


def _amount_or_count(row: Mapping[str, Any]) -> int | Decimal:
    value: int = row["cum"]
    return Decimal(value) if row["cum_type_code"] in COUNTS else value


OFFERED: Final = (
    Business("5201", visits),
    Business("5203", settlement),
    Business("5204", lines),
    Business("5206", accumulators),
)
