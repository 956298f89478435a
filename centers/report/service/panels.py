"""The panels that run here, by function and code."""

from __future__ import annotations

from collections.abc import Sequence

from hsaf.datasets.panel import Panel


class Panels:
    """Filled at the start, by the engine; the same in every process."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Panel] = {}

    def register(self, panels: Sequence[Panel]) -> None:
        self._known |= {(one.function, one.code): one for one in panels}

    def find(self, function: str, panel: str) -> Panel | None:
        return self._known.get((function, panel))

    def of_key(self, key: str) -> Panel | None:
        """By ``<function>:<panel>``."""
        function, _, panel = key.partition(":")
        return self.find(function, panel)

    def all(self) -> list[Panel]:
        return list(self._known.values())
