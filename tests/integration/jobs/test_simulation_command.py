"""``hsaf policy simulate`` and ``hsaf jobs``: a draft on a platform's past settlements, also through a crash."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

import plugins.demo_region
from hsaf.edge.cli import main
from plugins.demo_region import files
from plugins.demo_region.playback import Playback, demo_client
from tests.support.gateway import running

ROOT = Path(__file__).parents[3]
DATA = Path(plugins.demo_region.__file__).parent / "data"
POLICY, PARAMETERS = DATA / "policy-2026.yaml", DATA / "policy-2026.csv"
EXAMPLES = ("01-employee-inpatient", "03-resident-illness-assistance", "04-outpatient", "06-pharmacy")
COPIES = 300
"""Persons made by copying one, so that a job takes a while."""

PATIENCE = 60.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A platform that has settled the examples, and the settlements of one person for many others."""
    folder = tmp_path_factory.mktemp("simulation")
    with running(folder) as gateway:
        for name in EXAMPLES:
            assert all(not step.differences for step in Playback(gateway.post, demo_client).play(files.exchange(name)))
        _copy_people(gateway.kernel.database.engine)
    config = folder / "config" / "regions"
    config.mkdir(parents=True)
    (config / "990000.toml").write_text(
        'enabled = ["*", "demo_region"]\n[jobs]\nlease_seconds = 1.0\n[settlement]\nchunk_persons = 2\n', "utf-8"
    )
    return folder


def _copy_people(engine: sa.Engine) -> None:
    tables = ("settlement_settlement", "settlement_accumulator")
    with engine.begin() as connection:
        query = "SELECT psn_no FROM settlement_settlement WHERE insutype = '310' AND kind = 'stay'"
        patient = connection.execute(sa.text(query)).scalar_one()
        for name in tables:
            table = sa.Table(name, sa.MetaData(), autoload_with=connection)
            rows = [
                dict(row) for row in connection.execute(sa.select(table).where(table.c.psn_no == patient)).mappings()
            ]
            copies = [{**row, "psn_no": f"99009{number:05d}"} for number in range(COPIES) for row in rows]
            connection.execute(table.insert(), copies)


@pytest.fixture
def environ(folder: Path) -> dict[str, str]:
    return {
        "HSAF_REGION": "990000",
        "HSAF_DATA_DIR": str(folder),
        "HSAF_CONFIG_DIR": str(folder / "config"),
    }


@pytest.fixture
def hsaf(environ: dict[str, str], wide: None) -> Callable[..., Result]:
    def invoke(*arguments: object) -> Result:
        with capture_logs():
            return CliRunner(env=environ).invoke(main, [str(argument) for argument in arguments])

    return invoke


def simulate(hsaf: Callable[..., Result], parameters: Path = PARAMETERS, *more: object) -> Result:
    return hsaf("policy", "simulate", POLICY, parameters, "--from", "2026-01-01", "--to", "2026-12-31", *more)


