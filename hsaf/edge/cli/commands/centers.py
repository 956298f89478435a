"""``hsaf centers``: what runs here, and why the rest does not."""

from __future__ import annotations

import click
from rich.markup import escape

from hsaf.edge.cli.output import as_json, emit, table

STATES = {"on": "[green]启用[/]", "off": "[dim]停用[/]", "broken": "[red]不能启动[/]"}


@click.command(short_help="列出业务中心及其状态")
@click.option("--all", "all_", is_flag=True, help="同时列出子系统、地区插件和适配器。")
@as_json
def command(all_: bool, json_: bool) -> None:
    """列出业务中心：编码、名称、分区、状态、依赖、未启用的原因。"""
    from hsaf.kernel.config import load_settings
    from hsaf.kernel.discovery import discover
    from hsaf.kernel.manifest import Kind
    from hsaf.kernel.plan import statuses

    discovery = discover()
    wanted = set(Kind) if all_ else {Kind.CENTER}
    found = [one for one in statuses(discovery, load_settings(plugins=discovery.plugins)) if one.kind in wanted]
    if json_:
        emit(found)
        return
    rows = [
        (one.code, one.name, "、".join(one.zone), STATES[one.state], "、".join(one.requires), escape(one.why))
        for one in found
    ]
    table("插件" if all_ else "业务中心", ("编码", "名称", "分区", "状态", "依赖", "未启用原因"), rows)
