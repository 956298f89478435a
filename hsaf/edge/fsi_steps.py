"""A list of messages in one file: later ones use what earlier answers said.

A step is ``{"request": envelope, "save": {"visit": "mdtrt_id"}}``: the value of ``mdtrt_id`` in its
answer stands for ``${visit}`` in the steps after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_NAMED: Final = re.compile(r"\$\{(\w+)\}")


def substitute(node: Any, values: Mapping[str, str]) -> Any:
    """``node`` with every ``${name}`` replaced. Raises ``KeyError`` for a name not saved yet."""
    if isinstance(node, str):
        return _NAMED.sub(lambda found: values[found.group(1)], node)
    if isinstance(node, Mapping):
        return {key: substitute(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [substitute(value, values) for value in node]
    return node


def search(node: Any, key: str) -> Any:
    """The first value under ``key`` at any depth, ``None`` when there is none."""
    if isinstance(node, Mapping):
        if key in node:
            return node[key]
        node = list(node.values())
    if isinstance(node, list):
        return next((found for child in node if (found := search(child, key)) is not None), None)
    return None
