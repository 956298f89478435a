"""Contract of the settlement center, its counter at a screen: cash receipts reimbursed by the agency's clerks
(``settlement.counter.v1``), the same steps as :mod:`centers.settlement.contract.reimbursement` takes.

Clerks of an agency serve the insured of their region; staff of an institution have no counter. A form is what a wizard
gathered: values by national field code, money in fen, tables as lists of rows. Source: HB-11.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from hsaf.contract.errors import ErrorCode
from hsaf.contract.paging import Page, Paging
from hsaf.contract.sheets import Sheet

COUNTER_ELSEWHERE = ErrorCode(
    "settlement.counter_elsewhere",
    77,
    "零星报销由医保经办机构办理，您所在的 {org_name} 不能办理",
    "请引导参保人到经办机构",
)

Form = Mapping[str, Any]
Told = Sequence[Sequence[str]]
"""Pairs of label and text, for the page."""

ENTRY_PAGE: Final = "core_business.reimbursement_entry"
"""The wizard that a returned row leads to."""
TRACE_PAGE: Final = "core_business.settlement_trace"
"""The function that a settled row leads to."""


class CounterContract(Protocol):
    """Writes run inside the caller's unit of work, which holds the person's lock."""

    def claimant(self, psn_no: str, insutype: str) -> Told:
        """Who it is and how they stand. Raises ``COUNTER_ELSEWHERE``, ``PERSON_UNKNOWN`` and what enrollment refuses."""
        ...

    def care(self, form: Form) -> Told:
        """Where and why care was given. Raises ``INSTITUTION_UNKNOWN``, ``DIAGNOSIS_UNKNOWN``, ``APPLICATION_INCOMPLETE``."""
        ...

    def fees(self, form: Form) -> Told:
        """Sums of receipts and fees. Raises ``RECEIPT_SUM_MISMATCH``, ``LINES_AND_TOTALS`` and the like."""
        ...

    def reimburse(self, form: Form) -> Sheet:
        """Enter an application, or with ``reim_id`` a returned one anew, which keeps its account to pay to where none is
        said; what it would pay today. Raises what entering refuses."""
        ...

    def returned(self, reim_id: str) -> Form:
        """A returned application as the form it was entered with: texts, tables as rows, no account to pay to.

        Raises ``REIMBURSEMENT_UNKNOWN``, ``REIMBURSEMENT_STATE``.
        """
        ...

    def amend(self, psn_no: str, reim_id: str) -> Mapping[str, Any]:
        """``page`` and ``ref`` of where a returned application is entered anew. Raises as :meth:`returned`."""
        ...

    def reimbursements(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        """Of the insured of the clerk's region, the latest first. ``asked`` may hold ``psn_no`` and ``state``."""
        ...

    def reimbursement_sheet(self, reim_id: str) -> Sheet:
        """The assessment sheet (零星报销核定单). Raises ``REIMBURSEMENT_UNKNOWN``."""
        ...

    def review(self, psn_no: str, reim_id: str) -> Sheet:
        """Another clerk approves: settled now. Raises as ``review_reimbursement``."""
        ...

    def give_back(self, psn_no: str, reim_id: str, reason: str) -> None: ...

    def withdraw(self, psn_no: str, reim_id: str, reason: str) -> None: ...

    def pay(self, psn_no: str, reim_id: str, payment_no: str) -> None: ...

    def reverse(self, psn_no: str, reim_id: str, reason: str) -> None: ...

    def recover(self, psn_no: str, reim_id: str, payment_no: str) -> None:
        """The person gave back what a reversed one had paid. Raises ``SAME_CLERK``, ``REIMBURSEMENT_STATE``."""
        ...
