"""Contract of the settlement center, its clearing part: monthly sheets and payments of institutions
(HB-16.8), and clearing between pooling areas (HB-13).

Money is integer fen; ``setlym`` a clearing month ``yyyyMM``.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode

MONTH_WRONG = ErrorCode("settlement.month_wrong", 81, "清算年月 {setlym} 有误，应为 yyyyMM", "请核对清算年月")
MONTH_NOT_OVER = ErrorCode("settlement.month_not_over", 82, "{setlym} 尚未结束，不能清算", "请在次月办理")
MONTH_SKIPPED = ErrorCode(
    "settlement.month_skipped",
    83,
    "{fixmedins_code} 的 {earlier} 尚未生成结算单，不能生成 {setlym}",
    "请按月份先后生成",
)
SHEET_UNKNOWN = ErrorCode("settlement.sheet_unknown", 84, "未找到月度结算单 {sheet_id}", "请核对结算单号")
STEP_WRONG = ErrorCode("settlement.step_wrong", 85, "{what} {id} 现为“{state}”，不能{action}", "可办理：{possible}")
REASON_MISSING = ErrorCode("settlement.reason_missing", 86, "{action}须说明原因")
CLEARING_MISMATCH = ErrorCode(
    "settlement.clearing_mismatch", 87, "申请与 {setlym} 结算单不一致：{differences}", "请先对账（3201、3202）"
)
CLEARING_NOTHING = ErrorCode(
    "settlement.clearing_nothing",
    88,
    "{setlym} 没有清算类别 {clr_type} 可申请的结算单",
    "请核对清算类别、清算方式和清算年月",
)
APPLICATION_UNKNOWN = ErrorCode("settlement.application_unknown", 89, "未找到清算申请 {clr_appy_evt_id}")
CLEARING_PERIOD_WRONG = ErrorCode(
    "settlement.clearing_period_wrong", 90, "申请的起止日期 {begndate} 至 {enddate} 不在 {setlym} 之内"
)
PAYMENT_TOO_MUCH = ErrorCode(
    "settlement.payment_too_much", 91, "付款 {amount} 元超出应付余额 {left} 元", "请核对付款金额"
)
PAYMENT_REUSED = ErrorCode(
    "settlement.payment_reused", 92, "付款单号 {payment_no} 已用于另一笔 {amount} 元的付款", "请核对付款单号"
)
SHEET_CLEARED = ErrorCode(
    "settlement.sheet_cleared", 93, "结算单 {sheet_id} 已列入异地清算 {bill_id}，不能更改", "请先退回该异地清算单"
)
BILL_UNKNOWN = ErrorCode("settlement.bill_unknown", 94, "未找到异地清算单 {bill_id}", "请核对清算单号")
TOO_EARLY = ErrorCode("settlement.too_early", 95, "{setlym} 的{step}须在 {day} 及以后办理")

ITEM_SETTLEMENT: Final = "1"
"""``clr_way`` 按项目."""


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What is owed from funds and accounts, and how much of it was paid; in fen."""

    fund_appy_sum: int
    acct_pay: int
    paid: int

    @property
    def payable(self) -> int:
        return self.fund_appy_sum + self.acct_pay

    @property
    def left(self) -> int:
        return self.payable - self.paid


class Sheet(Owed, frozen=True, kw_only=True):
    """A monthly settlement sheet: one institution, clearing month, clearing agency, clearing type and
    way, place of payment.

    States: ``generated``, ``disputed``, ``confirmed``, ``approved``, ``paid``. ``psntime`` counts
    settlements less reversals. Late reversals make amounts negative.
    """

    sheet_id: str
    fixmedins_code: str
    setlym: str
    clr_optins: str
    """Clearing agency: the pooling area whose funds pay."""
    mdtrt_poolarea: str
    """Pooling area of the treatment; differs from ``clr_optins`` for cross-region care."""
    pay_loc: str
    clr_type: str
    clr_way: str
    version: int
    """How often it was generated."""
    state: str
    reason: str
    clr_appy_evt_id: str
    """The application (3203) that confirmed it."""
    bill_id: str
    """The clearing between areas that it is part of."""
    psntime: int
    medfee_sumamt: int
    med_sumfee: int
    """Recognised fees (national-interface section 3, rule 13)."""
    cash_payamt: int


class ClearingApplication(msgspec.Struct, frozen=True, kw_only=True):
    """A clearing application (3203); amounts in fen. Without ``clr_way`` it is for every way."""

    setlym: str
    clr_type: str
    clr_way: str
    begndate: date
    enddate: date
    psntime: int
    medfee_sumamt: int
    med_sumfee: int
    fund_appy_sum: int
    cash_payamt: int
    acct_pay: int


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment of a sheet or of a bill. ``payment_no`` is the payer's own number: the same number pays
    once."""

    payment_id: str
    owner_id: str
    payment_no: str
    amount: int
    payer: str
    payee: str
    paid_on: date
    actor: str


class Bill(Owed, frozen=True, kw_only=True):
    """What ``clr_optins`` (home) owes ``mdtrt_poolarea`` (treatment) for one clearing month.

    States: ``generated``, ``confirmed``, ``reviewed``, ``approved``, ``paid``. ``confirmed_by`` is
    ``auto`` when the day passed without an answer.
    """

    bill_id: str
    setlym: str
    mdtrt_poolarea: str
    clr_optins: str
    version: int
    state: str
    reason: str
    confirmed_by: str
    sheets: int
    psntime: int
    medfee_sumamt: int


class PartyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A cross-region settlement as one of the three parties knows it: totals and the sum of its details, in fen."""

    setl_id: str
    medfee_sumamt: int
    detail_sumamt: int
    fund_pay_sumamt: int
    acct_pay: int


