"""``hsaf policy``: try a draft policy on what has been settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from hsaf.edge.cli.output import DAY, as_json, console, emit

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(short_help="待遇政策")
def command() -> None:
    """待遇政策。"""


@command.command(short_help="政策模拟：按草案重算过去的结算")
@click.argument("draft", type=FILE)
@click.argument("parameters", type=FILE)
@click.option("--from", "begin", type=DAY, required=True, help="结算日期从这一天起（含）。")
@click.option("--to", "end", type=DAY, required=True, help="到这一天止（含）。")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="同时把报告写入这个文本文件。")
@click.option("--no-wait", is_flag=True, help="只提交任务，由 hsaf jobs run 执行。")
@as_json
@click.pass_context
def simulate(
    ctx: click.Context,
    draft: Path,
    parameters: Path,
    begin: datetime,
    end: datetime,
    report: Path | None,
    no_wait: bool,
    json_: bool,
) -> None:
    """用草案 DRAFT（YAML）和参数表 PARAMETERS（CSV）重算一段时间内的结算，与入账结果比较。

    按险种、医院级别、类别和统筹区列出各基金的变化。作为后台任务执行，中断后可续；累计从每年年初起按草案重新计算。
    """
    from hsaf.edge.cli import simulation
    from hsaf.edge.cli.following import follow
    from hsaf.kernel.boot import boot

    if end < begin:
        raise click.BadParameter("结束日期早于开始日期", param_hint="--to")
    document, rows = _document(draft), _rows(parameters)
    with boot() as kernel:
        job_id = simulation.order(kernel, document, rows, begin.date(), end.date())
        job = kernel.jobs.get(job_id) if no_wait else follow(kernel, job_id, "按草案重算（人）", quiet=json_)
    if json_:
        emit(job)
    elif job.finished:
        simulation.show(job, report)
    else:
        console.print(f"已提交任务 {job_id}；用 hsaf jobs run 执行，hsaf jobs show {job_id} 查看")
    ctx.exit(1 if job.state in ("failed", "cancelled") else 0)


def _document(path: Path) -> dict[str, Any]:
    """Raises ``BadParameter`` for what is no policy document at all; what is wrong in one the compiler says."""
    import yaml

    from hsaf.rules import RuleError, load_yaml

    try:
        return load_yaml(path.read_text("utf-8"))
    except (RuleError, UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise _unreadable(path, "UTF-8 编码的 YAML 政策文档", wrong, "DRAFT") from None


def _rows(path: Path) -> list[Mapping[str, Any]]:
    import csv

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise _unreadable(path, "UTF-8 编码的 CSV 参数表", wrong, "PARAMETERS") from None


def _unreadable(path: Path, wanted: str, wrong: Exception, hint: str) -> click.BadParameter:
    return click.BadParameter(f"{path} 不是{wanted}：{wrong}", param_hint=hint)
