"""Contract of the policy center, its desk (政策工作台): benefit policies as records that people edit, checked, tried
out, published and taken back. The records themselves are offered as ``policy.records.v1``.

A *scheme* (政策方案) is one benefit policy. Its *draft* is assembled from the records in force, or, ``proposed``, with
the changes under way laid over them. An empty ``scheme_id`` is the only scheme, where there is only one. Amounts are
integer fen, ratios exact text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode

SCHEME_UNKNOWN = ErrorCode("policy.scheme_unknown", 405, "没有已通过复审的政策方案 {scheme_id}")
PUBLISH_REFUSED = ErrorCode(
    "policy.publish_refused", 406, "政策方案 {scheme} 未通过发布检查，共 {count} 处：{details}", "请改正后重新发布"
)
NOTHING_CHANGED = ErrorCode(
    "policy.nothing_changed", 407, "方案 {scheme} 与已发布的 {version_id} 内容相同，没有需要发布的变更"
)
DRAFT_CHANGED = ErrorCode(
    "policy.draft_changed", 408, "方案 {scheme} 在您查看之后已有变化或已由他人发布", "请刷新草案，核对后重新发布"
)
DAYS_OUTSIDE = ErrorCode(
    "policy.days_outside", 409, "生效日期 {begndate} 至 {enddate} 须在方案有效期 {first} 至 {last} 之内且先后有序"
)
NOT_NEWEST = ErrorCode(
    "policy.not_newest", 410, "只能回退最近发布的版本：{version_id} 之后还有 {newest}", "请先回退较新的版本"
)
NOT_PUBLISHED = ErrorCode("policy.not_published", 411, "版本 {version_id} 已于 {day} 回退，不能再次回退")
LEFT_UNCOVERED = ErrorCode(
    "policy.left_uncovered",
    412,
    "回退 {version_id} 后，{begin} 至 {end} 没有任何待遇政策，这些日期的结算将全部被拒绝",
    "请先发布覆盖这些日期的其他版本",
)
REASON_MISSING = ErrorCode("policy.reason_missing", 413, "回退须填写原因")
IN_USE = ErrorCode(
    "policy.in_use", 414, "{name}“{code}”正被使用，不能作废：{users}", "请先在使用它的记录中改用其他内容"
)
ITEM_UNKNOWN = ErrorCode("policy.item_unknown", 415, "政策项 {item_code} 不在计算顺序中")
ORDER_WRONG = ErrorCode(
    "policy.order_wrong", 416, "计算顺序不可用：{details}", "请调整顺序，使每一项只用到之前算出的金额"
)
ORDER_SAME = ErrorCode("policy.order_same", 417, "计算顺序没有待确认的调整")
CASE_WRONG = ErrorCode("policy.case_wrong", 418, "{label}有误：{reason}")
METHOD_UNKNOWN = ErrorCode("policy.method_unknown", 419, "{day} 没有已通过复审的支付方式 {method_code}")
METHOD_WRONG = ErrorCode("policy.method_wrong", 420, "支付方式 {method_code} 不能计算：{reason}")
CASE_UNKNOWN = ErrorCode("policy.case_unknown", 422, "没有用例 {case_no}", "请刷新用例列表后重试")
CONVERSION_NONE = ErrorCode("policy.conversion_none", 421, "静态要素 {elem_code} 没有需要重置的转换配置")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found: ``error`` prevents publication, ``warning`` does not.

    ``record`` is the record's type, ``label`` its Chinese name, ``id``, ``code`` and ``name`` say which one, ``field``
    the field to correct (codes of ``centers/policy/records``) and ``field_label`` what people call it."""

    level: str
    record: str
    label: str
    id: str
    code: str
    name: str
    field: str
    reason: str
    field_label: str = ""


class PartShown(msgspec.Struct, frozen=True, kw_only=True):
    """Records of one type among those that policies are made of: how many are in force, and on how many a change
    (a new record is one) is under way, those of others than the asked scheme included."""

    record: str
    label: str
    in_force: int
    under_way: int


class DynamicShown(msgspec.Struct, frozen=True, kw_only=True):
    """A dynamic element a rule uses, with its values: rows of the parameter table, each with its ``scene`` in words."""

    elem_code: str
    elem_name: str
    unit: str
    values: Sequence[Mapping[str, str]]


