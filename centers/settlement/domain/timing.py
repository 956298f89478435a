"""The moment a settlement counts for (``setl_time``); its date decides year, policy and eligibility.

Source: benefit-settlement section 3 (accumulators) and section 5.
"""

from __future__ import annotations

from datetime import date, datetime, time

from centers.settlement.contract.v1 import DISCHARGE_DATE_MISMATCH, NOT_DISCHARGED
from centers.settlement.domain.visit import Kind, State, Visit


def settlement_moment(
    visit: Visit, now: datetime, *, mid_setl: bool, dscg_date: date | None, binding: bool
) -> datetime:
    """The discharge time for the final settlement of a stay, otherwise the business time ``now``; at the
    counter, where care is long over, its end.

    Before discharge a pre-settlement (not ``binding``) estimates on ``dscg_date`` or ``now``.
    Raises ``NOT_DISCHARGED`` or ``DISCHARGE_DATE_MISMATCH``.
    """
    if visit.kind is Kind.COUNTER and visit.endtime is not None:
        return visit.endtime
    if visit.kind is not Kind.STAY or mid_setl:
        return now
    if visit.state is State.DISCHARGED and visit.endtime is not None:
        if dscg_date is not None and dscg_date != visit.endtime.date():
            raise DISCHARGE_DATE_MISMATCH(given=dscg_date, registered=visit.endtime.date())
        return visit.endtime
    if binding:
        raise NOT_DISCHARGED(mdtrt_id=visit.mdtrt_id)
    return now if dscg_date is None else datetime.combine(dscg_date, time())
