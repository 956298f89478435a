"""One 2207 through the whole platform in this process: how long, and how many statements.

Everything but the socket: WSGI, signature, validation, calculation, ledger, audit, answer, commit.
    python -m perf.inprocess [--database mariadb] [--lines 10] [--count 400] [--profile FILE]
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import io
import pstats
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hsaf.edge.fsi_client import FsiClient, over_wsgi
from hsaf.edge.http import HttpApplication
from hsaf.kernel.running import RunningKernel
from perf.cast import assemble
from perf.deployment import booted, scratch
from perf.figures import Figures
from perf.staging import LINES, Ready, Send, stage

WARM_UP = 50
COPIES = 5
"""Prepared visits per person."""


@dataclass(frozen=True)
class Measured:
    """``cpu`` is the processor time of this process alone, which other work on the machine hardly changes."""

    figures: Figures
    cpu: Figures
    statements: float
    profile: pstats.Stats | None = None


@contextmanager
def counting() -> Iterator[list[str]]:
    """Statements of this process as they are sent.

    Not counted: BEGIN, which the MySQL family does without, and looking whether reference data changed.
    """
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "hsaf_data_version" not in statement and not statement.startswith("BEGIN"):
            seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def client(application: HttpApplication, code: str) -> FsiClient:
    return FsiClient(over_wsgi(application), f"AK-{code}", f"SK-{code}")


def sender(application: HttpApplication) -> Send:
    """Sends a message of any institution with its demo keys."""
    return lambda message: client(application, message["fixmedins_code"]).call(message).answer


def measure(
    kernel: RunningKernel, application: HttpApplication, *, lines: int = LINES, count: int = 400, profile: bool = False
) -> Measured:
    """Prepare and settle ``count`` visits one after the other."""
    cast, wanted = assemble(), count + WARM_UP
    people = cast.persons[: -(-wanted // COPIES)]
    ready = stage(sender(application), kernel.database.engine, cast, people, copies=COPIES, lines=lines)
    return settle_all(application, ready[:wanted], warm_up=WARM_UP, profile=profile)


def settle_all(
    application: HttpApplication, ready: Sequence[Ready], *, warm_up: int, profile: bool = False
) -> Measured:
    """Settle prepared visits; the first ``warm_up`` are counted by their statements, the others timed."""
    with counting() as seen:
        for one in ready[:warm_up]:
            _settle(application, one)
    profiler = cProfile.Profile() if profile else None
    gc.collect()
    times = [_settle(application, one, profiler) for one in ready[warm_up:]]
    wall, cpu = Figures.of([one for one, _ in times]), Figures.of([one for _, one in times])
    return Measured(wall, cpu, len(seen) / warm_up, pstats.Stats(profiler) if profiler else None)


def _settle(
    application: HttpApplication, ready: Ready, profiler: cProfile.Profile | None = None
) -> tuple[float, float]:
    """Seconds of one settlement, by the clock and of this thread. The request is made before."""
    message = ready.message()
    environ = environment(*client(application, message["fixmedins_code"]).signed(message))
    if profiler:
        profiler.enable()
    started, worked = time.perf_counter(), time.thread_time()
    answer = b"".join(application(environ, _start_response))
    seconds, work = time.perf_counter() - started, time.thread_time() - worked
    if profiler:
        profiler.disable()
    if b'"infcode":0' not in answer:
        raise RuntimeError(answer.decode())
    return seconds, work


def environment(headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """What a WSGI server hands over for ``POST /fsi``."""
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/fsi",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8080",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8080",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }


def _start_response(status: str, headers: Sequence[tuple[str, str]], exc_info: Any = None) -> Any:
    return io.BytesIO().write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "mariadb"), default="mariadb")
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--profile", help="write a cProfile file and print the top of it")
    asked = parser.parse_args()
    with scratch(asked.database) as settings, booted(settings) as (kernel, application):
        found = measure(kernel, application, lines=asked.lines, count=asked.count, profile=bool(asked.profile))
    print(f"2207 with {asked.lines} lines on {asked.database}: {found.figures}, {found.statements:g} statements")
    print(f"  processor time of this process: {found.cpu}")
    if found.profile:
        found.profile.dump_stats(asked.profile)
        found.profile.sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
