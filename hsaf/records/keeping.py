"""Between typed values and what the tables hold: sealed texts, digests, the pooling area, JSON of changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hsaf.data.sealing import Sealing
from hsaf.records import extra, values
from hsaf.records.model import RecordType
from hsaf.records.schema import POOL, digest_column, has_pool, is_digested
from hsaf.records.stored import Typed

NOWHERE: Final = "-"
"""Looked for before anything was digested: no row has it."""


class Keeper:
    """Converts for the types of one center. ``key`` is what :meth:`writing_key` gave."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing

    def writing_key(self) -> bytes:
        """The digest key inside a write; asked for once a command."""
        return self._sealing.key() or self._sealing.ensure_key()

    def columns(self, record: RecordType, typed: Typed, key: bytes) -> dict[str, Any]:
        """Column values of (some of) a record's fields, those of a region left out."""
        columns: dict[str, Any] = {}
        for code, value in typed.items():
            field = record.by_code[code]
            if field.extra:
                continue
            columns[code] = self._sealing.seal(value) if field.sealed and value else value
            if is_digested(record, field):
                columns[digest_column(code)] = self._sealing.digest(value, key) if value else ""
        if has_pool(record) and record.scope in typed:
            columns[POOL] = typed[record.scope][:4]
        return columns

    def typed(self, record: RecordType, row: sa.RowMapping) -> dict[str, Any]:
        """The fields of a row of :func:`hsaf.records.extra.selected`."""
        own = {
            field.code: self._opened(row[field.code]) if field.sealed else row[field.code]
            for field in record.fields
            if not field.extra
        }
        return own | extra.typed(record, row)

    def to_json(self, record: RecordType, typed: Typed) -> dict[str, Any]:
        """Values of a change as its JSON columns keep them."""
        kept = values.to_wire(record.by_code, typed)
        for code, value in kept.items():
            if record.by_code[code].sealed and value:
                kept[code] = self._sealing.seal(value)
        return kept

    def from_json(self, record: RecordType, kept: Mapping[str, Any]) -> dict[str, Any]:
        """The typed values; those of fields that are declared no more are left out."""
        fields = ((record.by_code[code], value) for code, value in kept.items() if code in record.by_code)
        return {
            field.code: values.restore(field, self._opened(value) if field.sealed else value) for field, value in fields
        }

    def found_by(self, text: str) -> str:
        """The digest a sealed value is found by, inside a read."""
        key = self._sealing.key()
        return self._sealing.digest(text, key) if key else NOWHERE

    def held_by(self, record: RecordType, names: Sequence[str], typed: Typed, key: bytes | None) -> str:
        """The digest a combination of values is held by. Keyed, because some of them may be personal."""
        held = [values.wire(record.by_code[name], typed[name]) for name in names]
        return self._sealing.digest(msgspec.json.encode(held).decode(), key) if key else NOWHERE

    def reading_key(self) -> bytes | None:
        """The digest key inside a read; ``None`` before anything was digested."""
        return self._sealing.key()

    def _opened(self, text: str) -> str:
        return self._sealing.unseal(text) if text else text
