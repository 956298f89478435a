"""The nodes of a transaction as a tree: which node sits in which field, repeats, or may be absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from msgspec.structs import replace

from subsystems.gateway.presentation.tables import readings
from subsystems.gateway.presentation.tables.shapes import Kind, shape_of
from subsystems.gateway.presentation.tables.source import Field, Node, transactions


@dataclass(frozen=True, slots=True)
class Branch:
    """A node in its place. ``name`` is the key it is sent under; ``nameless`` nodes may also be the
    input itself (3302, and nodes called ``input``); ``beside`` is a node the table flattens into it.
    """

    name: str
    fields: tuple[Field, ...]
    children: tuple[Branch, ...] = ()
    repeats: bool = False
    required: bool = False
    nameless: bool = False
    beside: Branch | None = None


@cache
def tree_of(infno: str) -> tuple[Branch, ...]:
    """The root nodes of a transaction's input. Raises ``KeyError`` for an unknown transaction."""
    printed = (*transactions()[infno].input, *readings.INPUTS.get(infno, ()))
    nodes = [node for at, node in enumerate(printed) if node.fields and (node.node or not at)]
    holders = {node.node: holder for node in nodes for holder in _holders(infno, node, nodes)}
    return tuple(_root(infno, node, nodes, first=at == 0) for at, node in enumerate(nodes) if node.node not in holders)


def _root(infno: str, node: Node, nodes: Sequence[Node], *, first: bool) -> Branch:
    needed = any(field.required for field in _fields(infno, node))
    optional = not first and (node.node in readings.OPTIONAL or (infno, node.node) in readings.OPTIONAL_IN)
    return _branch(
        infno,
        node,
        nodes,
        name=node.node or "data",
        required=needed and not optional,
        repeats=node.node in readings.REPEATING or (infno, node.node) in readings.REPEATING_IN,
        nameless=node.node in ("", "input"),
    )


def _branch(infno: str, node: Node, nodes: Sequence[Node], *, name: str, **traits: bool) -> Branch:
    children, plain = [], []
    for field in _fields(infno, node):
        inner = _inner(infno, field, node, nodes)
        if inner is None:
            plain.append(field)
        else:
            single = shape_of(field).kind is Kind.OBJECT
            children.append(_branch(infno, inner, nodes, name=field.code, required=field.required, repeats=not single))
    own, beside = _split(infno, node, plain)
    return Branch(name, own, tuple(children), beside=beside, **traits)


def _fields(infno: str, node: Node) -> list[Field]:
    """The node's fields with our readings; a code printed twice keeps its first row (6201, 3601)."""
    like = _like(infno, node)
    own = (like.get(field.code, field) for field in node.fields)
    printed = (*own, *readings.EXTRA_FIELDS.get((infno, node.node), ()))
    if (infno, node.node) in readings.FLATTENED:
        return list(printed)
    unique = {field.code: field for field in reversed(printed)}
    read = [readings.OVERRIDES.get((infno, code), field) for code, field in reversed(unique.items())]
    return [replace(f, type=readings.RANGE_END_TYPE) if (infno, f.code) in readings.RANGE_ENDS else f for f in read]


def _like(infno: str, node: Node) -> dict[str, Field]:
    """The fields of the nodes whose columns this one's are read as."""
    models = readings.LIKE.get((infno, node.node), ())
    nodes = (one for other, name in reversed(models) for one in transactions()[other].input if one.node == name)
    return {field.code: field for one in nodes for field in one.fields}


def _split(infno: str, node: Node, fields: Sequence[Field]) -> tuple[tuple[Field, ...], Branch | None]:
    """Own fields, and the node flattened among them."""
    name = readings.FLATTENED.get((infno, node.node))
    if name is None:
        return tuple(fields), None
    at = next(index for index, field in enumerate(fields) if field.code == name)
    return tuple(fields[:at]), Branch(name, tuple(fields[at + 1 :]), repeats=True)


def _holders(infno: str, node: Node, nodes: Sequence[Node]) -> list[str]:
    return [
        other.node
        for other in nodes
        for field in other.fields
        if other is not node and _inner(infno, field, other, [node]) is node
    ]


def _inner(infno: str, field: Field, holder: Node, nodes: Sequence[Node]) -> Node | None:
    """The node that a field holds: of its own name, or named by its remark (``List<FsiApplDocDTO>``)."""
    named = field.remark.removeprefix("List<").removesuffix(">").strip()
    wanted = {field.code.casefold(), named.casefold(), readings.NESTED.get((infno, field.code), field.code)}
    candidates = (node for node in nodes if node is not holder and node.node)
    return next((node for node in candidates if node.node in wanted or node.node.casefold() in wanted), None)
