"""Days as the region counts them."""

from __future__ import annotations

from datetime import date, datetime

from hsaf.spi.clock import CHINA


def today() -> date:
    """The platform's date, whatever zone the machine that tests is set to. Ask when it is needed: a run may go on
    past midnight."""
    return datetime.now(CHINA).date()
