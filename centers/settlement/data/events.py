"""The audit events of a visit, read from the person's chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hsaf.data import current_uow
from hsaf.data.audit import Verification, events_of, verify
from hsaf.spi.crypto import Crypto


def events_about(psn_no: str, *, mdtrt_id: str) -> list[Mapping[str, Any]]:
    """Events whose facts name the visit, oldest first."""
    events = events_of(current_uow().connection, f"psn:{psn_no}")
    return [event for event in events if event["facts"].get("mdtrt_id") == mdtrt_id]


def chain_of(psn_no: str, crypto: Crypto) -> Verification:
    """Whether the person's chain is whole."""
    return verify(current_uow().connection, crypto, f"psn:{psn_no}")
