"""Rules of filings (备案): dates in order, no second one over the same days for the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from centers.enrollment.contract.v1 import (
    ACCIDENT,
    ACCIDENT_AFTER_ADMISSION,
    CHRONIC,
    FILING_DATES,
    FILING_OVERLAP,
    REFERRAL,
    Filing,
)
from hsaf.contract.periods import overlap


def require_dates(begndate: date, enddate: date | None) -> None:
    """Raises ``FILING_DATES`` when the end is before the begin."""
    if enddate is not None and enddate < begndate:
        raise FILING_DATES(begndate=begndate, enddate=enddate)


def is_designation(filing: Filing) -> bool:
    """2505 may be about any kind of business; what it has in common is an institution in an order."""
    return bool(filing.fix_srt_no)


def require_injury_first(trum_time: date | None, adm_time: date | None) -> None:
    """Raises ``ACCIDENT_AFTER_ADMISSION``."""
    if trum_time is not None and adm_time is not None and adm_time < trum_time:
        raise ACCIDENT_AFTER_ADMISSION(trum_time=trum_time, adm_time=adm_time)


def require_free(new: Filing, existing: Iterable[Filing], name: str) -> None:
    """Raises ``FILING_OVERLAP`` naming the filing in force that ``new`` collides with."""
    for other in existing:
        if collide(new, other) and overlap(new.begndate, new.enddate, other.begndate, other.enddate):
            raise FILING_OVERLAP(name=name, trt_dcla_detl_sn=other.trt_dcla_detl_sn)


def collide(new: Filing, other: Filing) -> bool:
    """Whether two filings are about the same thing, so that their days must not overlap.

    Chronic diseases: the same disease. Referrals: the same hospital. Accidents: treated at the same
    institution. Designations: the same institution or the same place in the order.
    """
    if new.biz_appy_type != other.biz_appy_type or not _same_insurance(new, other):
        return False
    if new.biz_appy_type == CHRONIC and new.dise_codg:
        return new.dise_codg == other.dise_codg
    if new.biz_appy_type == REFERRAL and new.reflin_medins_no:
        return new.reflin_medins_no == other.reflin_medins_no
    if new.biz_appy_type == ACCIDENT:
        return new.fixmedins_code == other.fixmedins_code
    return bool(other.fixmedins_code) and (
        new.fixmedins_code == other.fixmedins_code or new.fix_srt_no == other.fix_srt_no
    )


def _same_insurance(new: Filing, other: Filing) -> bool:
    """A filing without insurance type is about all of them."""
    return new.insutype == other.insutype or not (new.insutype and other.insutype)
