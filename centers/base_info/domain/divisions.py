"""Codes of divisions (GB/T 2260) and how two lists of them differ. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_CODE: Final = re.compile(r"[1-9]\d{5}")
_PROVINCE, _POOL = "0000", "00"
ADDED, VANISHED, RENAMED, MOVED = "1", "2", "3", "4"
LONGEST_NAME: Final = 50

Difference = Mapping[str, str]


class WrongLine(ValueError):
    """A list that cannot be read: the line's number and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def above(admdvs: str) -> str:
    """The division a code lies in; empty for a province."""
    if admdvs.endswith(_PROVINCE):
        return ""
    return f"{admdvs[:2]}{_PROVINCE}" if admdvs.endswith(_POOL) else f"{admdvs[:4]}{_POOL}"


def level(admdvs: str) -> str:
    """``admdvs_lv``: 1 province, 2 pooling area, 3 district."""
    if admdvs.endswith(_PROVINCE):
        return "1"
    return "2" if admdvs.endswith(_POOL) else "3"


def read(listing: str) -> dict[str, str]:
    """Names by code of lines ``code name``, with a blank, tab or comma between. Raises ``WrongLine``."""
    found: dict[str, str] = {}
    for number, line in enumerate(listing.splitlines(), start=1):
        if not line.strip():
            continue
        code, *rest = re.split(r"[\s,，]+", line.strip(), maxsplit=1)
        if not is_code(code):
            raise WrongLine(number, f"“{code[:20]}”不是 6 位区划编码")
        if not rest or not rest[0].strip():
            raise WrongLine(number, f"{code} 没有名称")
        if code in found:
            raise WrongLine(number, f"{code} 重复")
        found[code] = rest[0].strip()
    if not found:
        raise WrongLine(1, "名单是空的")
    return found


def compare(ours: Mapping[str, str], theirs: Mapping[str, str]) -> Iterator[Difference]:
    """How their list differs from ours, by code. One name that left a code for a new one has moved."""
    gone = {code: name for code, name in ours.items() if code not in theirs}
    new = {code: name for code, name in theirs.items() if code not in ours}
    moved = dict(_moves(gone, new))
    for code in sorted({*ours, *theirs}):
        if code in moved:
            yield _row(MOVED, code, f"{code} {gone[code]}", f"{moved[code]} {gone[code]}")
        elif code in gone:
            yield _row(VANISHED, code, gone[code], "")
        elif code in new and code not in moved.values():
            yield _row(ADDED, code, "", new[code])
        elif code not in new and ours[code] != theirs[code]:
            yield _row(RENAMED, code, ours[code], theirs[code])


def _moves(gone: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Old and new code of names that are unique on both sides."""
    left, right = list(gone.values()), list(new.values())
    codes = {name: code for code, name in new.items()}
    return ((code, codes[name]) for code, name in gone.items() if left.count(name) == right.count(name) == 1)


def _row(kind: str, admdvs: str, ours: str, theirs: str) -> Difference:
    return {"kind": kind, "admdvs": admdvs, "ours": ours, "theirs": theirs}
