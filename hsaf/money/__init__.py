"""Money: integer fen (分) inside, yuan with two decimals outside, exact decimals for ratios.

Source: benefit-settlement section 1. Rounding is half-up on the magnitude and only ever happens
through :func:`round_fen` / :func:`round_half_up`; no binary floating point is accepted anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation

_EXACT = Context(prec=40, traps=[InvalidOperation])
_STRICT = Context(prec=40, traps=[InvalidOperation, Inexact])
_ONE = Decimal(1)
HUNDRED = Decimal(100)


def round_half_up(value: Decimal | int, places: int = 0) -> Decimal:
    """Round half-up on the magnitude (``-0.5`` gives ``-1``) to ``places`` decimals."""
    if isinstance(value, float):
        raise TypeError("binary floating point is not money")
    quantum = _ONE.scaleb(-places)
    return Decimal(value).quantize(quantum, rounding=ROUND_HALF_UP, context=_EXACT)


def round_fen(value: Decimal | int) -> int:
    """Round a number of fen to whole fen, half-up on the magnitude."""
    if type(value) is int:
        return value
    return int(round_half_up(value))


def fen_from_yuan(value: Decimal | int | str) -> int:
    """Exact fen of a yuan amount.

    Raises ``ValueError`` when the amount is no number or has more than two decimals.
    """
    if isinstance(value, float):
        raise TypeError("binary floating point is not money")
    try:
        whole = _STRICT.multiply(Decimal(value), HUNDRED).quantize(_ONE, context=_STRICT)
    except (InvalidOperation, Inexact) as reason:
        raise ValueError(f"not an amount in yuan with at most two decimals: {value!r}") from reason
    return int(whole)


def yuan(fen: int) -> str:
    """``123456`` fen as ``"1234.56"``, the wire form."""
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), 100)
    return f"{sign}{whole}.{cents:02d}"


def yuan_grouped(fen: int) -> str:
    """``123456`` fen as ``"1,234.56"``, for messages people read."""
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{cents:02d}"


def ratio_of(part: int, whole: int, places: int = 4) -> Decimal:
    """``part / whole`` half-up to ``places`` decimals; zero where ``whole`` is zero."""
    if whole == 0:
        return round_half_up(0, places)
    return round_half_up(_EXACT.divide(Decimal(part), Decimal(whole)), places)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Share ``total`` fen by ``weights`` with the largest-remainder rule; the parts sum to it.

    Ties go to the earlier part. Raises ``ValueError`` for negative or all-zero weights.
    """
    weight = sum(weights)
    if weight <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    sign = -1 if total < 0 else 1
    exact = [divmod(abs(total) * w, weight) for w in weights]
    parts = [quotient for quotient, _ in exact]
    left = abs(total) - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-exact[i][1], i))
    for i in by_remainder[:left]:
        parts[i] += 1
    return [sign * part for part in parts]
