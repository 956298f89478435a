"""The command line ``hsaf``.

Each module of :mod:`hsaf.edge.cli.commands` is one command of the same name and holds it as
``command``; enabled plugins add theirs by the hook ``hsaf_commands``. Modules load only when their
command is asked for, so ``hsaf --help`` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import click

from hsaf import __version__
from hsaf.contract.errors import HsafError
from hsaf.edge.cli import commands
from hsaf.edge.cli.output import complain

_OFFERED = "hsaf.commands.of_plugins"


class Commands(click.Group):
    """Finds built-in commands by module name, then those of plugins."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*_built_in(), *_of_plugins(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _built_in():
            command: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
            return command
        return _of_plugins(ctx).get(cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """A refusal is a message for people, not a traceback."""
        try:
            return super().invoke(ctx)
        except HsafError as refusal:
            complain(refusal)
            ctx.exit(1)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hsaf")
def main() -> None:
    """HSAF 医疗保障应用框架。"""
    from hsaf.observe.logging import configure

    configure("warning")


def _built_in() -> list[str]:
    return [module.name for module in iter_modules(commands.__path__)]


def _of_plugins(ctx: click.Context) -> dict[str, click.Command]:
    """Commands of enabled plugins, found once per run.

    None when the platform cannot start; the built-in ``hsaf doctor`` explains that better.
    """
    if _OFFERED not in ctx.meta:
        ctx.meta[_OFFERED] = _ask_plugins()
    found: dict[str, click.Command] = ctx.meta[_OFFERED]
    return found


def _ask_plugins() -> dict[str, click.Command]:
    from hsaf.kernel.boot import registered

    try:
        offered = registered().manager.hook.hsaf_commands()
    except HsafError as refusal:
        complain(refusal)
        return {}
    return {command.name: command for several in offered for command in several if command.name}
