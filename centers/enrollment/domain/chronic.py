"""Rules of changing a chronic-disease registration: nothing that was settled under it may lose its ground."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from centers.enrollment.contract.chronic import (
    CHANGE_REASON_MISSING,
    END_NOT_EARLIER,
    FILING_RELIED_ON,
    MATERIALS_MISSING,
    ChronicChange,
)
from centers.enrollment.contract.v1 import Filing
from hsaf.contract.periods import covers


def require_materials(materials: Sequence[str]) -> list[str]:
    """Raises ``MATERIALS_MISSING``."""
    given = [one.strip() for one in materials if one.strip()]
    if not given:
        raise MATERIALS_MISSING()
    return given


def require_reason(reason: str) -> str:
    """Raises ``CHANGE_REASON_MISSING``."""
    if not reason.strip():
        raise CHANGE_REASON_MISSING()
    return reason.strip()


def changed(filing: Filing, change: ChronicChange) -> Filing:
    """The filing with the disease and period of the change."""
    asked = {"dise_codg": change.opsp_dise_code, "begndate": change.begndate, "enddate": change.enddate}
    return msgspec.structs.replace(filing, **{n: value for n, value in asked.items() if value is not msgspec.UNSET})


def differences(before: Filing, after: Filing) -> dict[str, Any]:
    """Fields that differ, as they were."""
    names = Filing.__struct_fields__
    return {name: getattr(before, name) for name in names if getattr(before, name) != getattr(after, name)}


def require_ground(before: Filing, after: Filing, relied_on: Iterable[tuple[str, date]]) -> None:
    """Raises ``FILING_RELIED_ON`` naming the first settlement that the change would take the ground from."""
    for setl_id, day in relied_on:
        rested = covers(before.begndate, before.enddate, day)
        rests = after.dise_codg == before.dise_codg and covers(after.begndate, after.enddate, day)
        if rested and not rests:
            raise FILING_RELIED_ON(trt_dcla_detl_sn=before.trt_dcla_detl_sn, day=day, setl_id=setl_id)


def require_earlier(filing: Filing, enddate: date) -> None:
    """Raises ``END_NOT_EARLIER``."""
    if filing.enddate is not None and enddate >= filing.enddate:
        raise END_NOT_EARLIER(enddate=enddate, trt_dcla_detl_sn=filing.trt_dcla_detl_sn, present=filing.enddate)
