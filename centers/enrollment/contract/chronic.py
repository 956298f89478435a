"""Registration of chronic and special diseases at the agency (门慢门特登记), its change and its end. Part of
``enrollment.v1``; what institutions file by 2503 is the same filing.

Source: HB-11.3.1, HB-11.3.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from centers.enrollment.contract.v1 import FilingRecord, NewChronicFiling
from hsaf.contract.errors import ErrorCode

MATERIALS_MISSING = ErrorCode(
    "enrollment.materials_missing", 230, "门慢门特登记缺少认定材料", "请填写认定材料的编号（诊断证明、检查报告等）"
)
DISEASE_WITHOUT_BENEFIT = ErrorCode(
    "enrollment.disease_without_benefit",
    231,
    "{day} 的待遇政策没有险种 {insutype} 的门慢门特病种 {opsp_dise_code}",
    "请核对病种编码和险种类型",
)
FILING_RELIED_ON = ErrorCode(
    "enrollment.filing_relied_on",
    232,
    "备案 {trt_dcla_detl_sn} 变更后不再包含 {day}，而结算 {setl_id} 已按该备案享受待遇",
    "请先撤销该结算，或保留包含该日的有效期和病种",
)
FILING_UNCHANGED = ErrorCode("enrollment.filing_unchanged", 233, "备案 {trt_dcla_detl_sn} 没有变更内容")
CHANGE_REASON_MISSING = ErrorCode("enrollment.change_reason_missing", 234, "备案变更须说明原因")
END_NOT_EARLIER = ErrorCode(
    "enrollment.end_not_earlier",
    235,
    "提前终止日期 {enddate} 不早于备案 {trt_dcla_detl_sn} 现有的结束日期 {present}",
    "如需延长请办理备案变更",
)

EXPIRING = "enrollment.chronic_expiring.v1"
"""Event: a registration ends soon. Payload: ``psn_no``, ``trt_dcla_detl_sn``, ``insutype``, ``dise_codg``,
``enddate``."""


class ChronicChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different; what is left out stays. ``enddate`` ``None`` makes it open."""

    psn_no: str
    trt_dcla_detl_sn: str
    reason: str
    opsp_dise_code: str | msgspec.UnsetType = msgspec.UNSET
    begndate: date | msgspec.UnsetType = msgspec.UNSET
    enddate: date | msgspec.UnsetType | None = msgspec.UNSET
    ide_fixmedins_no: str | msgspec.UnsetType = msgspec.UNSET
    materials: tuple[str, ...] = ()


class FilingChange(msgspec.Struct, frozen=True):
    """One change of a filing: who, when, why, and the changed fields as they were ``before``."""

    change_no: int
    changed_at: datetime
    changed_by: str
    reason: str
    before: Mapping[str, Any]


class ChronicRecord(msgspec.Struct, frozen=True):
    """A registration as it stands, and its changes, oldest first."""

    record: FilingRecord
    changes: tuple[FilingChange, ...]


class ChronicRegistrations(Protocol):
    """For the agency's clerks. Writes run inside the caller's unit of work, which holds the person's lock.

    ``relied_on`` are number and day of the settlements in force that rest on the filing
    (``settlement.v1`` ``settled_under``): the caller asks for them, since this center does not know settlements.
    """

    def register_chronic(self, new: NewChronicFiling, materials: Sequence[str]) -> str:
        """Returns ``trt_dcla_detl_sn``. Raises ``MATERIALS_MISSING``, ``DISEASE_WITHOUT_BENEFIT`` (where the
        policy center runs) and what 2503 refuses."""
        ...

    def change_chronic(self, change: ChronicChange, relied_on: Sequence[tuple[str, date]]) -> None:
        """Disease, hospital or period; the number stays. Raises ``FILING_UNKNOWN``, ``FILING_REVOKED``,
        ``FILING_UNCHANGED``, ``CHANGE_REASON_MISSING``, ``FILING_RELIED_ON`` and as registration."""
        ...

    def end_chronic(
        self, psn_no: str, trt_dcla_detl_sn: str, enddate: date, reason: str, relied_on: Sequence[tuple[str, date]]
    ) -> None:
        """End early; ``enddate`` still counts. Raises ``END_NOT_EARLIER`` and as a change."""
        ...

    def chronic_registrations(self, psn_no: str) -> list[ChronicRecord]:
        """A person's registrations that were not revoked, expired ones too, with their history."""
        ...

    def expiring_chronic(self, on: date, days: int) -> list[FilingRecord]:
        """All that end from ``on`` to ``days`` later, the earliest first. A filing that ended covers
        nothing any more: no job is needed for that."""
        ...

    def announce_expiry(self, psn_no: str, trt_dcla_detl_sn: str) -> None:
        """Note on the person's chain, and tell subscribers (:data:`EXPIRING`), that a registration ends soon."""
        ...
