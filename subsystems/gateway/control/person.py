"""The insured person: 1101 and 2001."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from centers.enrollment.contract.v1 import (
    CHRONIC,
    IN_ARREARS,
    INSURANCE_PAUSED,
    BenefitFacts,
    Enrollment,
    Filing,
    Identity,
)
from centers.policy.contract.v1 import CHRONIC_FILING_MISSING
from hsaf.contract import context
from hsaf.contract.errors import HsafError
from subsystems.gateway.control import known
from subsystems.gateway.control.ages import age
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

EMPLOYEE: Final = "310"
CHRONIC_CARE: Final = "14"
MATERNITY_STAY: Final = "52"
FUND_CHECK: Final = "01"
"""``trt_chk_type`` 基金项检查."""

ASSISTED: Final = frozenset({"2303", "2304", "2305", "2306"})
"""``psn_idet_type`` of medical assistance."""


def identify(centers: Centers, message: Message) -> Output:
    """1101 人员信息获取. The balance is that of the own account; only type 310 has one."""
    data = message.node("data")
    enrollment = centers.enrollment
    facts = enrollment.find_person(data["psn_cert_type"], data["certno"], data["psn_name"])
    enrollment.require_identity(facts.person, **known.stated_identity(data))
    balance = _balance(centers, facts)
    return {
        "baseinfo": person_fields(facts, context.current().business_time.date()),
        "insuinfo": [_insurance(one, balance) for one in facts.enrollments],
        "idetinfo": [_identity(one) for one in facts.identities],
    }


def person_fields(facts: BenefitFacts, on: date) -> dict[str, Any]:
    """What every answer says about a person; the age is that of a day."""
    who = facts.person
    return {
        "psn_no": who.psn_no,
        "psn_cert_type": who.psn_cert_type,
        "certno": who.certno,
        "psn_name": who.psn_name,
        "gend": who.gend,
        "naty": who.naty,
        "brdy": who.brdy,
        "age": age(who.brdy, on),
    }


def _balance(centers: Centers, facts: BenefitFacts) -> int:
    if facts.enrollment(EMPLOYEE) is None or not centers.has("settlement"):
        return 0
    return centers.settlement.balance(facts.person.psn_no)


def _insurance(one: Enrollment, balance: int) -> dict[str, Any]:
    return {
        "balc": balance if one.insutype == EMPLOYEE else 0,
        "insutype": one.insutype,
        "psn_type": one.psn_type,
        "psn_insu_stas": one.psn_insu_stas,
        "psn_insu_date": one.psn_insu_date,
        "paus_insu_date": one.paus_insu_date,
        "cvlserv_flag": one.cvlserv_flag,
        "insuplc_admdvs": one.insuplc_admdvs,
        "emp_name": one.emp_name,
    }


def _identity(one: Identity) -> dict[str, Any]:
    return {
        "psn_idet_type": one.psn_idet_type,
        "memo": one.memo,
        "begntime": one.begntime,
        "endtime": one.endtime,
    }


def check_benefits(centers: Centers, message: Message) -> Output:
    """2001 人员待遇享受检查: one row per fund, with the reason where it does not pay."""
    data = message.node("data")
    day = data["begntime"].date()
    centers.base_info.require_institution(data["fixmedins_code"], day)
    facts = centers.enrollment.benefit_facts(data["psn_no"])
    enrolled = centers.enrollment.require_enrolled(facts, data["insutype"])
    filing = facts.filing_on(day, CHRONIC, enrolled.insutype, dise_codg=data.get("dise_codg", ""))
    reason = _reason(centers, facts, data, day, filing)
    begin = filing.begndate if filing else enrolled.psn_insu_date or day
    rows = [
        {
            "psn_no": data["psn_no"],
            "trt_chk_type": FUND_CHECK,
            "fund_pay_type": fund,
            "trt_enjymnt_flag": "0" if reason else "1",
            "begndate": begin,
            "enddate": filing.enddate if filing else None,
            "trt_chk_rslt": reason,
        }
        for fund in _funds(enrolled, facts, data["med_type"], day)
    ]
    return {"trtinfo": rows}


def _reason(centers: Centers, facts: BenefitFacts, data: Any, day: date, filing: Filing | None) -> str:
    """Why the funds do not pay on a day; empty when they do."""
    try:
        centers.enrollment.require_eligible(facts, data["insutype"], day)
    except HsafError as refusal:
        if refusal.error in (INSURANCE_PAUSED, IN_ARREARS):
            return refusal.message
        raise
    if data["med_type"] == CHRONIC_CARE and filing is None:
        missing = CHRONIC_FILING_MISSING(
            dise_codg=data.get("dise_codg", ""), dise_name=data.get("dise_name", ""), day=day
        )
        return missing.message
    return ""


def _funds(enrolled: Enrollment, facts: BenefitFacts, med_type: str, day: date) -> Iterator[str]:
    """``fund_pay_type`` of every fund that may pay for this person."""
    if med_type == MATERNITY_STAY:
        yield "510100"
    elif enrolled.insutype == EMPLOYEE:
        yield from ("310100", "310200", "330100")
    else:
        yield from ("390100", "390200")
    if enrolled.insutype == EMPLOYEE and enrolled.cvlserv_flag == "1":
        yield "320100"
    if facts.identities_on(day) & ASSISTED:
        yield "610100"


OFFERED: Final = (
    Business("1101", identify),
    Business("2001", check_benefits),
)
