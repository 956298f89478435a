"""Settings of the exchange center."""

from __future__ import annotations

from typing import Annotated

import msgspec

Positive = Annotated[int, msgspec.Meta(ge=1)]


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[exchange]``."""

    upload_mb: Positive = 4
    """Largest file that may be uploaded or kept; a message's answer carries it as Base64."""
    quota_mb: Positive = 256
    """What one institution's uploads that have not expired may hold together."""
    keep_days: Positive = 30
    """How long a file may be downloaded."""
    expired_days: Positive = 30
    """How long an expired file is kept; after that its row and its content are deleted."""
