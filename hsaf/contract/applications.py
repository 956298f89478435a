"""What the owner of a business object and the workflow center know of each other. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """An application as the owner of its business object is given it."""

    instance_id: str
    applicant: str
    admdvs: str
    payload: Mapping[str, Any]


Outcome = Callable[[Application], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """What the owner of a business object registers. ``permission`` is what a reviewer needs, besides being a
    candidate; ``check`` refuses what could never come into force, before anybody is troubled with it; the others run
    when the decision falls. Without ``rolled_back`` an approved application stays approved."""

    code: str
    name: str
    permission: str
    approved: Outcome
    check: Outcome | None = None
    rejected: Outcome | None = None
    rolled_back: Outcome | None = None


def subject(instance_id: str) -> str:
    """What a command on an application locks and chains its audit events to."""
    return f"workflow:{instance_id}"
