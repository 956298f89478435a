"""Personal values at rest: sealed with the deployment's key, found again by a keyed digest.

The digest's own key is made once, when it is first needed, and kept sealed in a table of the plugin
(:func:`key_table`): without the deployment's data key neither the values nor guesses at them can be read
from the tables.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode

import sqlalchemy as sa

from hsaf.data.snapshot import Snapshot, bump
from hsaf.data.table import table
from hsaf.data.uow import execute
from hsaf.spi.crypto import Crypto
from hsaf.spi.database import Database


def key_table(name: str, metadata: sa.MetaData) -> sa.Table:
    """A table of sealed digest keys by name."""
    return table(
        name,
        metadata,
        sa.Column("name", sa.String(30), primary_key=True),
        sa.Column("key_sealed", sa.String(200), nullable=False),
    )


class Sealing:
    """Seals, unseals and digests texts; the digest key is the row ``name`` of the key table ``keys``."""

    def __init__(self, database: Database, crypto: Crypto, keys: sa.Table, name: str) -> None:
        self._database = database
        self._crypto = crypto
        self._keys = keys
        self._name = name
        self._topic = f"{keys.name}.{name}"
        self._key: Snapshot[bytes | None] = Snapshot(database, self._topic, self._stored_key)

    def seal(self, plain: str) -> str:
        return b64encode(self._crypto.seal(plain.encode())).decode()

    def unseal(self, sealed: str) -> str:
        """Raises ``ValueError`` when the stored text was altered."""
        return self._crypto.unseal(b64decode(sealed)).decode()

    def digest(self, plain: str, key: bytes) -> str:
        return self._crypto.hmac_sm3(key, plain.encode()).hex()

    def key(self) -> bytes | None:
        """The digest key, from memory; ``None`` before anything was digested."""
        return self._key.get()

    def ensure_key(self) -> bytes:
        """The digest key inside a write, made when there is none yet; workers agree on one."""
        stored = self._stored_key()
        if stored is None:
            fresh = {"name": self._name, "key_sealed": self.seal(secrets.token_hex(32))}
            execute(self._database.insert_missing(self._keys, [fresh]))
            stored = self._stored_key()
            bump(self._topic)
        assert stored is not None
        return stored

    def _stored_key(self) -> bytes | None:
        sealed = execute(sa.select(self._keys.c.key_sealed).where(self._keys.c.name == self._name)).scalar()
        return bytes.fromhex(self.unseal(sealed)) if sealed is not None else None


def sealed_length(length: int) -> int:
    """Characters that a sealed text of ``length`` characters needs: nonce and tag, UTF-8, base 64."""
    return -(-(28 + 4 * length) // 3) * 4
