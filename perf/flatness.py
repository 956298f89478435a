"""What a settlement costs with ten thousand, a hundred thousand and a million persons in the database.

    python -m perf.flatness [--database mariadb] [--sizes 10000 100000 1000000] [--count 300]

Settles prepared visits of persons all over the population, in process, at every size.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from perf import inprocess, population
from perf.cast import NOON, assemble
from perf.deployment import booted, scratch
from perf.inprocess import Measured
from perf.scripts import outpatient, visit_of
from perf.staging import play, stage
from tests.acceptance.cast import employee

SIZES = (10_000, 100_000, 1_000_000)
COUNT = 300
"""Settlements measured at each size."""


@dataclass(frozen=True)
class Point:
    """A size and what a settlement took there; ``loading`` in seconds since the size before."""

    persons: int
    measured: Measured
    loading: float


def measure(database: str, sizes: Sequence[int], count: int) -> Iterator[Point]:
    """One point per size, ascending, in one database that grows."""
    cast, rng, present = assemble(), Random(7), 0
    template = next(one for one in cast.persons if employee()(one) and one.balance > 100_000)
    with scratch(database) as settings, booted(settings) as (kernel, application):
        send = inprocess.sender(application)
        first = visit_of(template, cast.hospitals[0], "11")
        play(send, first, outpatient(first, cast.bill(rng, 10, NOON, first.institution.level)))
        for size in sorted(sizes):
            started = time.perf_counter()
            population.grow(kernel.database.engine, template, present, size)
            present, loading = size, time.perf_counter() - started
            people = [
                population.copied(template, index) for index in rng.sample(range(size), count + inprocess.WARM_UP)
            ]
            ready = stage(send, kernel.database.engine, cast, people, copies=1, seed=size)
            yield Point(size, inprocess.settle_all(application, ready, warm_up=inprocess.WARM_UP), loading)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "mariadb"), default="mariadb")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--count", type=int, default=COUNT, help="settlements measured at each size")
    asked = parser.parse_args()
    for point in measure(asked.database, asked.sizes, asked.count):
        print(
            f"{point.persons:>9,} persons: {point.measured.figures}; processor {point.measured.cpu.p50:.2f} ms;"
            f" loaded in {point.loading:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
