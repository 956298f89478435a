"""Functions of the rule language, as the compiled program calls them. Money is integer fen.

Each is free of branches on anything but its arguments, so a vectorised twin is a plain translation
(``docs/explanation/policy-language.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol

from hsaf.money import round_fen


class Band(NamedTuple):
    """One segment of a ratio table: above ``lower`` (exclusive) up to ``upper`` (inclusive), in fen."""

    lower: int
    upper: int | None
    ratio: Decimal


Table = tuple[Band, ...]


class Piece(NamedTuple):
    """What one segment served (``amount``) and paid, in fen; ``number`` counts segments from 1."""

    number: int
    amount: int
    ratio: Decimal
    pay: int


class Payment(NamedTuple):
    """Outcome of :func:`segment_pay`: ``pay`` for the ``served`` part; ``over`` was stopped by the limit."""

    pay: int
    served: int
    over: int
    pieces: tuple[Piece, ...]


class Payer(Protocol):
    """An account that may pay: ``own`` is the patient's, ``balc`` its balance in fen."""

    @property
    def acct_psn_no(self) -> str: ...
    @property
    def balc(self) -> int: ...
    @property
    def own(self) -> bool: ...


class Draws(NamedTuple):
    """What accounts pay, in the order they were asked; ``total = own + mulaid``."""

    total: int
    own: int
    mulaid: int
    by_account: tuple[tuple[str, int], ...]


def left(cap: int, used: int) -> int:
    """What is left of a yearly cap; never below zero."""
    return max(0, cap - used)


def above(line: int, before: int, added: int) -> int:
    """The part of ``added`` by which the running total ``before + added`` goes beyond ``line``."""
    return max(0, before + added - max(before, line))


def given(value: Any, otherwise: Any) -> Any:
    """A parameter's value in this scene, or ``otherwise`` where no row fits."""
    return otherwise if value is None else value


def best_of(by_identity: Mapping[str, Decimal]) -> str:
    """The identity category with the highest ratio; empty when none has one. Ties: the lower code."""
    return min(by_identity, key=lambda category: (-by_identity[category], category), default="")


def table_plus(table: Table, add: Decimal | int) -> Table:
    """Every ratio of a table raised by ``add`` (lowered when negative)."""
    return tuple(Band(lower, upper, ratio + add) for lower, upper, ratio in table)


def table_min(table: Table, limit: Decimal | int) -> Table:
    """Every ratio of a table at most ``limit``."""
    return tuple(Band(lower, upper, min(ratio, Decimal(limit))) for lower, upper, ratio in table)


def segment_pay(table: Table, start: int, amount: int, limit: int) -> Payment:
    """Pay ``amount`` by the segments of a running total that stands at ``start``.

    Each piece pays ``round(piece * ratio)``. The piece that would exceed ``limit`` pays exactly what
    is left of it, ``c``, and ``round(c / ratio)`` of it counts as served; all that follows is ``over``
    (benefit-settlement 4.1).
    """
    pieces: list[Piece] = []
    position, end, cap = start, start + amount, limit
    for number, (_, upper, ratio) in enumerate(table, 1):
        top = end if upper is None else min(end, upper)
        if top <= position:
            continue
        piece = top - position
        due = round_fen(piece * ratio)
        if due > cap:
            pieces.append(Piece(number, round_fen(cap / ratio), ratio, cap))
            cap = 0
            break
        pieces.append(Piece(number, piece, ratio, due))
        cap -= due
        position = top
    served = sum(piece.amount for piece in pieces)
    return Payment(limit - cap, served, amount - served, tuple(pieces))


def draw(accounts: Iterable[Payer], payable: int) -> Draws:
    """Let accounts pay ``payable`` one after the other, each at most its balance."""
    rest, own, drawn = payable, 0, []
    for account in accounts:
        part = max(0, min(account.balc, rest))
        if part:
            drawn.append((account.acct_psn_no, part))
            rest -= part
            own += part if account.own else 0
    total = payable - rest
    return Draws(total, own, total - own, tuple(drawn))


LANGUAGE: Final = (left, above, given, best_of, table_plus, table_min, segment_pay, draw)
"""What a generated program may call of these."""
