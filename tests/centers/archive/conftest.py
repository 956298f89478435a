from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from centers.archive.config import Config
from centers.archive.data import tables
from centers.archive.data.repository import AuthorisationRepository, DocumentRepository
from centers.archive.service.archiving import Archiving
from centers.archive.service.center import ArchiveService
from centers.archive.service.recognising import Recognising
from centers.settlement.contract.v1 import VISIT_UNKNOWN
from hsaf.testing.harness import Harness

OURS, THEIRS = "H99010100001", "H99010200002"
NOON = datetime(2026, 6, 1, 12)


@pytest.fixture
def metadata() -> Sequence[sa.MetaData]:
    return [tables.metadata]


@dataclass
class Visits:
    """Stands for the settlement center, which is not what is tested here: the visits it knows of."""

    known: set[tuple[str, str]] = field(default_factory=set)
    """Person and visit of the asking institution."""

    def require_visit(self, psn_no: str, mdtrt_id: str) -> None:
        if (psn_no, mdtrt_id) not in self.known:
            raise VISIT_UNKNOWN(mdtrt_id=mdtrt_id)

    def visits(self, psn_no: str, begntime: datetime, endtime: datetime) -> list[str]:
        return [mdtrt_id for who, mdtrt_id in self.known if who == psn_no]


@dataclass
class Shelf:
    """The archive as one institution uses it."""

    harness: Harness
    visits: Visits = field(default_factory=Visits)

    def __post_init__(self) -> None:
        documents, crypto = DocumentRepository(self.harness.crypto), self.harness.crypto
        settlement: Any = self.visits
        recognising = Recognising(documents, AuthorisationRepository(), settlement, Config())
        self.center = ArchiveService(Archiving(documents, crypto, settlement), recognising, documents)

    def store(self, infno: str, nodes: Any, *, who: str = OURS, at: datetime = NOON) -> list[Any]:
        stored: list[Any] = self.harness.write(
            lambda: self.center.store(infno, nodes), subject=f"doc:{who}", institution=who, at=at
        )
        return stored

    def read(self, work: Any, *, who: str = OURS, at: datetime = NOON) -> Any:
        return self.harness.read(work, institution=who, at=at)


@pytest.fixture
def shelf(harness: Harness) -> Shelf:
    return Shelf(harness, Visits({("P1", "M1"), ("P2", "M2")}))
