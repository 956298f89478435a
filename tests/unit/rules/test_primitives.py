"""Segment payment, lines, caps and account draws, against their definitions."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from hsaf.money import round_fen
from hsaf.rules.primitives import Band, Table, above, best_of, draw, left, segment_pay

FEN = st.integers(0, 500_000_00)
RATIO = st.decimals("0.5", "1", places=2)


@st.composite
def tables(make: st.DrawFn) -> Table:
    edges = sorted(make(st.sets(st.integers(1, 400_000_00), max_size=4)))
    bounds = [*pairwise([0, *edges]), (edges[-1] if edges else 0, None)]
    return tuple(Band(low, high, make(RATIO)) for low, high in bounds)


@given(tables(), FEN, FEN)
def test_without_a_limit_each_segment_pays_its_own_rounded_share(table: Table, start: int, amount: int) -> None:
    paid = segment_pay(table, start, amount, 10**12)
    ends = [start + amount if band.upper is None else min(start + amount, band.upper) for band in table]
    pieces = [max(0, end - max(start, band.lower)) for band, end in zip(table, ends, strict=True)]
    assert paid.pay == sum(round_fen(piece * band.ratio) for piece, band in zip(pieces, table, strict=True))
    assert (paid.served, paid.over) == (amount, 0)


@given(tables(), FEN, FEN, FEN)
def test_a_limit_is_never_exceeded_and_used_up_before_anything_is_over(
    table: Table, start: int, amount: int, limit: int
) -> None:
    paid = segment_pay(table, start, amount, limit)
    assert 0 <= paid.pay <= limit
    assert paid.served + paid.over == amount
    assert paid.over >= 0
    if paid.over:
        assert paid.pay == limit
    assert sum(piece.pay for piece in paid.pieces) == paid.pay
    assert sum(piece.amount for piece in paid.pieces) == paid.served


@given(tables(), FEN, FEN)
def test_a_limit_just_met_stops_nothing(table: Table, start: int, amount: int) -> None:
    full = segment_pay(table, start, amount, 10**12)
    assert segment_pay(table, start, amount, full.pay) == full


def test_the_stopped_piece_serves_what_the_rest_of_the_limit_stands_for() -> None:
    table = (Band(0, None, Decimal("0.90")),)
    paid = segment_pay(table, 0, 10_000_00, 1_000_00)
    assert (paid.pay, paid.served, paid.over) == (1_000_00, 1_111_11, 8_888_89)


@given(FEN, FEN, FEN)
def test_above_is_the_growth_of_the_part_beyond_the_line(line: int, before: int, added: int) -> None:
    assert above(line, before, added) == max(0, before + added - line) - max(0, before - line)


@given(FEN, FEN)
def test_what_is_left_of_a_cap_is_never_negative(cap: int, used: int) -> None:
    assert left(cap, used) == (cap - used if used < cap else 0)


def test_of_equal_ratios_the_lower_code_is_taken() -> None:
    assert best_of({"2305": Decimal("0.6"), "2303": Decimal("0.6"), "2306": Decimal("0.5")}) == "2303"
    assert best_of({}) == ""


class Purse(NamedTuple):
    acct_psn_no: str
    balc: int
    own: bool


@given(st.lists(FEN, max_size=4), FEN)
def test_accounts_pay_in_order_each_at_most_its_balance(balances: list[int], payable: int) -> None:
    accounts = [Purse(str(number), balance, number == 0) for number, balance in enumerate(balances)]
    drawn = draw(accounts, payable)
    assert drawn.total == min(payable, sum(balances))
    assert drawn.own == (min(payable, balances[0]) if balances else 0)
    assert drawn.total == drawn.own + drawn.mulaid == sum(amount for _, amount in drawn.by_account)
    payers = [int(number) for number, _ in drawn.by_account]
    assert payers == sorted(payers)
    assert all(amount == balances[payer] for payer, (_, amount) in zip(payers[:-1], drawn.by_account, strict=False))


def test_an_account_overdrawn_by_a_correction_pays_nothing() -> None:
    assert draw([Purse("1", -5, True), Purse("2", 10, False)], 8).by_account == (("2", 8),)
