"""The desk of the policy center: implements :class:`centers.policy.contract.desk.PolicyDesk`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from centers.policy.contract.desk import (
    CONVERSION_NONE,
    CaseOutcome,
    Computed,
    Difference,
    DraftShown,
    Finding,
    OrderRow,
    Paid,
    VersionShown,
)
from centers.policy.data.shelf import Shelf
from centers.policy.service.bench import Bench
from centers.policy.service.ordering import Ordering
from centers.policy.service.policies import Policies
from centers.policy.service.publishing import Publishing
from centers.policy.service.workshop import Workshop
from hsaf.data.snapshot import bump
from hsaf.records.contract import RecordsContract

CODES: Final = "base_info"
"""Snapshot of the base information center that holds code tables."""


class Desk:
    def __init__(
        self,
        shelf: Shelf,
        workshop: Workshop,
        publishing: Publishing,
        ordering: Ordering,
        bench: Bench,
        policies: Policies,
        records: RecordsContract,
    ) -> None:
        self._shelf = shelf
        self._workshop = workshop
        self._publishing = publishing
        self._ordering = ordering
        self._bench = bench
        self._policies = policies
        self._records = records

    # -- drafts and their publication -----------------------------------------------------------------

    def draft(self, scheme_id: str, proposed: bool = False) -> DraftShown:
        return self._workshop.shown(self._workshop.draft(scheme_id, proposed=proposed))

    def findings(self, scheme_id: str, proposed: bool = False) -> Sequence[Finding]:
        return self._workshop.draft(scheme_id, proposed=proposed).findings()

    def differences(self, scheme_id: str, proposed: bool = False) -> Sequence[Difference]:
        return self._publishing.differences(self._workshop.draft(scheme_id, proposed=proposed))

    def versions(self, scheme_id: str = "") -> Sequence[VersionShown]:
        return self._publishing.versions(scheme_id)

    def publish_draft(
        self, scheme_id: str, begndate: date | None = None, enddate: date | None = None, seen: str = ""
    ) -> VersionShown:
        return self._publishing.publish(scheme_id, begndate, enddate, seen)

    def roll_back(self, version_id: str, reason: str) -> VersionShown:
        return self._publishing.roll_back(version_id, reason)

    def adopt(self, policy: Mapping[str, Any], parameters: Sequence[Mapping[str, str]]) -> str:
        return self._publishing.adopt(self._records, policy, parameters)

    # -- order of calculation -------------------------------------------------------------------------

    def order(self) -> Sequence[OrderRow]:
        return self._ordering.rows()

    def move(self, item_code: str, direction: str) -> Sequence[OrderRow]:
        return self._ordering.move(item_code, direction)

    def cancel_order(self) -> Sequence[OrderRow]:
        return self._ordering.cancel()

    def confirm_order(self) -> Sequence[OrderRow]:
        return self._ordering.confirm()

    # -- test bench -----------------------------------------------------------------------------------

    def calculate(self, case: Mapping[str, Any], target: str = "published", scheme_id: str = "") -> Computed:
        return self._bench.calculate(case, target, scheme_id)

    def recalculate(self, case_no: str, target: str = "published", scheme_id: str = "") -> Computed:
        return self._bench.recalculate(case_no, target, scheme_id)

    def run_cases(self, scheme_id: str, proposed: bool = False) -> Sequence[CaseOutcome]:
        return self._bench.run_cases(scheme_id, proposed=proposed)

    def calculate_payment(self, case: Mapping[str, Any]) -> Paid:
        return self._bench.calculate_payment(case)

    def run_method_cases(self, method_code: str = "") -> Sequence[Paid]:
        return self._bench.run_method_cases(method_code)

    def refresh(self, cache: str) -> None:
        self._policies.refresh() if cache == "policy" else bump(CODES)

    # -- conversion -----------------------------------------------------------------------------------

    def to_national(self, elem_code: str, local_value: str) -> str:
        found = self._shelf.holdings(types=["conversion"])
        held = found.find("conversion", elem_code=elem_code, local_value=local_value)
        return str(held.values["value"]) if held else local_value

    def reset_conversion(self, elem_code: str) -> int:
        mine = [held for held in self._shelf.of("conversion") if held.values["elem_code"] == elem_code]
        if not mine:
            raise CONVERSION_NONE(elem_code=elem_code, field="elem_code")
        for held in mine:
            self._records.void("conversion", held.id, "重置为不转换")
        return len(mine)
