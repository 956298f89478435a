"""The exchange service: keeps files and hands them to whom they belong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from centers.exchange.config import Config
from centers.exchange.contract.v1 import (
    FILE_EMPTY,
    FILE_EXPIRED,
    FILE_LOST,
    FILE_QUOTA,
    FILE_TOO_LARGE,
    FILE_UNKNOWN,
    PUBLIC,
    StoredFile,
)
from centers.exchange.data.repository import Repository
from centers.exchange.domain.names import require_filename
from hsaf.contract import context
from hsaf.data import current_uow
from hsaf.spi.crypto import Crypto
from hsaf.spi.ids import Ids

PREFIX: Final = "FQ"
"""File query numbers (文件查询号) begin with it."""

NUMBER_LENGTH: Final = 30
GOOD_FOR: Final = timedelta(days=1)
"""A public file handed out again can still be fetched for at least this long."""


class Exchange:
    """Implements :class:`centers.exchange.contract.v1.ExchangeContract`."""

    def __init__(self, repository: Repository, crypto: Crypto, ids: Ids, config: Config) -> None:
        self._repository = repository
        self._crypto = crypto
        self._ids = ids
        self._config = config

    def upload(self, filename: str, content: bytes) -> StoredFile:
        owner = context.current().institution
        if not content:
            raise FILE_EMPTY(filename=filename)
        self._require_kept(filename, content)
        held = self._repository.uploaded_bytes(owner, _now())
        if held + len(content) > self._config.quota_mb << 20:
            raise FILE_QUOTA(limit=self._config.quota_mb)
        return self._keep(owner, self._ids.new(PREFIX), filename, content, 0, uploaded=True)

    def keep_for(self, fixmedins_code: str, filename: str, content: bytes, data_cnt: int = 0) -> StoredFile:
        self._require_kept(filename, content)
        return self._keep(fixmedins_code, self._ids.new(PREFIX), filename, content, data_cnt, uploaded=False)

    def publish(self, filename: str, content: bytes, data_cnt: int = 0) -> StoredFile:
        self._require_kept(filename, content)
        return self._keep(PUBLIC, self._public_number(filename, content), filename, content, data_cnt, uploaded=False)

    def published(self, filename: str) -> StoredFile | None:
        found = self._repository.newest(PUBLIC, filename)
        return found if found is not None and found.dld_endtime >= _now() + GOOD_FOR else None

    def opened(self, file_qury_no: str) -> tuple[StoredFile, bytes]:
        return self._read(file_qury_no, self._find(file_qury_no))

    def download(self, file_qury_no: str, filename: str) -> tuple[StoredFile, bytes]:
        found = self._find(file_qury_no)
        return self._read(file_qury_no, found if found is not None and found[0].filename == filename else None)

    def _find(self, file_qury_no: str) -> tuple[StoredFile, str] | None:
        """An own or public file, and where its content lies."""
        return self._repository.find((context.current().institution, PUBLIC), file_qury_no)

    def _read(self, file_qury_no: str, found: tuple[StoredFile, str] | None) -> tuple[StoredFile, bytes]:
        if found is None:
            raise FILE_UNKNOWN(file_qury_no=file_qury_no)
        stored, object_key = found
        if stored.dld_endtime < _now():
            raise FILE_EXPIRED(filename=stored.filename, dld_endtime=stored.dld_endtime)
        content = self._repository.content(stored.file_qury_no, object_key)
        if content is None or self._crypto.sm3(content).hex() != stored.digest:
            raise FILE_LOST(filename=stored.filename)
        return stored, content

    def _require_kept(self, filename: str, content: bytes) -> None:
        """Raises ``FILENAME_WRONG``, ``FILE_TOO_LARGE``."""
        require_filename(filename)
        limit = self._config.upload_mb
        if len(content) > limit << 20:
            raise FILE_TOO_LARGE(filename=filename, limit=limit, size=len(content))

    def _public_number(self, filename: str, content: bytes) -> str:
        """The same for the same name and content, whichever worker publishes it first."""
        digest = self._crypto.sm3(filename.encode() + b"\0" + content).hex()
        return f"{PREFIX}{digest}"[:NUMBER_LENGTH]

    def _keep(
        self, owner: str, file_qury_no: str, filename: str, content: bytes, data_cnt: int, *, uploaded: bool
    ) -> StoredFile:
        row = StoredFile(
            fixmedins_code=owner,
            file_qury_no=file_qury_no,
            filename=filename,
            digest=self._crypto.sm3(content).hex(),
            size=len(content),
            data_cnt=data_cnt,
            made_at=_now(),
            dld_endtime=_now() + timedelta(days=self._config.keep_days),
        )
        self._repository.save(row, content, uploaded=uploaded)
        facts = {"file_qury_no": file_qury_no, "owner": owner, "digest": row.digest, "size": row.size}
        current_uow().audit("exchange.file_kept", facts)
        return row


def _now() -> datetime:
    return context.current().business_time.replace(microsecond=0)
