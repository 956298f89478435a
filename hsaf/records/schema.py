"""Tables of a center's record types: real columns of real types, indexed for keys, filters and sorting.

Per type ``<center>_<type>``; per center ``<center>_change`` (every change, under way or done),
``<center>_record_key`` (who holds which business key, pending changes included) and
``<center>_record_secret`` (digest keys of sealed fields). They belong into the center's metadata, so that
``hsaf db revision`` drafts their migrations like those of its other tables.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hsaf.data.sealing import key_table, sealed_length
from hsaf.data.table import table
from hsaf.data.types import DecimalText, Fen, JsonText, Quantity
from hsaf.records.model import OWN, Field, FieldType, RecordType
from hsaf.records.values import length_of

POOL: Final = "pool"
"""Column beside an ``area`` scope: the first four digits, so that a pooling area is one value of an index."""

LONGEST_STRING: Final = 1000
"""Characters up to which a sealed text is a string column."""


class RecordTables(msgspec.Struct, frozen=True):
    """The tables of one center. ``rows`` are by type code."""

    types: Mapping[str, RecordType]
    rows: Mapping[str, sa.Table]
    change: sa.Table
    key: sa.Table
    secret: sa.Table

    def __deepcopy__(self, memo: object) -> RecordTables:
        """Itself: containers copy what they are composed of, and copies of tables take long and are other tables."""
        return self


def record_tables(center: str, types: Iterable[RecordType], metadata: sa.MetaData) -> RecordTables:
    """Add the tables of these types to the center's metadata."""
    by_code = {record.code: record for record in types}
    return RecordTables(
        types=by_code,
        rows={code: _rows(record, metadata) for code, record in by_code.items()},
        change=_change(center, metadata),
        key=_key(center, metadata),
        secret=key_table(f"{center}_record_secret", metadata),
    )


def digest_column(code: str) -> str:
    """The column a sealed field is found by."""
    return f"{code}_digest"


def is_digested(record: RecordType, field: Field) -> bool:
    """Whether a sealed field must be found again."""
    return field.sealed and (field.filter or any(field.code in names for names in record.uniques))


def scope_field(record: RecordType) -> Field | None:
    """The field that the data scope is compared with, where it is one."""
    return record.by_code.get(record.scope)


def has_pool(record: RecordType) -> bool:
    field = scope_field(record)
    return field is not None and field.type is FieldType.AREA


# -- rows -------------------------------------------------------------------------------------------


def _rows(record: RecordType, metadata: sa.MetaData) -> sa.Table:
    columns: list[sa.Column[Any]] = [sa.Column("id", sa.String(30), primary_key=True)]
    for field in record.fields:
        columns.append(_column(field))
        if is_digested(record, field):
            columns.append(_text(digest_column(field.code), 64))
    if has_pool(record):
        columns.append(_text(POOL, 4))
    columns += _standing()
    return table(record.table, metadata, *columns, *_indexes(record))


def _standing() -> Iterator[sa.Column[Any]]:
    """Where every record stands: state, version, the change under way, who made and last changed it."""
    yield _text("state", 12)
    yield sa.Column("version", sa.Integer, nullable=False)
    yield sa.Column("version_no", sa.Integer, nullable=False)
    yield _text("pending", 30)
    yield _text("pending_action", 10)
    yield _text("pending_state", 12)
    yield _text("pending_by", 50)
    yield _text("pending_reviewer", 50)
    yield sa.Column("created_at", sa.DateTime, nullable=False)
    yield _text("created_by", 50)
    yield sa.Column("updated_at", sa.DateTime, nullable=False)
    yield _text("updated_by", 50)


def _indexes(record: RecordType) -> Iterator[sa.Index]:
    """Behind its column each index has ``id``, so that the rows of a value come in the order they were made, and
    what every list also asks for (data scope, state), so that rows are counted without being looked up."""
    always = ("id", *((POOL,) if has_pool(record) else ()), *_scope_column(record), "state")
    for name in _indexed(record):
        yield sa.Index(_index_name(record.table, name), *dict.fromkeys((name, *always)))


def _scope_column(record: RecordType) -> tuple[str, ...]:
    if not record.scope:
        return ()
    return ("created_by",) if record.scope == OWN else (record.scope,)


def _indexed(record: RecordType) -> Iterable[str]:
    """Columns that lists are filtered or sorted by."""
    wanted = dict.fromkeys(("state", "pending_state", "created_by", "updated_at"))
    if has_pool(record):
        wanted[POOL] = None
    for field in record.fields:
        if field.code == record.scope or field.sortable or (field.filter and not field.sealed):
            wanted[field.code] = None
        if field.sealed and is_digested(record, field):
            wanted[digest_column(field.code)] = None
    if record.tree:
        wanted[record.tree] = None
    for names in record.uniques:
        first = record.by_code[names[0]]
        if not first.sealed:
            wanted[first.code] = None
    return wanted


def _index_name(table_name: str, column: str) -> str:
    """At most 64 characters, as MySQL allows."""
    name = f"ix_{table_name}_{column}"
    return name if len(name) <= 64 else f"{name[:55]}_{zlib.crc32(name.encode()):08x}"


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _column(field: Field) -> sa.Column[Any]:
    """Texts, codes and flags are never NULL; an absent number, amount or time is."""
    kind = _kind(field)
    never_null = isinstance(kind, sa.String | sa.Boolean)
    return sa.Column(field.code, kind, nullable=not never_null)


def _kind(field: Field) -> sa.types.TypeEngine[Any]:
    if field.sealed:
        length = sealed_length(length_of(field))
        return sa.String(length) if length <= LONGEST_STRING else sa.Text()
    kind = _KINDS.get(field.type)
    return kind() if kind else sa.String(length_of(field))


_KINDS: Final[Mapping[FieldType, Callable[[], sa.types.TypeEngine[Any]]]] = {
    FieldType.LONGTEXT: sa.Text,
    FieldType.INT: sa.BigInteger,
    FieldType.MONEY: Fen,
    FieldType.DECIMAL: lambda: DecimalText(40),
    FieldType.RATIO: Quantity,
    FieldType.DATE: sa.Date,
    FieldType.DATETIME: sa.DateTime,
    FieldType.FLAG: sa.Boolean,
}


# -- beside them ------------------------------------------------------------------------------------


def _change(center: str, metadata: sa.MetaData) -> sa.Table:
    name = f"{center}_change"
    return table(
        name,
        metadata,
        sa.Column("id", sa.String(30), primary_key=True),
        _text("record", 30),
        _text("record_id", 30),
        _text("action", 10),
        _text("state", 12),
        sa.Column("before", JsonText, nullable=False),
        sa.Column("after", JsonText, nullable=False),
        _text("maintainer", 50),
        _text("maintainer_name", 50),
        _text("reviewer", 50),
        _text("reason", 500),
        sa.Column("opinions", JsonText, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("version_no", sa.Integer, nullable=False),
        _text("batch", 30),
        sa.Index(f"ix_{name}_record", "record_id"),
        sa.Index(f"ix_{name}_waiting", "record", "state"),
        sa.Index(f"ix_{name}_batch", "batch"),
    )


def _key(center: str, metadata: sa.MetaData) -> sa.Table:
    """``rule`` counts the type's unique combinations; ``digest`` covers the values of one."""
    name = f"{center}_record_key"
    return table(
        name,
        metadata,
        sa.Column("record", sa.String(30), primary_key=True),
        sa.Column("rule", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), primary_key=True),
        _text("record_id", 30),
        sa.Index(f"ix_{name}_record", "record_id"),
    )
