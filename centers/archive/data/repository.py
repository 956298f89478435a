"""Documents and their versions; content is sealed on its way in and checked on its way out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.archive.contract.v1 import CONTENT_ALTERED, Document, Entry
from centers.archive.data.tables import authorisation, document, version
from centers.archive.domain.drafts import VOID, head_of
from centers.archive.domain.kinds import KINDS
from hsaf.data import execute
from hsaf.data.bulk import chunks, save_rows
from hsaf.spi.crypto import Crypto

_ENTRY: Final = Entry.__struct_fields__


class DocumentRepository:
    def __init__(self, crypto: Crypto) -> None:
        self._crypto = crypto

    def known(self, fixmedins_code: str, doc_ids: Iterable[str]) -> dict[str, Entry]:
        """The documents of an institution that exist already, by id."""
        found: dict[str, Entry] = {}
        for some in chunks(doc_ids):
            query = sa.select(document).where(document.c.fixmedins_code == fixmedins_code, document.c.doc_id.in_(some))
            found |= {row["doc_id"]: _entry(row) for row in execute(query).mappings()}
        return found

    def add(self, entries: Collection[Entry], contents: Mapping[str, bytes]) -> None:
        """A new version of each document; ``contents`` by id is canonical JSON."""
        if not entries:
            return
        save_rows(document, [msgspec.structs.asdict(one) for one in entries], keep=("stored_at",))
        rows = [
            {
                "fixmedins_code": one.fixmedins_code,
                "doc_id": one.doc_id,
                "version": one.version,
                "digest": one.digest,
                "vali_flag": one.vali_flag,
                "infno": one.infno,
                "content": self._crypto.seal(contents[one.doc_id]),
                "stored_at": one.changed_at,
                "opter": one.opter,
            }
            for one in entries
        ]
        execute(version.insert(), rows)

    def index(self, psn_no: str, fixmedins_code: str = "") -> list[Entry]:
        """A person's documents in order of their day, of one institution if given."""
        query = sa.select(document).where(document.c.psn_no == psn_no)
        if fixmedins_code:
            query = query.where(document.c.fixmedins_code == fixmedins_code)
        rows = execute(query.order_by(document.c.doc_date, document.c.stored_at, document.c.doc_id)).mappings()
        return [_entry(row) for row in rows]

    def valid(
        self, psn_no: str, kinds: Collection[str], *, fixmedins_code: str = "", since: date | None = None
    ) -> list[Document]:
        """A person's documents of some kinds that were not voided, newest first, with their content."""
        same = sa.and_(
            version.c.fixmedins_code == document.c.fixmedins_code,
            version.c.doc_id == document.c.doc_id,
            version.c.version == document.c.version,
        )
        query = sa.select(document, version.c.content).join(version, same)
        query = query.where(document.c.psn_no == psn_no, document.c.kind.in_(kinds), document.c.vali_flag != VOID)
        if fixmedins_code:
            query = query.where(document.c.fixmedins_code == fixmedins_code)
        if since is not None:
            query = query.where(document.c.doc_date >= since)
        rows = execute(query.order_by(document.c.doc_date.desc(), document.c.doc_id)).mappings()
        return [self._document(row) for row in rows]

    def _document(self, row: Any) -> Document:
        """Raises ``CONTENT_ALTERED``."""
        entry = _entry(row)
        try:
            content = self._crypto.unseal(row["content"])
        except ValueError:
            raise CONTENT_ALTERED(doc_id=entry.doc_id) from None
        if self._crypto.sm3(content).hex() != entry.digest:
            raise CONTENT_ALTERED(doc_id=entry.doc_id)
        nodes = msgspec.json.decode(content)
        return Document(entry, head_of(KINDS[entry.infno], nodes), nodes)


class AuthorisationRepository:
    def give(self, psn_no: str, fixmedins_code: str, given_at: datetime, until: datetime) -> None:
        row = {"psn_no": psn_no, "fixmedins_code": fixmedins_code, "given_at": given_at, "until": until}
        save_rows(authorisation, [row])

    def holds(self, psn_no: str, fixmedins_code: str, at: datetime) -> bool:
        """Whether the institution is authorised at a moment."""
        query = sa.select(authorisation.c.until).where(
            authorisation.c.psn_no == psn_no,
            authorisation.c.fixmedins_code == fixmedins_code,
            authorisation.c.given_at <= at,
            authorisation.c.until >= at,
        )
        return execute(query).first() is not None


def _entry(row: Any) -> Entry:
    return Entry(**{name: row[name] for name in _ENTRY})
