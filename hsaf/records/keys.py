"""Who holds which business key. A key is held from the draft on until nothing has the values any more, so
that two pending records cannot both come into force with it; the primary key decides between writers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from hsaf.data import current_uow, execute
from hsaf.data.bulk import chunks
from hsaf.records.contract import RECORD_KEY_TAKEN
from hsaf.records.keeping import Keeper
from hsaf.records.masking import masked
from hsaf.records.model import RecordType
from hsaf.records.stored import Typed
from hsaf.records.values import to_wire
from hsaf.spi.database import Trouble


class Claim(NamedTuple):
    """The digest of the values of the type's ``rule``-th unique combination."""

    rule: int
    digest: str


class Keys:
    def __init__(self, table: sa.Table, keeper: Keeper) -> None:
        self._table = table
        self._keeper = keeper

    def claims(self, record: RecordType, typed: Typed, key: bytes | None) -> list[Claim]:
        """What a record with these values holds."""
        return [
            Claim(rule, self._keeper.held_by(record, names, typed, key)) for rule, names in enumerate(record.uniques)
        ]

    def take(self, record: RecordType, drafts: Mapping[str, Typed], key: bytes) -> None:
        """Hold the keys of these values, by record id, too. Raises ``RECORD_KEY_TAKEN``."""
        wanted: dict[Claim, str] = {}
        for id, typed in drafts.items():
            for claim in self.claims(record, typed, key):
                if wanted.setdefault(claim, id) != id:
                    raise taken(record, claim.rule, typed)
        held = self._require_free(record, wanted, drafts)
        fresh = sorted((claim, id) for claim, id in wanted.items() if claim not in held)  # in one order for all writers
        try:
            self._insert(record, fresh)
        except Exception as error:
            if current_uow().database.trouble(error) is Trouble.DUPLICATE:
                self._require_free(record, wanted, drafts)  # names what another writer took since we looked
            raise

    def _require_free(
        self, record: RecordType, wanted: Mapping[Claim, str], drafts: Mapping[str, Typed]
    ) -> Mapping[Claim, str]:
        """Who holds what of it. Raises ``RECORD_KEY_TAKEN`` when it is another record."""
        held = self.holders(record, wanted)
        for claim, holder in held.items():
            if holder != wanted[claim]:
                raise taken(record, claim.rule, drafts[wanted[claim]])
        return held

    def keep_only(self, record: RecordType, id: str, kept: Sequence[Typed], key: bytes) -> None:
        """Give up every key of a record but those of the values ``kept``."""
        digests = {claim.digest for typed in kept for claim in self.claims(record, typed, key)}
        table = self._table
        mine = (table.c.record_id == id, table.c.record == record.code, table.c.digest.not_in(sorted(digests)))
        execute(sa.delete(table).where(*mine))

    def holders(self, record: RecordType, wanted: Iterable[Claim]) -> dict[Claim, str]:
        """Record ids by claim, of the claims somebody holds."""
        table, asked = self._table, set(wanted)
        found: dict[Claim, str] = {}
        for chunk in chunks(sorted(claim.digest for claim in asked)):
            query = sa.select(table.c.rule, table.c.digest, table.c.record_id)
            rules = range(len(record.uniques))
            where = (table.c.record == record.code, table.c.rule.in_(rules), table.c.digest.in_(chunk))
            found |= {Claim(row.rule, row.digest): row.record_id for row in execute(query.where(*where))}
        return {claim: holder for claim, holder in found.items() if claim in asked}

    def _insert(self, record: RecordType, holding: Iterable[tuple[Claim, str]]) -> None:
        for chunk in chunks(holding):
            rows = [{**claim._asdict(), "record": record.code, "record_id": id} for claim, id in chunk]
            execute(sa.insert(self._table), rows)

    def release(self, record: RecordType, ids: Iterable[str]) -> None:
        """Give up every key of these records."""
        table = self._table
        for chunk in chunks(ids):
            execute(sa.delete(table).where(table.c.record == record.code, table.c.record_id.in_(chunk)))


def taken(record: RecordType, rule: int, typed: Typed) -> Exception:
    """``RECORD_KEY_TAKEN`` naming the values, personal ones masked."""
    names = record.uniques[rule]
    labels = "、".join(record.by_code[name].label for name in names)
    return RECORD_KEY_TAKEN(labels=labels, values=key_text(record, names, typed), name=record.name, field=names[0])


def key_text(record: RecordType, names: Sequence[str], typed: Typed) -> str:
    chosen: Mapping[str, Any] = {name: typed[name] for name in names}
    return "、".join(str(value) for value in masked(record.by_code, to_wire(record.by_code, chosen)).values())
