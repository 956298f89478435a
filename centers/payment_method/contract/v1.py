"""Contract of the payment method center (支付方式中心), version 1: fund settlement lists.

The settlement list (医保基金结算清单) is what stays are grouped and paid by. It tells diagnoses, operations and
charges of one settlement; its money is the settlement's. Money is integer fen.
Source: transactions 4101-4105 and 3607, XB-14, national-interface section 4 (I7, I8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging

SETTLEMENT_REVERSED = ErrorCode(
    "payment_method.settlement_reversed", 700, "结算 {setl_id} 已撤销", "请以重新结算后的结算ID上传清单"
)
LIST_FROZEN = ErrorCode(
    "payment_method.list_frozen", 701, "清单 {setl_list_id} {state}，不能修改", "已提交的清单须先改回未提交（4102）"
)
LIST_UNKNOWN = ErrorCode("payment_method.list_unknown", 702, "未找到结算 {setl_id} 的清单", "请先上传清单（4101）")
LIST_AMOUNT_MISMATCH = ErrorCode(
    "payment_method.list_amount_mismatch",
    703,
    "清单与结算不一致：{label}上报 {stated}，结算为 {settled}",
    "清单金额须与结算结果一致",
)
LIST_BLOCKED = ErrorCode("payment_method.list_blocked", 704, "清单未通过阻断性校验：{violations}", "请更正后重新上传")
LIST_NOT_DUE = ErrorCode("payment_method.list_not_due", 705, "结算 {setl_id} 是药店购药，不需要结算清单")
LIST_STATE_WRONG = ErrorCode("payment_method.list_state_wrong", 706, "清单 {setl_list_id} {state}，不能{action}")
LIST_STATUS_WRONG = ErrorCode(
    "payment_method.list_status_wrong", 707, "审核状态 {stas_type} 无效", "请填写 0（未提交）或 1（已提交）"
)
LIST_UNNAMED = ErrorCode(
    "payment_method.list_unnamed", 708, "input.data.psn_no（人员编号）和 input.data.setl_id（结算ID）至少填写一项"
)
OPINION_MISSING = ErrorCode("payment_method.opinion_missing", 709, "审核不通过须填写审核意见")
MONTH_WRONG = ErrorCode("payment_method.month_wrong", 710, "结算年月 {setl_ym} 有误", "应为 yyyyMM")
LIST_MIXED = ErrorCode("payment_method.list_mixed", 711, "各节点的 {field} 不一致", "一次只能上传一次结算的清单")


class ListState(StrEnum):
    """Where a list stands. It is checked as it is collected, so collecting is no state of its own."""

    CHECKED = "checked"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PASSED = "passed"
    ARCHIVED = "archived"


STATE_NAMES: Mapping[ListState, str] = {
    ListState.CHECKED: "未提交",
    ListState.SUBMITTED: "已提交待审核",
    ListState.RETURNED: "审核未通过",
    ListState.PASSED: "已审核通过",
    ListState.ARCHIVED: "已归档",
}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a quality rule found: ``field`` with its ``value`` as sent; ``err_lv`` 1 hint, 2 fault, 3 grave;
    ``retn_flag`` 1 when the list should be corrected before it is paid by."""

    rule: str
    kind: str
    field: str
    message: str
    err_lv: str
    retn_flag: str
    value: str = ""


class PersonalParts(msgspec.Struct, frozen=True, kw_only=True):
    """What the person bears, in fen (I7, I8). ``psn_selfpay`` (自付): deductible, first share, proportional
    share, above cap and above ceiling; ``psn_ownpay`` (自费): outside the catalog. Both together are paid
    by ``acct_pay`` and ``psn_cashpay``."""

    psn_selfpay: int
    psn_ownpay: int
    acct_pay: int
    psn_cashpay: int


class ItemCharge(msgspec.Struct, frozen=True, kw_only=True):
    """Charges of one kind (``med_chrgitm_type``), in fen; the four parts add up to ``item_sumamt``."""

    med_chrgitm_type: str
    item_sumamt: int
    item_claa_sumfee: int
    item_clab_amt: int
    item_fulamt_ownpay_amt: int
    item_ownpay_amt: int


