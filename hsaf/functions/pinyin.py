"""Chinese names as people type them without an input method: full pinyin, or the initials of the syllables.

The table is generated (``tools/pinyin.py``); a character that it does not have stands for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("pinyin.tsv")
Spelled = Sequence[Sequence[str]]
"""The readings of each character of a name."""


def spelled(name: str) -> Spelled:
    known = _readings()
    return [known.get(character, (character.lower(),)) for character in name]


def fits(name: Spelled, wanted: str) -> bool:
    """Whether the text, in lower case, is the initials of some syllables, or begins where a syllable begins."""
    starts = range(len(name))
    return any(_initials(name[at:], wanted) or _begins(name[at:], wanted) for at in starts)


def _initials(name: Spelled, wanted: str) -> bool:
    return len(wanted) <= len(name) and all(
        any(reading.startswith(letter) for reading in readings) for readings, letter in zip(name, wanted, strict=False)
    )


def _begins(name: Spelled, wanted: str) -> bool:
    if not name:
        return not wanted
    return any(
        reading.startswith(wanted) or (wanted.startswith(reading) and _begins(name[1:], wanted.removeprefix(reading)))
        for reading in name[0]
    )


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    """Readings of each character."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for line in TABLE.read_text("utf-8").splitlines():
        reading, _, characters = line.partition("\t")
        for character in characters:
            found[character] += (reading,)
    return dict(found)
