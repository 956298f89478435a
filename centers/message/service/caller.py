"""Who is reading, and when."""

from __future__ import annotations

from datetime import datetime

from centers.message.contract.v1 import SIGN_IN_MISSING
from hsaf.contract import context
from hsaf.contract.principal import Principal


def principal() -> Principal:
    """Raises ``SIGN_IN_MISSING``."""
    found = context.current().principal
    if found is None:
        raise SIGN_IN_MISSING()
    return found


def now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)
