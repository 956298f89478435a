"""The part of the contract about whether the books agree and about clearing, each operation handed to
the module that does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from centers.settlement.contract.clearing import (
    Bill,
    ClearingApplication,
    PartyResult,
    PartyRow,
    Payment,
    Sheet,
)
from centers.settlement.contract.reconciliation import (
    DetailResult,
    DetailRow,
    SealCheck,
    SelfCheck,
    Statement,
    StatementScope,
    StatementTotals,
)
from centers.settlement.service.applying import Applying
from centers.settlement.service.bills import Bills
from centers.settlement.service.checking import Checking
from centers.settlement.service.parties import Parties
from centers.settlement.service.paying import Paying
from centers.settlement.service.sealing import Seals
from centers.settlement.service.sheets import Sheets
from centers.settlement.service.statements import Statements


class InstitutionMoney:
    """Implements :mod:`centers.settlement.contract.reconciliation` and
    :mod:`centers.settlement.contract.clearing`; see there for the operations."""

    def __init__(
        self,
        *,
        statements: Statements,
        checking: Checking,
        seals: Seals,
        sheets: Sheets,
        applying: Applying,
        paying: Paying,
        bills: Bills,
        parties: Parties,
    ) -> None:
        self._statements = statements
        self._checking = checking
        self._seals = seals
        self._sheets = sheets
        self._applying = applying
        self._paying = paying
        self._bills = bills
        self._parties = parties

    # -- reconciliation -----------------------------------------------------------------------------

    def reconcile_totals(self, scope: StatementScope, stated: StatementTotals) -> Statement:
        return self._statements.totals(scope, stated)

    def reconcile_details(self, scope: StatementScope, rows: Sequence[DetailRow]) -> list[DetailResult]:
        return self._statements.details(scope, rows)

    def self_check(self, day: date | None = None) -> SelfCheck:
        return self._checking.check(day)

    def verify_seals(self) -> SealCheck:
        return self._seals.verify()

    # -- monthly sheets -----------------------------------------------------------------------------

    def uncleared(self, setlym: str) -> list[str]:
        return self._sheets.uncleared(setlym)

    def generate_sheets(self, fixmedins_code: str, setlym: str) -> list[Sheet]:
        return self._sheets.generate(fixmedins_code, setlym)

    def sheets(self, setlym: str, fixmedins_code: str = "", state: str = "") -> list[Sheet]:
        return self._sheets.search(setlym, fixmedins_code, state)

    def sheet(self, sheet_id: str) -> Sheet:
        return self._sheets.find(sheet_id)

    def move_sheet(self, sheet_id: str, action: str, reason: str = "") -> Sheet:
        return self._sheets.move(sheet_id, action, reason)

    def apply_for_clearing(self, application: ClearingApplication) -> str:
        return self._applying.apply(application)

    def revoke_application(self, clr_appy_evt_id: str) -> None:
        self._applying.revoke(clr_appy_evt_id)

    def pay_sheet(self, sheet_id: str, payment_no: str, amount: int | None = None) -> Payment:
        return self._sheets.pay(sheet_id, payment_no, amount)

    def payments(self, owner_id: str) -> list[Payment]:
        return self._paying.of(owner_id)

    # -- between pooling areas ----------------------------------------------------------------------

    def generate_bills(self, setlym: str) -> list[Bill]:
        return self._bills.generate(setlym)

    def confirm_overdue(self) -> list[Bill]:
        return self._bills.confirm_overdue()

    def due(self, setlym: str) -> tuple[str, ...]:
        return self._bills.due(setlym)

    def bills(self, setlym: str, area: str = "", state: str = "") -> list[Bill]:
        return self._bills.search(setlym, area, state)

    def move_bill(self, bill_id: str, action: str, reason: str = "") -> Bill:
        return self._bills.move(bill_id, action, reason)

    def pay_bill(self, bill_id: str, payment_no: str, amount: int | None = None) -> Payment:
        return self._bills.pay(bill_id, payment_no, amount)

    def party_rows(
        self, setlym: str, mdtrt_poolarea: str, clr_optins: str, side: str, equal: bool | None = None
    ) -> list[PartyRow]:
        return self._parties.rows(setlym, mdtrt_poolarea, clr_optins, side, equal)

    def three_parties(
        self, setlym: str, mdtrt_poolarea: str, clr_optins: str, national: bytes, equal: bool | None = None
    ) -> list[PartyResult]:
        return self._parties.compare(setlym, mdtrt_poolarea, clr_optins, national, equal)
