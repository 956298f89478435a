"""The language's functions over columns. Money is ``int64`` fen, a ratio ``int64`` in a power of ten.

Each gives, row by row, what its twin in :mod:`hsaf.rules.primitives` gives. No product is ever too
large for its column: ``times`` refuses instead (``OverflowError``), long before it happens with real money.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, Final, NamedTuple

import numpy as np

from hsaf.money.columns import Array, half_up, times
from hsaf.rules.vector.columns import Slot

END: Final = 1 << 62
"""Upper bound of a segment that has none."""


class Table(NamedTuple):
    """A ratio table: upper bound and ratio of each segment, as columns. Rows with fewer segments are
    filled up with segments that begin at :data:`END`."""

    uppers: tuple[Any, ...]
    ratios: tuple[Any, ...]


class Payment(NamedTuple):
    """Outcome of :func:`segment_pay`, in fen."""

    pay: Any
    served: Any
    over: Any


class Draws(NamedTuple):
    """What accounts pay; ``by_account`` has one column for each slot."""

    total: Any
    own: Any
    mulaid: Any
    by_account: tuple[Array, ...]


def scaled(value: Any, factor: int) -> Any:
    """The same value in a unit smaller by ``factor``."""
    if isinstance(value, Table):
        return Table(value.uppers, tuple(times(ratio, factor) for ratio in value.ratios))
    return times(value, factor)


def choose(condition: Any, this: Any, that: Any) -> Any:
    """Python's ``this if condition else that``, row by row, for columns and structured results."""
    if isinstance(this, Table):
        return _choose_table(condition, this, that)
    if isinstance(this, tuple):
        return type(this)(*(choose(condition, *pair) for pair in zip(this, that, strict=True)))
    return np.where(condition, this, that)


def _choose_table(condition: Any, this: Table, that: Table) -> Table:
    count = max(len(this.uppers), len(that.uppers))
    this, that = _filled(this, count), _filled(that, count)
    return Table(
        *(tuple(np.where(condition, *pair) for pair in zip(*two, strict=True)) for two in zip(this, that, strict=True))
    )


def _filled(table: Table, count: int) -> Table:
    more = count - len(table.uppers)
    return Table(table.uppers + (END,) * more, table.ratios + (0,) * more)


def least(*values: Any) -> Any:
    return reduce(np.minimum, values)


def greatest(*values: Any) -> Any:
    return reduce(np.maximum, values)


def one_of(column: Any, *codes: int) -> Any:
    """Whether a code is one of a few."""
    return reduce(np.logical_or, (np.equal(column, code) for code in codes), np.False_)


def left(cap: Any, used: Any) -> Any:
    return np.maximum(0, np.subtract(cap, used))


def above(line: Any, before: Any, added: Any) -> Any:
    return np.maximum(0, np.add(before, added) - np.maximum(before, line))


def table_plus(table: Table, add: Any) -> Table:
    return Table(table.uppers, tuple(np.add(ratio, add) for ratio in table.ratios))


def table_min(table: Table, limit: Any) -> Table:
    return Table(table.uppers, tuple(np.minimum(ratio, limit) for ratio in table.ratios))


def segment_pay(table: Table, unit: int, start: Any, amount: Any, limit: Any) -> Payment:
    """One pass for each segment, carrying position, what is left of the cap, and who was stopped by it.

    ``unit`` is the ratios' denominator.
    """
    start, amount, limit = np.broadcast_arrays(start, amount, limit)
    position, end, cap = start, np.add(start, amount), limit
    served, stopped = np.zeros_like(amount), np.zeros(np.shape(amount), bool)
    for upper, ratio in zip(table.uppers, table.ratios, strict=True):
        top = np.minimum(end, upper)
        reached = (top > position) & ~stopped
        piece = np.where(reached, top - position, 0)
        due = half_up(times(piece, ratio), unit)
        stops = reached & (due > cap)
        served = served + np.where(stops, _served_by(cap, ratio, unit, stops), piece)
        cap = cap - np.where(stops, cap, due)
        position = np.where(reached & ~stops, top, position)
        stopped = stopped | stops
    return Payment(limit - cap, served, amount - served)


def _served_by(cap: Array, ratio: Any, unit: int, stops: Array) -> Array:
    """``round(cap / ratio)``, the part of a piece that what is left of the cap pays for."""
    if not stops.any():
        return cap
    divisor = np.where(stops, ratio, 1)
    doubled = 2 * times(np.where(stops, cap, 0), unit)
    magnitude = (np.abs(doubled) + np.abs(divisor)) // (2 * np.abs(divisor))
    served: Array = np.where((doubled < 0) ^ (divisor < 0), -magnitude, magnitude)
    return served


def draw(accounts: Sequence[Slot], payable: Any) -> Draws:
    """One pass for each account in its order."""
    rest, own, drawn = payable, np.zeros_like(payable), []
    for slot in accounts:
        part = np.maximum(0, np.minimum(slot.balc, rest))
        drawn.append(part)
        rest = rest - part
        own = own + np.where(slot.own, part, 0)
    total = payable - rest
    return Draws(total, own, total - own, tuple(drawn))


LANGUAGE: Final[tuple[Callable[..., Any], ...]] = (
    times, scaled, half_up, choose, least, greatest, one_of, left, above, table_plus, table_min, segment_pay, draw,
)  # fmt: skip
"""What a generated program may call of these."""