class ListHead(msgspec.Struct, frozen=True, kw_only=True):
    """A list without its content. ``out_flag`` 1 when the person was treated away from home (异地)."""

    psn_no: str
    setl_id: str
    setl_list_id: str
    mdtrt_id: str
    fixmedins_code: str
    state: ListState
    version: int
    digest: str
    med_type: str
    insutype: str
    out_flag: str
    setl_time: datetime
    uploaded_at: datetime
    qltctrl_ver: str
    err_lv: str
    retn_flag: str
    opinion: str
    reviewer: str
    findings: tuple[Finding, ...]

    @property
    def submitted(self) -> bool:
        """``stas_type`` 1: the institution can no longer change it."""
        return self.state in (ListState.SUBMITTED, ListState.PASSED, ListState.ARCHIVED)


class SettlementList(msgspec.Struct, frozen=True, kw_only=True):
    """A list with everything in it: the uploaded ``nodes`` (dates as ISO text), the settlement's own
    ``setlinfo`` and funds (``fund_pay_type`` to fen), and what follows from its lines."""

    head: ListHead
    nodes: Mapping[str, Any]
    setlinfo: Mapping[str, Any]
    funds: Mapping[str, int]
    personal: PersonalParts
    items: Sequence[ItemCharge]


class ListCounts(msgspec.Struct, frozen=True):
    """How many lists are due, and how many of them were uploaded."""

    due: int
    uploaded: int


class PaymentMethodContract(Protocol):
    """What other parts may ask of the payment method center. The calling institution comes from the request
    context and sees its own lists; writes run under the person's lock."""

    def upload_list(self, nodes: Mapping[str, Any]) -> ListHead:
        """4101: keep a list, or a new version of it while it is not submitted.

        Raises ``settlement.VISIT_NOT_SETTLED``, ``SETTLEMENT_REVERSED``, ``LIST_NOT_DUE``, ``LIST_FROZEN``,
        ``LIST_MIXED``, ``LIST_AMOUNT_MISMATCH``, ``LIST_BLOCKED`` or ``LIST_STATUS_WRONG``.
        """
        ...

    def change_list_status(self, psn_no: str, setl_id: str, stas_type: str) -> ListHead:
        """4102: 1 submits, and passes at once a list without a finding that returns it; 0 takes it back.

        The status it has already changes nothing. Raises ``LIST_STATUS_WRONG``, ``LIST_UNKNOWN``,
        ``SETTLEMENT_REVERSED`` or, once archived, ``LIST_FROZEN``.
        """
        ...

    def review_list(self, psn_no: str, setl_id: str, *, passed: bool, opinion: str = "") -> ListHead:
        """The agency's review of a submitted list; one that does not pass goes back with the opinion.

        Raises ``LIST_UNKNOWN``, ``LIST_STATE_WRONG`` or ``OPINION_MISSING``.
        """
        ...

    def archive_list(self, psn_no: str, setl_id: str) -> ListHead:
        """File a list that passed, for good. Raises ``LIST_UNKNOWN`` or ``LIST_STATE_WRONG``."""
        ...

    def settlement_lists(self, psn_no: str, setl_id: str) -> list[SettlementList]:
        """4103: of a settlement, or all of a person, by time. Raises ``LIST_UNNAMED`` or ``LIST_UNKNOWN``."""
        ...

    def checked_lists(self, setl_ym: str, wanted: Mapping[str, str], paging: Paging) -> Page:
        """4104, 3607: ``{"head": ListHead}`` rows of a month of settlement, narrowed by ``setl_id``, ``psn_no``,
        ``err_lv`` or ``retn_flag``. Raises ``MONTH_WRONG`` or ``PAGE_WRONG``."""
        ...

    def agency_lists(self, setl_ym: str, asked: Mapping[str, str], paging: Paging) -> Page:
        """Heads of a month of settlement, with ``fixmedins_name`` and the texts of ``findings``, of institutions in the
        signed-in member of staff's region (HB-10.10.12). ``asked``: ``fixmedins_code, psn_no, setl_id, setl_list_id,
        state``. Raises ``MONTH_WRONG`` or ``PAGE_WRONG``."""
        ...

    def count_lists(
        self, begntime: datetime, endtime: datetime, med_types: Sequence[str], *, reversals: bool
    ) -> ListCounts:
        """4105: of settlements that stand, or with ``reversals`` also of those taken back and their reversals."""
        ...
