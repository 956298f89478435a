"""Section 4.1: deductible, pooled segments, caps, supplements; treatment away from home."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from tests.acceptance import cast as c
from tests.acceptance.cast import at, charge, own_cost
from tests.acceptance.plays.stage import Stage, yuan
from tests.oracle.world import Item

CENT: Final = Decimal("0.01")


def stays_at_every_level(stage: Stage) -> None:
    """4.1: the deductible and ratio of each level; the second and third stays of the year cost half."""
    order = stage.rng.sample([3, 2, 1], 3)
    for month, level in zip((2, 4, 6), order, strict=True):
        day = at(month, 3)
        items = c.basket(stage.cast.region, stage.rng, day, 6, level)
        stage.stay(day, *items, charge(stage.rng.randrange(400, 30_000), day), level=level)
    stage.finish()


def scope_below_the_deductible(stage: Stage) -> None:
    """4.1: act_pay_dedc = min(S, D); with S below or at D the pooled fund pays nothing."""
    level = stage.rng.choice([3, 2, 1])
    stage.stay(at(2, 1), charge("150.37", at(2, 1)), level=level, acct="0")
    stage.stay(at(3, 1), charge("0.01", at(3, 1)), own_cost("38.60", at(3, 1)), level=level)
    stage.stay(at(4, 1), own_cost("77.20", at(4, 1)), level=level)
    stage.finish()


def segment_edges(stage: Stage) -> None:
    """4.1: segments of the yearly base, upper bounds inclusive; a visit may span all three."""
    level, day = stage.rng.choice([3, 2, 1]), at(1, 10)
    first = stage.stay(day, charge(20_000, day), level=level)
    missing = 20_000_00 - stage.desk.world.year[first.key]["base"]
    deductible = _next_deductible(stage, level)
    stage.stay(at(2, 10), charge(yuan(missing + deductible), at(2, 10)), level=level)
    assert stage.desk.world.year[first.key]["base"] == 20_000_00
    stage.stay(at(3, 10), charge(yuan(deductible + 1), at(3, 10)), level=level)
    stage.stay(at(4, 10), charge("95432.10", at(4, 10)), charge("12.35", at(4, 10), 10), level=level)
    stage.finish()


def one_stay_over_all_segments(stage: Stage) -> None:
    """4.1: one visit over all three segments, each piece rounded by itself."""
    day, level = at(5, 6), stage.rng.choice([3, 2, 1])
    stage.stay(
        day, charge(f"1{stage.rng.randrange(10_000, 99_999)}.{stage.rng.randrange(10, 99)}", day, 10), level=level
    )
    stage.finish()


def pooled_cap_and_large_amount(stage: Stage) -> None:
    """4.1: the cap stops a piece, which pays exactly what is left; the rest goes to hifob, up to its cap."""
    level = stage.rng.choice([3, 2, 1])
    stage.stay(at(1, 5), charge("250000.37", at(1, 5)), level=level)
    stage.stay(at(2, 5), charge("61234.56", at(2, 5)), level=level)
    stage.stay(at(3, 5), charge("1000.01", at(3, 5)), level=level)
    stage.stay(at(4, 5), charge("310000", at(4, 5)), charge("98.77", at(4, 5), 30), level=level)
    stage.stay(at(5, 5), charge("5000", at(5, 5)), level=level)
    stage.finish()


def exact_pooled_cap(stage: Stage) -> None:
    """4.1: a piece that ends exactly at the cap is served whole; the next fen goes to hifob."""
    stage.stay(at(1, 5), charge("100800", at(1, 5)), level=3, acct="0")  # base 100,000: hifp 87,400
    left = 250_000_00 - stage.desk.world.year[stage.person.psn_no, "310", 2026]["hifp"]
    piece = Decimal(left) / 90  # yuan whose ninety percent is what is left
    stage.stay(at(2, 5), charge(piece.quantize(CENT) + 400, at(2, 5)), level=3, acct="0")
    stage.stay(at(3, 5), charge("400.01", at(3, 5)), level=3, acct="0")
    stage.stay(at(4, 5), charge("777.77", at(4, 5)), level=3, acct="0")
    stage.finish()


def serious_illness_bands(stage: Stage) -> None:
    """4.1: hifmi pays the part of the cumulative burden above the line, by bands measured above it."""
    for month, amount in enumerate(("30000", "40000.01", "90000", "250000.55", "4000"), 1):
        day = at(month, 8)
        stage.stay(day, charge(amount, day), charge("333.33", day, 20), level=3, acct="0")
    stage.finish()


def serious_illness_cap(stage: Stage) -> None:
    """4.1: residents' pooled cap 150,000 and hifmi's annual cap 400,000."""
    for month, amount in enumerate(("260000", "300000", "350000", "20000"), 1):
        day = at(month, 9)
        stage.stay(day, charge(amount, day), level=stage.rng.choice([3, 2]), acct="0")
    stage.finish()


def mid_stay_and_final(stage: Stage) -> None:
    """4.1, 5: a mid-stay settlement settles the lines so far; the stay has one deductible, fixed at its first."""
    day = at(3, 2)
    visit = stage.desk.admit(stage.person, stage.hospital(3), day)
    stage.desk.upload(visit, [charge("123.45", day)])
    stage.close(visit, c.later(day, days=2), mid=True)
    stage.desk.upload(visit, [charge("900", c.later(day, days=3)), charge("77.77", c.later(day, days=3), 10)])
    stage.close(visit, c.later(day, days=4), mid=True)
    stage.desk.check(stage.person)
    stage.desk.upload(visit, c.basket(stage.cast.region, stage.rng, c.later(day, days=6), 4, 3))
    stage.desk.discharge(visit, c.later(day, days=8))
    final = stage.close(visit, c.later(day, days=9), "0")
    stage.desk.check_stored(final)
    stage.stay(at(5, 2), charge(3000, at(5, 2)))
    stage.finish()


def stays_that_overlap(stage: Stage) -> None:
    """4.1: stays are counted at their first settlement, not at admission."""
    first = stage.desk.admit(stage.person, stage.hospital(2), at(6, 1))
    second = stage.desk.admit(stage.person, stage.hospital(2), at(6, 5))
    stage.desk.upload(first, [charge(2000, at(6, 2))])
    stage.desk.upload(second, [charge(2000, at(6, 6))])
    stage.close(second, at(6, 7), mid=True)
    stage.desk.discharge(first, at(6, 8))
    stage.close(first, at(6, 9))
    stage.desk.upload(second, [charge(1500, at(6, 10))])
    stage.desk.discharge(second, at(6, 11))
    stage.close(second, at(6, 12))
    stage.finish()


def inpatient_types(stage: Stage) -> None:
    """4.1: medical types 21, 2101, 22 and 24 are inpatient."""
    for month, med_type in enumerate(("21", "22", "24", "2101"), 2):
        day = at(month, 11)
        stage.stay(day, charge("4321.09", day), charge("55.55", day, 30), level=2, med_type=med_type)
    stage.finish()


def admitted_last_year(stage: Stage) -> None:
    """3: accumulators belong to the year of the settlement date, the discharge date for a final settlement."""
    day = datetime(2025, 12, 20, 10)
    visit = stage.desk.admit(stage.person, stage.hospital(2), day)
    lines = c.basket(stage.cast.region, stage.rng, day, 4, 2)
    stage.desk.upload(visit, [*lines, Item("XA02BAB001A050010190007", Decimal(3), Decimal("4.32"), day)])
    stage.desk.upload(visit, [Item("XA02BAB001A050010190007", Decimal(3), Decimal("4.32"), at(1, 1))])
    stage.desk.discharge(visit, at(1, 3))
    stage.close(visit, at(1, 4))
    stage.stay(at(1, 20), charge(1000, at(1, 20)), level=2)
    stage.finish()


def away_without_filing(stage: Stage) -> None:
    """4.1: away without a filing every pooled ratio is 0.10 lower, after the retired addition and its limit."""
    pool = c.other_pool(stage.person)
    stage.stay(at(2, 2), charge("130000.33", at(2, 2)), level=stage.rng.choice([3, 2, 1]), pool=pool)
    stage.stay(at(3, 2), charge("9000.33", at(3, 2)), level=3)
    stage.visit(at(4, 2), charge("1000.33", at(4, 2)), level=1, pool=pool)
    stage.finish()


def away_with_filing(stage: Stage) -> None:
    """4.1: a filing that covers the treatment's area and is valid on the settlement date keeps the ratio."""
    pool = c.other_pool(stage.person)
    for month in (2, 4, 8, 9):
        day = at(month, 27)
        stage.stay(day, charge("24000.55", day), level=2, pool=pool)
    stage.finish()


def _next_deductible(stage: Stage, level: int) -> int:
    """Deductible in fen of the employee's next stay, which is not the first of the year."""
    exact = Decimal({3: 800, 2: 500, 1: 200}[level]) / 2
    return int(exact * (70 if stage.person.enrollment().psn_type == "12" else 100))
