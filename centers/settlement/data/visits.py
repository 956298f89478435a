"""Visits and their diagnoses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.settlement.contract.v1 import Diagnosis
from centers.settlement.data.contacts import Contacts
from centers.settlement.data.rows import plain
from centers.settlement.data.tables import diagnosis, visit
from centers.settlement.domain.visit import Kind, State, Visit
from hsaf.data import Statement, defer, execute, fetch
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database

_DIAGNOSIS_CHANGES = [column.name for column in diagnosis.columns if not column.primary_key]


class VisitRepository:
    """The contact of a patient is sealed on its way in and unsealed on its way out."""

    def __init__(self, database: Database, crypto: Crypto) -> None:
        self._database = database
        self._contacts = Contacts(crypto)

    def add(self, new: Visit) -> None:
        defer(_ADD, msgspec.structs.asdict(new) | {"detail": self._contacts.sealed(new.detail)})

    def find(self, psn_no: str, mdtrt_id: str) -> Visit | None:
        rows = fetch(_FIND, {"psn_no_": psn_no, "mdtrt_id_": mdtrt_id})
        return self._visit(dict(zip(_COLUMNS, rows[0], strict=True))) if rows else None

    def by_message(self, fixmedins_code: str, msgid: str) -> Visit | None:
        """The visit that a message (2401) registered."""
        query = sa.select(visit).where(visit.c.fixmedins_code == fixmedins_code, visit.c.msgid == msgid)
        row = execute(query).mappings().first()
        return self._visit(row) if row is not None else None

    def save(self, changed: Visit, **changes: Any) -> Visit:
        """Update columns of a visit; returns it as it is now."""
        stored = changes | ({"detail": self._contacts.sealed(changes["detail"])} if "detail" in changes else {})
        key = {"psn_no_": changed.psn_no, "mdtrt_id_": changed.mdtrt_id}
        defer(_saving(tuple(sorted(stored))), {**key, **{f"new_{name}": value for name, value in stored.items()}})
        return msgspec.structs.replace(changed, **changes)

    def search(
        self, fixmedins_code: str, psn_no: str, begntime: datetime, endtime: datetime, med_type: str, mdtrt_id: str
    ) -> list[Visit]:
        """A person's visits at an institution that began in a time range (both ends count)."""
        query = sa.select(visit).where(
            visit.c.psn_no == psn_no,
            visit.c.fixmedins_code == fixmedins_code,
            visit.c.begntime.between(begntime, endtime),
        )
        if med_type:
            query = query.where(visit.c.med_type == med_type)
        if mdtrt_id:
            query = query.where(visit.c.mdtrt_id == mdtrt_id)
        rows = execute(query.order_by(visit.c.begntime, visit.c.mdtrt_id)).mappings()
        return [self._visit(row) for row in rows]

    def in_hospital(self, fixmedins_code: str, begntime: datetime, endtime: datetime, psn_no: str) -> list[Visit]:
        """Stays at an institution that began in a time range (both ends count) and go on; of one person
        if given."""
        query = sa.select(visit).where(
            visit.c.fixmedins_code == fixmedins_code,
            visit.c.begntime.between(begntime, endtime),
            visit.c.kind == Kind.STAY,
            visit.c.state == State.OPEN,
        )
        if psn_no:
            query = query.where(visit.c.psn_no == psn_no)
        rows = execute(query.order_by(visit.c.begntime, visit.c.mdtrt_id)).mappings()
        return [self._visit(row) for row in rows]

    def _visit(self, row: Mapping[Any, Any]) -> Visit:
        values = plain(row)
        return msgspec.convert(values | {"detail": self._contacts.unsealed(values["detail"])}, Visit)

    def diagnose(self, psn_no: str, mdtrt_id: str, diagnoses: Iterable[Diagnosis]) -> None:
        """Store diagnoses; one sent again replaces itself (``vali_flag`` 0 voids it)."""
        rows = [{"psn_no": psn_no, "mdtrt_id": mdtrt_id, **msgspec.structs.asdict(one)} for one in diagnoses]
        if rows:
            execute(self._database.upsert(diagnosis, rows, replace=_DIAGNOSIS_CHANGES))

    def diagnoses(self, psn_no: str, mdtrt_id: str) -> list[Mapping[str, Any]]:
        query = sa.select(diagnosis).where(diagnosis.c.psn_no == psn_no, diagnosis.c.mdtrt_id == mdtrt_id)
        rows = execute(query.order_by(diagnosis.c.inout, diagnosis.c.diag_type, diagnosis.c.diag_srt_no)).mappings()
        return [dict(row) for row in rows]


_THIS: Final = sa.and_(visit.c.psn_no == sa.bindparam("psn_no_"), visit.c.mdtrt_id == sa.bindparam("mdtrt_id_"))
_COLUMNS: Final = tuple(column.name for column in visit.columns)
_ADD: Final = Statement(visit.insert())
_FIND: Final = Statement(sa.select(visit).where(_THIS))


@cache
def _saving(names: tuple[str, ...]) -> Statement:
    """The update of some columns; there are only a few combinations."""
    return Statement(visit.update().where(_THIS).values({name: sa.bindparam(f"new_{name}") for name in names}))
