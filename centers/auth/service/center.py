"""The authentication center's contract: messages of institutions, and staff."""

from __future__ import annotations

from centers.auth.service.auth import Auth
from centers.auth.service.staff import Staff


class AuthCenter(Auth, Staff):
    """Implements :class:`centers.auth.contract.v1.AuthContract`, made of its two sides."""

    def __init__(self, messages: dict[str, object], staff: dict[str, object]) -> None:
        Auth.__init__(self, **messages)  # type: ignore[arg-type]
        Staff.__init__(self, **staff)  # type: ignore[arg-type]
