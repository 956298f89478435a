"""What the gateway knows about a transaction it offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from hsaf.data.pipeline import Refused
from subsystems.gateway.control.centers import Centers
from subsystems.gateway.control.message import Message

Output = Mapping[str, Any]
"""Nodes of the answer in national field codes: amounts in fen, ratios ``Decimal``, dates as such."""

BARE: Final = ""
"""Key of an answer's node without a name: its fields stand in ``output`` itself."""

Handler = Callable[[Centers, Message], Output | Refused]


class Service(StrEnum):
    """What an institution must be open for; the value is its Chinese name."""

    OUTPATIENT = "门诊"
    INPATIENT = "住院"
    PHARMACY = "药店购药"


def person(message: Message) -> str:
    """Lock and audit chain of the person the message is about."""
    return f"psn:{message.psn_no}"


def institution(message: Message) -> str:
    """Lock and audit chain of the sender."""
    return f"org:{message.fixmedins_code}"


@dataclass(frozen=True, slots=True)
class Business:
    """One offered transaction.

    ``writes`` decides the pipeline; ``service`` is checked where new business begins, not where it goes
    on or is undone: an institution must be able to finish after a service was closed.
    """

    infno: str
    handler: Handler
    writes: bool = False
    service: Service | None = None
    subject: Callable[[Message], str] = person
    measured_as: str = ""
    """``settlement`` or ``presettlement``: timed for the settlement service level."""
    passes: bool = False
    """The handler answers without its center too: what it asks for is advice, which nobody waits for."""
