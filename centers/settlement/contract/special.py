"""Contract of the settlement center: what is added to a visit beside its course (2306, 2406, 2407).

Source: field tables of 2306, 2406 and 2407; neither changes an amount.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

import msgspec

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging

LINE_NOT_IN_VISIT = ErrorCode(
    "settlement.line_not_in_visit",
    36,
    "就诊 {mdtrt_id} 没有记账流水号为 {bkkp_sn}、医疗目录编码为 {med_list_codg} 的费用明细",
    "请核对记账流水号（即上传时的费用明细流水号）和医疗目录编码",
)
IPT_OTP_NO_MISMATCH = ErrorCode(
    "settlement.ipt_otp_no_mismatch",
    37,
    "住院/门诊号不一致：本次 {given}，就诊登记 {registered}",
    "请核对就诊ID和住院/门诊号",
)


class SpecialFlag(msgspec.Struct, frozen=True, kw_only=True):
    """A special attribute of a visit (住院人员特殊标识); a visit has one of each type."""

    psn_no: str
    mdtrt_id: str
    ipt_otp_no: str
    ipt_psn_sp_flag_type: str
    ipt_psn_sp_flag: str
    admdvs: str
    memo: str = ""


class FlagQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which attributes are asked for: columns with the value they must have, and the persons if not all."""

    match: Mapping[str, str] = {}
    """Of ``ipt_psn_sp_flag_detl_id``, ``mdtrt_id``, ``psn_no``, ``ipt_otp_no``, ``ipt_psn_sp_flag_type``,
    ``ipt_psn_sp_flag``, ``admdvs``."""
    persons: Collection[str] | None = None


class SpecialCare(Protocol):
    """Part of ``SettlementContract``. Visits of the calling institution only."""

    def note_line(self, psn_no: str, mdtrt_id: str, feedetl_sn: str, med_list_codg: str, memo: str) -> None:
        """2306: the institution's own note on a fee line, such as a trace code; empty takes it away.

        A settled line may be noted too: nothing is computed from a note. Raises ``LINE_NOT_IN_VISIT``,
        ``LINE_SN_WRONG``, ``VISIT_UNKNOWN``, ``VISIT_NOT_YOURS`` or ``VISIT_VOID``.
        """
        ...

    def flag_visit(self, flag: SpecialFlag) -> str:
        """2406: state an attribute of a visit; returns its ``ipt_psn_sp_flag_detl_id``, which stays when the
        same type is stated again with another value.

        Raises ``IPT_OTP_NO_MISMATCH``, ``MED_TYPE_WRONG`` (a purchase), ``VISIT_SETTLED``, ``VISIT_UNKNOWN``,
        ``VISIT_NOT_YOURS`` or ``VISIT_VOID``.
        """
        ...

    def flags(self, query: FlagQuery, paging: Paging) -> Page:
        """2407: attributes of visits that were not voided, the latest first. Raises ``PAGE_WRONG``."""
        ...

    def flagged_persons(self, query: FlagQuery) -> list[str]:
        """``psn_no`` of everybody whose visits have such an attribute."""
        ...
