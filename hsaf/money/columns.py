"""Money by column: exact products and rounding over many rows at once, with numpy.

The twin of :mod:`hsaf.money` for simulation and mass checks; amounts are ``int64`` fen, ratios and
quantities ``int64`` in a power of ten. Nothing is ever rounded but by :func:`half_up`.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

LIMIT: Final = 1 << 60
"""Largest product; a sum of eight still fits a column."""


def peak(value: Any) -> int:
    """The greatest magnitude in a column."""
    column = np.asarray(value)
    return max(int(column.max()), -int(column.min())) if column.size else 0


def times(left: Any, right: Any) -> Any:
    """An exact product. Raises ``OverflowError`` instead of ever giving a wrong one."""
    if peak(left) * peak(right) > LIMIT:
        raise OverflowError("amounts too large to be multiplied exactly in 64 bits")
    return np.multiply(left, right)


def half_up(value: Any, unit: int) -> Any:
    """``value / unit`` rounded half-up on the magnitude; ``unit`` is a power of ten."""
    magnitude = (np.abs(value) + unit // 2) // unit
    return np.where(np.less(value, 0), -magnitude, magnitude)
