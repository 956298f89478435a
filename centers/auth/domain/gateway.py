"""The request headers of the national interface: complete, fresh, and signed by the key they name.

Source: gateway, "Transport"; the signature itself is :func:`hsaf.security.signature.sign`.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Final

from centers.auth.contract.v1 import GatewayHeaders
from hsaf.security.signature import sign
from hsaf.spi.clock import CHINA

TOLERANCE: Final = timedelta(minutes=30)
"""How far a timestamp may be off, either way; exactly this far is still accepted."""

_DIGITS: Final = 13


def complete(headers: GatewayHeaders) -> bool:
    """Whether all five headers are there."""
    return all(getattr(headers, name) for name in headers.__struct_fields__)


def fresh(timestamp: str, now: datetime) -> bool:
    """Whether 13 digits of milliseconds since 1970 are close enough to the real clock.

    ``now`` is local time as the clock port tells it.
    """
    if len(timestamp) != _DIGITS or not (timestamp.isascii() and timestamp.isdigit()):
        return False
    sent = timedelta(milliseconds=int(timestamp))
    return abs(now.replace(tzinfo=CHINA) - (_EPOCH + sent)) <= TOLERANCE


_EPOCH: Final = datetime(1970, 1, 1, 8, tzinfo=CHINA)


def signature(secret: str, headers: GatewayHeaders) -> str:
    """What ``_api_signature`` must be for the other four headers."""
    fields = {f"_{name}": getattr(headers, name) for name in headers.__struct_fields__ if name != "api_signature"}
    return sign(secret, fields)


def same(expected: str, given: str) -> bool:
    """Compare two signatures in constant time."""
    return hmac.compare_digest(expected.encode(), given.encode())
