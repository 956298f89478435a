"""Access keys and sign-ins in the database."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from centers.auth.data.tables import access_key, sign
from hsaf.data import execute
from hsaf.data.bulk import save_rows
from hsaf.spi.crypto import Crypto


class Repository:
    """Seals secrets on the way in and unseals them on the way out."""

    def __init__(self, crypto: Crypto) -> None:
        self._crypto = crypto

    def save_keys(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Insert, or replace the rows with the same access key."""
        save_rows(access_key, (self._sealed(row) for row in rows))

    def all_keys(self) -> Iterator[dict[str, str]]:
        """Every key with ``secret`` and ``sm3_key`` in the clear (empty when there is none)."""
        for row in execute(sa.select(access_key).order_by(access_key.c.access_key)):
            yield {
                "access_key": row.access_key,
                "fixmedins_code": row.fixmedins_code,
                "secret": self._open(row.secret_sealed),
                "sm2_public_key": row.sm2_public_key,
                "sm3_key": self._open(row.sm3_key_sealed),
                "body_signature": row.body_signature,
            }

    def _sealed(self, row: Mapping[str, str]) -> dict[str, str]:
        return {
            "access_key": row["access_key"],
            "fixmedins_code": row["fixmedins_code"],
            "secret_sealed": self._close(row["secret_key"]),
            "sm2_public_key": row["sm2_public_key"],
            "sm3_key_sealed": self._close(row["sm3_key"]),
            "body_signature": row["body_signature"],
        }

    def _close(self, secret: str) -> str:
        return b64encode(self._crypto.seal(secret.encode())).decode() if secret else ""

    def _open(self, sealed: str) -> str:
        return self._crypto.unseal(b64decode(sealed)).decode() if sealed else ""

    def add_sign_in(self, row: Mapping[str, Any]) -> None:
        execute(sa.insert(sign), [row])

    def sign_in(self, fixmedins_code: str, sign_no: str) -> sa.Row[Any] | None:
        """``opter_no``, ``sign_time`` and ``sign_out_time`` of a sign-in."""
        query = sa.select(sign.c.opter_no, sign.c.sign_time, sign.c.sign_out_time)
        return execute(query.where(*_which(fixmedins_code, sign_no))).first()

    def sign_out(self, fixmedins_code: str, sign_no: str, at: datetime) -> None:
        execute(sa.update(sign).where(*_which(fixmedins_code, sign_no)).values(sign_out_time=at))


def _which(fixmedins_code: str, sign_no: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (sign.c.fixmedins_code == fixmedins_code, sign.c.sign_no == sign_no)
