"""示范省: the demo region as a plugin. Business time follows the message; its data seeds a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hsaf.kernel import hookimpl
from hsaf.kernel.api import HttpRoute, Kernel, Progress
from plugins.demo_region import hints, seeding

if TYPE_CHECKING:
    from click import Command


@hookimpl
def hsaf_business_time(message: Mapping[str, Any]) -> datetime | None:
    """Demo mode: a message's ``inf_time`` is the business time, so tests can place settlements in 2026.

    ``None`` (the real clock) for a message without a readable one; the gateway refuses it anyway.
    """
    try:
        return datetime.strptime(message["inf_time"], "%Y-%m-%d %H:%M:%S")
    except (KeyError, TypeError, ValueError):
        return None


@hookimpl
def hsaf_seed(kernel: Kernel, progress: Progress) -> None:
    """Load the region's files into the centers that are enabled."""
    seeding.seed(kernel, progress)


@hookimpl
def hsaf_routes(container: Any) -> Sequence[HttpRoute]:
    """The accounts to try, for the sign-in page: only this plugin says them."""
    return (HttpRoute("GET", "/api/session/hints", hints.answer, "demo_region.hints"),)


@hookimpl
def hsaf_commands() -> Sequence[Command]:
    """``hsaf demo`` and ``hsaf demo-history``. Imported when asked for: serving needs no terminal."""
    from plugins.demo_region import commands

    return (commands.demo, commands.history)
