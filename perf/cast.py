"""Who takes part in a load: insured persons, hospitals, pharmacies, and the bills they bring.

The demo region's by default. ``HSAF_PERF_DATA`` names a folder with files of the same columns
(persons, institutions, practitioners, catalog ...) for any other deployment; ``HSAF_PERF_DAY`` the
business day of the messages where the deployment takes it from them (demo mode).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from tests.acceptance.cast import basket, plain
from tests.oracle import region
from tests.oracle.region import Institution, Person, Region
from tests.oracle.world import Item, numbered

DAY: Final = datetime.fromisoformat(os.environ.get("HSAF_PERF_DAY", "2026-06-15"))
NOON: Final = datetime.combine(DAY, time(12))
POOL: Final = os.environ.get("HSAF_PERF_POOL", "990100")
"""Pooling area (统筹区) whose people and institutions meet."""


@dataclass(frozen=True)
class Cast:
    """``persons`` are in force with a single insurance and nothing special about them."""

    region: Region
    persons: tuple[Person, ...]
    hospitals: tuple[Institution, ...]
    pharmacies: tuple[Institution, ...]

    def bill(self, rng: Random, count: int, at: datetime, level: int) -> list[Item]:
        """``count`` fee lines around their ceilings, own-cost and unknown ones among them."""
        return numbered(basket(self.region, rng, at, count, level), 1)


@cache
def assemble() -> Cast:
    """The cast of this process, read once."""
    folder = os.environ.get("HSAF_PERF_DATA")
    if folder:
        region.DATA = Path(folder)
    here = region.load()
    places = [one for one in here.institutions.values() if one.pool == POOL]
    holders = {holder for person in here.persons.values() for holder, _ in person.family}
    return Cast(
        region=here,
        persons=tuple(
            person
            for person in here.persons.values()
            if plain(person) and person.psn_no not in holders and person.enrollment().pool == POOL
        ),
        hospitals=tuple(one for one in places if one.inpatient),
        pharmacies=tuple(one for one in places if one.pharmacy),
    )
