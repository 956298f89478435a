"""Contract of the settlement center (结算中心), version 1: visits, fee lines, pre-settlement,
settlement, reversal, compensation, accumulators, personal accounts and the ledger.

Money is integer fen; quantities, prices and ratios are ``Decimal``. Source: benefit-settlement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

import msgspec

from centers.settlement.contract.clearing import Clearing
from centers.settlement.contract.explanation import Explanations
from centers.settlement.contract.reconciliation import Reconciliation
from centers.settlement.contract.special import SpecialCare
from hsaf.contract.errors import ErrorCode

VISIT_UNKNOWN = ErrorCode("settlement.visit_unknown", 1, "未找到就诊记录 {mdtrt_id}", "请核对就诊ID和人员编号")
VISIT_NOT_YOURS = ErrorCode("settlement.visit_not_yours", 2, "就诊 {mdtrt_id} 不属于本机构", "请由就诊机构办理")
VISIT_VOID = ErrorCode("settlement.visit_void", 3, "就诊 {mdtrt_id} 已撤销", "请重新登记就诊")
VISIT_SETTLED = ErrorCode(
    "settlement.visit_settled", 4, "就诊 {mdtrt_id} 已结算（结算ID {setl_id}）", "如需更改请先撤销结算"
)
VISIT_NOT_SETTLED = ErrorCode(
    "settlement.visit_not_settled", 5, "未找到结算记录 {setl_id}", "请核对结算ID、就诊ID和人员编号"
)
NO_LINES = ErrorCode("settlement.no_lines", 6, "就诊 {mdtrt_id} 没有未结算的费用明细", "请先上传费用明细")
FEE_SUM_MISMATCH = ErrorCode(
    "settlement.fee_sum_mismatch",
    7,
    "结算金额与明细合计不一致：上报 {reported}，明细合计 {uploaded}",
    "请核对明细后重新结算",
)
ALREADY_REVERSED = ErrorCode("settlement.already_reversed", 8, "结算 {setl_id} 已撤销，无需重复撤销")
NOT_LATEST = ErrorCode(
    "settlement.not_latest",
    9,
    "结算 {setl_id} 之后还有涉及相同累计的结算 {later}，不能直接撤销",
    "请先从最近一次结算开始依次撤销",
)
NOT_DISCHARGED = ErrorCode(
    "settlement.not_discharged", 10, "就诊 {mdtrt_id} 尚未办理出院", "请先办理出院（2402），或按中途结算办理"
)
ALREADY_DISCHARGED = ErrorCode(
    "settlement.already_discharged", 11, "就诊 {mdtrt_id} 已办理出院", "如需更改请先撤销出院（2405）"
)
VISIT_HAS_LINES = ErrorCode(
    "settlement.visit_has_lines", 12, "就诊 {mdtrt_id} 还有 {count} 条费用明细", "请先撤销费用明细"
)
VISIT_HAS_SETTLEMENT = ErrorCode(
    "settlement.visit_has_settlement", 13, "就诊 {mdtrt_id} 存在有效结算 {setl_id}", "请先撤销结算"
)
MED_TYPE_WRONG = ErrorCode("settlement.med_type_wrong", 14, "医疗类别 {med_type} 不能用于{business}", "请核对医疗类别")
MED_TYPE_MISMATCH = ErrorCode(
    "settlement.med_type_mismatch",
    15,
    "医疗类别不一致：本次 {given}，就诊登记 {registered}",
    "同一就诊只能有一个医疗类别",
)
MED_TYPE_MISSING = ErrorCode(
    "settlement.med_type_missing", 16, "就诊 {mdtrt_id} 尚未上传就诊信息", "请先上传门诊就诊信息（2203）"
)
INSUTYPE_MISMATCH = ErrorCode(
    "settlement.insutype_mismatch",
    17,
    "险种类型不一致：本次 {given}，本次就诊已按 {registered} 结算",
    "同一次住院须按同一险种结算",
)
LINE_AMOUNT_WRONG = ErrorCode(
    "settlement.line_amount_wrong",
    20,
    "明细 {feedetl_sn} 金额 {det} 与数量×单价 {product} 相差超过 0.01",
    "请核对数量、单价和金额",
)
LINE_COUNT_ZERO = ErrorCode("settlement.line_count_zero", 21, "明细 {feedetl_sn} 数量不能为 0")
LINE_SIGN_WRONG = ErrorCode("settlement.line_sign_wrong", 22, "明细 {feedetl_sn} 数量与金额正负号不一致")
LINE_DUPLICATE = ErrorCode(
    "settlement.line_duplicate", 23, "明细流水号 {feedetl_sn} 在本次就诊中已存在", "费用明细流水号须在单次就诊内唯一"
)
LINE_SN_WRONG = ErrorCode(
    "settlement.line_sn_wrong", 24, "明细流水号 {feedetl_sn} 不合规：须为不超过 15 位且不为 0 的数字"
)
REFUND_UNNAMED = ErrorCode("settlement.refund_unnamed", 25, "退费明细 {feedetl_sn} 未填写原费用流水号 init_feedetl_sn")
REFUND_TARGET_UNKNOWN = ErrorCode(
    "settlement.refund_target_unknown",
    26,
    "退费明细 {feedetl_sn} 的原明细 {init_feedetl_sn} 不存在、已结算或本身是退费",
)
REFUND_TOO_MUCH = ErrorCode(
    "settlement.refund_too_much",
    27,
    "退费明细 {feedetl_sn} 超过原明细 {init_feedetl_sn} 的可退部分（可退数量 {cnt}、金额 {amount}）",
)
REFUND_PRICE_HIGHER = ErrorCode(
    "settlement.refund_price_higher",
    35,
    "退费明细 {feedetl_sn} 的单价 {pric} 高于原明细 {init_feedetl_sn} 的单价 {charged}，超限价部分会多退",
    "请按原单价退费",
)
LINE_UNKNOWN = ErrorCode("settlement.line_unknown", 28, "未找到可撤销的费用明细 {feedetl_sn}", "已结算的明细不能撤销")
LINE_REFUNDED = ErrorCode("settlement.line_refunded", 29, "明细 {feedetl_sn} 已有退费明细 {refund}", "请先撤销退费明细")
BATCH_DISEASE_MIXED = ErrorCode("settlement.batch_disease_mixed", 30, "收费批次 {chrg_bchno} 内病种编码不一致")
DISCHARGE_DATE_MISMATCH = ErrorCode(
    "settlement.discharge_date_mismatch", 31, "出院日期不一致：本次 {given}，出院登记 {registered}", "请核对出院时间"
)
DISCHARGE_BEFORE_ADMISSION = ErrorCode(
    "settlement.discharge_before_admission", 32, "出院时间 {endtime} 早于入院时间 {begntime}"
)
LINE_VISIT_MIXED = ErrorCode(
    "settlement.line_visit_mixed",
    33,
    "明细 {feedetl_sn} 的就诊ID或人员编号与本批其他明细不一致",
    "一次上传只能属于一次就诊",
)
LINE_PRICE_NEGATIVE = ErrorCode(
    "settlement.line_price_negative", 34, "明细 {feedetl_sn} 单价不能为负数", "退费请上报负数量"
)
COMPENSATION_UNKNOWN = ErrorCode(
    "settlement.compensation_unknown", 40, "未找到原交易 {omsgid}（{oinfno}），无需冲正", "可以使用新的报文重新办理"
)
COMPENSATION_DONE = ErrorCode("settlement.compensation_done", 41, "原交易 {omsgid} 已冲正，本次未做任何更改")
COMPENSATION_UNSUPPORTED = ErrorCode(
    "settlement.compensation_unsupported", 42, "交易 {oinfno} 不支持冲正", "只有 2102、2207、2304、2401 可以冲正"
)
SETTLEMENT_BUSY = ErrorCode("settlement.busy", 44, "该人员正在办理其他结算", "请稍后重试", retryable=True)


class NewVisit(msgspec.Struct, frozen=True, kw_only=True):
    """Registration (2201) or admission (2401). ``detail`` keeps the remaining national fields."""

    psn_no: str
    insutype: str
    begntime: datetime
    ipt_otp_no: str
    mdtrt_cert_type: str
    mdtrtarea_admvs: str
    insuplc_admdvs: str
    med_type: str = ""
    dise_codg: str = ""
    dise_name: str = ""
    matn_type: str = ""
    atddr_no: str = ""
    dept_code: str = ""
    dept_name: str = ""
    detail: Mapping[str, Any] = {}


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """One diagnosis of a visit; ``inout`` is ``1`` admission or visit, ``2`` discharge."""

    diag_type: str
    diag_srt_no: int
    diag_code: str
    diag_name: str
    inout: str = "1"
    maindiag_flag: str = "0"
    diag_dept: str = ""
    dise_dor_no: str = ""
    dise_dor_name: str = ""
    diag_time: datetime | None = None
    vali_flag: str = "1"
    adm_cond: str = ""


class NewLine(msgspec.Struct, frozen=True, kw_only=True):
    """One uploaded fee line. ``pric`` in yuan (6 decimals), ``cnt`` 4 decimals, amount in fen."""

    feedetl_sn: str
    med_list_codg: str
    medins_list_codg: str
    fee_ocur_time: datetime
    cnt: Decimal
    pric: Decimal
    det_item_fee_sumamt: int
    init_feedetl_sn: str = ""
    chrg_bchno: str = ""
    dise_codg: str = ""
    hosp_appr_flag: str = ""
    detail: Mapping[str, Any] = {}


class LineSplit(msgspec.Struct, frozen=True, kw_only=True):
    """How a fee line divides (benefit-settlement section 2). Amounts in fen."""

    feedetl_sn: str
    cnt: Decimal
    pric: Decimal
    det_item_fee_sumamt: int
    fulamt_ownpay_amt: int
    overlmt_amt: int
    preselfpay_amt: int
    inscp_scp_amt: int
    pric_uplmt_amt: Decimal | None
    selfpay_prop: Decimal | None
    chrgitm_lv: str
    med_chrgitm_type: str
    lmt_used_flag: str = "0"
    memo: str = ""


class SettleOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What the settling message (2206, 2207, 2303, 2304) states."""

    psn_no: str
    mdtrt_id: str
    insutype: str
    medfee_sumamt: int
    acct_used_flag: str
    mdtrtarea_admvs: str
    msgid: str
    infno: str
    med_type: str = ""
    mid_setl: bool = False
    dscg_date: date | None = None
    mdtrt_cert_type: str = ""
    psn_setlway: str = ""
    invono: str = ""
    identity: Mapping[str, str] = {}
    """``psn_cert_type``, ``certno``, ``psn_name``, ``mdtrt_cert_type``, ``mdtrt_cert_no`` as stated."""


class PharmacyOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A purchase (2101, 2102): visit, lines and settlement in one message."""

    psn_no: str
    insutype: str
    med_type: str
    begntime: datetime
    medfee_sumamt: int
    acct_used_flag: str
    mdtrtarea_admvs: str
    insuplc_admdvs: str
    msgid: str
    infno: str
    lines: Sequence[NewLine]
    mdtrt_cert_type: str = ""
    dise_codg: str = ""
    invono: str = ""
    identity: Mapping[str, str] = {}


class FundRow(msgspec.Struct, frozen=True):
    """One row of ``setldetail``. Amounts in fen; ``crt_payb_lmt_amt`` the limit left before."""

    fund_pay_type: str
    fund_pay_type_name: str
    fund_payamt: int
    inscp_scp_amt: int
    crt_payb_lmt_amt: int
    setl_proc_info: str


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """A settlement or its reversal. ``info`` holds every field of ``setlinfo`` by national code:
    amounts in fen (int), ratios ``Decimal``, dates and times as such, the rest text."""

    setl_id: str
    mdtrt_id: str
    psn_no: str
    info: Mapping[str, Any]
    funds: tuple[FundRow, ...]
    lines: tuple[LineSplit, ...] = ()
    refd_setl_flag: str = "0"
    reverses: str = ""
    """The ``setl_id`` that this one takes back."""
    reversed_by: str = ""


class VisitFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What other centers may know of a visit; ``kind`` is ``outpatient``, ``stay`` or ``purchase``."""

    psn_no: str
    mdtrt_id: str
    kind: str
    med_type: str
    begntime: datetime
    endtime: datetime | None = None


