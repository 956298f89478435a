"""Who may handle a step: candidates as the definition names them, without those who must not judge."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from centers.user.contract.v1 import ENABLED, AccountCard, UserContract
from centers.workflow.contract.errors import CANDIDATE_MISSING, CANDIDATES_MANY, RECEIVER_WRONG
from centers.workflow.contract.v1 import ACCOUNT, COVERING, MOST_CANDIDATES, SAME_ORG, UPPER_ORG, Candidate, Step
from centers.workflow.data.tasks import Person
from hsaf.contract.principal import area_prefix


class People:
    def __init__(self, user: UserContract) -> None:
        self._user = user

    def of(self, step: Step, instance: Mapping[str, Any], permission: str, judged: Collection[str]) -> list[Person]:
        """Candidates of a step, each once. ``judged`` approved an earlier step already. Raises ``CANDIDATE_MISSING`` or
        ``CANDIDATES_MANY``."""
        kept = dict(self._named(step, instance))
        barred = {*judged, *([] if step.self_too else self.selves(instance["applicant"]))}
        able = self._user.able([one for one in kept if one not in barred], permission)
        if not able:
            raise CANDIDATE_MISSING(step=step.name)
        if len(able) > MOST_CANDIDATES:
            raise CANDIDATES_MANY(step=step.name, count=len(able), most=MOST_CANDIDATES)
        return [Person(one.account, one.name) for one in kept.values() if one.account in able]

    def receiver(self, account: str, step: Step, instance: Mapping[str, Any], permission: str) -> Person:
        """Somebody a task may be given to. Raises ``RECEIVER_WRONG``."""
        card = self._user.card(account)
        if card is None or card.state != ENABLED:
            raise RECEIVER_WRONG(account=account[:50], reason="该账号不存在或已停用", field="account")
        if not step.self_too and account in self.selves(instance["applicant"]):
            raise RECEIVER_WRONG(account=account, reason="这是申请人本人", field="account")
        if not self._user.able([account], permission):
            raise RECEIVER_WRONG(account=account, reason="没有审批这类申请的权限", field="account")
        return Person(card.account, card.name)

    def card(self, account: str) -> AccountCard | None:
        return self._user.card(account)

    def _named(self, step: Step, instance: Mapping[str, Any]) -> Iterator[tuple[str, AccountCard]]:
        for candidate in step.candidates:
            for card in self._members(candidate):
                if _stands(card, candidate.within, instance):
                    yield card.account, card

    def _members(self, candidate: Candidate) -> list[AccountCard]:
        if candidate.kind != ACCOUNT:
            return list(self._user.members(candidate.kind, candidate.code))
        card = self._user.card(candidate.code)
        return [card] if card is not None and card.state == ENABLED else []

    def selves(self, account: str) -> set[str]:
        """Every account of the same person."""
        return {account, *(one.account for one in self._user.identities(account))}


def _stands(card: AccountCard, within: str, instance: Mapping[str, Any]) -> bool:
    if within == SAME_ORG:
        return card.org_no == str(instance["org_no"])
    if within == UPPER_ORG:
        return card.org_path != instance["org_path"] and str(instance["org_path"]).startswith(card.org_path)
    if within == COVERING:
        return bool(card.admdvs) and str(instance["admdvs"]).startswith(area_prefix(card.admdvs))
    return True
