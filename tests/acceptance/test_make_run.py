"""``make run``: serves a fresh demo region, says what to try, is filled only once, stops cleanly."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.acceptance.server import ROOT, free_port


@contextmanager
def run_demo(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The script behind ``make run``, with the interpreter of this test's environment."""
    environment = {**os.environ, "HSAF_PORT": str(port), "HSAF_DATA_DIR": str(folder / "data"), "PYTHONUTF8": "1"}
    environment.pop("HSAF_DATABASE_URL", None)
    with (folder / "run.log").open("w") as log:
        process = subprocess.Popen(
            ["sh", "tools/run-demo", str(Path(sys.executable).parent)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def fetch(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.read().decode()


def wait_until_healthy(process: subprocess.Popen[str], port: int, log: Path, seconds: float = 90.0) -> None:
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            if fetch(f"http://127.0.0.1:{port}/health")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"not healthy after {seconds} s:\n{log.read_text('utf-8')[-4000:]}")


def stop(process: subprocess.Popen[str], signal_: signal.Signals, log: Path) -> None:
    """As a terminal (Ctrl-C) or a supervisor (SIGTERM) does; it ends soon and without a traceback."""
    os.killpg(process.pid, signal_)
    assert process.wait(timeout=15) in (0, 128 + signal_, -signal_), log.read_text("utf-8")
    assert "Traceback" not in log.read_text("utf-8")


def filled(folder: Path) -> dict[str, int]:
    """Rows by table of what the demo region brings."""
    with closing(sqlite3.connect(folder / "data" / "hsaf.db")) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        of_demo = [name for (name,) in names if name.startswith(("base_info_", "enrollment_", "policy_", "user_"))]
        return {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in of_demo}


@pytest.mark.timeout(300)
def test_a_fresh_folder_is_filled_served_and_stopped_and_is_not_filled_again(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "run.log"
    with run_demo(tmp_path, port) as process:
        wait_until_healthy(process, port, log)
        assert f"http://127.0.0.1:{port}" in log.read_text("utf-8")
        assert "hsaf_" in fetch(f"http://127.0.0.1:{port}/metrics")[1]
        stop(process, signal.SIGINT, log)
    first = filled(tmp_path)
    assert first["enrollment_person"]

    with run_demo(tmp_path, port) as process:
        wait_until_healthy(process, port, log)
        stop(process, signal.SIGTERM, log)
    assert filled(tmp_path) == first


def test_make_history_prepares_a_fresh_data_folder_itself() -> None:
    """A visitor may type it before ``make run``."""
    planned = subprocess.run(["make", "-n", "history"], cwd=ROOT, capture_output=True, text=True, check=True)
    steps = [planned.stdout.index(step) for step in ("db upgrade", "db seed", "demo-history")]
    assert steps == sorted(steps)
