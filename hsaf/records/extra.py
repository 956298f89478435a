"""Fields that a region adds to a type (扩展字段): kept in one table beside those of the types, so that no center's
tables depend on the region, and read with the rows by a join on its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from hsaf.data import execute
from hsaf.data.bulk import chunks
from hsaf.data.schema import record_extra
from hsaf.records import values
from hsaf.records.model import Field, RecordType
from hsaf.records.stored import Typed


def selected(record: RecordType, table: sa.Table) -> sa.Select[Any]:
    """Rows of a type's table with its extra fields as columns of their codes."""
    source: sa.FromClause = table
    columns: list[sa.ColumnElement[Any]] = []
    for field in record.extras:
        kept = record_extra.alias(f"extra_{field.code}")
        source = source.outerjoin(kept, sa.and_(kept.c.record_id == table.c.id, kept.c.code == field.code))
        columns.append(kept.c.value.label(field.code))
    return sa.select(table, *columns).select_from(source)


def having(record: RecordType, field: Field, table: sa.Table, wanted: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Rows whose extra field has a value that is ``wanted`` (a condition on :data:`VALUE`)."""
    mine = (record_extra.c.record == record.full_code, record_extra.c.code == field.code, wanted)
    return table.c.id.in_(sa.select(record_extra.c.record_id).where(*mine))


VALUE: sa.ColumnElement[str] = record_extra.c.value
"""What is kept: the wire form as text; texts of dates are in the order of time."""


def kept(field: Field, value: Any) -> str:
    """Empty for an absent value, which is not kept."""
    wire = values.wire(field, value)
    return ("1" if wire else "") if isinstance(wire, bool) else "" if wire is None else str(wire)


def insert(record: RecordType, drafts: Mapping[str, Typed]) -> None:
    """Of new records, by id."""
    for chunk in chunks(_rows(record, drafts)):
        execute(sa.insert(record_extra), chunk)


def replace(record: RecordType, id: str, changed: Typed) -> None:
    """Those of the fields in ``changed`` that are extra."""
    codes = [field.code for field in record.extras if field.code in changed]
    if codes:
        execute(sa.delete(record_extra).where(record_extra.c.record_id == id, record_extra.c.code.in_(codes)))
        insert(record, {id: changed})


def typed(record: RecordType, row: Mapping[Any, Any]) -> dict[str, Any]:
    """Extra fields of a row of :func:`selected`."""
    return {field.code: values.restore(field, row[field.code]) for field in record.extras}


def _rows(record: RecordType, drafts: Mapping[str, Typed]) -> Iterator[dict[str, str]]:
    for id, draft in drafts.items():
        for field in _given(record.extras, draft):
            value = kept(field, draft[field.code])
            if value:
                yield {"record_id": id, "code": field.code, "record": record.full_code, "value": value}


def _given(fields: Iterable[Field], draft: Typed) -> Iterator[Field]:
    return (field for field in fields if field.code in draft)
