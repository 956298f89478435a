"""One-time secrets: random texts of which only the digest is stored."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from centers.auth.data.staff import StaffRepository
from hsaf.spi.crypto import Crypto

CHALLENGE = "challenge"
CHALLENGE_LIFE = timedelta(minutes=2)


def fresh_token() -> str:
    """256 random bits, fit for cookies and addresses."""
    return secrets.token_urlsafe(32)


class OneTimeSecrets:
    def __init__(self, repository: StaffRepository, crypto: Crypto) -> None:
        self._repository = repository
        self._crypto = crypto

    def issue(self, purpose: str, account: str, now: datetime, life: timedelta) -> str:
        """Stale ones are swept on the way."""
        secret = fresh_token()
        self._repository.drop_stale_tickets(now - timedelta(hours=1))
        self._repository.add_ticket(
            {
                "ticket_digest": self.digest(secret),
                "purpose": purpose,
                "account": account,
                "expires_at": now + life,
            }
        )
        return secret

    def use(self, secret: str, purpose: str, now: datetime) -> str | None:
        """The account it was issued for, once; then and after its time ``None``."""
        return self._repository.use_ticket(self.digest(secret), purpose, now)

    def digest(self, secret: str) -> str:
        return self._crypto.sm3(secret.encode("utf-8", "replace")).hex()
