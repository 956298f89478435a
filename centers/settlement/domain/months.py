"""Clearing months, and the calendar of clearing between pooling areas (HB-13, calculations).

A month is cleared on days of the month after it.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from centers.settlement.contract.clearing import (
    CLEARING_PERIOD_WRONG,
    MONTH_NOT_OVER,
    MONTH_WRONG,
    TOO_EARLY,
    ClearingApplication,
)


class Month(msgspec.Struct, frozen=True):
    """A clearing month by its first day."""

    first: date

    @classmethod
    def of(cls, setlym: str) -> Month:
        """Of ``yyyyMM``. Raises ``MONTH_WRONG``."""
        if len(setlym) != 6 or not (setlym.isascii() and setlym.isdigit()):
            raise MONTH_WRONG(setlym=setlym)
        try:
            return cls(date(int(setlym[:4]), int(setlym[4:]), 1))
        except ValueError:
            raise MONTH_WRONG(setlym=setlym) from None

    @property
    def setlym(self) -> str:
        return f"{self.first:%Y%m}"

    @property
    def end(self) -> date:
        """The first day after it."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def before(self) -> Month:
        return Month((self.first - timedelta(days=1)).replace(day=1))

    def require_over(self, today: date) -> None:
        """Raises ``MONTH_NOT_OVER``."""
        if today < self.end:
            raise MONTH_NOT_OVER(setlym=self.setlym)

    def require_within(self, application: ClearingApplication) -> None:
        """The period of an application lies in the month. Raises ``CLEARING_PERIOD_WRONG``."""
        begin, end = application.begndate, application.enddate
        if not self.first <= begin <= end < self.end:
            raise CLEARING_PERIOD_WRONG(begndate=begin, enddate=end, setlym=self.setlym)


class Calendar(msgspec.Struct, frozen=True):
    """Days of the month after: sheets are generated, bills are generated, confirmed at the latest, and
    may be reviewed."""

    generate: int
    details: int
    confirm: int
    approve: int

    def due(self, month: Month, today: date) -> tuple[str, ...]:
        """What the platform does by itself for a month, as far as its days have come."""
        begins = {"sheets": self.generate, "bills": self.details, "confirmation": self.confirm + 1}
        return tuple(step for step, day in begins.items() if month.end.replace(day=day) <= today)

    def details_on(self, month: Month) -> date:
        return month.end.replace(day=self.details)

    def confirmed_by(self, month: Month) -> date:
        """The last day for a confirmation; afterwards a bill counts as confirmed."""
        return month.end.replace(day=self.confirm)

    def require_details(self, month: Month, today: date) -> None:
        """Raises ``TOO_EARLY``."""
        _require_reached("应收应付明细生成", month, self.details_on(month), today)

    def require_review(self, month: Month, today: date) -> None:
        """Raises ``TOO_EARLY``."""
        _require_reached("审核", month, month.end.replace(day=self.approve), today)


def _require_reached(step: str, month: Month, day: date, today: date) -> None:
    if today < day:
        raise TOO_EARLY(setlym=month.setlym, step=step, day=day)