class PartyResult(msgspec.Struct, frozen=True, kw_only=True):
    """One settlement compared over the three parties; ``problems`` name what is missing or differs."""

    setl_id: str
    problems: tuple[str, ...]

    @property
    def equal(self) -> bool:
        return not self.problems


class Clearing(Protocol):
    """Monthly clearing. The caller's unit of work holds the lock named with each operation."""

    def uncleared(self, setlym: str) -> list[str]:
        """Institutions with settlements up to the end of the month that are on no sheet yet."""
        ...

    def generate_sheets(self, fixmedins_code: str, setlym: str) -> list[Sheet]:
        """Generate the month's sheets of an institution, again those nobody confirmed. Lock ``org:``.

        Settlements of the month, and late ones of earlier months, are each on one sheet for ever.
        Raises ``MONTH_WRONG``, ``MONTH_NOT_OVER``, ``MONTH_SKIPPED``."""
        ...

    def sheets(self, setlym: str, fixmedins_code: str = "", state: str = "") -> list[Sheet]: ...

    def sheet(self, sheet_id: str) -> Sheet:
        """Raises ``SHEET_UNKNOWN``."""
        ...

    def move_sheet(self, sheet_id: str, action: str, reason: str = "") -> Sheet:
        """``confirm``, ``dispute`` (with a reason), ``regenerate``, ``approve``. Lock ``org:``.

        Raises ``SHEET_UNKNOWN``, ``STEP_WRONG``, ``REASON_MISSING``, ``SHEET_CLEARED``."""
        ...

    def apply_for_clearing(self, application: ClearingApplication) -> str:
        """3203: the calling institution confirms its sheets of a type by stating their totals; returns
        ``clr_appy_evt_id``. Generates the month's sheets when there are none. Lock ``org:``.

        Raises ``CLEARING_PERIOD_WRONG``, ``CLEARING_NOTHING``, ``CLEARING_MISMATCH``."""
        ...

    def revoke_application(self, clr_appy_evt_id: str) -> None:
        """3204. Lock ``org:``. Raises ``APPLICATION_UNKNOWN``, ``STEP_WRONG``, ``SHEET_CLEARED``."""
        ...

    def pay_sheet(self, sheet_id: str, payment_no: str, amount: int | None = None) -> Payment:
        """Pay what is left of an approved sheet, or a part; the same ``payment_no`` again pays nothing
        and returns the payment. Lock ``org:``.

        Raises ``SHEET_UNKNOWN``, ``STEP_WRONG``, ``PAYMENT_TOO_MUCH``, ``PAYMENT_REUSED``."""
        ...

    def payments(self, owner_id: str) -> list[Payment]:
        """Payments of a sheet or bill, in order."""
        ...

    def generate_bills(self, setlym: str) -> list[Bill]:
        """Receivable and payable of every pair of pooling areas from the confirmed sheets of cross-region
        care, again those nobody confirmed. Lock :data:`AREAS`.

        Raises ``MONTH_WRONG``, ``TOO_EARLY``."""
        ...

    def confirm_overdue(self) -> list[Bill]:
        """Confirm the bills whose day of confirmation passed without an answer. Lock :data:`AREAS`."""
        ...

    def due(self, setlym: str) -> tuple[str, ...]:
        """What the calendar asks the platform to do for a month by today, in order: ``sheets`` (for the
        institutions of :meth:`uncleared`), ``bills``, ``confirmation`` (of what is overdue)."""
        ...

    def bills(self, setlym: str, area: str = "", state: str = "") -> list[Bill]:
        """Of one area: as creditor or as debtor."""
        ...

    def move_bill(self, bill_id: str, action: str, reason: str = "") -> Bill:
        """``confirm``, ``first_review``, ``second_review``, ``return`` (with a reason). Lock :data:`AREAS`.

        The second review books receivable and payable. Raises ``BILL_UNKNOWN``, ``STEP_WRONG``,
        ``REASON_MISSING``, ``TOO_EARLY``."""
        ...

    def pay_bill(self, bill_id: str, payment_no: str, amount: int | None = None) -> Payment:
        """As :meth:`pay_sheet`; only what passed the second review can be paid. Lock :data:`AREAS`."""
        ...

    def party_rows(
        self, setlym: str, mdtrt_poolarea: str, clr_optins: str, side: str, equal: bool | None = None
    ) -> list[PartyRow]:
        """The cross-region settlements on the month's sheets as the ``treatment`` side (settlements and
        their lines) or the ``home`` side (sealed facts and its funds' entries) knows them; only those whose
        total equals the sum of their details, or does not, if asked."""
        ...

    def three_parties(
        self, setlym: str, mdtrt_poolarea: str, clr_optins: str, national: bytes, equal: bool | None = None
    ) -> list[PartyResult]:
        """Treatment side, home side and the national side's file compared; only equal or unequal ones if asked.

        The file is a zipped TXT, TAB between the columns of :class:`PartyRow` in their order, amounts in yuan.
        Raises ``TEXTFILE_WRONG`` or ``ROW_INVALID``."""
        ...


AREAS: Final = "areas:clearing"
"""Subject of everything between pooling areas."""
