"""From a row of a result to a domain struct."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Columns by plain name; the driver's names are a subclass of ``str`` that structs do not take."""
    return {str(name): value for name, value in row.items()}
