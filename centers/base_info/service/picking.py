"""Institutions as forms offer them beside a field that holds the code of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from centers.base_info.contract.v1 import PICKED, Institution
from hsaf.functions.pinyin import Spelled, fits, spelled
from hsaf.records.contract import Choice

INSTITUTION: Final = "institution"
KEPT: Final = 100_000
"""Names whose pinyin is kept: more than a province has institutions."""


def picked(code: str, text: str, institutions: Callable[[], Iterable[Institution]]) -> Sequence[Choice] | None:
    """Institutions are public: everybody may name any. Those whose code begins so come first."""
    if code != INSTITUTION:
        return None
    wanted = text.strip()
    found = sorted((one for one in institutions() if _named(one, wanted)), key=lambda one: one.fixmedins_code)
    if len(found) < PICKED and wanted.isascii() and wanted.isalpha():
        known = {one.fixmedins_code for one in found}
        typed = (one for one in institutions() if one.fixmedins_code not in known and _typed(one, wanted.lower()))
        found += islice(typed, PICKED - len(found))
    return [Choice(one.fixmedins_code, one.fixmedins_name) for one in found[:PICKED]]


def _named(one: Institution, text: str) -> bool:
    return one.fixmedins_code.startswith(text.upper()) or text in one.fixmedins_name


def _typed(one: Institution, text: str) -> bool:
    name, letters = _spelled(one.fixmedins_name)
    return text[0] in letters and fits(name, text)


@lru_cache(KEPT)
def _spelled(name: str) -> tuple[Spelled, frozenset[str]]:
    """And the letters that its syllables begin with."""
    found = spelled(name)
    return found, frozenset(reading[0] for readings in found for reading in readings)
