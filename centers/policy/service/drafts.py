"""Drafts of policies, and many cases at once under a draft or a published version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from centers.policy.contract.simulation import Evaluated, PastSettlement, Replayed
from centers.policy.contract.v1 import VERSION_UNKNOWN, BenefitCase
from centers.policy.data.repository import Repository
from centers.policy.domain.evaluation import PolicyBook
from centers.policy.domain.publication import Publication, prepare
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.rules import Policy

if TYPE_CHECKING:
    from hsaf.rules.vector import VectorPolicy

KEPT: Final = 4
"""Vectorised policies kept in process: a replay asks for the same one chunk after chunk."""

DIGITS: Final = 16
"""Hexadecimal digits of the digest in a draft's id."""

Digest = Callable[[Publication], str]


class Drafts:
    """``book`` gives the published policies, ``digest`` that of a document with its parameters."""

    def __init__(self, repository: Repository, book: Callable[[], PolicyBook], digest: Digest) -> None:
        self._repository = repository
        self._book = book
        self._digest = digest
        self._vectors: dict[str, VectorPolicy] = {}

    def save(self, policy: Mapping[str, Any], parameters: Iterable[Mapping[str, str]]) -> str:
        """Raises ``POLICY_INVALID``."""
        publication = prepare(policy, parameters)
        digest = self._digest(publication)
        draft_id = f"{publication.version_id}#{digest[:DIGITS]}"
        if self._repository.draft(draft_id) is None:
            now = context.current()
            self._repository.add_draft(
                draft_id, publication.document, publication.parameters, now.wall_time.replace(microsecond=0), now.actor
            )
            current_uow().audit("policy.drafted", {"draft_id": draft_id, "digest": digest})
        return draft_id

    def replay(self, policy: str, past: Sequence[PastSettlement]) -> Replayed:
        """Raises ``VERSION_UNKNOWN`` or ``POLICY_INVALID``."""
        from centers.policy.domain.replay import replay  # brings numpy, which no counter needs

        return replay(self._vectorised(policy), past)

    def evaluate(self, policy: str, cases: Sequence[BenefitCase]) -> Evaluated:
        """Raises ``VERSION_UNKNOWN`` or ``POLICY_INVALID``."""
        from centers.policy.domain.columns import columns_of, evaluate_many

        settled = evaluate_many(self._vectorised(policy), columns_of(cases))
        return Evaluated(
            amounts={name: column.tolist() for name, column in settled.amounts.items()},
            refused=settled.refused,
            deltas={name: column.tolist() for name, column in settled.deltas.items()},
            draws=[column.tolist() for column in settled.draws],
        )

    def _vectorised(self, policy: str) -> VectorPolicy:
        from centers.policy.domain.columns import vectorised

        found = self._vectors.get(policy)
        if found is None:
            while len(self._vectors) >= KEPT:
                self._vectors.pop(next(iter(self._vectors)))
            found = self._vectors[policy] = vectorised(self._compiled(policy))
        return found

    def _compiled(self, policy: str) -> Policy:
        if "#" not in policy:
            return self._book().named(policy)
        draft = self._repository.draft(policy)
        if draft is None:
            raise VERSION_UNKNOWN(version_id=policy)
        return prepare(*draft).policy
