"""The settlement center's contract, each operation handed to the module that does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from centers.settlement.contract.explanation import PolicyItem, Recomputed
from centers.settlement.contract.special import FlagQuery, SpecialFlag
from centers.settlement.contract.v1 import (
    Diagnosis,
    LineSplit,
    NewLine,
    NewVisit,
    PharmacyOrder,
    Settlement,
    SettlementStory,
    SettleOrder,
    TrialBalance,
    VisitFacts,
)
from centers.settlement.data.ledger import LedgerRepository
from centers.settlement.service.accounts import Accounts
from centers.settlement.service.compensation import Compensation
from centers.settlement.service.explaining import Explaining
from centers.settlement.service.institution_money import InstitutionMoney
from centers.settlement.service.lines import Lines
from centers.settlement.service.queries import Queries
from centers.settlement.service.reversing import Reversing
from centers.settlement.service.settling import Settling
from centers.settlement.service.special import Special
from centers.settlement.service.visits import Visits
from hsaf.contract.paging import Page, Paging


class SettlementService(InstitutionMoney):
    """Implements :class:`centers.settlement.contract.v1.SettlementContract`; see there for the operations."""

    def __init__(
        self,
        *,
        visits: Visits,
        lines: Lines,
        settling: Settling,
        reversing: Reversing,
        compensation: Compensation,
        queries: Queries,
        explaining: Explaining,
        special: Special,
        accounts: Accounts,
        ledger: LedgerRepository,
        **money: Any,
    ) -> None:
        super().__init__(**money)
        self._visits = visits
        self._lines = lines
        self._settling = settling
        self._reversing = reversing
        self._compensation = compensation
        self._queries = queries
        self._explaining = explaining
        self._special = special
        self._accounts = accounts
        self._ledger = ledger

    # -- visits -------------------------------------------------------------------------------------

    def register_visit(self, new: NewVisit, diagnoses: Sequence[Diagnosis] = ()) -> str:
        return self._visits.register(new, diagnoses)

    def update_visit(
        self, psn_no: str, mdtrt_id: str, changes: Mapping[str, Any], diagnoses: Sequence[Diagnosis]
    ) -> None:
        self._visits.update(psn_no, mdtrt_id, changes, diagnoses)

    def discharge(
        self, psn_no: str, mdtrt_id: str, endtime: datetime, changes: Mapping[str, Any], diagnoses: Sequence[Diagnosis]
    ) -> None:
        self._visits.discharge(psn_no, mdtrt_id, endtime, changes, diagnoses)

    def undo_discharge(self, psn_no: str, mdtrt_id: str) -> None:
        self._visits.undo_discharge(psn_no, mdtrt_id)

    def void_visit(self, psn_no: str, mdtrt_id: str, business: str) -> None:
        self._visits.void(psn_no, mdtrt_id, business)

    # -- fee lines ----------------------------------------------------------------------------------

    def upload_lines(self, psn_no: str, mdtrt_id: str, lines: Sequence[NewLine], med_type: str = "") -> list[LineSplit]:
        return self._lines.upload(psn_no, mdtrt_id, lines, med_type)

    def withdraw_lines(self, psn_no: str, mdtrt_id: str, *, chrg_bchno: str = "", feedetl_sn: str = "") -> int:
        return self._lines.withdraw(psn_no, mdtrt_id, chrg_bchno, feedetl_sn)

    # -- beside a visit's course --------------------------------------------------------------------

    def note_line(self, psn_no: str, mdtrt_id: str, feedetl_sn: str, med_list_codg: str, memo: str) -> None:
        self._special.note_line(psn_no, mdtrt_id, feedetl_sn, med_list_codg, memo)

    def flag_visit(self, flag: SpecialFlag) -> str:
        return self._special.flag(flag)

    def flags(self, query: FlagQuery, paging: Paging) -> Page:
        return self._special.flags(query, paging)

    def flagged_persons(self, query: FlagQuery) -> list[str]:
        return self._special.persons(query)

    # -- settlement ---------------------------------------------------------------------------------

    def preview(self, order: SettleOrder) -> Settlement:
        return self._settling.preview(order)

    def settle(self, order: SettleOrder) -> Settlement:
        return self._settling.settle(order)

    def preview_purchase(self, order: PharmacyOrder) -> Settlement:
        return self._settling.preview_purchase(order)

    def settle_purchase(self, order: PharmacyOrder) -> Settlement:
        return self._settling.settle_purchase(order)

    def reverse(self, psn_no: str, mdtrt_id: str, setl_id: str, business: str) -> Settlement:
        return self._reversing.reverse(psn_no, mdtrt_id, setl_id, business)

    def compensate(self, psn_no: str, omsgid: str, oinfno: str) -> None:
        self._compensation.compensate(psn_no, omsgid, oinfno)

    # -- queries ------------------------------------------------------------------------------------

    def visits(
        self, psn_no: str, begntime: datetime, endtime: datetime, med_type: str = "", mdtrt_id: str = ""
    ) -> list[Mapping[str, Any]]:
        return self._queries.visits(psn_no, begntime, endtime, med_type, mdtrt_id)

    def require_visit(self, psn_no: str, mdtrt_id: str) -> VisitFacts:
        return self._queries.require_visit(psn_no, mdtrt_id)

    def settled_between(
        self, begntime: datetime, endtime: datetime, med_types: Sequence[str], *, reversals: bool
    ) -> list[str]:
        return self._queries.settled_between(begntime, endtime, med_types, reversals=reversals)

    def settlement(self, psn_no: str, mdtrt_id: str, setl_id: str) -> Settlement:
        return self._queries.settlement(psn_no, mdtrt_id, setl_id)

    def lines(self, psn_no: str, mdtrt_id: str, setl_id: str) -> list[Mapping[str, Any]]:
        return self._queries.lines(psn_no, mdtrt_id, setl_id)

    def diagnoses(self, psn_no: str, mdtrt_id: str) -> list[Mapping[str, Any]]:
        return self._queries.diagnoses(psn_no, mdtrt_id)

    def inpatients(self, begntime: datetime, endtime: datetime, psn_no: str = "") -> list[Mapping[str, Any]]:
        return self._queries.inpatients(begntime, endtime, psn_no)

    def chronic_lines(self, psn_no: str, begntime: datetime, endtime: datetime) -> list[Mapping[str, Any]]:
        return self._queries.chronic_lines(psn_no, begntime, endtime)

    def settled_under(self, psn_no: str, insutype: str, dise_codg: str) -> list[tuple[str, date]]:
        return self._queries.settled_under(psn_no, insutype, dise_codg)

    def accumulators(self, psn_no: str, cum_ym: str = "") -> list[Mapping[str, Any]]:
        return self._queries.accumulators(psn_no, cum_ym)

    def balance(self, psn_no: str) -> int:
        return self._queries.balance(psn_no)

    def story(self, setl_id: str) -> SettlementStory:
        return self._queries.story(setl_id)

    # -- explanation --------------------------------------------------------------------------------

    def policy_items(self, psn_no: str, mdtrt_id: str, setl_id: str) -> list[PolicyItem]:
        return self._queries.policy_items(psn_no, mdtrt_id, setl_id)

    def recompute(self, setl_id: str) -> Recomputed:
        return self._explaining.recompute(setl_id)

    # -- ledger -------------------------------------------------------------------------------------

    def trial_balance(self) -> TrialBalance:
        return self._ledger.trial_balance()

    def load_accounts(self, rows: Iterable[Mapping[str, str]], on: date) -> int:
        return self._accounts.load(rows, on)
