"""The archive center's contract, each operation handed to the module that does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from centers.archive.contract.v1 import Document, Entry, Receipt
from centers.archive.data.repository import DocumentRepository
from centers.archive.domain.kinds import KINDS
from centers.archive.domain.matching import fits
from centers.archive.service.archiving import Archiving
from centers.archive.service.recognising import Recognising
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging


class ArchiveService:
    """Implements :class:`centers.archive.contract.v1.ArchiveContract`."""

    def __init__(self, archiving: Archiving, recognising: Recognising, documents: DocumentRepository) -> None:
        self._archiving = archiving
        self._recognising = recognising
        self._documents = documents

    def store(self, infno: str, nodes: Mapping[str, Any]) -> list[Receipt]:
        return self._archiving.store(infno, nodes)

    def search(self, infno: str, psn_no: str, wanted: Mapping[str, str], paging: Paging) -> Page:
        paging.require_sound()
        mine = context.current().institution
        found = self._documents.valid(psn_no, [KINDS[infno].code], fixmedins_code=mine)
        fitting = [{"document": one} for one in found if fits(one, wanted)]
        return Page(fitting[paging.offset : paging.offset + paging.page_size], len(fitting), paging)

    def documents(self, psn_no: str) -> list[Entry]:
        return self._documents.index(psn_no, context.current().institution)

    def authorise(self, psn_no: str) -> datetime:
        return self._recognising.authorise(psn_no)

    def recognisable(self, psn_no: str, wanted: Mapping[str, str]) -> list[Document]:
        return self._recognising.recognisable(psn_no, wanted)

    def report(self, psn_no: str, rpotc_no: str, fixmedins_code: str) -> list[Document]:
        return self._recognising.report(psn_no, rpotc_no, fixmedins_code)