class RuleShown(msgspec.Struct, frozen=True, kw_only=True):
    """One benefit policy record of a draft. ``when`` is the whole condition as the rule language has it, ``terms`` the
    chosen condition in Chinese; the texts are as written in the record."""

    id: str
    rule_code: str
    rule_name: str
    sort: int
    cond_code: str
    cond_name: str
    terms: str
    also: str
    when: str
    ratio: str
    dynamics: Sequence[DynamicShown]
    steps: str
    yields: str
    adds: str
    limits: str
    draws: str
    shown: str
    source: str
    proposed: bool


class ItemShown(msgspec.Struct, frozen=True, kw_only=True):
    """A policy item at its place in the order of calculation."""

    position: int
    id: str
    item_code: str
    item_name: str
    amounts: str
    rules: Sequence[RuleShown]


class DraftShown(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as one page shows it. ``version`` is the one publication would make; ``digest`` identifies the content
    (give it back as ``seen`` when publishing); ``published`` is the version it is compared with, empty when none."""

    scheme_id: str
    scheme_name: str
    region: str
    source: str
    begndate: date
    enddate: date
    version: str
    digest: str
    published: str
    order_no: int
    parts: Sequence[PartShown]
    items: Sequence[ItemShown]
    scenes: Sequence[Mapping[str, Any]]
    findings: Sequence[Finding]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between a published version and a draft. ``kind``: ``added``, ``removed``, ``changed``, ``moved``;
    ``place`` names item, rule or parameter with its scene; ``before`` and ``after`` are texts."""

    kind: str
    place: str
    field: str
    before: str
    after: str


class VersionShown(msgspec.Struct, frozen=True, kw_only=True):
    """A published version. ``state``: ``published`` or ``rolled_back``; ``newest`` may be rolled back: nothing was
    published after it, and every day of it has another policy to fall back to."""

    version_id: str
    scheme_id: str
    version: str
    name: str
    begndate: date
    enddate: date
    state: str
    newest: bool
    published_at: datetime
    published_by: str
    rolled_back_at: datetime | None
    rolled_back_by: str
    reason: str
    digest: str


class OrderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A policy item in the order of calculation; ``before`` is its place in the order in force, ``problem`` what it
    uses that is computed later. ``adjusted`` while adjustments wait to be confirmed."""

    position: int
    item_code: str
    item_name: str
    before: int
    problem: str
    order_no: int
    adjusted: bool


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """A value a rule read, for people: ``name``, its Chinese ``label`` and ``value``."""

    name: str
    label: str
    value: str


class ComputedItem(msgspec.Struct, frozen=True, kw_only=True):
    """A policy item that ran: its rule, what went in, its steps, amounts in yuan and explanation rows."""

    item: str
    name: str
    rule: str
    source: str
    inputs: Sequence[Input]
    steps: Sequence[Input]
    amounts: Sequence[Input]
    rows: Sequence[Mapping[str, Any]]


class Computed(msgspec.Struct, frozen=True, kw_only=True):
    """Outcome of a trial calculation. ``refused`` says why nothing was computed. ``difference`` is ``expected`` to the
    fund payment, empty when nothing was expected. Amounts are yuan as text: they are for people."""

    version_id: str
    scene: str
    refused: str
    fund_pay_sumamt: str
    psn_part_amt: str
    acct_pay: str
    psn_cash_pay: str
    items: Sequence[ComputedItem]
    expected: str = ""
    difference: str = ""


class CaseOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A saved case under the published policy and under a draft. Amounts in fen; ``refused_*`` say why there is none.
    ``changed`` compares every amount; ``verdict`` compares the draft with the expectation (``-`` without one)."""

    case_no: str
    case_name: str
    before: int
    after: int
    difference: int
    changed: bool
    refused_before: str
    refused_after: str
    details: str
    expected: int | None
    verdict: str


class Paid(msgspec.Struct, frozen=True, kw_only=True):
    """What a payment method pays an institution: ``amount`` in yuan, the branch that applied, inputs and formula."""

    method_code: str
    method_name: str
    model_code: str
    algorithm: str
    branch: str
    formula: str
    inputs: Sequence[Input]
    amount: str
    expected: str = ""
    difference: str = ""


class PolicyDesk(Protocol):
    """What the workbench may ask. Everything that names a scheme may raise ``SCHEME_UNKNOWN``."""

    # -- drafts and their publication -----------------------------------------------------------------

    def draft(self, scheme_id: str, proposed: bool = False) -> DraftShown: ...

    def findings(self, scheme_id: str, proposed: bool = False) -> Sequence[Finding]:
        """Everything that stands against publication, and warnings."""
        ...

    def differences(self, scheme_id: str, proposed: bool = False) -> Sequence[Difference]:
        """Between the version that was published last and the draft."""
        ...

    def versions(self, scheme_id: str = "") -> Sequence[VersionShown]:
        """Published versions, the newest first; those rolled back are among them."""
        ...

    def publish_draft(
        self, scheme_id: str, begndate: date | None = None, enddate: date | None = None, seen: str = ""
    ) -> VersionShown:
        """Publish the draft of records in force for some days (from today, to the scheme's end, by default).

        Raises ``PUBLISH_REFUSED`` with every finding, ``NOTHING_CHANGED``, ``DAYS_OUTSIDE``, and ``DRAFT_CHANGED`` when
        the content is not the one whose digest was ``seen``."""
        ...

    def roll_back(self, version_id: str, reason: str) -> VersionShown:
        """Take the newest published version back: later settlements meet the one before it, settlements already made
        keep theirs. Raises ``VERSION_UNKNOWN``, ``NOT_NEWEST``, ``NOT_PUBLISHED``, ``LEFT_UNCOVERED``,
        ``REASON_MISSING``."""
        ...

    def adopt(self, policy: Mapping[str, Any], parameters: Sequence[Mapping[str, str]]) -> str:
        """Seeding: make records in force of a policy document with its parameters and publish what they are
        assembled to; the version's id. Inside ``hsaf.records.contract.unrestricted``."""
        ...

    # -- order of calculation -------------------------------------------------------------------------

    def order(self) -> Sequence[OrderRow]: ...

    def move(self, item_code: str, direction: str) -> Sequence[OrderRow]:
        """``up``, ``down``, ``top`` or ``bottom``; takes effect when confirmed. Raises ``ITEM_UNKNOWN``."""
        ...

    def cancel_order(self) -> Sequence[OrderRow]:
        """Give up adjustments. Raises ``ORDER_SAME``."""
        ...

    def confirm_order(self) -> Sequence[OrderRow]:
        """Make the adjusted order the next version. Raises ``ORDER_WRONG`` naming every item that would use an amount
        computed later, ``ORDER_SAME``."""
        ...

    # -- test bench -----------------------------------------------------------------------------------

    def calculate(self, case: Mapping[str, Any], target: str = "published", scheme_id: str = "") -> Computed:
        """Dry run of one case (fields of the record type ``benefit_case``) under the ``published`` policy, a ``draft``
        or a ``proposed`` one. Raises ``CASE_WRONG``."""
        ...

    def recalculate(self, case_no: str, target: str = "published", scheme_id: str = "") -> Computed:
        """The same of a saved case as it stands. Raises ``CASE_UNKNOWN``, ``CASE_WRONG``."""
        ...

    def run_cases(self, scheme_id: str, proposed: bool = False) -> Sequence[CaseOutcome]:
        """Every saved case under the published policy and under a draft, changed ones first."""
        ...

    def calculate_payment(self, case: Mapping[str, Any]) -> Paid:
        """Dry run of a payment method (fields of ``method_case``). Raises ``METHOD_UNKNOWN``, ``METHOD_WRONG``."""
        ...

    def run_method_cases(self, method_code: str = "") -> Sequence[Paid]: ...

    def refresh(self, cache: str) -> None:
        """Make every worker load ``policy`` or ``codes`` anew."""
        ...

    # -- conversion -----------------------------------------------------------------------------------

    def to_national(self, elem_code: str, local_value: str) -> str:
        """The national value of a local one; the value itself where no conversion is configured."""
        ...

    def reset_conversion(self, elem_code: str) -> int:
        """Void every conversion of an element; how many. Raises ``CONVERSION_NONE``."""
        ...
