"""Settings of the authentication center: passwords, locks and sessions of staff."""

from __future__ import annotations

from typing import Annotated

import msgspec

Positive = Annotated[int, msgspec.Meta(ge=1)]
Natural = Annotated[int, msgspec.Meta(ge=0)]
Cost = Annotated[int, msgspec.Meta(ge=1024)]


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[auth]``."""

    lock_limit: Positive = 5
    """An account is locked when more passwords in a row are wrong (HB-01, rule of line 835)."""
    lock_hours: Positive = 24
    idle_minutes: Positive = 30
    """A session ends when nothing was asked for so long."""
    session_hours: Positive = 12
    """A session ends after this in any case."""
    ticket_seconds: Positive = 60
    """How long a single sign-on ticket may be redeemed."""
    password_length: Positive = 8
    password_classes: Annotated[int, msgspec.Meta(ge=1, le=4)] = 3
    """How many of lower case, upper case, digits and other characters a password must have."""
    password_history: Natural = 5
    """So many earlier passwords may not come back."""
    password_days: Natural = 0
    """A password must be changed after so many days; 0: never."""
    initial_password: str = ""
    """What a reset gives; empty: a new random one each time, shown to the administrator once."""
    scrypt_n: Cost = 2**14
    scrypt_r: Positive = 8
    scrypt_p: Positive = 5
    """Cost of the password digest (RFC 7914) for passwords set from now on; it is stored with each."""
