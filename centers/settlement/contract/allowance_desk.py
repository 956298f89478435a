"""Contract of the settlement center, the maternity allowance at a screen (``settlement.allowance.v1``): the steps of
:mod:`centers.settlement.contract.allowance` for clerks of an agency, who serve the insured of their region.

Source: HB-11.3.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from centers.settlement.contract.counter import Form, Told
from hsaf.contract.paging import Page, Paging
from hsaf.contract.sheets import Sheet


class AllowanceDeskContract(Protocol):
    """Writes run inside the caller's unit of work, which holds the person's lock.

    Every operation raises ``COUNTER_ELSEWHERE`` for staff of an institution, and ``PERSON_UNKNOWN`` or
    ``ALLOWANCE_UNKNOWN`` for the insured of another region.
    """

    def allowances(self, asked: Mapping[str, Any], paging: Paging) -> Page:
        """The latest first. ``asked`` may hold ``psn_no`` and ``state``."""
        ...

    def claimant(self, psn_no: str) -> Told:
        """Who it is, where employed, and since when insured. Raises ``ALLOWANCE_PERSON`` and what enrollment refuses."""
        ...

    def declare(self, form: Form) -> Sheet:
        """What it comes to, with the rules. ``form`` holds the fields of ``Declaration``. Raises as
        ``declare_allowance``."""
        ...

    def sheet(self, allw_id: str) -> Sheet:
        """The declaration form (生育津贴申报表)."""
        ...

    def review(self, psn_no: str, allw_id: str) -> None: ...

    def give_back(self, psn_no: str, allw_id: str, reason: str) -> None: ...

    def withdraw(self, psn_no: str, allw_id: str, reason: str) -> None: ...

    def pay(self, psn_no: str, allw_id: str, payment_no: str) -> None: ...

    def reverse(self, psn_no: str, allw_id: str, reason: str) -> None: ...

    def recover(self, psn_no: str, allw_id: str, payment_no: str) -> None: ...
