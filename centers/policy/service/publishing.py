"""Publication of drafts made of records, and taking a published version back (政策发布、政策回退)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from centers.policy.contract.desk import (
    DAYS_OUTSIDE,
    DRAFT_CHANGED,
    LEFT_UNCOVERED,
    NOT_NEWEST,
    NOT_PUBLISHED,
    NOTHING_CHANGED,
    REASON_MISSING,
    Difference,
    VersionShown,
)
from centers.policy.contract.v1 import VERSION_UNKNOWN
from centers.policy.data.repository import PUBLISHED, Published, Repository
from centers.policy.domain.comparison import compare
from centers.policy.domain.findings import gaps
from centers.policy.domain.publication import prepare
from centers.policy.domain.splitting import split
from centers.policy.service.policies import Policies
from centers.policy.service.workshop import Draft, Workshop, content, require_sound
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.records.contract import RecordsContract, Sheet


class Publishing:
    """Writes hold the lock ``policy:publish`` as their subject; the version row decides between writers."""

    def __init__(self, policies: Policies, repository: Repository, workshop: Workshop, label: Any) -> None:
        self._policies = policies
        self._repository = repository
        self._workshop = workshop
        self._label = label

    def versions(self, scheme_id: str = "") -> list[VersionShown]:
        everything = self._repository.versions()
        found = [one for one in everything if not scheme_id or one.policy_id == scheme_id]
        newest: dict[str, str] = {}
        for one in found:
            if one.state == PUBLISHED:
                newest.setdefault(one.policy_id, one.version_id)
        last = set(newest.values())
        return [_shown(one, one.version_id in last and not _uncovered(one, everything)) for one in found]

    def publish(self, scheme_id: str, begndate: date | None, enddate: date | None, seen: str) -> VersionShown:
        self._policies.refresh()  # its lock first: of two who publish at once the second sees what the first did
        whole = self._workshop.draft(scheme_id)
        if seen and seen != whole.digest:
            raise DRAFT_CHANGED(scheme=scheme_id, field="seen")
        first, last = self._days(whole, begndate, enddate)
        draft = self._workshop.draft(scheme_id, begndate=first, enddate=last)
        require_sound(draft)
        self._require_news(draft, first, last)
        document, rows = draft.assembled.document, draft.assembled.parameters
        version_id = self._policies.publish(document, rows)
        current_uow().audit("policy.draft_published", {"version_id": version_id, "order_no": draft.order_no})
        return self._one(version_id)

    def _days(self, draft: Draft, begndate: date | None, enddate: date | None) -> tuple[date, date]:
        """From today where something is published already, from the scheme's first day otherwise."""
        said = draft.scheme.values
        today = context.current().wall_time.date()
        begin = begndate or (max(said["begndate"], today) if draft.published else said["begndate"])
        end = enddate or said["enddate"]
        if not said["begndate"] <= begin <= end <= said["enddate"]:
            raise DAYS_OUTSIDE(
                begndate=begin, enddate=end, first=said["begndate"], last=said["enddate"], field="begndate"
            )
        return begin, end

    def _require_news(self, draft: Draft, first: date, last: date) -> None:
        """Raises ``NOTHING_CHANGED`` when the version published last says the same on these days."""
        newest = self._repository.newest(draft.scheme.values["scheme_id"])
        if newest is None or not newest.begndate <= first <= last <= newest.enddate:
            return
        (stored,) = self._repository.stored([newest.version_id])
        if content(stored.document, stored.parameters) == content(draft.assembled.document, draft.assembled.parameters):
            raise NOTHING_CHANGED(scheme=draft.scheme.values["scheme_name"], version_id=newest.version_id)

    def differences(self, draft: Draft) -> Sequence[Difference]:
        before: tuple[Mapping[str, Any], Sequence[Mapping[str, str]]] = ({"scenes": [], "items": []}, [])
        if draft.published:
            (stored,) = self._repository.stored([draft.published])
            before = stored.document, stored.parameters
        after = draft.assembled.document, draft.assembled.parameters
        return compare(before, after, draft.holdings.labels)

    # -- taking back ------------------------------------------------------------------------------

    def roll_back(self, version_id: str, reason: str) -> VersionShown:
        if not reason.strip():
            raise REASON_MISSING(field="reason")
        self._policies.refresh()
        target = self._require(version_id)
        others = [one for one in self._repository.versions(target.policy_id) if one.state == PUBLISHED]
        if others[0].version_id != version_id:
            raise NOT_NEWEST(version_id=version_id, newest=others[0].version_id, field="version_id")
        self._require_covered(target)
        now = context.current()
        if not self._repository.take_back(version_id, now.wall_time.replace(microsecond=0), now.actor, reason.strip()):
            raise NOT_PUBLISHED(version_id=version_id, day=now.wall_time.date(), field="version_id")
        current_uow().audit(
            "policy.rolled_back", {"version_id": version_id, "falls_back_to": [one.version_id for one in others[1:2]]}
        )
        return self._one(version_id)

    def _require(self, version_id: str) -> Published:
        found = next((one for one in self._repository.versions() if one.version_id == version_id), None)
        if found is None:
            raise VERSION_UNKNOWN(version_id=version_id, field="version_id")
        if found.state != PUBLISHED:
            day = found.rolled_back_at.date() if found.rolled_back_at else ""
            raise NOT_PUBLISHED(version_id=version_id, day=day, field="version_id")
        return found

    def _require_covered(self, target: Published) -> None:
        """Raises ``LEFT_UNCOVERED`` when a day of the version would have no policy at all."""
        for begin, end in _uncovered(target, self._repository.versions())[:1]:
            raise LEFT_UNCOVERED(version_id=target.version_id, begin=begin, end=end, field="version_id")

    def _one(self, version_id: str) -> VersionShown:
        return next(one for one in self.versions() if one.version_id == version_id)

    # -- seeding ----------------------------------------------------------------------------------

    def adopt(
        self, records: RecordsContract, policy: Mapping[str, Any], parameters: Sequence[Mapping[str, str]]
    ) -> str:
        """Records in force from a document, and the version they are assembled to."""
        publication = prepare(policy, parameters)
        document = publication.policy.document
        for type, rows in split(document, publication.parameters, self._label).items():
            records.install(type, records.new_id(), Sheet(list(enumerate(rows, start=1))))
        draft = self._workshop.draft(document.id)
        require_sound(draft)
        return self._policies.publish(draft.assembled.document, draft.assembled.parameters)


def _uncovered(target: Published, versions: Sequence[Published]) -> list[tuple[date, date]]:
    """Days of a version that no other published one has."""
    spans = [
        (one.begndate, one.enddate)
        for one in versions
        if one.state == PUBLISHED and one.version_id != target.version_id
    ]
    return list(gaps(spans, target.begndate, target.enddate))


def _shown(one: Published, newest: bool) -> VersionShown:
    return VersionShown(
        version_id=one.version_id,
        scheme_id=one.policy_id,
        version=one.policy_version,
        name=one.name,
        begndate=one.begndate,
        enddate=one.enddate,
        state=one.state,
        newest=newest,
        published_at=one.published_at,
        published_by=one.published_by,
        rolled_back_at=one.rolled_back_at,
        rolled_back_by=one.rolled_back_by,
        reason=one.reason,
        digest=one.digest,
    )
