"""What the tables that benefits read hold and no record does (HB-10.3.1, HB-10.3.3).

Every question goes along the primary key from where the last one ended: nothing is counted, skipped or held.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from centers.enrollment.contract.people import PERSONS, Key
from centers.enrollment.data.records import RECORDS
from centers.enrollment.data.tables import identity, insured, person
from hsaf.data import execute
from hsaf.data.bulk import chunks

_BASE = RECORDS.rows["psn_base"]
_IDET = RECORDS.rows["psn_idet"]
_FIRST_DAY = sa.func.date(identity.c.begntime, type_=sa.Date)


class Unrecorded:
    def after(self, kind: str, key: Key, most: int) -> list[Key]:
        """The first keys behind ``key`` (empty: from the beginning), in order."""
        query = _query(kind).limit(most)
        if key:
            first = query.selected_columns[0]
            query = query.where(first >= key[0], sa.tuple_(*query.selected_columns) > sa.tuple_(*_bound(key)))
        return _keys(query)

    def of(self, kind: str, keys: Sequence[Key]) -> list[Key]:
        """Those of these keys, in order."""
        wanted, found = set(keys), list[Key]()
        for chunk in chunks(sorted({key[0] for key in keys})):
            query = _query(kind)
            found += _keys(query.where(query.selected_columns[0].in_(chunk)))
        return [key for key in found if key in wanted]


def _query(kind: str) -> sa.Select[Any]:
    return _persons() if kind == PERSONS else _identities()


def _persons() -> sa.Select[Any]:
    somewhere = sa.exists().where(insured.c.psn_no == person.c.psn_no)
    recorded = sa.exists().where(_BASE.c.psn_no == person.c.psn_no, _BASE.c.state != "void")
    return sa.select(person.c.psn_no).where(somewhere, ~recorded).order_by(person.c.psn_no)


def _identities() -> sa.Select[Any]:
    known = sa.exists().where(_BASE.c.psn_no == identity.c.psn_no, _BASE.c.state == "effective")
    recorded = sa.exists().where(
        _IDET.c.psn_no == identity.c.psn_no,
        _IDET.c.psn_idet_type == identity.c.psn_idet_type,
        _IDET.c.begndate == _FIRST_DAY,
        _IDET.c.state != "void",
    )
    columns = (identity.c.psn_no, identity.c.psn_idet_type, _FIRST_DAY)
    return sa.select(*columns).distinct().where(known, ~recorded).order_by(*columns)


def _bound(key: Key) -> list[sa.ColumnElement[str]]:
    return [sa.literal(part, sa.String) for part in key]


def _keys(query: sa.Select[Any]) -> list[Key]:
    return [tuple(str(part) for part in row) for row in execute(query)]
