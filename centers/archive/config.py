"""Settings of the archive center."""

from __future__ import annotations

from typing import Annotated

import msgspec

Positive = Annotated[int, msgspec.Meta(ge=1)]


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[archive]``."""

    recognised_days: Positive = 90
    """How long after its day another institution may rely on a report."""
    authorised_hours: Positive = 24
    """How long a person's authorisation (5461) holds."""
    treated_days: Positive = 30
    """How long after its begin a visit lets its institution see the person's reports without one."""
    withheld: tuple[str, ...] = ("HIV", "艾滋", "人类免疫缺陷病毒", "梅毒")
    """Words in a report's or item's name that keep it with the institution that made it."""
