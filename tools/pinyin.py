"""Renews ``hsaf/functions/pinyin.tsv``, by which functions are found: one line for each reading, with its characters.

It needs ``pypinyin``, in an environment of its own: the platform reads only the table. A character in more than one
line has more than one reading; those beside the commonest come from the names of functions and menus, and from :data:`ALSO`.
"""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pypinyin

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "hsaf/functions/pinyin.tsv"
FIRST_ROW, LAST_ROW, CELLS = 0xB0, 0xF7, range(0xA1, 0xFF)


ALSO = {
    "chong": "重", "tiao": "调", "diao": "调", "hang": "行", "chang": "长", "zhang": "长", "kuai": "会", "can": "参", "huan": "还"
}  # fmt: skip
"""Common words read differently from what the phrases of ``pypinyin`` say."""


def characters() -> Iterator[str]:
    """Every ideograph of GB/T 2312."""
    for row in range(FIRST_ROW, LAST_ROW + 1):
        for cell in CELLS:
            found = bytes((row, cell)).decode("gb2312", "ignore")
            if found:
                yield found


def names() -> Iterator[str]:
    for file in sorted(ROOT.glob("subsystems/*/functions/*.toml")):
        declared = tomllib.loads(file.read_text("utf-8"))
        yield from declared.get("menu", ())
        yield from (one["name"] for one in declared["function"])


def readings() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for text in (*characters(), *names()):
        for character, reading in zip(text, pypinyin.lazy_pinyin(text, errors=list), strict=True):
            if "\u4e00" <= character <= "\u9fff":
                found[reading.replace("ü", "v")].add(character)
    for reading, read in ALSO.items():
        found[reading] |= set(read)
    return found


def main() -> int:
    table = readings()
    lines = [f"{reading}\t{''.join(sorted(table[reading]))}" for reading in sorted(table)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
