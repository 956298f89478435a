"""Reimbursement at the counter (零星报销): cash receipts of a person, settled by the agency's clerks
through the same calculation as an institution's message. Part of ``settlement.v1``.

entered -> reviewed (settled, the person is owed) -> paid; entered -> returned -> entered again or
withdrawn; reviewed -> reversed; paid -> recovering (the person owes it back) -> reversed.
Source: HB-11.3; benefit-settlement sections 2 to 5.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final, Protocol

import msgspec

from centers.settlement.contract.v1 import Diagnosis, NewLine, Settlement
from hsaf.contract.errors import ErrorCode

REIMBURSEMENT_UNKNOWN = ErrorCode(
    "settlement.reimbursement_unknown", 60, "未找到零星报销申请 {reim_id}", "请核对报销申请编号"
)
REIMBURSEMENT_STATE = ErrorCode(
    "settlement.reimbursement_state", 61, "零星报销申请 {reim_id} {state}，不能{business}", "请核对申请的办理进度"
)
RECEIPT_USED = ErrorCode(
    "settlement.receipt_used", 62, "票据 {invono} 已由{earlier}使用，不能重复报销", "请核对票据号码和原报销记录"
)
RECEIPT_TWICE = ErrorCode("settlement.receipt_twice", 63, "票据 {invono} 在本次申请中重复", "请去掉重复的票据")
RECEIPT_SUM_MISMATCH = ErrorCode(
    "settlement.receipt_sum_mismatch",
    64,
    "票据金额与费用不一致：票据合计 {receipts}，费用合计 {fees}",
    "请核对票据金额和录入的费用",
)
SAME_CLERK = ErrorCode(
    "settlement.same_clerk",
    65,
    "经办人 {actor} 已办理申请 {reim_id} 的{earlier}，不能再办理{business}",
    "请由另一人办理",
)
TREATMENT_NOT_OVER = ErrorCode(
    "settlement.treatment_not_over", 66, "就诊结束日期 {enddate} 晚于今天 {today}", "请在就诊结束后申请报销"
)
LINE_OUTSIDE_TREATMENT = ErrorCode(
    "settlement.line_outside_treatment",
    67,
    "明细 {feedetl_sn} 的费用发生日期 {day} 不在就诊期间 {begndate} 至 {enddate} 之内",
    "请核对费用发生日期",
)
APPLICATION_INCOMPLETE = ErrorCode(
    "settlement.application_incomplete", 68, "零星报销申请缺少{what}", "请补充后重新提交"
)
LINES_AND_TOTALS = ErrorCode(
    "settlement.lines_and_totals", 69, "费用须按明细或按类别合计录入，不能同时录入两者", "请只保留其中一种"
)
CATEGORY_TOTAL_WRONG = ErrorCode(
    "settlement.category_total_wrong",
    70,
    "类别 {med_chrgitm_type} 的合计 {sumamt} 与其全自费、超限价、先行自付金额不符",
    "各项金额不能为负，三项之和不能超过合计",
)

Short = Annotated[str, msgspec.Meta(max_length=6)]
Code = Annotated[str, msgspec.Meta(max_length=30)]
Name = Annotated[str, msgspec.Meta(max_length=200)]


class State(StrEnum):
    """How far an application is."""

    ENTERED = "entered"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REVIEWED = "reviewed"
    PAID = "paid"
    RECOVERING = "recovering"
    REVERSED = "reversed"


STATE_NAMES: Final = {
    State.ENTERED: "待复核",
    State.RETURNED: "已退回",
    State.WITHDRAWN: "已撤回",
    State.REVIEWED: "已复核待支付",
    State.PAID: "已支付",
    State.RECOVERING: "已冲销待追回",
    State.REVERSED: "已冲销",
}

STEP_NAMES: Final = {
    "enter": "录入",
    "amend": "更正",
    "return": "退回",
    "withdraw": "撤回",
    "review": "复核",
    "pay": "支付",
    "reverse": "冲销",
    "recover": "追回",
}
"""Steps of an application by code."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where care was given: a designated institution by its code alone, another one by name, level
    (3, 2, 1; unlevelled ones count as 1) and region."""

    fixmedins_code: Code = ""
    name: Name = ""
    hosp_lv: int = 0
    admdvs: Short = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt by its number, unique over the whole platform. ``amount`` in fen."""

    invono: Code
    amount: int


