"""Keeping documents: the uploads 4201-4701."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from centers.archive.contract.v1 import NOTHING_TO_VOID, OTHER_PERSON, Entry, Receipt
from centers.archive.data.repository import DocumentRepository
from centers.archive.domain.drafts import VOID, Draft, VisitRef, drafts_of, visit_of
from centers.archive.domain.kinds import KINDS, Kind
from centers.settlement.contract.v1 import SettlementContract
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.data.types import to_json
from hsaf.spi.crypto import Crypto

ID_BYTES: Final = 16


class Archiving:
    """Every document belongs to the calling institution and one of its visits."""

    def __init__(self, documents: DocumentRepository, crypto: Crypto, settlement: SettlementContract | None) -> None:
        self._documents = documents
        self._crypto = crypto
        self._settlement = settlement

    def store(self, infno: str, nodes: Mapping[str, Any]) -> list[Receipt]:
        kind, visit = KINDS[infno], visit_of(nodes)
        drafts = {self._id(kind, visit, draft): draft for draft in drafts_of(kind, nodes)}
        if visit.mdtrt_id and self._settlement is not None:
            self._settlement.require_visit(visit.psn_no, visit.mdtrt_id)
        contents = {doc_id: to_json(draft.nodes).encode() for doc_id, draft in drafts.items()}
        before = self._documents.known(context.current().institution, drafts)
        entries = [
            self._entry(infno, visit, draft, doc_id, contents[doc_id], before.get(doc_id))
            for doc_id, draft in drafts.items()
        ]
        changed = [one for one in entries if one is not before.get(one.doc_id)]
        self._documents.add(changed, contents)
        self._note(changed)
        return [Receipt(one.doc_id, one.version, one.digest, one in changed) for one in entries]

    def _id(self, kind: Kind, visit: VisitRef, draft: Draft) -> str:
        """The same for the same document sent again; without a number of its own, for the same content."""
        named = draft.key or (to_json(draft.nodes) if kind.key else "")
        return self._crypto.sm3(to_json([kind.code, visit.mdtrt_sn, named]).encode())[:ID_BYTES].hex()

    def _entry(
        self, infno: str, visit: VisitRef, draft: Draft, doc_id: str, content: bytes, before: Entry | None
    ) -> Entry:
        """The document as it is now: the one before when nothing changed. Raises ``OTHER_PERSON``,
        ``NOTHING_TO_VOID``."""
        kind, now = KINDS[infno], context.current().business_time.replace(microsecond=0)
        _require_allowed(kind, visit, draft, before)
        digest = self._crypto.sm3(content).hex()
        if before is not None and (before.digest, before.infno) == (digest, infno):
            return before
        day = draft.doc_date or now.date()
        return Entry(
            doc_id=doc_id,
            kind=kind.code,
            infno=infno,
            fixmedins_code=context.current().institution,
            psn_no=visit.psn_no,
            mdtrt_sn=visit.mdtrt_sn,
            mdtrt_id=visit.mdtrt_id,
            doc_date=day,
            version=before.version + 1 if before else 1,
            digest=digest,
            vali_flag=draft.vali_flag,
            stored_at=before.stored_at if before else now,
            changed_at=now,
            opter=context.current().actor,
            keep_until=_kept_until(kind, day, now),
        )

    def _note(self, changed: Iterable[Entry]) -> None:
        for one in changed:
            facts = {"doc_id": one.doc_id, "kind": one.kind, "version": one.version, "digest": one.digest}
            facts |= {"mdtrt_id": one.mdtrt_id, "vali_flag": one.vali_flag}
            current_uow().audit("archive.stored", facts)


def _require_allowed(kind: Kind, visit: VisitRef, draft: Draft, before: Entry | None) -> None:
    """A voided document may come back for another person, a valid one stays with its own."""
    if draft.vali_flag == VOID and before is None:
        raise NOTHING_TO_VOID(name=kind.name, mdtrt_sn=visit.mdtrt_sn)
    if before is not None and before.vali_flag != VOID and before.psn_no not in ("", visit.psn_no):
        raise OTHER_PERSON(name=kind.name, mdtrt_sn=visit.mdtrt_sn)


def _kept_until(kind: Kind, day: date, now: datetime) -> date:
    """The kind's years after the document's day or, if later, the day it was stored."""
    start = max(day, now.date())
    return start.replace(year=start.year + kind.years, day=min(start.day, 28))