class JournalEntry(msgspec.Struct, frozen=True):
    """One posting: ``debit`` and ``credit`` in fen, one of them zero."""

    account: str
    account_name: str
    debit: int
    credit: int


class SettlementStory(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known about one settlement, for auditors (``hsaf audit show``, the demo)."""

    settlement: Settlement
    trace: Sequence[Mapping[str, Any]]
    entries: tuple[JournalEntry, ...]
    accumulators: Mapping[str, int]
    events: Sequence[Mapping[str, Any]]


class TrialBalance(msgspec.Struct, frozen=True):
    """Sums of the whole ledger in fen; ``broken`` names accounts whose stored balance is not the sum
    of their entries and journals that do not balance."""

    debit: int
    credit: int
    broken: tuple[str, ...]


class SettlementContract(Explanations, Reconciliation, Clearing, SpecialCare, Protocol):
    """What other parts may ask of the settlement center. The calling institution comes from the
    request context; writes run inside the caller's unit of work, which holds the person's lock."""

    def register_visit(self, new: NewVisit, diagnoses: Sequence[Diagnosis] = ()) -> str:
        """2201 (no ``med_type`` yet) and 2401 (with one); returns ``mdtrt_id``. The context's
        ``request_id`` is kept as the message that 2601 may name."""
        ...

    def update_visit(
        self, psn_no: str, mdtrt_id: str, changes: Mapping[str, Any], diagnoses: Sequence[Diagnosis]
    ) -> None:
        """2203 (outpatient visit information) and 2403 (inpatient change)."""
        ...

    def discharge(
        self, psn_no: str, mdtrt_id: str, endtime: datetime, changes: Mapping[str, Any], diagnoses: Sequence[Diagnosis]
    ) -> None:
        """2402."""
        ...

    def undo_discharge(self, psn_no: str, mdtrt_id: str) -> None:
        """2405."""
        ...

    def void_visit(self, psn_no: str, mdtrt_id: str, business: str) -> None:
        """2202 and 2404; refused while lines or a settlement exist."""
        ...

    def upload_lines(self, psn_no: str, mdtrt_id: str, lines: Sequence[NewLine], med_type: str = "") -> list[LineSplit]:
        """2204 and 2301; one bad line stores none."""
        ...

    def withdraw_lines(self, psn_no: str, mdtrt_id: str, *, chrg_bchno: str = "", feedetl_sn: str = "") -> int:
        """2205 (by batch) and 2302 (by line); ``0000`` withdraws all unsettled lines. Returns the count."""
        ...

    def preview(self, order: SettleOrder) -> Settlement:
        """2206 and 2303: the same computation, nothing stored."""
        ...

    def settle(self, order: SettleOrder) -> Settlement:
        """2207 and 2304."""
        ...

    def preview_purchase(self, order: PharmacyOrder) -> Settlement:
        """2101."""
        ...

    def settle_purchase(self, order: PharmacyOrder) -> Settlement:
        """2102."""
        ...

    def reverse(self, psn_no: str, mdtrt_id: str, setl_id: str, business: str) -> Settlement:
        """2103, 2208, 2305."""
        ...

    def compensate(self, psn_no: str, omsgid: str, oinfno: str) -> None:
        """2601. Raises ``COMPENSATION_UNKNOWN``, ``COMPENSATION_DONE`` or ``COMPENSATION_UNSUPPORTED``.

        Before ``COMPENSATION_UNKNOWN`` it leaves a tombstone for the message: the caller keeps it by
        returning ``Refused(error)`` from its work, so that a late original is refused.
        """
        ...

    def visits(
        self, psn_no: str, begntime: datetime, endtime: datetime, med_type: str = "", mdtrt_id: str = ""
    ) -> list[Mapping[str, Any]]:
        """5201: rows by national field code, visits of the calling institution."""
        ...

    def require_visit(self, psn_no: str, mdtrt_id: str) -> VisitFacts:
        """A visit of the calling institution. Raises ``VISIT_UNKNOWN``, ``VISIT_NOT_YOURS`` or ``VISIT_VOID``."""
        ...

    def settled_between(
        self, begntime: datetime, endtime: datetime, med_types: Sequence[str], *, reversals: bool
    ) -> list[str]:
        """``setl_id`` of the calling institution's settlements of some medical types in a time range (both ends
        count): those that stand, or with ``reversals`` all of them and their reversals too."""
        ...

    def settlement(self, psn_no: str, mdtrt_id: str, setl_id: str) -> Settlement:
        """5203. Raises ``VISIT_NOT_SETTLED``."""
        ...

    def lines(self, psn_no: str, mdtrt_id: str, setl_id: str) -> list[Mapping[str, Any]]:
        """5204: the lines of a settlement, also of a reversed one; amounts in fen."""
        ...

    def diagnoses(self, psn_no: str, mdtrt_id: str) -> list[Mapping[str, Any]]:
        """5202: the diagnoses of a visit that were not voided. Raises ``VISIT_UNKNOWN``,
        ``VISIT_NOT_YOURS`` or ``VISIT_VOID``."""
        ...

    def inpatients(self, begntime: datetime, endtime: datetime, psn_no: str = "") -> list[Mapping[str, Any]]:
        """5303: stays at the calling institution admitted in a time range that go on."""
        ...

    def chronic_lines(self, psn_no: str, begntime: datetime, endtime: datetime) -> list[Mapping[str, Any]]:
        """5205: lines of chronic-disease visits (门诊慢特病) at the calling institution; amounts in fen."""
        ...

    def settled_under(self, psn_no: str, insutype: str, dise_codg: str) -> list[tuple[str, date]]:
        """Number and day of the settlements in force that rest on the chronic filing of a disease."""
        ...

    def accumulators(self, psn_no: str, cum_ym: str = "") -> list[Mapping[str, Any]]:
        """5206: rows of ``insutype``, ``year``, ``cum_ym``, ``cum_type_code``, ``cum`` (fen as int,
        a count of stays as ``Decimal``)."""
        ...

    def balance(self, psn_no: str) -> int:
        """Own personal account balance in fen, 0 without an account."""
        ...

    def story(self, setl_id: str) -> SettlementStory: ...

    def trial_balance(self) -> TrialBalance: ...

    def load_accounts(self, rows: Iterable[Mapping[str, str]], on: date) -> int:
        """Open personal accounts with a balance: rows of ``psn_no``, ``insutype``, ``balc`` (yuan).

        Posts the opening entries; runs in the caller's unit of work."""
        ...
