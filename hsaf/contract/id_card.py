"""公民身份号码: what GB 11643-1999 says about its own parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

_SHAPE: Final = re.compile(r"\d{17}[\dX]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
MALE, FEMALE = "1", "2"


def normal(certno: str) -> str:
    """A certificate number as it is kept and compared: no blanks around it, check letter in upper case."""
    return certno.strip().upper()


def is_sound(certno: str) -> bool:
    """Whether the last character fits the seventeen digits before it and the date in it exists."""
    if not _SHAPE.fullmatch(certno) or birth_date(certno) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(certno, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == certno[-1]


def birth_date(certno: str) -> date | None:
    try:
        return date.fromisoformat(certno[6:14])
    except ValueError:
        return None


def sex(certno: str) -> str:
    """``gend``: an odd seventeenth digit is a man's."""
    return MALE if int(certno[16]) % 2 else FEMALE


def disagreements(certno: str, *, gend: str, brdy: date) -> Iterator[tuple[str, str]]:
    """Field and reason of everything about a person that an ID number contradicts."""
    if not is_sound(certno):
        yield "certno", "不是有效的 18 位公民身份号码，请核对证件（校验码或出生日期不符）"
        return
    if birth_date(certno) != brdy:
        yield "brdy", "与身份证号码中的出生日期不一致"
    if sex(certno) != gend:
        yield "gend", "与身份证号码中的性别不一致"
