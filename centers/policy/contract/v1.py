"""Contract of the policy center (政策中心), version 1: dated benefit policies, compiled once, and the
explanation of every amount they yield.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode

NO_POLICY = ErrorCode("policy.no_policy", 400, "{day} 没有已发布的待遇政策", "请联系医保经办机构")
SCENE_NOT_COVERED = ErrorCode(
    "policy.scene_not_covered",
    401,
    "医疗类别 {med_type} 在险种 {insutype} 下没有待遇政策（{detail}）",
    "请核对医疗类别和险种类型",
)
CHRONIC_FILING_MISSING = ErrorCode(
    "policy.chronic_filing_missing",
    402,
    "缺少慢特病备案：病种 {dise_codg}{dise_name} 在 {day} 没有有效的门诊慢特病备案",
    "请先办理人员慢特病备案（2503）",
)
POLICY_INVALID = ErrorCode("policy.policy_invalid", 403, "待遇政策 {policy} 有误：{reason}")
VERSION_UNKNOWN = ErrorCode("policy.version_unknown", 404, "没有发布过待遇政策 {version_id}")


class StayState(msgspec.Struct, frozen=True):
    """What earlier settlements of the same stay fixed. Amounts in fen."""

    settled_before: bool = False
    dedc_total: int = 0
    dedc_used: int = 0


class Account(msgspec.Struct, frozen=True):
    """A personal account that may pay, in the order it is asked. ``own`` is the patient's."""

    acct_psn_no: str
    balc: int
    own: bool


class BenefitCase(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a benefit calculation reads. Amounts in fen.

    ``accumulators`` are the person's values for this insurance type and year before this settlement,
    by accumulator code (``base``, ``hifp``, ``opsp_hifp:M03900`` ...); absent means 0.
    ``listed_amt`` is the whole amount of lines in the catalog at level 甲 or 乙 (the pharmacy rule).
    """

    setl_date: date
    med_type: str
    insutype: str
    psn_type: str
    hosp_lv: int
    cvlserv_flag: bool = False
    identities: frozenset[str] = frozenset()
    dise_codg: str = ""
    chronic_filing: bool = False
    matn_type: str = ""
    away: bool = False
    medfee_sumamt: int = 0
    fulamt_ownpay_amt: int = 0
    overlmt_selfpay: int = 0
    preselfpay_amt: int = 0
    inscp_scp_amt: int = 0
    listed_amt: int = 0
    hosp_part_amt: int = 0
    stay: StayState | None = None
    acct_used: bool = False
    accounts: tuple[Account, ...] = ()
    accumulators: Mapping[str, int] = {}


class PolicyItemRow(msgspec.Struct, frozen=True):
    """One explained amount, in the shape of transaction 100001. Amounts in fen, ratios exact text.

    ``code`` is a ``polItemCode`` where the national table has one (S001, C001, L001, PS01 ...).
    """

    code: str
    name: str
    fund_pay: int = 0
    fund_prop: str = ""
    self_pay: int = 0
    self_prop: str = ""


class ItemTrace(msgspec.Struct, frozen=True):
    """How one policy item came to its amounts: rule, version, source article, inputs, yields, rows.

    ``steps`` are the rule's intermediate results, in order. Ints are fen, ``Decimal`` are ratios.
    """

    item: str
    name: str
    rule_id: str
    version: str
    source: str
    inputs: Mapping[str, Any]
    yields: Mapping[str, int]
    rows: tuple[PolicyItemRow, ...] = ()
    steps: Mapping[str, Any] = {}


class BenefitResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer. Amounts in fen, named as in the national interface.

    ``touched`` are the accumulator codes that the items which ran read or added to (even by 0);
    ``deltas`` what this settlement adds; ``draws`` what each account pays; ``limits`` the cap left
    before this settlement by fund field (``hifp_pay`` ...), absent where the fund has no cap.
    ``ratio_base`` is R, the in-scope amount past the deductible.
    """

    policy_id: str
    policy_version: str
    act_pay_dedc: int = 0
    hifp_pay: int = 0
    cvlserv_pay: int = 0
    hifes_pay: int = 0
    hifmi_pay: int = 0
    hifob_pay: int = 0
    maf_pay: int = 0
    oth_pay: int = 0
    fund_pay_sumamt: int = 0
    psn_part_amt: int = 0
    acct_pay: int = 0
    acct_mulaid_pay: int = 0
    psn_cash_pay: int = 0
    ratio_base: int = 0
    stay_dedc: int = 0
    draws: tuple[tuple[str, int], ...] = ()
    touched: frozenset[str] = frozenset()
    deltas: Mapping[str, int] = {}
    limits: Mapping[str, int] = {}
    trace: tuple[ItemTrace, ...] = ()


class PolicyContract(Protocol):
    """What other parts may ask of the policy center."""

    def evaluate(self, case: BenefitCase) -> BenefitResult:
        """Run the policy published for the case's date. Pure: reads no data but the case.

        Raises ``NO_POLICY``, ``SCENE_NOT_COVERED`` or ``CHRONIC_FILING_MISSING``.
        """
        ...

    def evaluate_under(self, version_id: str, case: BenefitCase) -> BenefitResult:
        """Run a published version (``id@version``), whatever was published since: for recomputing.

        Raises ``VERSION_UNKNOWN``, ``SCENE_NOT_COVERED`` or ``CHRONIC_FILING_MISSING``.
        """
        ...

    def scene_kind(self, med_type: str, on: date) -> str | None:
        """``inpatient``, ``outpatient``, ``chronic``, ``pharmacy`` or ``maternity``: how the policy of
        a day treats a medical type; ``None`` when it does not cover it. Where no policy covers the day
        (a stay that began last year), the latest one published answers."""
        ...

    def knows_disease(self, dise_codg: str, insutype: str, on: date) -> bool:
        """Whether the policy of a day has a benefit for a chronic disease (慢特病) under an insurance type."""
        ...

    def publish(self, policy: Mapping[str, Any], parameters: Iterable[Mapping[str, str]]) -> str:
        """Store and publish a policy version with its parameter rows; returns its id.

        Compiles first. Raises ``POLICY_INVALID`` with the item and the reason.
        """
        ...
