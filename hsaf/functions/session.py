"""What the engine asks about who is signed in. The auth center provides it as contract ``auth.session.v1``."""

from __future__ import annotations

from typing import Final, Protocol

from hsaf.contract.principal import Principal

CONTRACT: Final = "auth.session.v1"
COOKIE: Final = "hsaf_session"
CSRF_HEADER: Final = "X-HSAF-CSRF"


class SessionContract(Protocol):
    """Asked for every request, outside any unit of work: answers come from memory or one quick look."""

    def principal_of(self, token: str) -> Principal | None:
        """Who holds the session token, or ``None`` when it is unknown, expired or signed out."""
        ...

    def csrf_of(self, token: str) -> str:
        """What a mutating request of this session must carry in the header :data:`CSRF_HEADER`."""
        ...
