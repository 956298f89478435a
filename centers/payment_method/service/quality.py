"""Running the quality rules over a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from centers.base_info.contract.v1 import BaseInfoContract
from centers.enrollment.contract.v1 import EnrollmentContract
from centers.payment_method.contract.v1 import LIST_BLOCKED, Finding
from centers.payment_method.domain.checks import Case
from centers.payment_method.domain.rules import Kind, RuleBook, grave_first
from centers.settlement.contract.v1 import Settlement, VisitFacts

CHRONIC: Final = "14"
"""``med_type`` 门诊慢特病."""

SHOWN: Final = 3
"""Violations that a refusal tells; the sentence has 200 characters."""


class Quality:
    def __init__(self, book: RuleBook, base_info: BaseInfoContract, enrollment: EnrollmentContract) -> None:
        self._book = book
        self._base_info = base_info
        self._enrollment = enrollment

    @property
    def version(self) -> str:
        return self._book.version

    def check(self, nodes: Mapping[str, Any], settlement: Settlement, visit: VisitFacts) -> tuple[Finding, ...]:
        """What the rules of the settlement's day find, blocking ones first. Raises ``LIST_BLOCKED``."""
        person = self._enrollment.benefit_facts(settlement.psn_no).person
        case = Case(
            nodes=nodes,
            scene="chronic" if visit.med_type == CHRONIC else visit.kind,
            gend=person.gend,
            brdy=person.brdy,
            begntime=visit.begntime,
            endtime=visit.endtime,
            unknown=frozenset(self._unknown(nodes)),
        )
        found = grave_first(self._book.findings(case, settlement.info["setl_time"].date()))
        blocking = [one for one in found if one.kind == Kind.BLOCKING]
        if blocking:
            raise LIST_BLOCKED(violations="；".join(f"{one.rule} {one.message}" for one in blocking[:SHOWN]))
        return found

    def _unknown(self, nodes: Mapping[str, Any]) -> Iterator[str]:
        """Codes of the list that the national catalogs do not have."""
        for row in nodes.get("diseinfo", ()):
            if self._base_info.diagnosis(row["diag_code"]) is None:
                yield row["diag_code"]
        for row in nodes.get("oprninfo", ()):
            if self._base_info.operation(row["oprn_oprt_code"]) is None:
                yield row["oprn_oprt_code"]
