"""Tables of commands: what the next command is called with can be found and copied."""

from __future__ import annotations

import pytest
from rich.console import Console

from hsaf.edge.cli import output

JOB, PERSON = "JB1M894KQ4B00EKN3B0000", "9900000000000770"
HEADINGS = ("编号", "任务", "状态", "进度", "提交时间", "提交人", "人员编号")
ROW = (JOB, "结算重算核对", "[green]完成[/]", "1/1", "2026-11-25 18:39:20", "system", PERSON)


def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, terminal: bool) -> str:
    monkeypatch.setattr(output, "console", Console(width=80, force_terminal=terminal, no_color=True))
    output.table("后台任务", HEADINGS, [ROW])
    return capsys.readouterr().out


def test_numbers_stay_in_one_piece_in_a_file_or_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(monkeypatch, capsys, terminal=False)
    assert JOB in shown
    assert PERSON in shown


def test_a_terminal_too_narrow_folds_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(monkeypatch, capsys, terminal=True)
    rows = [line.split("│")[1:-1] for line in shown.splitlines() if line.startswith("│")]
    assert ["".join(row[at].strip() for row in rows) for at in (0, 6)] == [JOB, PERSON]
