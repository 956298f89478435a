"""Settlement scenarios: each plays one rule of benefit-settlement at its edges for one person.

A play gets a :class:`Stage` and performs visits through its desk; every amount is compared on the way.
The rule is the first line of its docstring. :func:`programme` deals distinct persons to all plays in a
fixed order, so a scenario gives the same amounts alone and in company.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tests.acceptance import cast as c
from tests.acceptance.cast import Cast, Wish
from tests.acceptance.plays.accounts import account_runs_out, family_accounts, maternity, pharmacy
from tests.acceptance.plays.assistance import assistance, assistance_line_in_small_steps
from tests.acceptance.plays.inpatient import (
    admitted_last_year,
    away_with_filing,
    away_without_filing,
    exact_pooled_cap,
    inpatient_types,
    mid_stay_and_final,
    one_stay_over_all_segments,
    pooled_cap_and_large_amount,
    scope_below_the_deductible,
    segment_edges,
    serious_illness_bands,
    serious_illness_cap,
    stays_at_every_level,
    stays_that_overlap,
)
from tests.acceptance.plays.lines import (
    catalog_on_the_day,
    everything_refunded,
    lines_of_every_kind,
    outpatient_refund,
    refunds,
)
from tests.acceptance.plays.outpatient import (
    chronic,
    chronic_without_filing,
    clinic_counts_as_level_one,
    dialysis,
    outpatient_to_the_cap,
)
from tests.acceptance.plays.reversals import (
    both_insurance_types,
    mid_stay_reversals,
    reversal_of_what_shares_nothing,
    reversals_in_order,
)
from tests.acceptance.plays.stage import Play
from tests.acceptance.plays.year import random_year
from tests.oracle.region import Person


@dataclass(frozen=True)
class Scenario:
    name: str
    person: Person
    play: Play
    seed: int


IN_JULY, LONG_AGO = date(2026, 7, 1), date(2025, 12, 31)
ONE_TYPE: Final[tuple[Wish, ...]] = (c.in_force, c.single, c.no_family)
EMPLOYED: Final[Wish] = lambda p: "310" in p.enrollments  # noqa: E731 - a wish among wishes


def _entries() -> list[tuple[Play, tuple[Wish, ...], int]]:
    """Plays with the persons they want: the first of each kind is the quick set, ``times`` the full one."""
    workers: list[tuple[Wish, ...]] = [
        (c.plain, c.employee()),
        (c.plain, c.employee("12")),
        (c.plain, c.employee(cvlserv=True)),
        (c.plain, c.employee("12", cvlserv=True)),
    ]
    entries: list[tuple[Play, tuple[Wish, ...], int]] = []
    for wishes in workers:
        entries += [
            (stays_at_every_level, wishes, 4),
            (segment_edges, wishes, 3),
            (pooled_cap_and_large_amount, wishes, 3),
            (outpatient_to_the_cap, wishes, 4),
        ]
    entries += [
        (stays_at_every_level, (c.plain, c.resident), 6),
        (scope_below_the_deductible, workers[0], 3),
        (scope_below_the_deductible, (c.plain, c.resident), 2),
        (one_stay_over_all_segments, workers[1], 4),
        (exact_pooled_cap, workers[0], 1),
        (serious_illness_bands, (c.plain, c.resident), 3),
        (serious_illness_cap, (c.plain, c.resident), 3),
        (serious_illness_bands, (*ONE_TYPE, c.resident, c.has_identity("2304")), 2),
        (serious_illness_cap, (*ONE_TYPE, c.resident, c.has_identity("2303")), 2),
        (mid_stay_and_final, (c.plain, c.employee("12")), 4),
        (mid_stay_and_final, (c.plain, c.resident), 4),
        (stays_that_overlap, workers[0], 2),
        (inpatient_types, (c.plain, c.resident), 2),
        (admitted_last_year, workers[0], 2),
        (away_without_filing, workers[1], 4),
        (away_without_filing, (c.plain, c.resident), 3),
        (away_without_filing, (*ONE_TYPE, c.no_identity, c.away_expired), 3),
        (away_with_filing, (*ONE_TYPE, c.away_filed("08", date(2026, 4, 1))), 4),
        (away_with_filing, (*ONE_TYPE, c.away_filed("06", date(2026, 4, 1))), 4),
    ]
    for code in ("2304", "2303", "2305", "2306"):
        entries += [
            (assistance, (*ONE_TYPE, c.resident, c.has_identity(code)), 3),
            (assistance, (*ONE_TYPE, EMPLOYED, c.has_identity(code)), 2),
            (assistance_line_in_small_steps, (*ONE_TYPE, c.has_identity(code)), 3),
        ]
    for pair in (("2303", "2304"), ("2303", "2306"), ("2303", "2305"), ("2305", "2306")):
        entries.append((assistance, (*ONE_TYPE, c.has_identity(*pair)), 2))
    entries += [
        (assistance, (*ONE_TYPE, c.has_identity("2303"), c.has_identity(on=IN_JULY)), 2),
        (assistance, (*ONE_TYPE, c.has_identity(), c.has_identity("2303", on=IN_JULY)), 2),
        (assistance, (*ONE_TYPE, c.has_identity("2305"), c.has_identity("2303", on=IN_JULY)), 2),
        (assistance, (*ONE_TYPE, c.has_identity("2303", on=LONG_AGO), c.has_identity()), 2),
        (assistance, (*ONE_TYPE, c.has_identity("2304", "2305", on=LONG_AGO), c.has_identity("2305")), 2),
        (outpatient_to_the_cap, (c.plain, c.resident), 4),
        (clinic_counts_as_level_one, workers[1], 2),
        (clinic_counts_as_level_one, (c.plain, c.resident), 2),
        (chronic_without_filing, workers[0], 2),
        (chronic_without_filing, (c.plain, c.resident), 2),
    ]
    for dise in ("M03900", "M01600", "M00500"):
        entries += [
            (chronic(dise), (*ONE_TYPE, EMPLOYED, c.has_chronic(dise)), 4),
            (chronic(dise), (*ONE_TYPE, c.resident, c.has_chronic(dise)), 4),
        ]
    entries += [
        (chronic("M01600"), (*ONE_TYPE, c.resident, c.has_chronic("M01600"), _ends_in_june("M01600")), 1),
        (dialysis, (*ONE_TYPE, EMPLOYED, c.has_chronic("M07800")), 5),
        (dialysis, (*ONE_TYPE, c.resident, c.has_chronic("M07800"), _lasts_to_july("M07800")), 5),
        (pharmacy, (*ONE_TYPE, EMPLOYED), 4),
        (pharmacy, (c.plain, c.resident), 2),
        (account_runs_out, (c.plain, c.employee(), c.rich(3)), 3),
    ]
    for matn_type in ("1", "2", "3", "9", ""):
        entries.append((maternity(matn_type), (*ONE_TYPE, EMPLOYED), 2))
    for count in (1, 2, 3):
        entries += [
            (family_accounts, (c.in_force, c.single, c.resident, c.has_family(count)), 3),
            (family_accounts, (c.in_force, c.single, EMPLOYED, c.has_family(count)), 3),
        ]
    entries += [
        (lines_of_every_kind, workers[0], 6),
        (lines_of_every_kind, (c.plain, c.resident), 6),
        (catalog_on_the_day, (c.plain, c.resident), 6),
        (refunds, workers[0], 4),
        (refunds, (c.plain, c.resident), 3),
        (everything_refunded, (c.plain, c.employee("12")), 2),
        (outpatient_refund, workers[0], 1),
        (reversals_in_order, workers[0], 3),
        (reversals_in_order, (c.plain, c.resident), 3),
        (reversal_of_what_shares_nothing, workers[0], 2),
        (reversal_of_what_shares_nothing, (*ONE_TYPE, c.has_identity("2304")), 2),
        (mid_stay_reversals, (c.plain, c.resident), 2),
        (mid_stay_reversals, workers[1], 2),
        (both_insurance_types, (c.in_force, lambda p: len(p.enrollments) == 2), 4),
    ]
    entries += [
        (random_year, (c.plain, c.employee()), 40),
        (random_year, (c.plain, c.employee("12")), 25),
        (random_year, (c.plain, c.employee(cvlserv=True)), 15),
        (random_year, (c.plain, c.resident), 40),
        (random_year, (*ONE_TYPE, lambda p: bool(p.identities)), 60),
        (random_year, (*ONE_TYPE, lambda p: bool(p.filings)), 60),
        (random_year, (c.in_force, c.single, lambda p: bool(p.family)), 15),
    ]
    return entries


def _ends_in_june(dise: str) -> Wish:
    return lambda p: not p.chronic_filing(dise, p.insutype, IN_JULY)


def _lasts_to_july(dise: str) -> Wish:
    return lambda p: p.chronic_filing(dise, p.insutype, IN_JULY)


def programme(cast: Cast, *, full: bool) -> Iterator[Scenario]:
    """All scenarios in a fixed order, each with a person of its own."""
    for entry, (play, wishes, times) in enumerate(_entries()):
        for turn in range(times):
            name = f"{entry:02d}-{play.__name__ if play.__name__ != 'play' else play.__qualname__.partition('.')[0]}"
            scenario = Scenario(f"{name}-{turn + 1}", cast.person(*wishes), play, entry * 1000 + turn)
            if full or turn == 0:
                yield scenario
