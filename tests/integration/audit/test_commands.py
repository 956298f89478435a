"""``hsaf audit``: an auditor takes one settlement number and reads everything, and sees tampering."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

from hsaf.data.schema import audit_event
from hsaf.edge.cli.commands.audit import command
from hsaf.edge.fsi_client import over_wsgi
from hsaf.edge.fsi_steps import search
from hsaf.edge.http import HttpApplication
from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.running import RunningKernel
from plugins.demo_region import files, seeding
from plugins.demo_region.commands import Silent
from plugins.demo_region.playback import Playback, demo_client

PATIENT = "9900000000000770"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audit")


@pytest.fixture(scope="module")
def settled(folder: Path) -> dict[str, str]:
    """A stay settled, reversed and settled again; the identifiers by what happened."""
    overrides = {"region": "990000", "data_dir": str(folder)}
    with boot(load_settings({}, overrides=overrides), migrations="upgrade") as kernel:
        with kernel.system("test.seed"):
            seeding.seed(kernel, Silent())
        return _play(kernel)


def _play(kernel: RunningKernel) -> dict[str, str]:
    played = Playback(over_wsgi(HttpApplication(kernel)), demo_client).play(files.exchange("02-inpatient-reversal"))
    booked = [search(step.output, "setl_id") for step in played if step.infno in {"2304", "2305"}]
    return dict(zip(("first", "reversal", "second"), booked, strict=True))


@pytest.fixture
def run(folder: Path, settled: dict[str, str]) -> Any:
    """Run a command on that database."""

    def invoke(*arguments: str) -> Result:
        environ = {"HSAF_REGION": "990000", "HSAF_DATA_DIR": str(folder), "COLUMNS": "240"}
        with capture_logs():
            return CliRunner(env=environ).invoke(command, arguments)

    return invoke


@pytest.fixture
def altered(folder: Path) -> Iterator[sa.Engine]:
    """A way to alter the database behind the platform's back; undone after the test."""
    file = folder / "hsaf.db"
    engine = sa.create_engine(f"sqlite:///{file}", poolclass=sa.NullPool)
    copy = sa.create_engine(f"sqlite:///{file}.kept", poolclass=sa.NullPool)
    _copy(engine, copy)
    yield engine
    _copy(copy, engine)


def _copy(source: sa.Engine, target: sa.Engine) -> None:
    with source.connect() as here, target.connect() as there:
        here.connection.driver_connection.backup(there.connection.driver_connection)


def test_an_untouched_chain_verifies(run: Any) -> None:
    found = json.loads(run("verify", "--json").stdout)
    assert found["ok"]
    assert found["faults"] == []
    assert run("verify", "--subject", f"psn:{PATIENT}").exit_code == 0


def test_tampering_is_named_and_fails_the_command(run: Any, altered: sa.Engine) -> None:
    with altered.begin() as connection:
        mine = audit_event.c.subject == f"psn:{PATIENT}"
        connection.execute(audit_event.update().where(mine, audit_event.c.seq == 4).values(actor="nobody"))
    assert run("verify").exit_code == 1
    (fault,) = json.loads(run("verify", "--json").stdout)["faults"]
    assert (fault["subject"], fault["seq"], fault["what"]) == (f"psn:{PATIENT}", 4, "内容被改动")


def test_a_settlement_is_told_with_who_what_when_rules_and_layers(run: Any, settled: dict[str, str]) -> None:
    shown = run("show", settled["first"], "--json")
    assert shown.exit_code == 0
    told = json.loads(shown.stdout)
    assert [event["operation"] for event in told["events"]] == [
        "fsi.2401",
        "fsi.2301",
        "fsi.2402",
        "fsi.2304",
        "fsi.2305",
        "fsi.2304",
    ]
    assert {event["actor"] for event in told["events"]} == {"demo01"}
    assert "center:settlement" in told["events"][3]["layers"]
    assert {(item["rule_id"], item["version"]) for item in told["trace"]} >= {
        ("HIFP-SEGMENT", "2026.1"),
        ("DEDC-IPT", "2026.1"),
    }
    assert told["settlement"]["reversed_by"] == settled["reversal"]
    assert sum(entry["debit"] for entry in told["entries"]) == sum(entry["credit"] for entry in told["entries"]) > 0
    assert told["chain"]["faults"] == []
    assert told["entries_sealed"]


