"""Contract of the settlement center, its desk: people who settle bills at a screen, and auditors who read how a
settlement came about (``settlement.desk.v1``).

Staff of a designated institution work for it alone; an agency's staff for the institutions and the insured of their
region. Money is integer fen. Source: HB-16.4 to HB-16.6; benefit-settlement sections 2 to 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging
from hsaf.contract.sheets import Sheet

BILL_WRONG = ErrorCode("settlement.bill_wrong", 72, "{place}{reason}", "请改正后重新提交")
BILL_TWICE = ErrorCode(
    "settlement.bill_twice",
    73,
    "门诊/住院号 {ipt_otp_no} 已登记为就诊 {mdtrt_id}",
    "请从该参保人的未结就诊中选择它，或核对号码",
    sort="conflict",
)
PLACE_UNKNOWN = ErrorCode(
    "settlement.place_unknown", 74, "医药机构 {fixmedins_code} 不存在或不在您的业务范围内", "请核对机构编码"
)
NOT_AT_DESK = ErrorCode(
    "settlement.not_at_desk", 75, "结算 {setl_id} 是零星报销，不能在结算台撤销", "请在零星报销中冲销"
)
SEARCH_EMPTY = ErrorCode("settlement.search_empty", 76, "请填写人员编号、证件号码，或姓名和参保地", "请补充查询条件")

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=30)]

TRACE_PAGE: Final = "core_business.settlement_trace"
"""The function that a row of a list leads to."""

MOST_LINES: Final = 2000
"""Fee lines of one bill."""


class BillLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fee line as it is typed: ``cnt``, ``pric`` and ``amount`` as text in yuan; without an amount it is quantity by
    price."""

    med_list_codg: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    cnt: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    pric: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    amount: Annotated[str, msgspec.Meta(max_length=20)] = ""


class BillDiagnosis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first of a bill's is the main one."""

    diag_code: Code


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk enters. ``diagnoses`` and ``lines`` are JSON lists of the structs above.

    With ``mdtrt_id`` it settles a visit that is open, lines added; without one it registers the visit. An institution's
    staff leave ``fixmedins_code`` out. ``medfee_sumamt`` is the sum on paper, compared when it is given.
    """

    psn_no: str
    insutype: str
    med_type: str
    fixmedins_code: str = ""
    mdtrt_id: str = ""
    begntime: datetime | None = None
    endtime: datetime | None = None
    ipt_otp_no: str = ""
    dise_codg: str = ""
    matn_type: str = ""
    acct_used_flag: str = "0"
    invono: str = ""
    medfee_sumamt: int | None = None
    diagnoses: str = "[]"
    lines: str = "[]"


Shown = Mapping[str, Any]
"""By national field code; amounts in fen, personal data masked."""


class DeskContract(Protocol):
    """Writes run inside the caller's unit of work, which holds the person's lock."""

    def place(self) -> Shown:
        """Where the caller works: ``fixmedins_code``, ``fixmedins_name`` (empty for an agency), ``admdvs``, and
        ``now``."""
        ...

    def find_persons(self, psn_no: str = "", certno: str = "", psn_name: str = "", admdvs: str = "") -> Sequence[Shown]:
        """Whom a clerk may mean, at most 20. Raises ``SEARCH_EMPTY``."""
        ...

    def person(self, psn_no: str) -> Shown:
        """``person``, ``enrollments``, ``balance``, ``accumulators`` of this year, ``filings``, ``visits`` open at the
        caller's places. Raises ``PERSON_UNKNOWN``."""
        ...

    def items(self, text: str, fixmedins_code: str = "") -> Sequence[Shown]:
        """Catalog lines in force today whose code begins with or name contains a text, at most 20."""
        ...

    def diagnoses(self, text: str) -> Sequence[Shown]:
        """``diag_code, diag_name`` whose code begins with or name contains a text, at most 20."""
        ...

    def settle_bill(self, bill: Bill) -> Shown:
        """Register, charge and settle in one piece. Raises ``BILL_WRONG``, ``BILL_TWICE``, ``PLACE_UNKNOWN`` and what
        registering, uploading and settling refuse."""
        ...

    def take_back(self, psn_no: str, setl_id: str, reason: str) -> Shown:
        """Reverse a settlement. Raises ``REASON_MISSING``, ``NOT_AT_DESK`` and what reversing refuses."""
        ...

    def settlements(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        """The latest first. ``asked`` may hold ``begndate``, ``enddate``, ``psn_no``, ``setl_id``, ``fixmedins_code``,
        ``med_type``, ``standing``."""
        ...

    def settlements_file(self, begndate: date, enddate: date, asked: Mapping[str, Any]) -> Any:
        """The same as an Excel file, at most 20,000 rows."""
        ...

    def slip(self, setl_id: str) -> Sheet:
        """What the settlement slip shows. Raises ``VISIT_NOT_SETTLED``."""
        ...

    def trace(self, setl_id: str) -> Shown:
        """All that is known of a settlement; see docs/how-to/settle-at-the-desk.zh-CN.md. Raises
        ``VISIT_NOT_SETTLED``."""
        ...

    def trace_file(self, setl_id: str) -> Any:
        """The same as PDF."""
        ...
