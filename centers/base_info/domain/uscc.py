"""统一社会信用代码: the check character of GB 32100-2015."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capital letters without I, O, S, V, Z; a character counts as its place."""

LENGTH: Final = 18


def is_sound(uscc: str) -> bool:
    """Whether the last character fits the seventeen before it: weights are powers of 3 modulo 31."""
    if len(uscc) != LENGTH or any(character not in ALPHABET for character in uscc):
        return False
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(uscc[:-1]))
    return ALPHABET[-total % 31] == uscc[-1]
