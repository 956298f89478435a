"""Checks of a message against reference data (national-interface section 3, rule 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from centers.base_info.contract.v1 import (
    DEPARTMENT_UNKNOWN,
    PRACTITIONER_UNKNOWN,
    SERVICE_NOT_OPENED,
    BaseInfoContract,
    Institution,
)
from centers.enrollment.contract.v1 import PERSON_UNKNOWN, BenefitFacts
from subsystems.gateway.control.business import Service
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.errors import NOT_OWN
from subsystems.gateway.control.message import Message

Row = Mapping[str, Any]

WESTERN: Final = "1"
"""``diag_type`` whose codes are ICD-10; the Chinese-medicine ones have tables of their own."""

DEPARTMENTS: Final = "dept"

OPEN_END: Final = datetime(9999, 12, 31, 23, 59, 59)
"""End of a time range that names none."""


def require_own(message: Message, fixmedins_code: str, where: str) -> None:
    """An institution named in a message is its sender. Raises ``NOT_OWN``."""
    if fixmedins_code != message.fixmedins_code:
        raise NOT_OWN(given=fixmedins_code, where=where)


def require_open(institution: Institution, service: Service) -> None:
    """Raises ``SERVICE_NOT_OPENED``."""
    opened = {
        Service.OUTPATIENT: institution.otp_flag,
        Service.INPATIENT: institution.ipt_flag,
        Service.PHARMACY: institution.phar_flag,
    }
    if not opened[service]:
        raise SERVICE_NOT_OPENED(fixmedins_code=institution.fixmedins_code, service=service.value)


def require_diagnoses(base_info: BaseInfoContract, rows: Iterable[Row], node: str) -> None:
    """Every western diagnosis is of the national ICD-10 edition. Raises ``DIAGNOSIS_UNKNOWN``."""
    for index, row in enumerate(rows):
        if row["diag_type"] == WESTERN:
            require_diagnosis(base_info, row["diag_code"], f"input.{node}[{index}].diag_code")


def require_diagnosis(base_info: BaseInfoContract, diag_code: str, where: str) -> None:
    """Raises ``DIAGNOSIS_UNKNOWN`` or ``DIAGNOSIS_NOT_ENABLED``."""
    base_info.require_diagnosis(diag_code, where=where)


def require_practitioner(base_info: BaseInfoContract, prac_psn_code: str, on: date, where: str) -> None:
    """Raises ``PRACTITIONER_UNKNOWN``."""
    if base_info.practitioner(prac_psn_code, on) is None:
        raise PRACTITIONER_UNKNOWN(prac_psn_code=prac_psn_code, where=where)


def require_prescribers(base_info: BaseInfoContract, rows: Iterable[Row], node: str) -> None:
    """The doctor of every line, where one is named. Raises ``PRACTITIONER_UNKNOWN``."""
    for index, row in enumerate(rows):
        code = row.get("bilg_dr_codg")
        if code:
            where = f"input.{node}[{index}].bilg_dr_codg"
            require_practitioner(base_info, code, row["fee_ocur_time"].date(), where)


def require_departments(base_info: BaseInfoContract, rows: Iterable[Row], node: str) -> None:
    """The department of every line. Raises ``DEPARTMENT_UNKNOWN``."""
    for index, row in enumerate(rows):
        code = row["bilg_dept_codg"]
        if base_info.label(DEPARTMENTS, code) is None:
            raise DEPARTMENT_UNKNOWN(dept_code=code, where=f"input.{node}[{index}].bilg_dept_codg")


def stated_identity(row: Row) -> dict[str, str]:
    """The identity fields a message carries, in the names of the contracts; absent ones are left out."""
    stated = {
        "psn_cert_type": row.get("psn_cert_type") or row.get("cert_type", ""),
        **{name: row.get(name, "") for name in ("certno", "psn_name", "mdtrt_cert_type", "mdtrt_cert_no")},
    }
    return {name: value for name, value in stated.items() if value}


def require_person(centers: Centers, psn_no: str) -> None:
    """Raises ``PERSON_UNKNOWN``."""
    if not centers.enrollment.persons([psn_no]):
        raise PERSON_UNKNOWN(psn=psn_no, where="psn_no")


def require_same_person(centers: Centers, row: Row) -> BenefitFacts:
    """All about the person of a node, whose stated identity must match. Raises ``PERSON_UNKNOWN``,
    ``PERSON_MISMATCH``."""
    facts = centers.enrollment.benefit_facts(row["psn_no"])
    centers.enrollment.require_identity(facts.person, **stated_identity(row))
    return facts
