"""Fee lines by column divide as each of them does by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centers.settlement.contract.v1 import LineSplit, NewLine
from centers.settlement.domain import line_columns
from centers.settlement.domain.lines import Terms, split_line, times
from centers.settlement.domain.upload import total

PARTS = ("fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt")


def stored(cnt: Decimal, pric: Decimal, terms: Terms, off: int = 0) -> tuple[LineSplit, dict[str, Any]]:
    """A line divided by itself, and as it is kept."""
    det = times(cnt, pric) + off
    new = NewLine(
        feedetl_sn="1",
        med_list_codg="M",
        medins_list_codg="M",
        fee_ocur_time=datetime(2026, 3, 1),
        cnt=cnt,
        pric=pric,
        det_item_fee_sumamt=det,
    )
    split = split_line(new, terms)
    return split, msgspec.structs.asdict(split) | {"own_pay": terms.own_pay}


def divided(rows: Sequence[dict[str, Any]]) -> list[tuple[int, ...]]:
    split = line_columns.divide(line_columns.columns_of(rows))
    return list(zip(*(getattr(split, name).tolist() for name in PARTS), strict=True))


def decimals(most: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most * 10**places).map(lambda whole: Decimal(whole).scaleb(-places))


LINE = st.builds(
    stored,
    cnt=st.tuples(decimals(500, 4), st.booleans()).map(lambda one: -one[0] if one[1] else one[0]),
    pric=decimals(20_000, 6),
    terms=st.builds(
        Terms,
        chrgitm_lv=st.sampled_from(["01", "02", "03"]),
        med_chrgitm_type=st.just("09"),
        own_pay=st.booleans(),
        selfpay_prop=st.none() | decimals(1, 4),
        ceiling=st.none() | decimals(20_000, 6),
    ),
    off=st.integers(-1, 1),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=40))
def test_any_lines_divide_alike(lines: list[tuple[LineSplit, dict[str, Any]]]) -> None:
    assert divided([row for _, row in lines]) == [tuple(getattr(split, name) for name in PARTS) for split, _ in lines]


@pytest.mark.slow
def test_two_hundred_thousand_lines_divide_alike() -> None:
    rng = Random(7)
    lines = [_random(rng) for _ in range(200_000)]
    assert divided([row for _, row in lines]) == [tuple(getattr(split, name) for name in PARTS) for split, _ in lines]


def _random(rng: Random) -> tuple[LineSplit, dict[str, Any]]:
    ceiling = rng.choice([None, Decimal(rng.randrange(10**7)).scaleb(-2)])
    near = ceiling + Decimal(rng.randint(-2, 2)).scaleb(-6) if ceiling else Decimal(0)
    price = rng.choice([abs(near), Decimal(rng.randrange(10**9)).scaleb(-4), Decimal(rng.randrange(10**5)).scaleb(-2)])
    count = rng.choice([Decimal(rng.randint(-20, 20)), Decimal(rng.randrange(10**6)).scaleb(-4)])
    share = rng.choice([None, Decimal(0), Decimal("0.1"), Decimal(rng.randrange(10**4)).scaleb(-4)])
    level = rng.choice(["01", "02", "03"])
    return stored(count, price, Terms(level, "09", level == "03", share, ceiling), rng.randint(-1, 1))


@given(st.lists(st.lists(LINE, max_size=5), min_size=1, max_size=8))
def test_the_sums_of_a_visit_are_those_of_its_lines(visits: list[list[tuple[LineSplit, dict[str, Any]]]]) -> None:
    lines = line_columns.columns_of([row for visit in visits for _, row in visit])
    starts = [sum(map(len, visits[:number])) for number in range(len(visits) + 1)]
    sums = line_columns.totals(lines, line_columns.divide(lines), starts)
    for number, visit in enumerate(visits):
        expected = total(split for split, _ in visit)
        assert {name: int(column[number]) for name, column in sums.items()} == {
            name: getattr(expected, name) for name in sums
        }


def test_a_number_finer_than_its_field_is_refused() -> None:
    _, row = stored(Decimal("1.00001"), Decimal(1), Terms("01", "09", own_pay=False))
    with pytest.raises(ValueError, match=r"1\.00001"):
        line_columns.columns_of([row])


def test_an_amount_beyond_exact_arithmetic_is_refused() -> None:
    _, row = stored(Decimal(10**7), Decimal(10**6), Terms("01", "09", own_pay=False, ceiling=Decimal(1)))
    with pytest.raises(OverflowError):
        line_columns.divide(line_columns.columns_of([row]))
