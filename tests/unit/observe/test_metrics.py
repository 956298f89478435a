"""Metrics count once, in one process and over several."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from hsaf.contract import layers
from hsaf.observe import metrics


def value(name: str, text: str | None = None, **labels: str) -> float:
    """One sample of the exposition; 0 when it is not there."""
    for family in text_string_to_metric_families(text or metrics.exposition().decode()):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return sample.value
    return 0.0


def test_requests_are_counted_by_operation_and_result() -> None:
    metrics.operation("test.one").done("ok", 0.02)
    metrics.operation("test.one").done("refused", 0.2)
    assert value("hsaf_requests_total", operation="test.one", result="ok") == 1
    assert value("hsaf_requests_total", operation="test.one", result="refused") == 1
    assert value("hsaf_request_seconds_bucket", operation="test.one", le="0.05") == 1
    assert value("hsaf_request_seconds_count", operation="test.one") == 2


def test_settlement_latency_is_told_by_city() -> None:
    elsewhere = value("hsaf_settlement_seconds_count", kind="settlement", area="990200")
    before = value("hsaf_settlement_seconds_count", kind="settlement", area="990100")
    metrics.settlement("settlement", "990100").observe(0.04)
    assert value("hsaf_settlement_seconds_count", kind="settlement", area="990100") == before + 1
    assert value("hsaf_settlement_seconds_count", kind="settlement", area="990200") == elsewhere


def test_every_statement_is_counted_however_often_instrumentation_is_asked_for() -> None:
    metrics.instrument()
    metrics.instrument()
    before = value("hsaf_sql_statements_total", dialect="sqlite")
    idle = value("hsaf_sql_connections")
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(sa.text("select 1"))
        connection.execute(sa.text("select 2"))
        assert value("hsaf_sql_connections") == idle + 1
    assert value("hsaf_sql_connections") == idle
    engine.dispose()
    assert value("hsaf_sql_statements_total", dialect="sqlite") - before == 2


def test_a_connection_older_than_the_instrumentation_is_not_counted_when_given_back() -> None:
    metrics.instrument()
    taken = metrics._taken
    sa.event.remove(sa.Pool, "checkout", taken)
    try:
        engine = sa.create_engine("sqlite://")
        idle = value("hsaf_sql_connections")
        with engine.connect():
            pass
        assert value("hsaf_sql_connections") == idle
    finally:
        sa.event.listen(sa.Pool, "checkout", taken)


def test_in_production_a_layer_violation_is_counted_and_let_through() -> None:
    strict, listener = layers.Guard.strict, layers.Guard.on_violation
    layers.Guard.strict, layers.Guard.on_violation = False, metrics.layer_violation
    try:
        with layers.entering("presentation", "p"), layers.entering("data", "d"):
            pass
    finally:
        layers.Guard.strict, layers.Guard.on_violation = strict, listener
    assert value("hsaf_layer_violations_total", caller="presentation:p", callee="data:d") == 1


def test_several_workers_add_up(tmp_path: Path) -> None:
    worker = "from hsaf.observe import metrics; metrics.operation('w').done('ok', 0.1)"
    parent = f"""
        import subprocess, sys
        from pathlib import Path
        from hsaf.observe import multiprocess
        multiprocess.prepare(Path({str(tmp_path)!r}))
        for _ in range(2):
            subprocess.run([sys.executable, "-c", {worker!r}], check=True)
        from hsaf.observe import metrics
        print(metrics.exposition().decode())
    """
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(parent)], check=True, capture_output=True, text=True, env=environ
    )
    assert value("hsaf_requests_total", run.stdout, operation="w", result="ok") == 2


def test_left_over_files_of_an_earlier_run_are_removed(tmp_path: Path) -> None:
    script = f"""
        from pathlib import Path
        from hsaf.observe import multiprocess
        folder = Path({str(tmp_path)!r}) / "metrics"
        folder.mkdir()
        (folder / "counter_1.db").touch()
        assert list(multiprocess.prepare(Path({str(tmp_path)!r})).iterdir()) == []
    """
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True, env=environ)