def test_each_settlement_and_reversal_can_be_told_in_tables(run: Any, settled: dict[str, str]) -> None:
    for setl_id in settled.values():
        shown = run("show", setl_id)
        assert shown.exit_code == 0
        for expected in (setl_id, "HIFP-SEGMENT", "统筹基金", "fund:310100", "edge:http", "✓ 分录"):
            assert expected in shown.stdout
    assert settled["first"] in run("show", settled["reversal"]).stdout


def test_each_settlement_and_reversal_gives_the_same_fen_again(run: Any, settled: dict[str, str]) -> None:
    for setl_id in settled.values():
        told = json.loads(run("recompute", setl_id, "--json").stdout)
        assert (told["ok"], told["setl_id"], told["policy"]) == (True, setl_id, "990000-2026@2026.1")
    assert "一分不差" in run("recompute", settled["first"]).stdout


def test_an_altered_fen_is_named_and_fails_the_command(run: Any, settled: dict[str, str], altered: sa.Engine) -> None:
    with altered.begin() as connection:
        change = "UPDATE settlement_settlement SET hifp_pay = hifp_pay + 1 WHERE setl_id = :setl_id"
        connection.execute(sa.text(change), {"setl_id": settled["second"]})
    shown = run("recompute", settled["second"])
    assert shown.exit_code == 1
    assert "hifp_pay" in shown.stdout
    assert run("recompute", settled["first"]).exit_code == 0


def test_all_settlements_of_a_year_are_computed_again_at_once(
    run: Any, settled: dict[str, str], altered: sa.Engine
) -> None:
    year = ("recompute", "--from", "2026-01-01", "--to", "2026-12-31")
    found = json.loads(run(*year, "--json").stdout)["result"]
    assert (found["settlements"], found["lines"] > 0, found["differences"]) == (2, True, 0)
    assert "一分不差" in run(*year).stdout
    with altered.begin() as connection:
        change = "UPDATE settlement_fee_line SET inscp_scp_amt = inscp_scp_amt + 1"
        connection.execute(sa.text(change))
    shown = run(*year)
    assert shown.exit_code == 1
    assert f"hsaf audit recompute {settled['second']}" in shown.stdout


def test_recompute_wants_a_number_or_a_range(run: Any) -> None:
    assert run("recompute").exit_code == 2
    assert run("recompute", "SE1", "--from", "2026-01-01", "--to", "2026-12-31").exit_code == 2
    assert run("recompute", "--from", "2026-01-01").exit_code == 2


def test_nobody_is_named(run: Any, settled: dict[str, str]) -> None:
    person = next(row for row in files.rows("persons.csv") if row["psn_no"] == PATIENT)
    for shown in (run("show", settled["first"]), run("show", settled["first"], "--json")):
        assert person["psn_name"] not in shown.stdout
        assert person["certno"] not in shown.stdout


def test_a_changed_ledger_entry_is_noticed_although_it_balances(
    run: Any, settled: dict[str, str], altered: sa.Engine
) -> None:
    with altered.begin() as connection:
        for side in ("debit", "credit"):
            change = f"UPDATE settlement_entry SET {side} = {side} + 100 WHERE {side} > 0 AND journal = :journal AND entry_no IN (1, 3)"
            connection.execute(sa.text(change), {"journal": settled["second"]})
    shown = run("show", settled["second"])
    assert shown.exit_code == 1
    assert "不一致" in shown.stdout


def test_an_unknown_settlement_is_refused(run: Any) -> None:
    shown = run("show", "SE0")
    assert shown.exit_code == 1
    assert "SE0" in str(shown.exception)
