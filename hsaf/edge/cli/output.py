"""What commands print: tables and progress for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Self

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Table

from hsaf.contract.errors import HsafError

console = Console()

as_json: Callable[[Any], Any] = click.option("--json", "json_", is_flag=True, help="以 JSON 输出，供程序读取。")
"""The option every command has whose result a program may read."""

DAY: Final = click.DateTime(["%Y-%m-%d"])
"""The type of an option that is a day."""

PIPED_WIDTH: Final = 160
"""Columns of a table that goes to a file or another command."""


def emit(value: Any) -> None:
    """Print a value as indented JSON; structs, dates and decimals included."""
    click.echo(msgspec.json.format(msgspec.json.encode(value)).decode())


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table. Cells may carry rich markup such as ``[red]…[/]``; escape foreign text."""
    drawn = Table(title=title, title_justify="left", header_style="bold")
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    _page().print(drawn)


def _page() -> Console:
    """The terminal, or a wide page where the output goes to a file or another command: there the number of a job or
    a settlement stays in one piece, to be found and copied."""
    return console if console.is_terminal else Console(file=console.file, width=max(console.width, PIPED_WIDTH))


def complain(refusal: HsafError) -> None:
    """Print a refusal to standard error."""
    Console(stderr=True).print(f"[bold red]✗[/] [dim]{refusal.code}[/] ", end="")
    click.echo(refusal.message, err=True)


class TerminalProgress:
    """The kernel's ``Progress`` as a bar in the terminal. Use as a context manager."""

    def __init__(self) -> None:
        self._bars = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )
        self._task: Any = None

    def step(self, title: str, total: int | None = None) -> None:
        """Begin a named step of ``total`` units (default one), finishing the one before."""
        self._finish()
        self._task = self._bars.add_task(title, total=total or 1)

    def advance(self, units: int = 1) -> None:
        self._bars.advance(self._task, units)

    def _finish(self) -> None:
        if self._task is not None:
            self._bars.update(self._task, completed=self._bars.tasks[self._task].total or 1)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._finish()
        self._bars.stop()
