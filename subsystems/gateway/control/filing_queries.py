"""Queries about filings: 5301 chronic diseases, 5302 designations, 5304 referrals.

Filings belong to the person, not to who filed them, and are answered with their dates also when these
are past or to come; revoked ones are not.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from centers.enrollment.contract.v1 import CHRONIC, REFERRAL, BenefitFacts, Filing, FilingRecord
from hsaf.contract import context
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.known import OPEN_END, require_person
from subsystems.gateway.control.message import Message
from subsystems.gateway.control.person import person_fields

FROM_INSTITUTION: Final = "01"
"""``dcla_souc`` 定点医药机构."""

AGREED: Final = "1"
"""``hosp_agre_refl_flag``: a filing that says nothing else was agreed to."""


def chronic(centers: Centers, message: Message) -> Output:
    """5301 人员慢特病备案查询."""
    psn_no = message.node("data")["psn_no"]
    require_person(centers, psn_no)
    found = (record.filing for record in centers.enrollment.filing_records(psn_no, CHRONIC))
    return {"feedetail": [_chronic(filing) for filing in found if filing.dise_codg]}


def _chronic(filing: Filing) -> dict[str, Any]:
    return {
        "opsp_dise_code": filing.dise_codg,
        "opsp_dise_name": filing.dise_name,
        "begndate": filing.begndate,
        "enddate": filing.enddate,
    }


def designations(centers: Centers, message: Message) -> Output:
    """5302 人员定点信息查询."""
    data = message.node("data")
    require_person(centers, data["psn_no"])
    found = centers.enrollment.filing_records(data["psn_no"], data["biz_appy_type"])
    return {"psnfixmedin": [_designation(record) for record in found if record.filing.fix_srt_no]}


def _designation(record: FilingRecord) -> dict[str, Any]:
    filing = record.filing
    return {
        "psn_no": filing.psn_no,
        "insutype": filing.insutype or None,
        "fix_srt_no": filing.fix_srt_no,
        "fixmedins_code": filing.fixmedins_code,
        "fixmedins_name": record.detail.get("fixmedins_name", ""),
        "begndate": filing.begndate,
        "enddate": filing.enddate,
        "memo": record.memo,
    }


def referrals(centers: Centers, message: Message) -> Output:
    """5304 转院信息查询: referrals whose day is in the time range."""
    data = message.node("data")
    facts = centers.enrollment.benefit_facts(data["psn_no"])
    first, last = data["begntime"].date(), data.get("endtime", OPEN_END).date()
    found = centers.enrollment.filing_records(data["psn_no"], REFERRAL)
    return {"refmedin": [_referral(centers, facts, one) for one in found if first <= _referred_on(one) <= last]}


def _referred_on(record: FilingRecord) -> date:
    """An imported filing knows only when it begins."""
    stated = record.detail.get("refl_date")
    return date.fromisoformat(stated) if stated else record.filing.begndate


def _referral(centers: Centers, facts: BenefitFacts, record: FilingRecord) -> dict[str, Any]:
    filing, detail = record.filing, record.detail
    insutype = filing.insutype or facts.enrollments[0].insutype
    enrolled = facts.enrollment(insutype)
    home = enrolled.insuplc_admdvs if enrolled else ""
    return {
        **person_fields(facts, context.current().business_time.date()),
        **{name: value for name, value in detail.items() if value},
        "insutype": insutype,
        "dcla_souc": FROM_INSTITUTION,
        "insu_optins": home,
        "emp_name": enrolled.emp_name if enrolled else None,
        "reflin_medins_no": filing.reflin_medins_no,
        "reflin_medins_name": detail.get("reflin_medins_name") or _name(centers, filing),
        "out_flag": "0" if centers.base_info.pool_area(home) == filing.mdtrtarea_admvs else "1",
        "refl_date": _referred_on(record),
        "begndate": filing.begndate,
        "enddate": filing.enddate,
        "hosp_agre_refl_flag": detail.get("hosp_agre_refl_flag") or AGREED,
        "opt_time": record.filed_at,
    }


def _name(centers: Centers, filing: Filing) -> str:
    """The hospital's name where the filing does not say it."""
    found = centers.base_info.institution(filing.reflin_medins_no, filing.begndate)
    return found.fixmedins_name if found else ""


OFFERED: Final = (
    Business("5301", chronic),
    Business("5302", designations),
    Business("5304", referrals),
)
