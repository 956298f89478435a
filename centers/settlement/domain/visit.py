"""A visit (就诊) and its states: what may be done with it, and the refusal when it may not.

``open`` -> lines -> (``discharged``, stays only) -> ``settled``; ``void`` ends it. A mid-stay
settlement leaves the state as it is; a reversal brings the visit back to where its settlement found it.
Source: national-interface section 2 (normal sequences) and section 3, rules 1 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from centers.settlement.contract.v1 import (
    ALREADY_DISCHARGED,
    DISCHARGE_BEFORE_ADMISSION,
    INSUTYPE_MISMATCH,
    MED_TYPE_MISMATCH,
    MED_TYPE_WRONG,
    NOT_DISCHARGED,
    VISIT_HAS_LINES,
    VISIT_HAS_SETTLEMENT,
    VISIT_NOT_YOURS,
    VISIT_SETTLED,
    VISIT_VOID,
)


class Kind(StrEnum):
    """How the visit came about; its settlement must use the same road."""

    OUTPATIENT = "outpatient"
    STAY = "stay"
    PURCHASE = "purchase"
    COUNTER = "counter"
    """Cash receipts reimbursed at the agency's counter."""


class State(StrEnum):
    OPEN = "open"
    DISCHARGED = "discharged"
    SETTLED = "settled"
    VOID = "void"


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A stored visit.

    Lines are unsettled iff their ``setl_seq`` is the visit's ``open_seq``; settling counts it up.
    ``setl_count`` are the settlements in force, ``last_setl_id`` the latest of them; ``dedc_total``
    and ``dedc_used`` (fen) the stay's deductible, fixed at its first settlement.
    """

    psn_no: str
    mdtrt_id: str
    fixmedins_code: str
    kind: Kind
    state: State = State.OPEN
    insutype: str
    med_type: str = ""
    begntime: datetime
    endtime: datetime | None = None
    open_seq: int = 0
    setl_count: int = 0
    last_setl_id: str = ""
    dedc_total: int = 0
    dedc_used: int = 0
    dise_codg: str = ""
    dise_name: str = ""
    matn_type: str = ""
    ipt_otp_no: str = ""
    mdtrt_cert_type: str = ""
    mdtrtarea_admvs: str = ""
    insuplc_admdvs: str = ""
    msgid: str = ""
    detail: Mapping[str, Any] = {}

    @property
    def resting_state(self) -> State:
        """The state without its final settlement."""
        return State.DISCHARGED if self.endtime is not None else State.OPEN


RULED = ("med_type", "matn_type", "dise_codg", "begntime")
"""What a calculation or a check reads; fixed as soon as something is settled."""


def require_owned(visit: Visit, institution: str) -> None:
    """Only the institution that registered a visit works on it. Raises ``VISIT_NOT_YOURS``, ``VISIT_VOID``."""
    if visit.fixmedins_code != institution:
        raise VISIT_NOT_YOURS(mdtrt_id=visit.mdtrt_id)
    if visit.state is State.VOID:
        raise VISIT_VOID(mdtrt_id=visit.mdtrt_id)


def require_kind(visit: Visit, kind: Kind, business: str) -> None:
    """Raises ``MED_TYPE_WRONG`` when a stay is treated as an outpatient visit, or the like."""
    if visit.kind is not kind:
        raise MED_TYPE_WRONG(med_type=visit.med_type or visit.kind, business=business)


def require_unsettled(visit: Visit) -> None:
    """Raises ``VISIT_SETTLED`` after the final settlement."""
    if visit.state is State.SETTLED:
        raise VISIT_SETTLED(mdtrt_id=visit.mdtrt_id, setl_id=visit.last_setl_id)


def require_changeable(visit: Visit, changes: Mapping[str, Any]) -> None:
    """2203 and 2403: descriptive fields change until the final settlement, :data:`RULED` ones only
    while nothing is settled. Raises ``VISIT_SETTLED``, ``VISIT_HAS_SETTLEMENT``, ``DISCHARGE_BEFORE_ADMISSION``."""
    require_unsettled(visit)
    altered = [name for name in RULED if name in changes and changes[name] != getattr(visit, name)]
    if altered and visit.setl_count:
        raise VISIT_HAS_SETTLEMENT(mdtrt_id=visit.mdtrt_id, setl_id=visit.last_setl_id)
    if visit.endtime is not None:
        _require_order(changes.get("begntime", visit.begntime), visit.endtime)


def require_dischargeable(visit: Visit, endtime: datetime) -> None:
    """2402. Raises ``VISIT_SETTLED``, ``ALREADY_DISCHARGED``, ``DISCHARGE_BEFORE_ADMISSION``."""
    require_unsettled(visit)
    if visit.state is State.DISCHARGED:
        raise ALREADY_DISCHARGED(mdtrt_id=visit.mdtrt_id)
    _require_order(visit.begntime, endtime)


def require_discharged(visit: Visit) -> None:
    """2405 and the final settlement of a stay. Raises ``VISIT_SETTLED`` or ``NOT_DISCHARGED``."""
    require_unsettled(visit)
    if visit.state is not State.DISCHARGED:
        raise NOT_DISCHARGED(mdtrt_id=visit.mdtrt_id)


def require_voidable(visit: Visit, lines: int) -> None:
    """2202 and 2404. Raises ``VISIT_HAS_SETTLEMENT``, ``VISIT_HAS_LINES`` or ``ALREADY_DISCHARGED``."""
    if visit.setl_count:
        raise VISIT_HAS_SETTLEMENT(mdtrt_id=visit.mdtrt_id, setl_id=visit.last_setl_id)
    if lines:
        raise VISIT_HAS_LINES(mdtrt_id=visit.mdtrt_id, count=lines)
    if visit.state is State.DISCHARGED:
        raise ALREADY_DISCHARGED(mdtrt_id=visit.mdtrt_id)


def require_same_med_type(visit: Visit, med_type: str) -> None:
    """A visit has one medical type (national-interface section 3, rule 1). Raises ``MED_TYPE_MISMATCH``."""
    if med_type and visit.med_type and med_type != visit.med_type:
        raise MED_TYPE_MISMATCH(given=med_type, registered=visit.med_type)


def require_same_insutype(visit: Visit, insutype: str) -> None:
    """A person with two insurances settles under the one the message names, but a stay settled in part
    goes on under the same one (benefit-settlement section 5). Raises ``INSUTYPE_MISMATCH``."""
    if visit.setl_count and insutype and insutype != visit.insutype:
        raise INSUTYPE_MISMATCH(given=insutype, registered=visit.insutype)


def _require_order(begntime: datetime, endtime: datetime) -> None:
    if endtime < begntime:
        raise DISCHARGE_BEFORE_ADMISSION(begntime=begntime, endtime=endtime)


# -- what a settlement and its reversal do to the visit ---------------------------------------------


def after_settlement(
    visit: Visit, *, setl_id: str, insutype: str, final: bool, stay_dedc: int, paid_dedc: int
) -> dict[str, Any]:
    """Changed columns: the lines so far are settled, and a stay's deductible is fixed and used."""
    changes: dict[str, Any] = {
        "insutype": insutype,
        "open_seq": visit.open_seq + 1,
        "setl_count": visit.setl_count + 1,
        "last_setl_id": setl_id,
    }
    if final:
        changes["state"] = State.SETTLED
    if visit.kind is Kind.STAY:
        changes |= {"dedc_total": stay_dedc, "dedc_used": visit.dedc_used + paid_dedc}
    return changes


def after_reversal(visit: Visit, *, previous: str, paid_dedc: int) -> dict[str, Any]:
    """Changed columns: the visit rests again as its settlement found it; without any settlement left
    the stay's deductible is open again. ``previous`` is the visit's settlement that still stands."""
    left = visit.setl_count - 1
    changes: dict[str, Any] = {"setl_count": left, "last_setl_id": previous, "state": visit.resting_state}
    if visit.kind is Kind.STAY:
        changes |= {"dedc_total": visit.dedc_total if left else 0, "dedc_used": visit.dedc_used - paid_dedc}
    return changes
