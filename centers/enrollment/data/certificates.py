"""Certificate numbers at rest: sealed, and found again by a keyed digest whose key is made with the first
persons (see :mod:`hsaf.data.sealing`)."""

from __future__ import annotations

from centers.enrollment.data.tables import index_key
from hsaf.data.sealing import Sealing
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database


class Certificates(Sealing):
    def __init__(self, database: Database, crypto: Crypto) -> None:
        super().__init__(database, crypto, index_key, "certno")
