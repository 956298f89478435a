"""Whether a person's insurance is in force on a day, and if not, why not (benefit-settlement section 5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from centers.enrollment.contract.v1 import IN_ARREARS, INSURANCE_PAUSED, NOT_ENROLLED, BenefitFacts, Enrollment
from hsaf.contract.errors import HsafError
from hsaf.contract.periods import covers

IN_FORCE: Final = "1"
"""正常参保 in the national dictionary ``psn_insu_stas``."""

Label = Callable[[str, str], str]
"""Chinese label of a dictionary value; the value itself when the dictionary does not have it."""


def enrolled(facts: BenefitFacts, insutype: str, label: Label) -> Enrollment:
    """Raises ``NOT_ENROLLED``."""
    enrollment = facts.enrollment(insutype)
    if enrollment is None:
        raise NOT_ENROLLED(insutype_name=label("insutype", insutype))
    return enrollment


def obstacle(enrollment: Enrollment, on: date, label: Label) -> HsafError | None:
    """What keeps this enrollment from being used on a day: state, a later begin, or arrears."""
    insurance = label("insutype", enrollment.insutype)
    status = _status(enrollment, on, label)
    if status:
        return INSURANCE_PAUSED(insutype_name=insurance, status=status, day=on)
    begin, end = enrollment.arrs_begndate, enrollment.arrs_enddate
    if begin is not None and covers(begin, end, on):
        return IN_ARREARS(insutype_name=insurance, begin=begin, until=f"至 {end}" if end else "", day=on)
    return None


def _status(enrollment: Enrollment, on: date, label: Label) -> str:
    """The state that is not in force, in words; empty when it is."""
    if enrollment.psn_insu_stas != IN_FORCE:
        since = f"（自 {enrollment.paus_insu_date} 起）" if enrollment.paus_insu_date else ""
        return f"“{label('psn_insu_stas', enrollment.psn_insu_stas)}”{since}"
    if enrollment.psn_insu_date is not None and on < enrollment.psn_insu_date:
        return f"“尚未生效”（自 {enrollment.psn_insu_date} 起参保）"
    return ""
