"""Measure the ten-line outpatient settlement (2207): in process, end to end, and against the floor.

    python -m perf.bench [--databases sqlite mariadb] [--seconds 15] [--workers 2] [--clients 16]

Prints throughput, percentiles, statements and the ratio to the floor; writes ``perf/results/<date>.json``
and an HTML report beside it. The floor runs before and after the platform: other work on the machine
falsifies all of it, ratios least, and the two floors show by how much.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from hsaf.edge.fsi_client import FsiClient
from hsaf.testing.harness import mariadb_absent
from perf import crowd, flatness, floor, inprocess, raw, report
from perf.cast import assemble
from perf.deployment import booted, scratch
from perf.floor import Sample, Target
from perf.inprocess import Measured
from perf.results import Results, Run, commit, machine
from perf.staging import Ready, stage
from tests.acceptance.server import Server

SHARE = 0.7
"""Of the maximum throughput: the load at which the 99th percentile must hold."""

SETTLING = 3.0
"""Seconds for the other workers, which are still loading when the first one answers."""

PARTS = 4
"""Measured windows that need prepared visits: floor, maximum, 70 %, floor again."""


@dataclass(frozen=True)
class Asked:
    """``persons`` times ``copies`` visits are prepared; a window ends early when its share is used up."""

    seconds: float
    workers: int
    clients: int
    persons: int
    copies: int


@dataclass
class Bench:
    """One database under measurement."""

    database: str
    asked: Asked
    url: str
    sample: Sample
    supply: Iterator[Ready]
    alone: Measured

    def share(self) -> list[Ready]:
        return list(islice(self.supply, self.asked.persons * self.asked.copies // PARTS))

    def floor(self) -> crowd.Outcome:
        """As many processes as the server has workers."""
        targets = [
            Target(one.visit.person.psn_no, one.visit.mdtrt_id, one.visit.institution.code) for one in self.share()
        ]
        workers = self.asked.workers
        shares = [(self.url, self.sample, targets[number::workers]) for number in range(workers)]
        return crowd.run(floor.work, shares, self.asked.seconds)

    def load(self, port: int, rate: float | None) -> crowd.Outcome:
        """Two generating processes keep the cost of the load itself low and its moments exact."""
        processes = min(2, self.asked.clients)
        messages = [_prepared(port, one) for one in self.share()]
        each = rate / processes if rate else None
        shares = [(port, self.asked.clients // processes, messages[n::processes], each) for n in range(processes)]
        return crowd.run(raw.send, shares, self.asked.seconds)

    def run(self, name: str, outcome: crowd.Outcome, least: float) -> Run:
        """The line of a window in which the platform was served."""
        return Run.of(
            name, self.database, outcome.figures, outcome.throughput, self.alone.statements,
            workers=self.asked.workers, clients=self.asked.clients, floor=least,
        )  # fmt: skip

    def floor_run(self, name: str, outcome: crowd.Outcome) -> Run:
        workers = self.asked.workers
        return Run.of(
            name, self.database, outcome.figures, outcome.throughput, self.sample.statements,
            workers=workers, clients=workers, floor=outcome.throughput,
        )  # fmt: skip


def measure(database: str, asked: Asked) -> Iterator[Run]:
    """Everything about one database, in one go."""
    with scratch(database) as settings:
        bench = _prepare(database, asked, settings)
        yield single("2207 in process", database, bench.alone)
        least = bench.floor()
        yield bench.floor_run("floor", least)
        with served(settings, asked.workers) as port:
            most = bench.load(port, None)
            yield bench.run("2207 maximum", most, least.throughput)
            yield bench.run(f"2207 at {SHARE:.0%} of it", bench.load(port, most.throughput * SHARE), least.throughput)
        yield bench.floor_run("floor again", bench.floor())


def _prepare(database: str, asked: Asked, settings: dict[str, str]) -> Bench:
    with booted(settings) as (kernel, application):
        alone = inprocess.measure(kernel, application)
        cast, engine = assemble(), kernel.database.engine
        people = cast.persons[: asked.persons]
        ready = stage(inprocess.sender(application), engine, cast, people, copies=asked.copies, seed=2)
        url = engine.url.render_as_string(hide_password=False)
        return Bench(database, asked, url, Sample.of(engine), iter(ready), alone)


def single(name: str, database: str, measured: Measured) -> Run:
    """The line of one caller in process; its throughput is what one such caller reaches."""
    return Run.of(name, database, measured.figures, 1000 / measured.figures.p50, measured.statements)


def _prepared(port: int, ready: Ready) -> bytes:
    message = ready.message()
    code = message["fixmedins_code"]
    return raw.request(port, *FsiClient(_nowhere, f"AK-{code}", f"SK-{code}").signed(message))


def _nowhere(*_: object) -> None:
    raise NotImplementedError("messages are prepared here, not sent")


@contextmanager
def served(settings: dict[str, str], workers: int) -> Iterator[int]:
    """The platform behind a port, as ``hsaf serve`` runs it."""
    with tempfile.TemporaryDirectory(prefix="hsaf-perf-log-") as folder:
        server = Server(Path(folder), workers=workers, settings=settings)
        server.start()
        time.sleep(SETTLING)
        try:
            yield server.port
        finally:
            server.stop()


def population(database: str, sizes: Sequence[int]) -> Iterator[Run]:
    """What a settlement costs as the population grows."""
    for point in flatness.measure(database, sizes, flatness.COUNT):
        yield single(f"2207 among {point.persons:,} persons", database, point.measured)


def runs(given: argparse.Namespace) -> Iterator[Run]:
    asked = Asked(given.seconds, given.workers, given.clients, given.persons, given.copies)
    present = list(_present(given.databases))
    for database in present:
        yield from measure(database, asked)
    if given.sizes and present:
        yield from population(present[-1], given.sizes)


def _present(databases: Sequence[str]) -> Iterator[str]:
    for database in databases:
        reason = mariadb_absent() if database == "mariadb" else None
        if reason:
            print(f"{database} left out: {reason}")
        else:
            yield database


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "mariadb"], choices=["sqlite", "mariadb"])
    parser.add_argument("--seconds", type=float, default=15.0, help="length of a measured window")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=16, help="concurrent connections")
    parser.add_argument("--persons", type=int, default=400)
    parser.add_argument("--copies", type=int, default=120, help="prepared visits per person")
    parser.add_argument("--sizes", type=int, nargs="*", default=flatness.SIZES, help="populations; none to leave out")
    results = Results(machine(), commit(), [])
    for run in runs(parser.parse_args()):
        results.runs.append(run)
        print(run, flush=True)
    file = results.save(datetime.now())
    print(f"written to {file} and {report.write(file)}")


if __name__ == "__main__":
    main()
