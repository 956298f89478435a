"""The records of one center: implements :class:`hsaf.records.contract.RecordsContract`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from hsaf.contract.paging import Paging
from hsaf.data.sealing import Sealing
from hsaf.records import workbook
from hsaf.records.checking import Checker, Reference
from hsaf.records.choosing import Choosing
from hsaf.records.contract import (
    RECORD_TYPE_UNKNOWN,
    Asked,
    Change,
    Checked,
    Choice,
    Decision,
    Detail,
    Found,
    Row,
    Sheet,
    Step,
    ToDo,
    Values,
    Watch,
    Written,
)
from hsaf.records.desk import Desk
from hsaf.records.force import Force
from hsaf.records.importing import Importing
from hsaf.records.keeping import Keeper
from hsaf.records.keys import Keys
from hsaf.records.maintaining import Maintaining
from hsaf.records.model import Field, RecordType
from hsaf.records.nesting import Nesting
from hsaf.records.reading import Reading
from hsaf.records.repository import Repository
from hsaf.records.reviewing import Reviewing
from hsaf.records.rules import RecordRules
from hsaf.records.schema import RecordTables
from hsaf.records.states import Event
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database
from hsaf.spi.ids import Ids

DIGEST_KEY = "records"
"""Name of the key that sealed fields and business keys are digested with."""


class Records:
    """Made in a center's container from its tables, its rules by type code and the reference data."""

    def __init__(
        self,
        tables: RecordTables,
        database: Database,
        crypto: Crypto,
        ids: Ids,
        reference: Reference,
        rules: Mapping[str, RecordRules] | None = None,
    ) -> None:
        self._types = dict(tables.types)
        self._ids = ids
        keeper = Keeper(Sealing(database, crypto, tables.secret, DIGEST_KEY))
        repository = Repository(tables, keeper)
        self._choosing = Choosing(tables.types, repository, database, reference)
        checker = Checker(self._choosing, rules or {})
        nesting = Nesting(tables)
        desk = Desk(repository, keeper, Keys(tables.key, keeper), checker, nesting, ids)
        force = Force(desk)
        self._checker = checker
        self._reading = Reading(repository, tables, keeper, checker, nesting)
        self._reviewing = Reviewing(desk, force)
        self._maintaining = Maintaining(desk, force, self._reviewing)
        self._force = force
        self._importing = Importing(desk)

    def types(self) -> Mapping[str, RecordType]:
        return self._types

    def extend(self, record: str, fields: Sequence[Field]) -> None:
        kind = self._type(record)
        own = tuple(field for field in kind.fields if not field.extra)
        self._types[record] = replace(kind, fields=(*own, *(replace(field, extra=True) for field in fields)))

    def new_id(self) -> str:
        return self._ids.new("R")

    def choices(self, record: str) -> Sequence[Choice]:
        return self._choosing.of(self._type(record))

    # -- reading ------------------------------------------------------------------------------------

    def query(self, record: str, asked: Asked) -> Found:
        return self._reading.query(self._type(record), asked)

    def count(self, record: str, asked: Asked) -> int:
        return self._reading.count(self._type(record), asked)

    def detail(self, record: str, id: str) -> Detail:
        return self._reading.detail(self._type(record), id)

    def children(self, record: str, parent: str = "") -> Sequence[Row]:
        return self._reading.children(self._type(record), parent)

    def history(self, record: str, id: str) -> Sequence[Change]:
        return self._reading.history(self._type(record), id)

    def pending(self, record: str, steps: Sequence[str], paging: Paging) -> ToDo:
        return self._reading.pending(self._type(record), steps, paging)

    # -- commands on one record ---------------------------------------------------------------------

    def add(self, record: str, id: str, values: Values) -> Written:
        return self._maintaining.add(self._type(record), id, values)

    def copy(self, record: str, id: str, new_id: str, values: Values) -> Written:
        return self._maintaining.copy(self._type(record), id, new_id, values)

    def edit(self, record: str, id: str, version: int, values: Values) -> Written:
        return self._maintaining.edit(self._type(record), id, version, values)

    def void(self, record: str, id: str, reason: str, version: int | None = None) -> Written:
        return self._maintaining.void(self._type(record), id, reason, version)

    def submit(self, record: str, id: str, version: int | None = None) -> Written:
        return self._reviewing.act(self._type(record), id, Event.SUBMIT, version)

    def review(
        self, record: str, id: str, step: Step, decision: Decision, opinion: str = "", version: int | None = None
    ) -> Written:
        return self._reviewing.review(self._type(record), id, step, decision, opinion, version)

    def give_back(self, record: str, id: str, opinion: str, version: int | None = None) -> Written:
        return self._reviewing.give_back(self._type(record), id, opinion, version)

    def withdraw(self, record: str, id: str, version: int | None = None) -> Written:
        return self._reviewing.act(self._type(record), id, Event.WITHDRAW, version)

    def discard(self, record: str, id: str, version: int | None = None) -> Written:
        return self._reviewing.act(self._type(record), id, Event.DISCARD, version)

    def publish(self, record: str, id: str, version: int | None = None) -> Written:
        return self._reviewing.publish(self._type(record), id, version)

    def roll_back(self, record: str, id: str, reason: str, version: int | None = None) -> Written:
        return self._force.roll_back(self._type(record), id, reason, version)

    # -- many rows ----------------------------------------------------------------------------------

    def template(self, record: str) -> bytes:
        kind = self._type(record)
        return workbook.template(kind, self._checker.choices(kind).labels)

    def read_sheet(self, record: str, content: bytes) -> Sheet:
        kind = self._type(record)
        return workbook.read(kind, content, self._checker.choices(kind).labels)

    def check_rows(self, record: str, sheet: Sheet, watch: Watch | None = None) -> Checked:
        return self._importing.check(self._type(record), sheet, watch)

    def import_rows(self, record: str, batch: str, sheet: Sheet, *, submit: bool = False) -> int:
        return self._importing.add(self._type(record), batch, sheet, submit=submit)

    def install(self, record: str, batch: str, sheet: Sheet) -> int:
        return self._importing.install(self._type(record), batch, sheet)

    def retire(self, record: str, id: str, reason: str) -> Written:
        return self._maintaining.retire(self._type(record), id, reason)

    def undo_import(self, record: str, batch: str) -> int:
        return self._importing.undo(self._type(record), batch)

    def error_sheet(self, record: str, content: bytes, checked: Checked) -> bytes:
        return workbook.error_sheet(self._type(record), content, checked)

    def export(self, record: str, asked: Asked) -> Iterator[Row]:
        return self._reading.export(self._type(record), asked)

    def _type(self, record: str) -> RecordType:
        """Raises ``RECORD_TYPE_UNKNOWN``."""
        found = self._types.get(record)
        if found is None:
            raise RECORD_TYPE_UNKNOWN(record=record)
        return found
