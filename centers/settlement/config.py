"""Settings of the settlement center."""

from __future__ import annotations

from typing import Annotated

import msgspec

Persons = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
Day = Annotated[int, msgspec.Meta(ge=1, le=28)]


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Section ``[settlement]``: the clearing calendar, days of the month after (HB-13, calculations); and
    the chunks of mass work."""

    generate_day: Day = 15
    """The platform generates the monthly sheets that are still missing."""
    details_day: Day = 16
    """Receivable and payable details of every pooling area are generated."""
    confirm_day: Day = 17
    """The last day on which areas confirm; afterwards they count as confirmed."""
    approve_day: Day = 18
    """Confirmed details may be reviewed."""
    chunk_persons: Persons = 1000
    """Persons that mass work (simulation, recheck) takes between two checkpoints."""
