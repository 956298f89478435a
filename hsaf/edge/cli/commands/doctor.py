"""``hsaf doctor``: is this installation sound?"""

from __future__ import annotations

import click
from rich.markup import escape

from hsaf.edge.cli.output import as_json, emit, table


@click.command(short_help="检查安装是否完好")
@as_json
@click.pass_context
def command(ctx: click.Context, json_: bool) -> None:
    """检查清单、源码导入、契约、事件、分区、配置、功能点、数据库和对象存储；有问题时退出码为 1。"""
    from hsaf.kernel.doctor import examine

    findings = examine()
    if json_:
        emit(findings)
    else:
        rows = [
            (
                one.check,
                "[green]✓[/]" if one.ok else "[red]✗[/]",
                escape(one.subject),
                escape(one.detail),
                escape(one.remedy),
            )
            for one in findings
        ]
        table("体检结果", ("检查", "结果", "对象", "原因", "处理办法"), rows)
    ctx.exit(0 if all(one.ok for one in findings) else 1)
