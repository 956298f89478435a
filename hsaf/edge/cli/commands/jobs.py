"""``hsaf jobs``: run background jobs, look at them, call one off."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import click
from rich.markup import escape

from hsaf.edge.cli.output import as_json, console, emit, table

STATES = {
    "queued": "[yellow]排队[/]",
    "running": "[cyan]执行中[/]",
    "done": "[green]完成[/]",
    "failed": "[red]失败[/]",
    "cancelled": "[dim]已取消[/]",
}


@click.group(short_help="后台任务")
def command() -> None:
    """后台任务：执行、查看、取消。"""


@command.command(short_help="执行后台任务（前台运行，Ctrl-C 停止）")
@click.option("--until-empty", is_flag=True, help="队列为空时结束。")
def run(until_empty: bool) -> None:
    """逐个执行排队的后台任务。停止时正在执行的任务存好断点交还队列，由其他进程接着做。"""
    from hsaf.jobs import Worker
    from hsaf.kernel.boot import boot

    with boot() as kernel:
        worker = Worker.of(kernel)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: worker.loop.stop())
        if not until_empty:
            worker.loop.run()
        while until_empty and not worker.loop.stopping() and worker.run_once():
            pass


@command.command("list", short_help="列出最近的后台任务")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="最多列出多少个。")
@as_json
def list_(limit: int, json_: bool) -> None:
    """列出最近的后台任务，新的在前。"""
    from hsaf.kernel.boot import boot

    with boot() as kernel:
        found, names = kernel.jobs.recent(limit), _names(kernel)
    if json_:
        emit(found)
        return
    rows = [
        (
            job.job_id,
            escape(names.get(job.kind, job.kind)),
            STATES[job.state],
            _progress(job),
            f"{job.created_at}",
            job.created_by,
        )
        for job in found
    ]
    table("后台任务", ("编号", "任务", "状态", "进度", "提交时间", "提交人"), rows)


@command.command(short_help="列出定时任务")
@as_json
def schedules(json_: bool) -> None:
    """列出定时任务：执行时间、下次执行、上次执行及其结果。时间可在配置 [jobs.at] 中改，off 为停用。"""
    from hsaf.kernel.boot import boot

    with boot() as kernel:
        found, names = kernel.schedules.all(), _names(kernel)
    if json_:
        emit(found)
        return
    rows = [
        (
            escape(names.get(one.kind, one.kind)),
            escape(one.name),
            one.at,
            f"{one.due_at}",
            f"{one.last_at or '-'}",
            STATES.get(one.last_state or "", ""),
            one.last_job,
        )
        for one in found
    ]
    table("定时任务", ("任务", "名称", "执行时间", "下次", "上次", "结果", "编号"), rows)


@command.command(short_help="查看一个后台任务")
@click.argument("job_id")
@as_json
def show(job_id: str, json_: bool) -> None:
    """查看任务 JOB_ID：状态、进度、参数、结果或失败原因。"""
    from hsaf.kernel.boot import boot

    with boot() as kernel:
        found, names = kernel.jobs.get(job_id), _names(kernel)
    if json_:
        emit(found)
        return
    console.print(*_lines(found, names.get(found.kind, found.kind)), sep="\n")


@command.command(short_help="取消一个后台任务")
@click.argument("job_id")
def cancel(job_id: str) -> None:
    """取消任务 JOB_ID：排队的立即取消，执行中的在下一个断点停下。"""
    from hsaf.kernel.boot import boot

    with boot() as kernel:
        found = kernel.jobs.cancel(job_id)
    console.print(f"{job_id} {STATES[found.state]}" + ("，将在下一个断点停下" if found.state == "running" else ""))


def _names(kernel: Any) -> dict[str, str]:
    return {kind.kind: kind.name for _, kind in kernel.job_kinds()}


def _progress(job: Any) -> str:
    return f"{job.done:,}/{job.total:,}" if job.total else ""


def _lines(job: Any, name: str) -> Iterator[str]:
    yield f"[bold]{job.job_id}[/]  {escape(name)}  {STATES[job.state]}  {_progress(job)}  {escape(job.step)}"
    yield f"[dim]  {job.created_by} 提交于 {job.created_at}，开始 {job.started_at or '-'}，结束 {job.finished_at or '-'}[/]"
    if job.error:
        yield f"  [red]{escape(job.error)}[/]"
