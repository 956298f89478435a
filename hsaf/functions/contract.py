"""What subsystems may ask of the engine, which they find as ``kernel.functions`` when their manifest requires it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from hsaf.contract.principal import Principal


class FunctionsContract(Protocol):
    """Menus, pages and permissions of the functions that run here."""

    def menus_for(self, who: Principal) -> Sequence[dict[str, Any]]:
        """The menu tree ``{"title", "page" or "children"}`` of what the principal may do."""
        ...

    def permissions(self) -> Sequence[dict[str, str]]:
        """Every permission there is: ``code, name, function, function_name, menu``."""
        ...

    def page_for(self, who: Principal, code: str) -> dict[str, Any] | None:
        """Metadata of a page; ``None`` when there is none the principal may open."""
        ...

    def search(self, who: Principal, text: str) -> Sequence[dict[str, str]]:
        """Functions of the principal by part of their name, menu, code or spec id."""
        ...
