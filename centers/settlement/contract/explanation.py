"""Contract of the settlement center, its explaining part: policy-item rows and recomputation.

Source: national-interface sections 4 and 5 (transaction 100001); ADR 0004 for what is sealed.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, Protocol

import msgspec


class PolicyItem(msgspec.Struct, frozen=True, kw_only=True):
    """One explained amount of a settlement, in the shape of transaction 100001, with the rule behind it.

    Amounts in fen (negated for a reversal); a ratio is ``None`` where the item has none.
    """

    code: str
    name: str
    self_pay: int
    self_prop: Decimal | None
    fund_pay: int
    fund_prop: Decimal | None
    item: str
    rule_id: str
    version: str


class Difference(msgspec.Struct, frozen=True):
    """A value that is not what the stored inputs give: where, as booked, and as computed again."""

    field: str
    booked: str
    recomputed: str


class Recomputed(msgspec.Struct, frozen=True, kw_only=True):
    """Outcome of computing a settlement again. ``policy`` is ``id@version`` it was booked under."""

    setl_id: str
    policy: str
    lines: int
    items: int
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        return not self.differences


RECHECK: Final = "settlement.recheck"
"""Kind of the background job; its result is a :class:`Rechecked` as plain data."""


class Rechecked(msgspec.Struct, frozen=True, kw_only=True):
    """Outcome of computing all settlements of some days again. ``differing`` are the numbers of those that do
    not come to what was booked, at most :data:`NAMED` of them; ``recompute`` says in what."""

    begin: date
    end: date
    settlements: int
    lines: int
    differences: int
    differing: tuple[str, ...]


NAMED: Final = 1000


class Explanations(Protocol):
    """What may be asked about how a settlement came to its amounts."""

    def policy_items(self, psn_no: str, mdtrt_id: str, setl_id: str) -> list[PolicyItem]:
        """100001: the explanation rows of a settlement of the calling institution, in policy order.

        Raises ``VISIT_NOT_SETTLED``."""
        ...

    def recompute(self, setl_id: str) -> Recomputed:
        """Divide the stored lines again and run the policy version of the settlement's own day on the
        stored inputs; compare every amount, accumulator, account payment and step with what was booked
        and with the amounts sealed in the audit chain.

        Raises ``VISIT_NOT_SETTLED``, or the policy center's ``VERSION_UNKNOWN``."""
        ...

    def recheck(self, begin: date, end: date) -> str:
        """Order :meth:`recompute` of every settlement dated within the days (both count), reversed ones too, by
        column; the number of the background job."""
        ...
