"""Whether care is away from the person's pooling area without a filing that covers it.

Source: benefit-settlement section 4.1.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from centers.enrollment.contract.v1 import AWAY, REFERRAL, BenefitFacts, Enrollment


def is_away(
    facts: BenefitFacts, enrollment: Enrollment, mdtrtarea_admvs: str, day: date, pool_area: Callable[[str], str]
) -> bool:
    """A filing covers the whole pooling area its region code lies in; the hospital it names is not read."""
    treated_in = pool_area(mdtrtarea_admvs)
    if treated_in == pool_area(enrollment.insuplc_admdvs):
        return False
    covered = {filing.mdtrtarea_admvs for filing in facts.filings if pool_area(filing.mdtrtarea_admvs) == treated_in}
    return not any(
        facts.filing_on(day, kind, enrollment.insutype, mdtrtarea_admvs=area)
        for area in covered
        for kind in (AWAY, REFERRAL)
    )