class CategoryTotal(msgspec.Struct, frozen=True, kw_only=True):
    """A charge category (``med_chrgitm_type``) of a receipt without lines, assessed by the clerk: of
    ``sumamt`` so much is own pay, above ceilings and first share; the rest is in scope. In fen."""

    med_chrgitm_type: Short
    sumamt: int
    fulamt_ownpay_amt: int
    overlmt_amt: int
    preselfpay_amt: int


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk enters: either ``lines`` or ``totals``. The day of settlement is ``enddate``
    (discharge, or the visit itself). ``bankacct`` is personal data, kept sealed."""

    psn_no: Code
    insutype: Short
    med_type: Short
    begndate: date
    enddate: date
    place: Place
    receipts: tuple[Receipt, ...]
    diagnoses: tuple[Diagnosis, ...]
    lines: tuple[NewLine, ...] = ()
    totals: tuple[CategoryTotal, ...] = ()
    dise_codg: Code = ""
    dise_name: Name = ""
    matn_type: Short = ""
    ipt_otp_no: Code = ""
    bankacct: Code = ""


class Step(msgspec.Struct, frozen=True):
    """What was done with an application, by whom; ``memo`` the reason or the number of the payment."""

    step: str
    actor: str
    at: datetime
    memo: str = ""


class Reimbursement(msgspec.Struct, frozen=True, kw_only=True):
    """An application as it stands. ``sumamt`` in fen; ``setl_id`` since it was reviewed.

    ``settlement`` is the settlement, or before the review what it would be today (or ``obstacle``, why
    it could not be made); lists leave it out.
    """

    reim_id: str
    psn_no: str
    mdtrt_id: str
    state: State
    insutype: str
    med_type: str
    begndate: date
    enddate: date
    sumamt: int
    place: Place
    receipts: tuple[Receipt, ...]
    steps: tuple[Step, ...] = ()
    bankacct: str = ""
    setl_id: str = ""
    settlement: Settlement | None = None
    obstacle: str = ""


class Reimbursements(Protocol):
    """For the agency's clerks, whose context names no institution. Writes run inside the caller's unit
    of work, which holds the person's lock; the actor is the context's."""

    def enter_reimbursement(self, application: Application) -> Reimbursement:
        """Check, divide and keep an application; answers what it would pay today.

        Raises the refusals of this module, of the calculation and of eligibility on ``enddate``.
        """
        ...

    def amend_reimbursement(self, reim_id: str, application: Application) -> Reimbursement:
        """Enter a returned application anew, under its number."""
        ...

    def return_reimbursement(self, psn_no: str, reim_id: str, reason: str) -> Reimbursement:
        """The reviewer gives it back with a reason. Raises ``SAME_CLERK``, ``REIMBURSEMENT_STATE``."""
        ...

    def withdraw_reimbursement(self, psn_no: str, reim_id: str, reason: str) -> Reimbursement:
        """Before the review: its receipts are free again."""
        ...

    def review_reimbursement(self, psn_no: str, reim_id: str) -> Reimbursement:
        """Another clerk approves: it is settled now, and the person is owed what the funds pay.

        Raises ``SAME_CLERK``, ``REIMBURSEMENT_STATE`` and what the calculation refuses.
        """
        ...

    def pay_reimbursement(self, psn_no: str, reim_id: str, payment_no: str) -> Reimbursement:
        """The money went out under a bank's number; who reviewed may not pay."""
        ...

    def reverse_reimbursement(self, psn_no: str, reim_id: str, reason: str) -> Reimbursement:
        """Take the settlement back (``NOT_LATEST`` as for any other) and free the receipts; what was
        paid is owed back by the person."""
        ...

    def recover_reimbursement(self, psn_no: str, reim_id: str, payment_no: str) -> Reimbursement:
        """The person gave back what a reversed reimbursement had paid."""
        ...

    def reimbursement(self, reim_id: str) -> Reimbursement:
        """Raises ``REIMBURSEMENT_UNKNOWN``."""
        ...

    def reimbursements(self, *, psn_no: str = "", state: str = "") -> list[Reimbursement]:
        """Of a person or in a state, or all, the latest first; at most 500."""
        ...
