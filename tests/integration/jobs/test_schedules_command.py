"""``hsaf jobs schedules``: what plugins declare, at the times a deployment wants."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from structlog.testing import capture_logs

from hsaf.data.schema import schedule
from hsaf.edge.cli import main
from hsaf.jobs.timing import When
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from tests.support.gateway import running

CHANGED = 'enabled = ["*", "demo_region"]\n[jobs.at]\n"settlement.check" = "off"\n"exchange.purge" = "at 05:00"\n'


def hsaf(*args: str) -> str:
    with capture_logs():
        result = CliRunner().invoke(main, args, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def shown() -> dict[str, Any]:
    return {one["name"]: one for one in json.loads(hsaf("jobs", "schedules", "--json"))}


@pytest.fixture
def platform(tmp_path: Path, wide: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    with running(tmp_path):
        pass
    config = tmp_path / "config" / "regions"
    config.mkdir(parents=True)
    (config / "990000.toml").write_text(CHANGED, "utf-8")
    monkeypatch.setenv("HSAF_REGION", "990000")
    monkeypatch.setenv("HSAF_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HSAF_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path


def test_every_declared_time_is_kept_unless_the_deployment_wants_another(platform: Path) -> None:
    hsaf("jobs", "run", "--until-empty")
    found = shown()
    assert found["settlement.check_daily"]["at"] == "at 02:30"
    assert found["exchange.purge"]["at"] == "at 05:00"
    assert "settlement.check" not in found
    assert all(datetime.fromisoformat(one["due_at"]) > datetime.now() - timedelta(days=1) for one in found.values())
    assert "清理过期文件" in hsaf("jobs", "schedules")


def test_what_is_due_runs_and_its_result_is_shown(platform: Path) -> None:
    hsaf("jobs", "run", "--until-empty")
    with boot(load_settings()) as kernel, kernel.database.write() as connection:
        connection.execute(sa.update(schedule).values(due_at=datetime(2026, 1, 1)))
    hsaf("jobs", "run", "--until-empty")
    found = shown()
    assert {one["last_state"] for one in found.values()} == {"done"}
    for one in found.values():
        job = json.loads(hsaf("jobs", "show", one["last_job"], "--json"))
        assert job["parameters"]["due"] == "2026-01-01 00:00:00"
    checked = json.loads(hsaf("jobs", "show", found["settlement.check_daily"]["last_job"], "--json"))["result"]
    assert (checked["ok"], checked["day"]) == (True, "2025-12-31")


def test_every_plugin_declares_times_that_can_be_read(platform: Path) -> None:
    with boot(load_settings()) as kernel:
        for _, kind in kernel.job_kinds():
            assert not kind.at or When(kind.at).after(datetime(2026, 1, 1)) > datetime(2026, 1, 1)
