"""The contract ``settlement.desk.v1``, each operation handed to the module that does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from centers.base_info.contract.v1 import BaseInfoContract
from centers.settlement.contract.desk import Bill
from centers.settlement.service import desk_printing as printing
from centers.settlement.service.desk import DeskBills
from centers.settlement.service.desk_looking import DeskLooking
from centers.settlement.service.tracing import Tracing
from hsaf.contract.paging import Page, Paging
from hsaf.contract.sheets import Sheet
from hsaf.functions.model import File

MOST_ROWS: Final = 20_000


class DeskService:
    """Implements :class:`centers.settlement.contract.desk.DeskContract`; see there for the operations."""

    def __init__(self, looking: DeskLooking, bills: DeskBills, tracing: Tracing, base_info: BaseInfoContract) -> None:
        self._looking = looking
        self._bills = bills
        self._tracing = tracing
        self._base_info = base_info

    def place(self) -> Mapping[str, Any]:
        return self._looking.place()

    def find_persons(
        self, psn_no: str = "", certno: str = "", psn_name: str = "", admdvs: str = ""
    ) -> Sequence[Mapping[str, Any]]:
        return self._looking.persons(psn_no, certno, psn_name, admdvs)

    def person(self, psn_no: str) -> Mapping[str, Any]:
        return self._looking.person(psn_no)

    def items(self, text: str, fixmedins_code: str = "") -> Sequence[Mapping[str, Any]]:
        return self._looking.items(text, fixmedins_code)

    def diagnoses(self, text: str) -> Sequence[Mapping[str, Any]]:
        return self._looking.diagnoses(text)

    def settle_bill(self, bill: Bill) -> Mapping[str, Any]:
        return self._tracing.settled(self._bills.settle(bill))

    def take_back(self, psn_no: str, setl_id: str, reason: str) -> Mapping[str, Any]:
        return self._tracing.settled(self._bills.take_back(psn_no, setl_id, reason))

    def settlements(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        return self._looking.settlements(asked, paging)

    def settlements_file(self, begndate: date, enddate: date, asked: Mapping[str, Any]) -> File:
        days = {"begndate": begndate, "enddate": enddate}
        return printing.listing(self._looking.all_settlements({**asked, **days}, MOST_ROWS), self._label)

    def slip(self, setl_id: str) -> Sheet:
        found = self._tracing.trace(setl_id)
        return printing.slip(found["settlement"], found["accumulators"], self._label)

    def trace(self, setl_id: str) -> Mapping[str, Any]:
        return self._tracing.trace(setl_id)

    def trace_file(self, setl_id: str) -> File:
        return printing.trace(self._tracing.trace(setl_id), self._label)

    def _label(self, type: str, value: str) -> str:
        return self._base_info.label(type, value) or value
