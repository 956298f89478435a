"""``hsaf demo``: a stranger can follow it, a program can read it, and a wrong fen is not missed."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from hsaf.edge.cli import main
from plugins.demo_region import files
from plugins.demo_region.commands import Silent
from plugins.demo_region.demonstration import Demonstration, demonstrate
from plugins.demo_region.report import show

STAYS = ["01-employee-inpatient", "02-inpatient-reversal", "08-family-mutual-aid"]


@pytest.fixture(scope="module")
def result() -> Demonstration:
    return demonstrate(STAYS, Silent())


def printed(result: Demonstration, width: int) -> str:
    page = io.StringIO()
    show(result, Console(file=page, width=width, no_color=True))
    return page.getvalue()


def test_every_expected_value_is_met(result: Demonstration) -> None:
    assert result.ok
    assert [exchange.differences for exchange in result.exchanges] == [(), (), ()]


@pytest.mark.parametrize(
    "text",
    [
        "侯红芳（虚构），女，34 岁",
        "床位费(三人间)",
        "DEDC-IPT · 2026.1",
        "C002 统筹第2段：基金 1,153.78（0.88）",
        "统筹支付 18,153.78",
        "现金 cash at the counter",
        "payable:H99010100001",
        "金额取反",
        "家人 9900000000000432",
        "✓ 审计链",
        "差额 0.00",
    ],
)
def test_the_story_is_told(result: Demonstration, text: str) -> None:
    assert text in printed(result, 140)


@pytest.mark.parametrize("width", [72, 80, 120])
def test_no_line_is_wider_than_the_terminal(result: Demonstration, width: int) -> None:
    assert max(cell_len(line) for line in printed(result, width).splitlines()) <= width


def test_amounts_are_whole_in_a_narrow_terminal(result: Demonstration) -> None:
    assert "22,680.70" in printed(result, 72)


def test_json_is_the_same_result_for_a_program() -> None:
    ran = CliRunner().invoke(main, ["demo", "06", "--json"])

    assert ran.exit_code == 0
    (exchange,) = msgspec.json.decode(ran.stdout)["exchanges"]
    assert exchange["settled"][0]["story"]["settlement"]["info"]["acct_pay"] == 3550


def test_a_wrong_fen_is_named_and_fails(wide: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def off_by_one_fen(name: str) -> list[dict[str, Any]]:
        steps = exchange(name)
        steps[-1]["expect"]["setlinfo"]["acct_pay"] = "35.51"
        return steps

    exchange = files.exchange
    monkeypatch.setattr(files, "exchange", off_by_one_fen)

    ran = CliRunner().invoke(main, ["demo", "06"])

    assert ran.exit_code == 1
    assert "setlinfo.acct_pay" in ran.stdout
    assert "35.51" in ran.stdout
