"""Files: their rows in the database, their content in the object store."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from centers.exchange.contract.v1 import PUBLIC, StoredFile
from centers.exchange.data.tables import file
from hsaf.data import execute
from hsaf.data.bulk import CHUNK, save_rows
from hsaf.spi.object_store import ObjectStore

_SHOWN: Final = StoredFile.__struct_fields__


class Repository:
    """Content is stored before its row: what a refused unit of work leaves is unnamed.

    The object of a file begins with its number, so that no other file, of this center or another, shares it
    and it can be deleted with its row.
    """

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def save(self, row: StoredFile, content: bytes, *, uploaded: bool) -> None:
        """Insert, or replace the row with the same owner and number."""
        object_key = self._objects.put(_mark(row.file_qury_no) + content).key
        save_rows(file, [{**msgspec.structs.asdict(row), "object_key": object_key, "uploaded": uploaded}])

    def expired(self, before: datetime) -> list[tuple[str, str, str]]:
        """Some files of institutions that could be downloaded until before then: owner, number, place."""
        chosen = sa.and_(file.c.dld_endtime < before, file.c.fixmedins_code != PUBLIC)
        query = sa.select(file.c.fixmedins_code, file.c.file_qury_no, file.c.object_key).where(chosen)
        return [tuple(row) for row in execute(query.order_by(file.c.dld_endtime).limit(CHUNK))]

    def forget(self, owner: str, file_qury_no: str) -> None:
        execute(sa.delete(file).where(file.c.fixmedins_code == owner, file.c.file_qury_no == file_qury_no))

    def discard(self, object_key: str) -> None:
        """Delete a content; one that is gone already is none the less gone."""
        self._objects.delete(object_key)

    def find(self, owners: Collection[str], file_qury_no: str) -> tuple[StoredFile, str] | None:
        """A file of one of these owners, and where its content lies."""
        query = sa.select(file).where(file.c.fixmedins_code.in_(owners), file.c.file_qury_no == file_qury_no)
        row = execute(query).mappings().first()
        return None if row is None else (_stored(row), row["object_key"])

    def newest(self, owner: str, filename: str) -> StoredFile | None:
        """The file of that name that may be downloaded longest."""
        query = sa.select(file).where(file.c.fixmedins_code == owner, file.c.filename == filename)
        row = execute(query.order_by(file.c.dld_endtime.desc(), file.c.file_qury_no).limit(1)).mappings().first()
        return None if row is None else _stored(row)

    def uploaded_bytes(self, owner: str, now: datetime) -> int:
        """Bytes of the owner's uploads that have not expired."""
        query = sa.select(sa.func.coalesce(sa.func.sum(file.c.size), 0)).where(
            file.c.fixmedins_code == owner, file.c.uploaded, file.c.dld_endtime >= now
        )
        return int(execute(query).scalar_one())

    def content(self, file_qury_no: str, object_key: str) -> bytes | None:
        """``None`` when the store lost it."""
        try:
            with self._objects.open(object_key) as opened:
                return opened.read().removeprefix(_mark(file_qury_no))
        except KeyError:
            return None


def _mark(file_qury_no: str) -> bytes:
    return f"{file_qury_no}\n".encode()


def _stored(row: Any) -> StoredFile:
    return StoredFile(**{name: row[name] for name in _SHOWN})
