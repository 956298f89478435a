"""``hsaf demo``: the example exchanges, settled and explained; ``hsaf demo-history``: months of visits."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from datetime import datetime

import click

from hsaf.edge.cli.output import TerminalProgress, as_json, console, emit
from hsaf.spi.clock import CHINA
from plugins.demo_region import files


class Silent:
    """Progress for ``--json``: nothing but the result is printed."""

    def step(self, title: str, total: int | None = None) -> None: ...

    def advance(self, units: int = 1) -> None: ...


@click.command("demo", short_help="结算示例报文并解释每一分钱（示范省）")
@click.argument("names", nargs=-1, metavar="[示例]...")
@as_json
def demo(names: tuple[str, ...], json_: bool) -> None:
    """在一个全新的临时数据库上，经真实网关（含签名）结算示例报文，并逐项解释。

    Settles the example exchanges on a fresh temporary database through the real gateway, signatures
    included, and explains every amount. 不写示例名则结算全部；可只写编号，如 hsaf demo 01 03。

    任何一项金额与预期不同、审计链不完整或试算不平衡时，退出码为 1。
    """
    from plugins.demo_region.demonstration import demonstrate
    from plugins.demo_region.report import show

    chosen = choose(names)
    with nullcontext(Silent()) if json_ else TerminalProgress() as progress:
        result = demonstrate(chosen, progress)
    if json_:
        emit(result)
    else:
        show(result)
    raise SystemExit(0 if result.ok else 1)


def choose(names: tuple[str, ...]) -> list[str]:
    """Full names of the asked exchanges, all without an argument. Raises ``click.BadParameter``."""
    known = files.exchanges()
    chosen = []
    for asked in names:
        found = [name for name in known if name.startswith(asked)]
        if not found:
            raise click.BadParameter(f"没有示例 {asked}；可用：{'、'.join(known)}", param_hint="示例")
        chosen += found
    return chosen or known


@click.command("demo-history", short_help="造出今年已过各月的就诊与结算，供图表查看（示范省）")
@click.option("--count", default=60, show_default=True, type=click.IntRange(1, 5000), help="每月就诊人次。")
@as_json
def history(count: int, json_: bool) -> None:
    """经真实网关（含签名）为 2026 年已过的每个月造出就诊、结算和少量撤销结算；再次运行不会重复。

    会占用参保人的累计和账户余额：验收用的数据库不要运行。
    """
    from hsaf.edge.fsi_client import over_wsgi
    from hsaf.edge.http import HttpApplication
    from hsaf.kernel.boot import boot
    from plugins.demo_region import history as past

    region, told = past.Region(), []
    with boot() as kernel, nullcontext(Silent()) if json_ else TerminalProgress() as progress:
        post, over = over_wsgi(HttpApplication(kernel)), past.months(datetime.now(CHINA).date())
        progress.step("就诊与结算", total=len(over) * count)
        for month in over:
            for one in past.play(post, past.plan(region, month, count)):
                told.append(one)
                progress.advance()
    refused = Counter(one.refusal for one in told if one.refusal)
    if json_:
        emit({"settled": len(told) - refused.total(), "refused": dict(refused)})
        return
    console.print(f"[green]✓[/] 已结算 {len(told) - refused.total()} 人次")
    for text, times in refused.most_common():
        console.print(f"[yellow]未结算[/] {times} 人次：{text}")
