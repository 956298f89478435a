"""Maternity allowance (生育津贴): declared at the agency's counter, reviewed by another clerk, paid. Part of
``settlement.v1``.

entered -> reviewed (the fund owes it) -> paid; entered -> returned or withdrawn; reviewed -> reversed; paid ->
recovering (the person owes it back) -> reversed. Days and base are dated local parameters
(:mod:`centers.policy.contract.allowance`). Source: HB-11.3.4, docs/adr/0024.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Protocol

import msgspec

from centers.settlement.contract.explanation import Recomputed
from centers.settlement.contract.reimbursement import Code, Short, State, Step
from hsaf.contract.errors import ErrorCode

ALLOWANCE_WITHOUT_RULE: Final = ErrorCode(
    "settlement.allowance_without_rule",
    71,
    "生育津贴不能计发：{day} 没有已发布的生育津贴计发参数",
    "请在取得计发办法的文件依据、发布为政策参数后再申报",
)
ALLOWANCE_UNKNOWN: Final = ErrorCode(
    "settlement.allowance_unknown", 78, "未找到生育津贴申报 {allw_id}", "请核对申报编号和人员编号"
)
ALLOWANCE_TWICE: Final = ErrorCode(
    "settlement.allowance_twice",
    79,
    "该次生育已由申报 {allw_id} 办理，或与其津贴期间 {begndate} 至 {enddate} 重叠，不能重复申报",
    "请核对生育日期；原申报有误的先撤回或冲销",
)
ALLOWANCE_STATE: Final = ErrorCode(
    "settlement.allowance_state", 96, "生育津贴申报 {allw_id} {state}，不能{business}", "请核对申报的办理进度"
)
ALLOWANCE_PERSON: Final = ErrorCode(
    "settlement.allowance_person",
    97,
    "{reason}，不能申报生育津贴",
    "生育津贴发给参加职工医保（含生育保险）的在职女职工",
)
ALLOWANCE_BASE_MISSING: Final = ErrorCode(
    "settlement.allowance_base_missing",
    98,
    "没有单位 {emp_no} {year} 年的月平均缴费基数，不能计发生育津贴",
    "请先核定并导入该单位上年度的月平均缴费基数",
)
ALLOWANCE_FORM: Final = ErrorCode("settlement.allowance_form", 99, "{reason}", "请改正后重新申报")


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """What is declared of a birth or miscarriage. ``cert_no`` is the number of the birth certificate (出生医学证明) or of
    the diagnosis, one allowance each; ``geso_val`` weeks of pregnancy, needed for a miscarriage. ``bankacct`` is
    personal data, kept sealed."""

    psn_no: Code
    birth_date: date
    matn_type: Short
    cert_no: Annotated[str, msgspec.Meta(max_length=30)]
    fetus_cnt: int = 1
    geso_val: int = 0
    bankacct: Code = ""


class Allowance(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration as it stands. ``base``, fen a month, is the employer's average of the year before; the allowance of
    ``amount`` fen is for ``days`` days from ``begndate`` to ``enddate``. ``trace`` are the rules of ``policy``
    (``id@version``) with their inputs; ``journal`` names the entries since it was reviewed."""

    allw_id: str
    psn_no: str
    state: State
    birth_date: date
    matn_type: str
    fetus_cnt: int
    geso_val: int
    cert_no: str
    emp_no: str
    insuplc_admdvs: str
    pool_area: str
    paid_months: int
    base: int
    days: int
    begndate: date
    enddate: date
    amount: int
    policy: str
    trace: tuple[Mapping[str, Any], ...]
    journal: str = ""
    steps: tuple[Step, ...] = ()
    bankacct: str = ""


class AllowanceCounter(Protocol):
    """Writes run inside the caller's unit of work, which holds the person's lock; the actor is the context's."""

    def declare_allowance(self, declaration: Declaration) -> Allowance:
        """Check, compute and keep a declaration. The same declaration again, while it waits, is the same one.

        Raises ``ALLOWANCE_FORM``, ``ALLOWANCE_PERSON``, ``ALLOWANCE_TWICE``, ``ALLOWANCE_BASE_MISSING``,
        ``ALLOWANCE_WITHOUT_RULE``, what enrollment refuses on the day of birth (``INSURANCE_PAUSED`` ...) and
        ``policy.ALLOWANCE_NOT_COVERED`` or ``ALLOWANCE_WAITING``.
        """
        ...

    def review_allowance(self, psn_no: str, allw_id: str) -> Allowance:
        """Another clerk approves: the maternity fund owes it. Raises ``SAME_CLERK``, ``ALLOWANCE_STATE``."""
        ...

    def return_allowance(self, psn_no: str, allw_id: str, reason: str) -> Allowance:
        """The reviewer refuses it with a reason; it may be declared anew."""
        ...

    def withdraw_allowance(self, psn_no: str, allw_id: str, reason: str) -> Allowance:
        """撤销 before the review."""
        ...

    def pay_allowance(self, psn_no: str, allw_id: str, payment_no: str) -> Allowance:
        """The money went out under a bank's number; the same number again is the same payment. Who reviewed may not
        pay."""
        ...

    def reverse_allowance(self, psn_no: str, allw_id: str, reason: str) -> Allowance:
        """Take a reviewed one back; what was paid is owed back by the person."""
        ...

    def recover_allowance(self, psn_no: str, allw_id: str, payment_no: str) -> Allowance:
        """The person gave back what a reversed one had paid."""
        ...

    def allowance(self, allw_id: str) -> Allowance:
        """Raises ``ALLOWANCE_UNKNOWN``."""
        ...

    def allowances(self, *, psn_no: str = "", state: str = "") -> list[Allowance]:
        """Of a person or in a state, or all, the latest first, without steps; at most 500."""
        ...

    def recompute_allowance(self, allw_id: str) -> Recomputed:
        """Compute it again from its stored inputs under the version it was made with."""
        ...
