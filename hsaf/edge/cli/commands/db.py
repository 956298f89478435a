"""``hsaf db``: bring the schema up, fill a fresh database."""

from __future__ import annotations

from tempfile import TemporaryDirectory

import click

from hsaf.edge.cli.output import TerminalProgress, as_json, console, emit, table


@click.group(short_help="数据库升级与初始数据")
def command() -> None:
    """数据库升级与初始数据。"""


@command.command(short_help="把数据库结构升级到最新")
def upgrade() -> None:
    """把各中心的数据库结构升级到最新；重复运行无妨。"""
    from hsaf.kernel.boot import boot

    with boot(migrations="upgrade") as kernel:
        console.print(f"[green]✓[/] 数据库已是最新：{kernel.database.url}")


@command.command(short_help="装入各插件的初始数据")
def seed() -> None:
    """装入各插件的初始数据；已有的数据不会重复装入。"""
    from hsaf.kernel.boot import boot

    with boot() as kernel, TerminalProgress() as progress:
        kernel.seed(progress)


@command.command(short_help="根据表结构的改动写出下一个迁移文件（开发用）")
@click.argument("code")
@click.argument("message")
def revision(code: str, message: str) -> None:
    """比较插件 CODE 的迁移与其表结构，写出下一个迁移文件，MESSAGE 说明改了什么。"""
    from hsaf.data import migrate
    from hsaf.kernel.boot import boot
    from hsaf.kernel.config import load_settings

    with TemporaryDirectory() as scratch:
        settings = load_settings(overrides={"data_dir": scratch, "database": {"url": "sqlite:///scratch.db"}})
        with boot(settings, migrations="ignore") as kernel:
            branches = {branch.code: branch for branch in migrate.branches_of(kernel)}
            if code not in branches:
                raise click.BadParameter(f"{code} 没有数据表", param_hint="CODE")
            written = migrate.draft(branches[code], message, kernel.database)
    console.print(f"[green]✓[/] 已写出 {written}" if written else "表结构没有改动")


STATES = {"current": "[green]最新[/]", "behind": "[red]待升级[/]", "ahead": "[yellow]新于程序[/]"}


@command.command(short_help="列出各插件的数据库结构版本")
@as_json
def status(json_: bool) -> None:
    """列出各插件的数据库结构版本；有待升级的则返回 1。"""
    from hsaf.data import migrate
    from hsaf.kernel.boot import boot

    with boot(migrations="ignore") as kernel:
        standings = migrate.status(kernel.database, migrate.branches_of(kernel))
    if json_:
        emit(standings)
    else:
        rows = [(one.code, one.current or "-", one.head or "-", STATES[one.state]) for one in standings]
        table("数据库结构", ("插件", "现有版本", "程序版本", "状态"), rows)
    if any(one.state is migrate.State.BEHIND for one in standings):
        raise SystemExit(1)
