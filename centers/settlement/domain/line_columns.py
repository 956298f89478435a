"""Fee lines by column: how millions of them divide (benefit-settlement section 2).

The scalar :func:`centers.settlement.domain.lines.split_line` is the meaning; this gives the same fen for
every line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import numpy as np

from centers.settlement.domain.upload import LISTED
from hsaf.money.columns import Array, half_up, times

QUANTITY: Final = 10**4
"""Quantities have at most four decimals, prices and ceilings six, shares four (national-interface)."""

PRICE: Final = 10**6
SHARE: Final = 10**4
UNLIMITED: Final = -1
"""Ceiling of a line that has none."""

_FEN_OF_PRODUCT: Final = QUANTITY * PRICE // 100


class Lines(NamedTuple):
    """``det`` in fen, ``cnt`` in 1/10,000, ``pric`` and ``ceiling`` in millionths of a yuan, ``prop`` in
    1/10,000; ``own_pay`` lines are the person's whole, ``listed`` ones count for the pharmacy rule."""

    det: Array
    cnt: Array
    pric: Array
    ceiling: Array
    prop: Array
    own_pay: Array
    listed: Array


class Split(NamedTuple):
    """The four parts of each line, in fen; they sum to its amount (identity A)."""

    fulamt_ownpay_amt: Array
    overlmt_amt: Array
    preselfpay_amt: Array
    inscp_scp_amt: Array


def columns_of(rows: Sequence[Mapping[str, Any]]) -> Lines:
    """Stored lines by column. Raises ``ValueError`` for a number with more decimals than its field has."""

    def column(name: str, unit: int, absent: int = 0) -> Array:
        return np.fromiter((_whole(row[name], unit, absent) for row in rows), np.int64)

    def flags(of: Callable[[Mapping[str, Any]], bool]) -> Array:
        return np.fromiter(map(of, rows), bool)

    return Lines(
        det=np.fromiter((row["det_item_fee_sumamt"] for row in rows), np.int64),
        cnt=column("cnt", QUANTITY),
        pric=column("pric", PRICE),
        ceiling=column("pric_uplmt_amt", PRICE, UNLIMITED),
        prop=column("selfpay_prop", SHARE),
        own_pay=flags(lambda row: row["own_pay"]),
        listed=flags(lambda row: row["chrgitm_lv"] in LISTED),
    )


def _whole(value: Decimal | None, unit: int, absent: int) -> int:
    if value is None:
        return absent
    whole = value * unit
    if whole != int(whole):
        raise ValueError(f"{value} is finer than 1/{unit}")
    return int(whole)


def divide(lines: Lines) -> Split:
    """Divide every line. Raises ``OverflowError`` for a line of more than some hundred million yuan."""
    limited = ~lines.own_pay & (lines.ceiling != UNLIMITED)
    above = np.where(limited, np.maximum(0, lines.pric - lines.ceiling), 0)
    overlmt = half_up(times(above, lines.cnt), _FEN_OF_PRODUCT)
    own = np.where(lines.own_pay, lines.det, 0)
    share = half_up(times(lines.det - own - overlmt, lines.prop), SHARE)
    return Split(own, overlmt, share, lines.det - own - overlmt - share)


def totals(lines: Lines, split: Split, starts: Iterable[int]) -> dict[str, Array]:
    """The sums of each visit, by the names a benefit case has for them.

    Lines of a visit stand together; ``starts`` are their first places, and the number of lines at the end.
    """
    edges = np.fromiter(starts, np.int64)

    def sums(column: Array) -> Array:
        running: Array = np.concatenate((np.zeros(1, np.int64), np.cumsum(column)))
        return np.diff(running[edges])

    return {
        "medfee_sumamt": sums(lines.det),
        "fulamt_ownpay_amt": sums(split.fulamt_ownpay_amt),
        "overlmt_selfpay": sums(split.overlmt_amt),
        "preselfpay_amt": sums(split.preselfpay_amt),
        "inscp_scp_amt": sums(split.inscp_scp_amt),
        "listed_amt": sums(np.where(lines.listed, lines.det, 0)),
    }
