"""When scheduled work is due: a short text, and the next moment it names.

``every 10 minutes`` (or ``hours``), ``at 02:30``, ``at 02:30 on monday``, ``at 02:30 on day 15``,
``at 02:30 on the last day``. Times are those of the deployment's clock.
"""

from __future__ import annotations

import re
from calendar import day_name, monthrange
from datetime import datetime, time, timedelta
from typing import Final

from hsaf.contract.refusals import SCHEDULE_WRONG

_DAY: Final = timedelta(days=1)
_EPOCH: Final = datetime(1970, 1, 1)
_WEEKDAYS: Final = tuple(name.lower() for name in day_name)
_EVERY: Final = re.compile(r"every (\d{1,4}) (minute|hour)s?")
_AT: Final = re.compile(r"at ([01]\d|2[0-3]):([0-5]\d)(?: on (.+))?")
_ON_DAY: Final = re.compile(r"day ([1-9]|1\d|2[0-8])")


class When:
    """A parsed text. Raises ``SCHEDULE_WRONG`` for one that says nothing of the above."""

    def __init__(self, text: str) -> None:
        self.text = text
        every, at = _EVERY.fullmatch(text), _AT.fullmatch(text)
        if every and int(every[1]):
            unit = timedelta(minutes=1) if every[2] == "minute" else timedelta(hours=1)
            self._every: timedelta | None = int(every[1]) * unit
        elif at and _names_days(at[3]):
            self._every, self._at, self._on = None, time(int(at[1]), int(at[2])), at[3] or ""
        else:
            raise SCHEDULE_WRONG(text=text)

    def after(self, moment: datetime) -> datetime:
        """The first moment later than ``moment``; ``every`` counts in steps from 1970, whoever asks."""
        if self._every is not None:
            return _EPOCH + ((moment - _EPOCH) // self._every + 1) * self._every
        found = datetime.combine(moment.date(), self._at)
        while found <= moment or not self._chosen(found):
            found += _DAY
        return found

    def _chosen(self, day: datetime) -> bool:
        if self._on == "the last day":
            return day.day == monthrange(day.year, day.month)[1]
        numbered = _ON_DAY.fullmatch(self._on)
        if numbered:
            return day.day == int(numbered[1])
        return self._on in ("", _WEEKDAYS[day.weekday()])


def _names_days(text: str | None) -> bool:
    return text is None or text == "the last day" or text in _WEEKDAYS or _ON_DAY.fullmatch(text) is not None
