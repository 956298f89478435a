"""Durations as the national tables write them: days/hours/minutes, ``1/13/24``."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_FORM: Final = re.compile(r"(\d{1,4})/(\d{1,2})/(\d{1,2})", re.ASCII)


class Duration(NamedTuple):
    days: int
    hours: int
    minutes: int


def read_duration(text: str) -> Duration | None:
    """``None`` for what is no duration: another form, 24 hours or 60 minutes and more."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    duration = Duration(*map(int, found.groups()))
    return duration if duration.hours < 24 and duration.minutes < 60 else None
