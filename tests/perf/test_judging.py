"""Figures, limits and the report: what is measured is told as it is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from perf import report, results, sla
from perf.figures import Figures, percentile
from perf.results import Results, Run
from perf.sla import Sla, Times

LIMITS = Sla(failures=0.01, times={"default": Times(100, 200), "2207": Times(50, 80)})


def stats(fail_ratio: float = 0.0, requests: int = 10, **percentiles: tuple[float, float]) -> Any:
    entries = {
        (infno.lstrip("t"), "POST"): SimpleNamespace(get_response_time_percentile={0.95: p95, 0.99: p99}.__getitem__)
        for infno, (p95, p99) in percentiles.items()
    }
    total = SimpleNamespace(num_requests=requests, fail_ratio=fail_ratio)
    return SimpleNamespace(total=total, entries=entries, get=lambda name, method: entries[name, method])


def test_a_run_within_its_limits_is_kept() -> None:
    assert not list(sla.breaches(LIMITS, stats(t2207=(50, 80), t1101=(100, 200))))


def test_every_broken_limit_is_named() -> None:
    broken = list(sla.breaches(LIMITS, stats(0.02, t2207=(51, 80), t1101=(100, 201))))
    assert broken == [
        "2.00% of the messages failed, allowed are 1.00%",
        "1101: p99 201 ms, allowed are 200 ms",
        "2207: p95 51 ms, allowed are 50 ms",
    ]


def test_a_run_that_measured_nothing_is_no_success() -> None:
    assert list(sla.breaches(LIMITS, stats(requests=0))) == ["nothing was measured"]


def test_the_shipped_limits_can_be_replaced_and_a_misspelt_one_is_refused(tmp_path: Path) -> None:
    assert sla.load({}).of("2207").p99 <= sla.load({}).of("1101").p99
    file = tmp_path / "sla.toml"
    file.write_text("failures = 0.5\n[times.default]\np95 = 1\np99 = 2\n", "utf-8")
    assert sla.load({"HSAF_PERF_SLA": str(file)}).of("2207") == Times(1, 2)
    file.write_text("failures = 0.5\n[times.default]\np95 = 1\np90 = 2\np99 = 2\n", "utf-8")
    with pytest.raises(ValueError, match="p90"):
        sla.load({"HSAF_PERF_SLA": str(file)})


def test_percentiles_are_measured_values() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99)] == [51, 96, 100]
    assert percentile([7.0], 0.99) == 7
    with pytest.raises(ValueError, match="nothing"):
        Figures.of([])


def test_a_bench_is_kept_as_promised_and_drawn_without_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path / "results")
    figures = Figures(100, 1.234, 5.678, 9.0)
    runs = [
        Run.of("2207 <maximum>", "mariadb", figures, 500.04, 11.9, workers=2, clients=16, floor=625.0),
        Run.of("2207 among 10,000 persons", "mariadb", figures, 300, 12),
        Run.of("2207 among 1,000,000 persons", "mariadb", figures, 290, 12),
    ]
    file = Results("2 cores", "abc", runs).save(datetime(2026, 11, 25, 1, 2, 3))
    again = Results("2 cores", "abc", runs).save(datetime(2026, 11, 25, 1, 2, 3))
    assert (file.name, again.name) == ("2026-11-25.json", "2026-11-25-010203.json")
    kept = results.load(file)
    assert kept.runs[0].ratio_to_floor == 0.8
    assert set(Run.__struct_fields__) == {
        "name", "database", "workers", "clients", "throughput_tps", "p50_ms", "p95_ms", "p99_ms", "statements",
        "floor_tps", "ratio_to_floor",
    }  # fmt: skip
    page = report.write(file).read_text("utf-8")
    assert page.count("<svg") == 4 or page.count("<svg") == 3 + 1
    assert "1,000,000 persons" in page
    assert "2207 &lt;maximum&gt;" in page
    assert "http" not in page
