"""The command line, run as users run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def hsaf(tmp_path: Path) -> Any:
    """Run ``hsaf`` with a data folder of its own; environment variables as keywords."""

    def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("HSAF_")}
        clean |= {"HSAF_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT), "COLUMNS": "200", **environ}
        command = [sys.executable, "-m", "hsaf", *arguments]
        return subprocess.run(command, check=False, capture_output=True, text=True, env=clean, timeout=60)

    return run


def test_centers_are_listed_with_state_and_reason(hsaf: Any, tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions" / "990000.toml").write_text('disabled = ["enrollment", "settlement", "gateway"]\n')
    run = hsaf("centers", "--json", HSAF_CONFIG_DIR=str(tmp_path))
    centers = {one["code"]: one for one in json.loads(run.stdout)}
    assert (centers["base_info"]["name"], centers["base_info"]["state"]) == ("基本信息中心", "on")
    assert centers["enrollment"]["state"] == "off"
    assert "990000.toml 的 disabled 中停用" in centers["enrollment"]["why"]
    assert "基本信息中心" in hsaf("centers").stdout


def test_a_center_that_cannot_start_is_told_in_the_list(hsaf: Any, tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions" / "990000.toml").write_text('disabled = ["base_info"]\n')
    run = hsaf("centers", "--json", HSAF_CONFIG_DIR=str(tmp_path))
    enrollment = next(one for one in json.loads(run.stdout) if one["code"] == "enrollment")
    assert enrollment["state"] == "broken"
    assert "基本信息中心（base_info）没有启用" in enrollment["why"]


def test_config_explain_says_which_layer_won(hsaf: Any) -> None:
    (found,) = json.loads(hsaf("config", "explain", "server.port", "--json", HSAF_PORT="9100").stdout)
    assert (found["value"], found["winner"]) == (9100, "HSAF_PORT")
    assert "HSAF_PORT" in hsaf("config", "explain", "server.port", HSAF_PORT="9100").stdout


def test_a_refusal_is_a_message_and_a_failing_exit_code(hsaf: Any) -> None:
    run = hsaf("config", "explain", "server.prot")
    assert run.returncode == 1
    assert "是否想写 server.port" in run.stderr
    assert "Traceback" not in run.stderr


def test_an_upgraded_database_satisfies_the_doctor(hsaf: Any) -> None:
    before = {one["check"]: one for one in json.loads(hsaf("doctor", "--json").stdout)}
    assert before["数据库结构"]["remedy"] == "运行 hsaf db upgrade"
    assert hsaf("db", "upgrade").returncode == 0
    after = hsaf("doctor", "--json")
    assert [one for one in json.loads(after.stdout) if not one["ok"]] == []
    assert after.returncode == 0


def test_starting_on_an_outdated_database_is_refused_with_the_remedy(hsaf: Any) -> None:
    run = hsaf("db", "seed")
    assert run.returncode == 1
    assert "数据库结构落后于程序；处理办法：运行 hsaf db upgrade" in run.stderr


def test_help_lists_every_command(hsaf: Any) -> None:
    text = hsaf("--help").stdout
    for command in ("serve", "doctor", "config", "centers", "db"):
        assert f"  {command}" in text
