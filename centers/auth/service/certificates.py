"""Certificates of a certification authority (CA): SM2 keys bound to accounts, and signing in by a signature."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from centers.auth.contract.staff import CERTIFICATE_WRONG, CHALLENGE_WRONG, KEY_TAKEN, KEY_WRONG, PASSWORD, Attempt
from centers.auth.data.staff import StaffRepository
from centers.auth.domain.keys import signature_bytes
from centers.auth.service.secrets import CHALLENGE, CHALLENGE_LIFE, OneTimeSecrets
from centers.auth.service.security_log import SecurityLog
from hsaf.contract import context
from hsaf.spi.crypto import Crypto

_PUBLIC_KEY: Final = re.compile(r"(04)?[0-9a-f]{128}")
_WHOLE: Final = 130
"""Digits of a key that says it is uncompressed; all are kept so, or one key could serve two accounts."""
_LONGEST_SIGNATURE: Final = 400


class Certificates:
    def __init__(self, repository: StaffRepository, secrets: OneTimeSecrets, crypto: Crypto, log: SecurityLog) -> None:
        self._repository = repository
        self._secrets = secrets
        self._crypto = crypto
        self._log = log

    def challenge(self, account: str) -> str:
        """Also for an account nobody has: it tells nothing."""
        return self._secrets.issue(CHALLENGE, account[:50], _now(), CHALLENGE_LIFE)

    def check(self, account: str, challenge: str, signature: str) -> Attempt:
        """Raises ``CHALLENGE_WRONG``."""
        self._use(account, challenge)
        public_key = self._repository.public_key(account)
        matched = public_key is not None and self._signed(public_key, challenge, signature)
        return Attempt(account, known=public_key is not None, matched=matched, means="certificate")

    def bind(self, account: str, public_key: str, challenge: str, signature: str) -> None:
        """Raises ``KEY_WRONG``, ``KEY_TAKEN``, ``CHALLENGE_WRONG`` or ``CERTIFICATE_WRONG``."""
        key = public_key.strip().lower()
        if not _PUBLIC_KEY.fullmatch(key):
            raise KEY_WRONG(field="public_key")
        key = key if len(key) == _WHOLE else f"04{key}"
        owner = self._repository.owner_of_key(key)
        if owner is not None and owner != account:
            raise KEY_TAKEN(field="public_key")
        self._use(account, challenge)
        if not self._signed(key, challenge, signature):
            raise CERTIFICATE_WRONG(field="signature")
        self._repository.bind(account, key, _now())
        self._log.note(PASSWORD, "certificate_bound", account)

    def of(self, account: str) -> list[dict[str, Any]]:
        """``fingerprint`` (SM3 of the key, as vendors' tools show it) and ``bound_at`` of what is bound."""
        row = self._repository.certificate(account)
        if row is None:
            return []
        return [{"fingerprint": self._crypto.sm3(bytes.fromhex(row.public_key)).hex(), "bound_at": row.bound_at}]

    def unbind(self, account: str) -> None:
        self._repository.unbind(account)
        self._log.note(PASSWORD, "certificate_unbound", account)

    def _use(self, account: str, challenge: str) -> None:
        if self._secrets.use(challenge, CHALLENGE, _now()) != account:
            raise CHALLENGE_WRONG()

    def _signed(self, public_key: str, challenge: str, signature: str) -> bool:
        given = signature_bytes(signature[:_LONGEST_SIGNATURE])
        try:
            return self._crypto.sm2_verify(public_key, challenge.encode(), given)
        except ValueError:
            return False


def _now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)
