"""The generators against a real server: what they count really happened."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from centers.settlement.data.tables import settlement
from perf import bench, inprocess, raw
from perf.cast import assemble
from perf.deployment import booted, scratch
from perf.staging import Ready, stage
from tests.acceptance.server import ROOT, Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, list[Ready], str]]:
    """A server on SQLite with prepared visits, and the address of its database."""
    with scratch("sqlite") as settings:
        with booted(settings) as (kernel, application):
            cast, engine = assemble(), kernel.database.engine
            ready = stage(inprocess.sender(application), engine, cast, cast.persons[:20], copies=3, lines=3)
        server = Server(tmp_path_factory.mktemp("server"), workers=2, settings=settings)
        server.start()
        yield server, ready, str(engine.url)
        server.stop()


def settled(url: str) -> int:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(sa.select(sa.func.count()).select_from(settlement)).scalar_one()
    engine.dispose()
    return int(found)


@pytest.mark.parametrize("rate", [None, 200.0], ids=["closed loop", "open loop"])
def test_every_prepared_message_is_sent_once_and_answered(
    prepared: tuple[Server, list[Ready], str], rate: float | None
) -> None:
    server, ready, url = prepared
    before, now = settled(url), time.monotonic()
    mine = ready[:20] if rate is None else ready[20:40]
    calls = raw.send(server.port, 4, [bench._prepared(server.port, one) for one in mine], rate, now, now + 60)
    assert len(calls) == 20
    assert settled(url) == before + 20
    assert all(0 < took < 60 for _, took in calls)


def test_a_refused_message_stops_the_load(prepared: tuple[Server, list[Ready], str]) -> None:
    server, ready, _ = prepared
    now, settled_already = time.monotonic(), bench._prepared(server.port, ready[-1])
    raw.send(server.port, 1, [bench._prepared(server.port, ready[-1])], None, now, now + 60)
    with pytest.raises(raw.Refused, match="infcode"):
        raw.send(server.port, 2, [settled_already], None, now, now + 60)


def locust(server: Server, profile: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable, "-m", "locust", "-f", f"perf/profiles/{profile}.py", "--headless", "--only-summary",
            "-u", "3", "-r", "3", "-t", "4s", "--host", server.url,
        ],
        cwd=ROOT, env={**os.environ, "HSAF_PERF_THINK_MIN": "0", "HSAF_PERF_THINK_MAX": "0.1", **environment},
        capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip


def limits(folder: Path, p95: float) -> str:
    file = folder / "sla.toml"
    file.write_text(f"failures = 0.0\n[times.default]\np95 = {p95}\np99 = {p95}\n", "utf-8")
    return str(file)


@pytest.mark.parametrize("profile", ["outpatient", "inpatient", "pharmacy", "mixed_hour"])
def test_a_profile_plays_whole_visits_and_keeps_a_generous_limit(
    prepared: tuple[Server, list[Ready], str], tmp_path: Path, profile: str
) -> None:
    server, _, url = prepared
    before = settled(url)
    done = locust(server, profile, HSAF_PERF_SLA=limits(tmp_path, 60_000))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SLA kept" in done.stdout
    assert settled(url) > before


def test_the_month_end_rises_and_ends_by_itself(prepared: tuple[Server, list[Ready], str], tmp_path: Path) -> None:
    server, *_ = prepared
    sla = limits(tmp_path, 60_000)
    done = locust(server, "month_end", HSAF_PERF_SLA=sla, HSAF_PERF_USERS="4", HSAF_PERF_MINUTES="0.1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SLA kept" in done.stdout


def test_a_broken_limit_fails_the_run(prepared: tuple[Server, list[Ready], str], tmp_path: Path) -> None:
    server, *_ = prepared
    done = locust(server, "pharmacy", HSAF_PERF_SLA=limits(tmp_path, 0.001))
    assert done.returncode == 1
    assert "SLA broken: 2102: p95" in done.stdout
