"""Money (benefit-settlement section 1): exact fen, half-up on the magnitude, no binary fractions."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsaf.money import fen_from_yuan, ratio_of, round_fen, round_half_up, split, yuan, yuan_grouped

FEN = st.integers(-(10**14), 10**14)
RATIO = st.decimals("0", "1", places=4)


def half_up(value: Fraction) -> int:
    """The definition, in exact fractions."""
    magnitude = (abs(value) + Fraction(1, 2)).__floor__()
    return magnitude if value >= 0 else -magnitude


@pytest.mark.parametrize(
    ("exact", "fen"),
    [("0.5", 1), ("-0.5", -1), ("0.4999", 0), ("-0.4999", 0), ("2.5", 3), ("-2.5", -3), ("1.4999999999", 1), ("7", 7)],
)
def test_rounding_is_half_up_on_the_magnitude(exact: str, fen: int) -> None:
    assert round_fen(Decimal(exact)) == fen


def test_rounding_to_places_keeps_them() -> None:
    assert str(round_half_up(Decimal("0.85176"), 4)) == "0.8518"
    assert str(round_half_up(1, 4)) == "1.0000"


@given(FEN, RATIO)
def test_a_rounded_share_is_the_exact_one_half_up(fen: int, ratio: Decimal) -> None:
    assert round_fen(fen * ratio) == half_up(Fraction(fen) * Fraction(ratio))


@given(FEN, RATIO)
def test_a_refund_cancels_its_line_exactly(fen: int, ratio: Decimal) -> None:
    assert round_fen(fen * ratio) + round_fen(-fen * ratio) == 0


@given(FEN)
def test_yuan_text_reads_back_as_the_same_fen(fen: int) -> None:
    assert fen_from_yuan(yuan(fen)) == fen
    assert fen_from_yuan(yuan_grouped(fen).replace(",", "")) == fen


@pytest.mark.parametrize(
    ("given_", "text"),
    [(0, "0.00"), (-1, "-0.01"), (5, "0.05"), (100, "1.00"), (-123456, "-1234.56")],
)
def test_yuan_has_two_decimals_and_its_sign(given_: int, text: str) -> None:
    assert yuan(given_) == text


def test_amounts_for_people_are_grouped() -> None:
    assert yuan_grouped(-123456789) == "-1,234,567.89"


@pytest.mark.parametrize("text", ["1.005", "0.001", "abc", "", "NaN", "Infinity", "1." + "0" * 30 + "1"])
def test_what_is_no_amount_in_fen_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        fen_from_yuan(text)


def test_an_exact_amount_does_not_depend_on_the_threads_precision() -> None:
    with localcontext(prec=3):
        assert fen_from_yuan("123456.78") == 12345678
        assert round_fen(Decimal("123456.5")) == 123457


@pytest.mark.parametrize("call", [round_fen, round_half_up, fen_from_yuan])
def test_binary_floating_point_is_no_money(call: object) -> None:
    with pytest.raises(TypeError, match="binary floating point"):
        call(0.1)  # type: ignore[operator]


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_ratio_is_half_up_to_four_places(part: int, whole: int) -> None:
    assert ratio_of(part, whole) == Decimal(half_up(Fraction(part * 10_000, whole))).scaleb(-4)


def test_a_ratio_of_nothing_is_zero() -> None:
    assert str(ratio_of(5, 0)) == "0.0000"


@given(FEN, st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any))
def test_parts_of_a_split_sum_to_the_whole_and_miss_their_share_by_less_than_a_fen(
    total: int, weights: list[int]
) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


def test_ties_of_a_split_go_to_the_earlier_part() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(-100, [1, 1, 1]) == [-34, -33, -33]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_weights_that_cannot_share_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(1, weights)
