"""Every extension point of the framework, with its one-line meaning.

A plugin is a module (the ``entry`` of its manifest) whose functions carry ``@hookimpl``. The
framework's own centers, subsystems and adapters are registered through these same hooks. A hook
marked *exclusive* may have one implementer among the enabled plugins; a second one stops the start.
"""

# mypy: disable-error-code="empty-body"
# Specifications have no body: pluggy only compares their signatures.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from click import Command

    from hsaf.kernel.api import Composition, HealthReport, HttpRoute, JobKind, Kernel, Progress, Subscription

PROJECT = "hsaf"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

EXCLUSIVE = frozenset({"hsaf_business_time"})
"""Hooks that may have one implementer only."""


class Hooks:
    """The specification pluggy checks implementations against."""

    @hookspec
    def hsaf_compose(self) -> Composition:
        """The plugin's container class and which of its providers fulfil which contract or SPI."""

    @hookspec
    def hsaf_routes(self, container: Any) -> Sequence[HttpRoute]:
        """HTTP routes this plugin serves."""

    @hookspec
    def hsaf_subscriptions(self, container: Any) -> Sequence[Subscription]:
        """Events this plugin wants from the outbox; handlers must be idempotent by event id."""

    @hookspec
    def hsaf_jobs(self, container: Any) -> Sequence[JobKind]:
        """Kinds of background jobs this plugin can run."""

    @hookspec
    def hsaf_health(self, container: Any) -> HealthReport:
        """Whether this plugin can do its work now, and why not."""

    @hookspec
    def hsaf_start(self, container: Any) -> None:
        """Called in dependency order before serving; must return within the start budget."""

    @hookspec
    def hsaf_stop(self, container: Any) -> None:
        """Called in reverse order after draining."""

    @hookspec
    def hsaf_seed(self, kernel: Kernel, progress: Progress) -> None:
        """Fill a fresh database with this plugin's data (``hsaf db seed``); skips what is there."""

    @hookspec
    def hsaf_commands(self) -> Sequence[Command]:
        """Click commands this plugin adds to ``hsaf``, e.g. ``hsaf demo``; each boots its own kernel."""

    @hookspec(firstresult=True)
    def hsaf_business_time(self, message: Mapping[str, Any], wall_time: Any) -> Any:
        """*Exclusive.* Business time of an institution message; default is the real clock."""


Implementation = "Callable[..., Any]"
