"""Who is drawn: a published rule over a secret seed, a witness's number and the pool written down beforehand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

SPECIALTIES: Final[Mapping[str, str]] = {
    "1": "临床医学",
    "2": "药学",
    "3": "医用耗材",
    "4": "医保管理",
    "5": "财务与审计",
    "6": "信息技术",
    "7": "法律",
    "9": "其他",
}
"""As the record type ``expert`` declares them."""

MOST_SEATS: Final = 100

Digest = Callable[[bytes], bytes]
Row = Mapping[str, Any]


class NeedWrong(ValueError):
    """Says in Chinese what is wrong with the needs."""


def needs_of(text: str) -> list[tuple[str, int]]:
    """Specialities and numbers, a line each: ``临床医学 3``. Raises ``NeedWrong``."""
    codes = {label: code for code, label in SPECIALTIES.items()}
    found: dict[str, int] = {}
    for line in filter(None, (one.strip() for one in re.split(r"[\n;；]", text))):
        match = re.fullmatch(r"(\S+?)[\s:：]*(\d{1,3})\s*人?", line)
        code = codes.get(match[1], match[1]) if match else ""
        if match is None or code not in SPECIALTIES:
            raise NeedWrong(f"“{line[:30]}”不是“专业领域 人数”，专业领域为 {'、'.join(SPECIALTIES.values())} 之一")
        if code in found or not 1 <= int(match[2]) <= MOST_SEATS:
            raise NeedWrong(f"“{line[:30]}”的专业重复，或人数不在 1 至 {MOST_SEATS} 之间")
        found[code] = int(match[2])
    if not found:
        raise NeedWrong("没有填写")
    return list(found.items())


def names_of(text: str) -> list[str]:
    """Names or numbers separated by blanks, commas or line ends."""
    return [one for one in re.split(r"[\s,;，；、]+", text) if one]


def rank(sm3: Digest, seed: str, witness_no: str, expt_no: str) -> str:
    return sm3(f"{seed}:{witness_no}:{expt_no}".encode()).hex()


def pool_digest(sm3: Digest, candidates: Iterable[Row]) -> str:
    """Of everybody in the pool, with speciality and whether excluded, by number."""
    lines = sorted(f"{one['expt_no']},{one['specialty']},{int(one['state'] == 'excluded')}" for one in candidates)
    return sm3("\n".join(lines).encode()).hex()


def drawn(needs: Sequence[Sequence[Any]], ranked: Sequence[Row]) -> list[str]:
    """Numbers of the first of each speciality, of candidates in the order of their ranks."""
    found: list[str] = []
    for specialty, number in needs:
        fitting = [one["expt_no"] for one in ranked if one["specialty"] == specialty]
        found += fitting[: int(number)]
    return found
