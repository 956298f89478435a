"""Contract of the settlement center, its reconciling part: with institutions (3201, 3202) and with itself.

Money is integer fen. Source: national-interface section 3, rules 6 to 8, and section 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import msgspec

from hsaf.contract.errors import ErrorCode

STATEMENT_PERIOD_WRONG = ErrorCode(
    "settlement.statement_period_wrong", 80, "对账开始日期 {begndate} 晚于结束日期 {enddate}", "请核对对账日期"
)


class StatementScope(msgspec.Struct, frozen=True, kw_only=True):
    """Which settlements of the calling institution are reconciled; both end days of ``setl_time`` count.

    ``setl_optins`` is the clearing agency: a pooling area or any area in it. Without an ``insutype``
    all count. ``with_refunds``: a refund counts as a positive and a negative row; without, neither it
    nor what it took back within the period counts.
    """

    clr_type: str
    setl_optins: str
    begndate: date
    enddate: date
    with_refunds: bool
    insutype: str = ""


class StatementTotals(msgspec.Struct, frozen=True, kw_only=True):
    """The four figures of 3201, in fen, and the number of rows."""

    medfee_sumamt: int
    fund_pay_sumamt: int
    acct_pay: int
    fixmedins_setl_cnt: int


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Outcome of 3201: the center's figures, ``stmt_rslt`` 0 equal or 1 not, and in words which figure
    differs by how much."""

    totals: StatementTotals
    stmt_rslt: str
    stmt_rslt_dscr: str


class DetailRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the file an institution uploads for 3202; amounts in fen."""

    setl_id: str
    mdtrt_id: str
    psn_no: str
    medfee_sumamt: int
    fund_pay_sumamt: int
    acct_pay: int
    refd_setl_flag: str


class DetailResult(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the result file of 3202, in the order of its columns; amounts in fen, the center's where
    it has the row. A row only the center has names no visit and settlement, but the message (``msgid``)
    that 2601 needs."""

    psn_no: str
    mdtrt_id: str
    setl_id: str
    msgid: str
    stmt_rslt: str
    refd_setl_flag: str
    memo: str
    medfee_sumamt: int
    fund_pay_sumamt: int
    acct_pay: int


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something the platform's own books do not agree on.

    ``check`` is ``lines``, ``ledger``, ``audit``, ``seal``, ``accumulators``, ``accounts``, ``visits``,
    ``clearing``, ``payments`` or ``areas``; ``key`` the settlement, person, visit or account; ``difference`` in fen (0 where none can
    be stated).
    """

    check: str
    fixmedins_code: str
    key: str
    difference: int
    text: str


class InstitutionDay(msgspec.Struct, frozen=True, kw_only=True):
    """What one institution settled on one day; ``payable`` (fen) is what funds and accounts owe it for that."""

    fixmedins_code: str
    day: date
    settlements: int
    medfee_sumamt: int
    payable: int


class SelfCheck(msgspec.Struct, frozen=True, kw_only=True):
    """Outcome of the self-check of one settlement day, or of all (``day`` ``None``).

    ``books`` counts what was compared for each institution and day.
    """

    day: date | None
    persons: int
    books: tuple[InstitutionDay, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings


class SealCheck(msgspec.Struct, frozen=True):
    """How many journals were compared with the digest in the audit chain, and which are not as sealed."""

    journals: int
    findings: tuple[Finding, ...]


class Reconciliation(Protocol):
    """What may be asked about whether the books agree."""

    def reconcile_totals(self, scope: StatementScope, stated: StatementTotals) -> Statement:
        """3201. Raises ``STATEMENT_PERIOD_WRONG``."""
        ...

    def reconcile_details(self, scope: StatementScope, rows: Sequence[DetailRow]) -> list[DetailResult]:
        """3202: the institution's rows in their order, then those only the center has.

        Raises ``STATEMENT_PERIOD_WRONG``."""
        ...

    def self_check(self, day: date | None = None) -> SelfCheck:
        """Settlements against their lines, ledger entries and audit events; accumulators, accounts and
        visits of everybody concerned against their whole history; payments and clearing between areas.

        Of settlements made for ``day`` (the date of ``setl_time``), or of all. Reads everything it
        compares, so it is for the night."""
        ...

    def verify_seals(self) -> SealCheck:
        """Every ledger journal against the digest that its event sealed in the audit chain."""
        ...
