"""Biometric templates at rest: sealed, and found again by a keyed digest only to see that nobody else has it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from centers.enrollment.data.tables import biometric, index_key
from hsaf.data import execute
from hsaf.data.bulk import save_rows
from hsaf.data.sealing import Sealing
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database

SHOWN: Final = ("bio_type", "bio_souc", "quality", "colc_date", "consent_no", "dev_no", "opter_name", "updt_time")


class Templates(Sealing):
    def __init__(self, database: Database, crypto: Crypto) -> None:
        super().__init__(database, crypto, index_key, "biometric")

    def of(self, psn_no: str) -> dict[str, Mapping[str, Any]]:
        """What may be shown of a person's templates, by kind; never the template."""
        columns = [biometric.c[name] for name in SHOWN]
        rows = execute(sa.select(*columns).where(biometric.c.psn_no == psn_no)).mappings()
        return {row["bio_type"]: dict(row) for row in rows}

    def holders(self, bio_type: str, template: bytes) -> set[str]:
        """Persons registered with exactly this template."""
        key = self.ensure_key()
        query = sa.select(biometric.c.psn_no).where(
            biometric.c.template_digest == self._digest(template, key), biometric.c.bio_type == bio_type
        )
        return set(execute(query).scalars())

    def put(self, row: Mapping[str, Any], template: bytes) -> None:
        """In the place of the one of the same person and kind."""
        kept = {
            "template_sealed": self.seal(b64encode(template).decode()),
            "template_digest": self._digest(template, self.ensure_key()),
        }
        save_rows(biometric, [{**row, **kept}])

    def drop(self, psn_no: str, bio_type: str) -> bool:
        gone = execute(sa.delete(biometric).where(biometric.c.psn_no == psn_no, biometric.c.bio_type == bio_type))
        return bool(gone.rowcount)

    def _digest(self, template: bytes, key: bytes) -> str:
        return self.digest(b64encode(template).decode(), key)
