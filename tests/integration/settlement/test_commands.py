"""``hsaf settlement``: an agency checks the books, settles a month and clears between areas at a terminal."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

from adapters.clock_system.client import SystemClock
from hsaf.contract.textfile import pack
from hsaf.edge.cli.commands import audit, jobs
from hsaf.edge.cli.commands.settlement import command
from hsaf.edge.fsi_client import over_wsgi
from hsaf.edge.http import HttpApplication
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from plugins.demo_region import files, seeding
from plugins.demo_region.commands import Silent
from plugins.demo_region.playback import Playback, demo_client

EXCHANGES = ("01-employee-inpatient", "04-outpatient", "07-away-without-filing")
TODAY = datetime(2027, 1, 20, 9, 0)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a stay, outpatient visits and a stay outside the person's area."""
    folder = tmp_path_factory.mktemp("played")
    with boot(
        load_settings({}, overrides={"region": "990000", "data_dir": str(folder)}), migrations="upgrade"
    ) as kernel:
        with kernel.system("test.seed"):
            seeding.seed(kernel, Silent())
        post = over_wsgi(HttpApplication(kernel))
        for name in EXCHANGES:
            assert not [
                step.differences for step in Playback(post, demo_client).play(files.exchange(name)) if step.differences
            ]
    return folder


@pytest.fixture
def folder(played: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    source, target = (
        sa.create_engine(f"sqlite:///{one / 'hsaf.db'}", poolclass=sa.NullPool) for one in (played, tmp_path)
    )
    with source.connect() as here, target.connect() as there:
        here.connection.driver_connection.backup(there.connection.driver_connection)
    for key in played.glob("*.key"):
        (tmp_path / key.name).write_bytes(key.read_bytes())
    return tmp_path


@pytest.fixture
def run(folder: Path, wide: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on that database, in January 2027."""
    monkeypatch.setattr(SystemClock, "now", lambda self: TODAY)

    def invoke(*arguments: str, of: Any = command, exit_code: int = 0) -> Result:
        environ = {"HSAF_REGION": "990000", "HSAF_DATA_DIR": str(folder)}
        with capture_logs():
            result = CliRunner(env=environ).invoke(of, arguments)
        assert result.exit_code == exit_code, (result.output, result.exception)
        return result

    return invoke


def months(run: Any) -> list[str]:
    """Clearing months of what was played."""
    books = json.loads(run("check", "--json").stdout)["books"]
    return sorted({one["day"].replace("-", "")[:6] for one in books})


def alter(folder: Path, statement: str) -> None:
    engine = sa.create_engine(f"sqlite:///{folder / 'hsaf.db'}", poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_whole_books_are_told_and_a_planted_fen_is_named(run: Any, folder: Path) -> None:
    found = json.loads(run("check", "--json").stdout)
    assert (found["ok"], found["findings"]) == (True, [])
    day = found["books"][0]["day"]
    assert "差异 0 处" in run("check", "--day", day).stdout
    alter(
        folder,
        "UPDATE settlement_account SET balc = balc + 1 WHERE psn_no IN (SELECT psn_no FROM settlement_settlement)",
    )
    shown = run("check", exit_code=1).stdout
    assert "相差 0.01 元" in shown


def test_the_check_runs_as_a_job(run: Any, folder: Path) -> None:
    alter(folder, "UPDATE settlement_visit SET setl_count = setl_count + 1")
    job_id = run("check", "--background").stdout.strip()
    run("run", "--until-empty", of=jobs.command)
    shown = json.loads(run("show", job_id, "--json", of=jobs.command).stdout)
    assert shown["state"] == "done"
    assert shown["result"]["ok"] is False
    assert {one["check"] for one in shown["result"]["findings"]} == {"visits"}
    assert shown["done"] == shown["total"]


def test_a_balanced_edit_of_entries_is_found_in_bulk(run: Any, folder: Path) -> None:
    assert json.loads(run("verify", "--json", of=audit.command).stdout)["seals"]["findings"] == []
    one = "SELECT journal FROM settlement_entry WHERE account LIKE 'fund:%' ORDER BY journal LIMIT 1"
    for side, which in (("debit", "account LIKE 'fund:%'"), ("credit", "account LIKE 'payable:%'")):
        alter(folder, f"UPDATE settlement_entry SET {side} = {side} + 1 WHERE journal = ({one}) AND {which}")
    found = json.loads(run("verify", "--json", of=audit.command, exit_code=1).stdout)
    assert (found["ledger"]["broken"], found["faults"]) == ([], [])
    assert [one["check"] for one in found["seals"]["findings"]] == ["seal"]
    assert "摘要不符" in run("verify", of=audit.command, exit_code=1).stdout


def test_a_month_is_settled_approved_and_paid(run: Any) -> None:
    setlym = months(run)[0]
    sheets = json.loads(run("month", setlym, "--json").stdout)["sheets"]
    assert sheets
    first = sheets[0]["sheet_id"]
    assert "有异议" in run("move", "dispute", first, "--reason", "金额不符").stdout
    assert json.loads(run("move", "regenerate", first, "--json").stdout)[0]["version"] == 2
    for action in ("confirm", "approve"):
        run("move", action, first)
    run("pay", first, "P1", "--amount", "0.01")
    for _ in range(2):
        assert "已拨付" in run("pay", first, "P2").stdout
    (paid,) = json.loads(run("sheets", setlym, "--state", "paid", "--json").stdout)
    assert (paid["sheet_id"], paid["paid"]) == (first, sheets[0]["fund_appy_sum"] + sheets[0]["acct_pay"])
    assert json.loads(run("verify", "--json", of=audit.command).stdout)["ok"]
    assert json.loads(run("check", "--json").stdout)["ok"]


def test_a_refused_institution_keeps_no_other_from_its_sheets(run: Any) -> None:
    last = months(run)[-1]
    later = f"{int(last) + 1}" if not last.endswith("12") else "202701"
    refused = run("month", later, "--json", exit_code=1)
    assert json.loads(refused.stdout)["refused"]


def test_areas_are_cleared_by_the_calendar(run: Any, tmp_path: Path) -> None:
    for setlym in months(run):
        run("month", setlym)
        waiting = json.loads(run("sheets", setlym, "--state", "generated", "--json").stdout)
        run("move", "confirm", *(one["sheet_id"] for one in waiting))
    last = months(run)[-1]
    done = json.loads(run("areas", "run", last, "--json").stdout)
    assert done["steps"] == ["sheets", "bills", "confirmation"]
    (bill,) = done["bills"]
    assert (bill["state"], bill["confirmed_by"]) == ("confirmed", "auto")
    for action in ("first_review", "second_review"):
        run("areas", "move", action, bill["bill_id"])
    run("areas", "pay", bill["bill_id"], "A1")
    (paid,) = json.loads(run("areas", "list", last, "--area", bill["clr_optins"], "--json").stdout)
    assert (paid["state"], paid["paid"]) == ("paid", bill["fund_appy_sum"] + bill["acct_pay"])
    file = tmp_path / "national.zip"
    file.write_bytes(pack("三方.txt", [["SE0", "1.00", "1.00", "0.50", "0"]]))
    asked = ("areas", "parties", last, bill["mdtrt_poolarea"], bill["clr_optins"], str(file), "--unequal", "--json")
    compared = json.loads(run(*asked).stdout)
    assert compared[0] == {"setl_id": "SE0", "problems": ["就医地没有该笔结算", "参保地没有该笔结算"]}
    assert json.loads(run("check", "--json").stdout)["ok"]
