"""A policy simulation from the terminal: order it, print its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hsaf.edge.cli.output import console
from hsaf.edge.cli.verified import SETTLEMENT
from hsaf.jobs import Job
from hsaf.money import yuan_grouped

POLICY: Final = "policy.v1"
SUBJECT: Final = "policy:simulation"
"""Lock and audit chain of everything about simulations."""

CATEGORIES: Final = {
    "inpatient": "住院",
    "outpatient": "门诊",
    "chronic": "慢特病",
    "pharmacy": "购药",
    "maternity": "生育",
}
INSURANCES: Final = {"310": "职工", "390": "居民"}
LEVELS: Final = {3: "三级", 2: "二级", 1: "一级及以下"}
AMOUNTS: Final = (
    ("hifp_pay", "统筹基金"),
    ("hifob_pay", "职工大额补助"),
    ("hifmi_pay", "居民大病保险"),
    ("cvlserv_pay", "公务员补助"),
    ("maf_pay", "医疗救助"),
    ("hifes_pay", "企业补充"),
    ("oth_pay", "其他基金"),
    ("fund_pay_sumamt", "基金合计"),
    ("psn_part_amt", "个人负担"),
    ("acct_pay", "其中个人账户"),
    ("psn_cash_pay", "其中现金"),
)


def order(kernel: Any, document: Mapping[str, Any], rows: Sequence[Mapping[str, str]], begin: date, end: date) -> str:
    """Keep the draft and put its simulation in the queue. Raises ``POLICY_INVALID``."""
    policy, settlement = kernel.contract(POLICY), kernel.contract(SETTLEMENT)

    def work() -> str:
        job_id: str = settlement.simulate(policy.save_draft(document, rows), begin, end)
        return job_id

    with kernel.system("policy.simulate", actor="cli"):
        job_id: str = kernel.pipeline.write("policy.simulate", work, subject=SUBJECT).result
    return job_id


def show(job: Job, report: Path | None) -> None:
    """Print the outcome; also into a text file, if given."""
    _print(console, job)
    if report is not None:
        with report.open("w", encoding="utf-8") as file:
            _print(Console(file=file, width=200), job)


def _print(screen: Console, job: Job) -> None:
    if job.result is None:
        screen.print(f"[red]任务 {job.job_id} 未完成：{escape(job.error) or '已取消'}[/]")
        return
    found = job.result
    total = found["total"]
    screen.print(
        f"[bold]政策模拟[/] {escape(found['policy'])}  {found['begin']} 至 {found['end']}"
        f"  {found['persons']:,} 人、{total['count']:,} 笔，有变化 {total['changed']:,} 笔，"
        f"总费用 {yuan_grouped(total['medfee_sumamt'])} 元"
    )
    screen.print(_funds(total), _groups(found["rows"]))
    for reason, count in found["reasons"].items():
        screen.print(f"[yellow]草案下不享受待遇 {count:,} 笔：{escape(reason)}[/]")


def _funds(total: Mapping[str, Any]) -> Table:
    """Every amount before and after."""
    table = _table("谁支付（元）", "", "入账", "草案", "增减")
    for name, label in AMOUNTS:
        before, after = total["before"][name], total["after"][name]
        if before or after:
            table.add_row(label, yuan_grouped(before), yuan_grouped(after), _change(after - before))
    return table


def _groups(rows: Sequence[Mapping[str, Any]]) -> Table:
    """The funds' total by insurance type, level, category and area."""
    heads = ("险种", "医院级别", "类别", "统筹区", "笔数", "变化", "不享受", "总费用", "基金入账", "基金草案", "增减")
    table = _table("按险种、级别、类别和统筹区（元）", *heads, texts=4)
    for row in rows:
        before, after = row["before"]["fund_pay_sumamt"], row["after"]["fund_pay_sumamt"]
        table.add_row(
            INSURANCES.get(row["insutype"], row["insutype"]),
            LEVELS.get(row["hosp_lv"], str(row["hosp_lv"])),
            CATEGORIES.get(row["category"], row["category"]),
            row["area"],
            *(f"{row[name]:,}" for name in ("count", "changed", "refused")),
            *(yuan_grouped(amount) for amount in (row["medfee_sumamt"], before, after)),
            _change(after - before),
        )
    return table


def _table(title: str, *heads: str, texts: int = 1) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, justify="left" if number < texts else "right", no_wrap=number >= texts)
    return table


def _change(fen: int) -> str:
    if not fen:
        return "0.00"
    return f"[green]+{yuan_grouped(fen)}[/]" if fen > 0 else f"[red]{yuan_grouped(fen)}[/]"
