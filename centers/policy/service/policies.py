"""The policy service: publishes versions and evaluates cases with the one in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from centers.policy.contract.allowance import AllowanceCase, AllowanceResult
from centers.policy.contract.simulation import Evaluated, PastSettlement, Replayed
from centers.policy.contract.v1 import POLICY_INVALID, BenefitCase, BenefitResult
from centers.policy.data.allowances import AllowanceVersions
from centers.policy.data.orders import Orders
from centers.policy.data.repository import PUBLISHED, Repository, Stored
from centers.policy.data.shelf import Shelf
from centers.policy.domain.evaluation import PolicyBook, evaluate, evaluate_with
from centers.policy.domain.publication import Publication, prepare
from centers.policy.service.allowances import AllowanceBook
from centers.policy.service.drafts import Drafts
from centers.policy.service.workshop import Workshop, require_sound
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.data.snapshot import Snapshot, bump
from hsaf.rules import Policy
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database

TOPIC: Final = "policy.published"


class Policies:
    """Implements :class:`centers.policy.contract.v1.PolicyContract`,
    :class:`centers.policy.contract.simulation.Simulations` and
    :class:`centers.policy.contract.allowance.Allowances`."""

    def __init__(self, repository: Repository, database: Database, crypto: Crypto) -> None:
        self._repository = repository
        self._crypto = crypto
        self.workshop = Workshop(Shelf(), Orders(), repository, crypto)
        self._compiled_before: dict[tuple[str, str], Policy] = {}
        self._book: Snapshot[PolicyBook] = Snapshot(database, TOPIC, self._load, exact=True)
        self._drafts = Drafts(repository, self._book.get, self._digest)
        self._allowances = AllowanceBook(AllowanceVersions(), crypto)

    def evaluate(self, case: BenefitCase) -> BenefitResult:
        return evaluate(self._book.get(), case)

    def evaluate_under(self, version_id: str, case: BenefitCase) -> BenefitResult:
        return evaluate_with(self._book.get().named(version_id), case)

    def scene_kind(self, med_type: str, on: date) -> str | None:
        return self._book.get().kind_of(med_type, on)

    def knows_disease(self, dise_codg: str, insutype: str, on: date) -> bool:
        return self._book.get().knows_disease(dise_codg, insutype, on)

    def save_draft(self, policy: Mapping[str, Any], parameters: Iterable[Mapping[str, str]]) -> str:
        return self._drafts.save(policy, parameters)

    def keep_draft(self, scheme_id: str, proposed: bool = False) -> str:
        draft = self.workshop.draft(scheme_id, proposed=proposed)
        require_sound(draft)
        return self.save_draft(draft.assembled.document, draft.assembled.parameters)

    def evaluate_all(self, policy: str, cases: Sequence[BenefitCase]) -> Evaluated:
        return self._drafts.evaluate(policy, cases)

    def replay(self, policy: str, past: Sequence[PastSettlement]) -> Replayed:
        return self._drafts.replay(policy, past)

    def publish(self, policy: Mapping[str, Any], parameters: Iterable[Mapping[str, str]]) -> str:
        publication = prepare(policy, parameters)
        digest = self._digest(publication)
        bump(TOPIC)  # first, so that its lock serialises whoever publishes or takes back
        known = self._repository.digest_of(publication.version_id)
        if known is None:
            self._repository.add(_row(publication, digest), publication.parameters)
            current_uow().audit("policy.published", {"version_id": publication.version_id, "digest": digest})
        elif known != digest:
            reason = "该版本已发布，已发布的版本不能更改，请使用新的版本号"
            raise POLICY_INVALID(policy=publication.version_id, reason=reason)
        return publication.version_id

    def publish_allowance(self, document: Mapping[str, str], parameters: Iterable[Mapping[str, str]]) -> str:
        return self._allowances.publish(document, parameters)

    def allowance(self, case: AllowanceCase) -> AllowanceResult | None:
        return self._allowances.compute(case)

    def allowance_under(self, version_id: str, case: AllowanceCase) -> AllowanceResult:
        return self._allowances.compute_under(version_id, case)

    def is_ready(self) -> bool:
        """Whether any policy is published."""
        return len(self._book.get()) > 0

    def refresh(self) -> None:
        """Every worker looks at the published versions again before this is answered: the next settlement, whoever
        makes it, is made by them."""
        bump(TOPIC, everywhere=True)

    def _load(self) -> PolicyBook:
        """Compiles only what this process does not have yet: a published version never changes."""
        heads = self._repository.heads()
        missing = [head.version_id for head in heads if (head.version_id, head.digest) not in self._compiled_before]
        for stored in self._repository.stored(missing) if missing else ():
            self._compiled_before[stored.version_id, stored.digest] = self._compiled(stored)
        policies = [self._compiled_before[head.version_id, head.digest] for head in heads]
        return PolicyBook(policies, {head.version_id for head in heads if head.state != PUBLISHED})

    def _compiled(self, stored: Stored) -> Policy:
        publication = prepare(stored.document, stored.parameters)
        if self._digest(publication) != stored.digest:
            raise POLICY_INVALID(policy=stored.version_id, reason="库中内容与发布时的摘要不符，可能被改动")
        return publication.policy

    def _digest(self, publication: Publication) -> str:
        return self._crypto.sm3(publication.canonical()).hex()


def _row(publication: Publication, digest: str) -> dict[str, Any]:
    document, now = publication.policy.document, context.current()
    return {
        "version_id": publication.version_id,
        "policy_id": document.id,
        "policy_version": document.version,
        "name": document.name,
        "source": document.source,
        "region": document.region,
        "begndate": document.begndate,
        "enddate": document.enddate,
        "published_at": now.wall_time.replace(microsecond=0),
        "published_by": now.actor,
        "document": publication.document,
        "digest": digest,
    }
