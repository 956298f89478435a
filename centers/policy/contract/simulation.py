"""Contract of the policy center, its simulating part: drafts, and what past settlements would come to
under one (政策模拟)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from centers.policy.contract.v1 import BenefitCase


class PastSettlement(msgspec.Struct, frozen=True, kw_only=True):
    """A settlement as it was booked, one of a person's in the order of commitment.

    ``person`` is whose settlements follow one another, ``stay`` the stay whose settlements share a
    deductible (empty outside stays). ``case`` is what it was calculated from; of its ``accumulators`` only
    those of a person's first settlement of an insurance type and year count, as the year's opening
    balances: later ones follow from what the replay adds. ``draws`` are what the accounts paid, in fen.
    """

    person: str
    stay: str
    case: BenefitCase
    draws: Sequence[tuple[str, int]] = ()


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """What the settlements come to: a column in fen for each amount of a ``BenefitResult``, one value for
    each settlement given; and those the policy refuses, by position, with the reason. A refused one has
    nothing but zeros."""

    amounts: Mapping[str, Sequence[int]]
    refused: Mapping[int, str]


class Evaluated(Replayed, frozen=True, kw_only=True):
    """The same of cases by themselves, with what each adds to accumulators (by full name) and what the first,
    second ... of its accounts pays."""

    deltas: Mapping[str, Sequence[int]]
    draws: Sequence[Sequence[int]]


class Simulations(Protocol):
    """What may be asked about policies that are not in force."""

    def save_draft(self, policy: Mapping[str, Any], parameters: Iterable[Mapping[str, str]]) -> str:
        """Keep a draft with its parameter rows; its id, the same for the same content.

        Compiles first. Raises ``POLICY_INVALID`` with the item and the reason."""
        ...

    def keep_draft(self, scheme_id: str, proposed: bool = False) -> str:
        """Keep the draft of a scheme as its records stand now (see :mod:`.desk`); its id.

        Raises ``SCHEME_UNKNOWN``, ``PUBLISH_REFUSED``."""
        ...

    def evaluate_all(self, policy: str, cases: Sequence[BenefitCase]) -> Evaluated:
        """Run a published ``id@version`` (or a draft) on each case as it stands.

        Raises ``VERSION_UNKNOWN`` or ``POLICY_INVALID``."""
        ...

    def replay(self, policy: str, past: Sequence[PastSettlement]) -> Replayed:
        """Run a draft (or a published ``id@version``) over past settlements, whole persons' years at a time.

        Accumulators, the deductibles of stays and what is left on accounts are carried from settlement to
        settlement as they would have been; a settlement on a day outside the policy's validity meets the
        parameters of the same day of its first year. Raises ``VERSION_UNKNOWN`` or ``POLICY_INVALID``."""
        ...
