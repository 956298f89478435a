"""Records as values of a drop-down: what others may choose, and a center's own checks against that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hsaf.data.uow import reading
from hsaf.records.checking import Entry, Reference
from hsaf.records.contract import Choice
from hsaf.records.model import RecordType
from hsaf.records.repository import Repository
from hsaf.spi.database import Database


class Choosing:
    """Fulfils :class:`hsaf.records.checking.Reference`: ``policy.element`` are the center's own records in force,
    every other name is a dictionary of ``reference``."""

    def __init__(
        self, types: Mapping[str, RecordType], repository: Repository, database: Database, reference: Reference
    ) -> None:
        self._types = types
        self._repository = repository
        self._database = database
        self._reference = reference

    def of(self, record: RecordType) -> list[Choice]:
        """The records in force of a type, by key."""
        with reading(self._database):
            rows = self._repository.in_force(record)
        (key,) = record.key
        return [Choice(str(row.values[key]), str(row.values[record.choice])) for row in rows]

    def dictionary(self, type: str) -> Sequence[Entry] | None:
        owner, _, code = type.partition(".")
        record = self._types.get(code)
        if code and record is not None and record.center == owner and record.choice:
            return self.of(record)
        return self._reference.dictionary(type)

    def area(self, admdvs: str) -> Any | None:
        return self._reference.area(admdvs)
