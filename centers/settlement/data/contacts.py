"""Personal data at rest, sealed with the deployment's key: the contact of a patient (name and telephone
of a relative), and the account to pay to."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, Final

from hsaf.spi.crypto import Crypto

FIELDS: Final = frozenset({"coner_name", "tel"})
"""National fields of 2401 and 2403 that are personal data and needed again (5201)."""


class Contacts:
    def __init__(self, crypto: Crypto) -> None:
        self._crypto = crypto

    def sealed(self, detail: Mapping[str, Any]) -> dict[str, Any]:
        return {name: sealed(self._crypto, value) if name in FIELDS else value for name, value in detail.items()}

    def unsealed(self, detail: Mapping[str, Any]) -> dict[str, Any]:
        """Raises ``ValueError`` when a stored value was altered."""
        return {name: unsealed(self._crypto, value) if name in FIELDS else value for name, value in detail.items()}


def sealed(crypto: Crypto, value: str) -> str:
    return b64encode(crypto.seal(value.encode())).decode()


def unsealed(crypto: Crypto, value: str) -> str:
    """Raises ``ValueError`` when the stored value was altered."""
    return crypto.unseal(b64decode(value)).decode()
