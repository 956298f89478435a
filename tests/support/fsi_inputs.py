"""Valid inputs for every transaction of the national interface, synthesised from its field table.

Everything is made up from the table alone: codes from the dictionaries, otherwise fixed words.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from subsystems.gateway.presentation.tables.shapes import Kind, codes_of, shape_of
from subsystems.gateway.presentation.tables.source import Field
from subsystems.gateway.presentation.tables.trees import Branch, tree_of

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A field at a place of a synthesised input, and how a refusal names it."""

    field: Field
    path: Path
    shown: str


def valid_input(infno: str) -> dict[str, Any]:
    """Every node and field of a transaction, filled in."""
    return {branch.name: _node(branch) for branch in tree_of(infno)}


def places(infno: str) -> Iterator[Place]:
    """Every field of a transaction's input, once, at its first row."""
    for branch in tree_of(infno):
        yield from _places(branch, (branch.name,), f"input.{branch.name}")


def changed(message_input: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A copy with one value replaced; ``...`` removes the key."""
    result = copy.deepcopy(message_input)
    target: Any = result
    for step in path[:-1]:
        target = target[step]
    if value is ...:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return result


def _node(branch: Branch) -> Any:
    row = {field.code: valid_value(field) for field in branch.fields}
    row |= {child.name: _node(child) for child in branch.children}
    if branch.beside is not None:
        row[branch.beside.name] = _node(branch.beside)
    return [row] if branch.repeats else row


def _places(branch: Branch, path: Path, shown: str) -> Iterator[Place]:
    if branch.repeats:
        path, shown = (*path, 0), f"{shown}[0]"
    for field in branch.fields:
        yield Place(field, (*path, field.code), f"{shown}.{field.code}")
    nested = (*branch.children, branch.beside) if branch.beside else branch.children
    for child in nested:
        yield from _places(child, (*path, child.name), f"{shown}.{child.name}")


def valid_value(field: Field) -> Any:
    """A value the field table allows."""
    coding, shape = codes_of(field), shape_of(field)
    if coding is not None:
        return next(iter(coding[1]))
    match shape.kind:
        case Kind.TEXT:
            return "测试甲乙丙"[: shape.length]
        case Kind.DIGITS | Kind.NUMBER:
            return 1
        case Kind.DATE:
            return "2026-03-01"
        case Kind.DATETIME | Kind.RANGE_END:
            return "2026-03-01 08:30:00"
        case Kind.BOOLEAN:
            return True
        case Kind.LIST:
            return ["x"]
        case Kind.OBJECT:
            return {"k": "v"}
        case _:
            return "x"
