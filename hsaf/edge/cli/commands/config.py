"""``hsaf config explain KEY``: which file or variable won."""

from __future__ import annotations

import click
from rich.markup import escape

from hsaf.edge.cli.output import as_json, emit, table


@click.group(short_help="查看配置")
def command() -> None:
    """查看配置。"""


@command.command(short_help="说明某个配置项的值从哪里来")
@click.argument("key")
@as_json
def explain(key: str, json_: bool) -> None:
    """说明配置项 KEY（如 server.port）的值由哪个文件或变量决定，各层分别写了什么。"""
    from hsaf.kernel.config import load_settings
    from hsaf.kernel.explain import explain as explain_key

    found = explain_key(load_settings(), key)
    if json_:
        emit(found)
        return
    rows = [
        (escape(said.layer), escape(str(said.value)), "✓" if said.layer == one.winner else "")
        for one in found
        for said in one.said
    ]
    keys = [one.key for one in found for _ in one.said]
    table(
        "配置来源（由低到高）", ("配置项", "来源", "值", "生效"), [(k, *row) for k, row in zip(keys, rows, strict=True)]
    )
