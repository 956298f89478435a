"""The service level of a load run: what was measured against what is promised."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

DEFAULT = "default"


class Times(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Milliseconds that 95 and 99 of a hundred messages must not exceed."""

    p95: float
    p99: float


class Sla(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``times`` by transaction; ``failures`` is the share of messages that may be refused or fail."""

    failures: float
    times: Mapping[str, Times]

    def of(self, infno: str) -> Times:
        return self.times.get(infno, self.times[DEFAULT])


def load(environ: Mapping[str, str] = os.environ) -> Sla:
    """The limits of ``sla.toml``, or of the file that ``HSAF_PERF_SLA`` names."""
    file = Path(environ.get("HSAF_PERF_SLA") or Path(__file__).with_name("sla.toml"))
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Sla)


def breaches(sla: Sla, stats: Any) -> Iterator[str]:
    """What locust's statistics show to be broken, in words."""
    total = stats.total
    if not total.num_requests:
        yield "nothing was measured"
        return
    if total.fail_ratio > sla.failures:
        yield f"{total.fail_ratio:.2%} of the messages failed, allowed are {sla.failures:.2%}"
    for infno, _ in sorted(stats.entries):
        yield from _slow(infno, sla.of(infno), stats.get(infno, "POST").get_response_time_percentile)


def _slow(infno: str, limit: Times, percentile: Callable[[float], float]) -> Iterator[str]:
    for name, share, allowed in (("p95", 0.95, limit.p95), ("p99", 0.99, limit.p99)):
        took = percentile(share)
        if took > allowed:
            yield f"{infno}: {name} {took:.0f} ms, allowed are {allowed:.0f} ms"
