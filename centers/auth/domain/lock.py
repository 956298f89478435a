"""The lock after wrong passwords: more than the limit in a row lock the account for some hours (HB-01, line 835). Pure."""

from __future__ import annotations

from datetime import datetime


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """A lock ends by itself at its time; wrong passwords before that are forgiven then."""
    return locked_until is not None and now < locked_until
