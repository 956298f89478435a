"""2601: undoing a transaction whose answer never arrived."""

from __future__ import annotations

from typing import Final

from centers.settlement.contract.v1 import COMPENSATION_UNKNOWN
from hsaf.contract.errors import HsafError
from hsaf.data.pipeline import Refused
from subsystems.gateway.control import tracing
from subsystems.gateway.control.business import Business, Output
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

PURCHASE: Final = "2102"


def compensate(centers: Centers, message: Message) -> Output | Refused:
    """2601 冲正交易.

    For an unknown original the refusal keeps the center's tombstone, so that the original is refused
    should it still arrive.
    """
    data = message.node("data")
    try:
        centers.settlement.compensate(data["psn_no"], data["omsgid"], data["oinfno"])
    except HsafError as refusal:
        if refusal.error is COMPENSATION_UNKNOWN:
            return Refused(refusal)
        raise
    if data["oinfno"] == PURCHASE:
        tracing.release_message(centers, data["omsgid"])
    return {}


OFFERED: Final = (Business("2601", compensate, writes=True),)
