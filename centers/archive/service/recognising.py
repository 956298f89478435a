"""Reports that institutions recognise from each other: 5401, 5402, 5461."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from centers.archive.config import Config
from centers.archive.contract.v1 import NOT_AUTHORISED, REPORT_UNKNOWN, Document
from centers.archive.data.repository import AuthorisationRepository, DocumentRepository
from centers.archive.domain.kinds import KINDS, REPORTS
from centers.archive.domain.matching import fits, withheld
from centers.settlement.contract.v1 import SettlementContract
from hsaf.contract import context
from hsaf.data import current_uow


class Recognising:
    """An institution sees its own reports of a person. Those of others it sees while the person has
    authorised it or is its patient, when they are recent enough and not withheld."""

    def __init__(
        self,
        documents: DocumentRepository,
        authorisations: AuthorisationRepository,
        settlement: SettlementContract | None,
        config: Config,
    ) -> None:
        self._documents = documents
        self._authorisations = authorisations
        self._settlement = settlement
        self._config = config

    def authorise(self, psn_no: str) -> datetime:
        given_at = context.current().business_time.replace(microsecond=0)
        until = given_at + timedelta(hours=self._config.authorised_hours)
        self._authorisations.give(psn_no, context.current().institution, given_at, until)
        current_uow().audit("archive.authorised", {"until": until})
        return until

    def recognisable(self, psn_no: str, wanted: Mapping[str, str]) -> list[Document]:
        mine = "" if self._may_see_others(psn_no) else context.current().institution
        found = self._documents.valid(psn_no, _REPORT_KINDS, fixmedins_code=mine)
        return [one for one in found if self._recognised(one) and fits(one, wanted)]

    def report(self, psn_no: str, rpotc_no: str, fixmedins_code: str) -> list[Document]:
        if fixmedins_code != context.current().institution and not self._may_see_others(psn_no):
            raise NOT_AUTHORISED()
        found = self._documents.valid(psn_no, _REPORT_KINDS, fixmedins_code=fixmedins_code)
        wanted = [one for one in found if one.head.get("rpotc_no") == rpotc_no and self._recognised(one)]
        if not wanted:
            raise REPORT_UNKNOWN(rpotc_no=rpotc_no)
        return wanted

    def _recognised(self, document: Document) -> bool:
        ctx = context.current()
        if document.entry.fixmedins_code == ctx.institution:
            return True
        oldest = ctx.business_time.date() - timedelta(days=self._config.recognised_days)
        return document.entry.doc_date >= oldest and not withheld(document, self._config.withheld)

    def _may_see_others(self, psn_no: str) -> bool:
        ctx = context.current()
        return self._authorisations.holds(psn_no, ctx.institution, ctx.business_time) or self._treats(psn_no)

    def _treats(self, psn_no: str) -> bool:
        """Whether the person is or lately was a patient here."""
        if self._settlement is None:
            return False
        now = context.current().business_time
        return bool(self._settlement.visits(psn_no, now - timedelta(days=self._config.treated_days), now))


_REPORT_KINDS = [KINDS[infno].code for infno in REPORTS]