@pytest.fixture
def dearer(tmp_path: Path) -> Path:
    """The parameters with a deductible of 1,000 at third-level hospitals."""
    text = PARAMETERS.read_text("utf-8").replace(",800.00,yuan", ",1000.00,yuan")
    path = tmp_path / "dearer.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("text", [b"- 1\n", b"a: [1\n", "政策".encode("gbk")])
def test_a_file_that_is_no_policy_document_is_refused_by_name(tmp_path: Path, text: bytes) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_bytes(text)
    days = ("--from", "2026-01-01", "--to", "2026-12-31")
    refused = CliRunner().invoke(main, ["policy", "simulate", str(draft), str(PARAMETERS), *days])
    assert refused.exit_code == 2
    assert "draft.yaml 不是UTF-8 编码的 YAML 政策文档" in refused.output.replace("\n", "")


def test_the_policy_in_force_changes_nothing(hsaf: Callable[..., Result]) -> None:
    found = json.loads(simulate(hsaf, PARAMETERS, "--json").stdout)
    assert (found["state"], found["error"]) == ("done", "")
    assert found["result"]["total"]["changed"] == 0
    assert found["result"]["total"]["count"] > COPIES
    assert found["result"]["total"]["before"] == found["result"]["total"]["after"]


def test_a_draft_is_reported_in_tables_and_as_a_text_file(
    hsaf: Callable[..., Result], dearer: Path, tmp_path: Path
) -> None:
    shown = simulate(hsaf, dearer, "--report", tmp_path / "report.txt")
    assert shown.exit_code == 0, shown.output
    for expected in ("统筹基金", "职工", "三级", "住院", "990100", "有变化 301 笔"):
        assert expected in shown.stdout
    assert "有变化 301 笔" in (tmp_path / "report.txt").read_text("utf-8")


def test_a_wrong_draft_is_refused_by_item_before_anything_is_queued(
    hsaf: Callable[..., Result], tmp_path: Path
) -> None:
    before = len(json.loads(hsaf("jobs", "list", "--json").stdout))
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(PARAMETERS.read_text("utf-8").replace("hifp_cap,", "hifp_cup,"), "utf-8")
    refused = simulate(hsaf, wrong)
    assert refused.exit_code == 1
    assert "hifp_cap" in refused.output
    assert len(json.loads(hsaf("jobs", "list", "--json").stdout)) == before


def test_a_range_that_ends_before_it_begins_is_refused(hsaf: Callable[..., Result]) -> None:
    shown = hsaf("policy", "simulate", POLICY, PARAMETERS, "--from", "2026-02-01", "--to", "2026-01-01")
    assert shown.exit_code == 2


def test_a_queued_job_can_be_seen_and_cancelled(hsaf: Callable[..., Result]) -> None:
    job_id = json.loads(simulate(hsaf, PARAMETERS, "--no-wait", "--json").stdout)["job_id"]
    assert "排队" in hsaf("jobs", "show", job_id).stdout
    assert "政策模拟" in hsaf("jobs", "list").stdout
    assert "已取消" in hsaf("jobs", "cancel", job_id).stdout
    assert hsaf("jobs", "run", "--until-empty").exit_code == 0
    assert json.loads(hsaf("jobs", "show", job_id, "--json").stdout)["state"] == "cancelled"


@pytest.mark.slow
def test_a_simulation_survives_kill_9_between_checkpoints(
    hsaf: Callable[..., Result], dearer: Path, environ: Mapping[str, str], folder: Path
) -> None:
    whole = json.loads(simulate(hsaf, dearer, "--json").stdout)["result"]
    job_id = json.loads(simulate(hsaf, dearer, "--no-wait", "--json").stdout)["job_id"]
    deaths = 0
    for _ in range(3):
        with _worker(environ) as process:
            further = _row(folder, job_id)["done"] + 10
            progress = _until(folder, job_id, lambda job, further=further: job["done"] >= further)
            if progress["state"] != "running":
                break
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            deaths += 1
        assert _row(folder, job_id)["state"] == "running"
        assert 0 < _row(folder, job_id)["done"] < COPIES
    assert deaths == 3
    _until(folder, job_id, lambda job: hsaf("jobs", "run", "--until-empty") and job["state"] == "done")
    assert json.loads(hsaf("jobs", "show", job_id, "--json").stdout)["result"] == whole


@contextmanager
def _worker(environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """``hsaf jobs run`` in a process of its own."""
    command = [sys.executable, "-m", "hsaf", "jobs", "run"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ}, **quiet)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _until(folder: Path, job_id: str, reached: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any]:
    """The job's row, once it is as wanted or has ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        row = _row(folder, job_id)
        if reached(row) or row["state"] in ("done", "failed"):
            return row
        time.sleep(0.01)
    raise AssertionError(f"nothing happened for {PATIENCE} seconds: {_row(folder, job_id)}")


def _row(folder: Path, job_id: str) -> Mapping[str, Any]:
    engine = sa.create_engine(f"sqlite:///{folder / 'hsaf.db'}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        query = sa.text("SELECT state, done, total, error FROM hsaf_job WHERE job_id = :job_id")
        return dict(connection.execute(query, {"job_id": job_id}).mappings().one())
