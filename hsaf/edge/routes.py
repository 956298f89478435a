"""Finds the handler of a request in a tree of path segments: as many steps as the path has segments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from werkzeug.exceptions import MethodNotAllowed, NotFound

from hsaf.kernel.api import HttpRoute

REST: Final = "*"


class Match(NamedTuple):
    """A route and the texts of its ``{name}`` segments."""

    route: HttpRoute
    parameters: Mapping[str, str]


class WrongMethod(MethodNotAllowed):
    """The path exists for other methods; ``route`` is one of them."""

    def __init__(self, methods: Mapping[str, HttpRoute]) -> None:
        super().__init__(valid_methods=sorted(methods))
        self.route = next(iter(methods.values()))


class _Node:
    """What may follow the segments so far."""

    __slots__ = ("any", "below", "methods", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.any: _Node | None = None
        self.methods: dict[str, HttpRoute] = {}
        self.below: dict[str, HttpRoute] = {}


class Routes:
    """Literal segments win over ``{name}``, and ``{name}`` over ``/*``, which matches everything below it."""

    def __init__(self, routes: Iterable[HttpRoute]) -> None:
        self._root = _Node()
        self._names: dict[int, tuple[str, ...]] = {}
        for route in routes:
            self._add(route)

    def find(self, method: str, path: str) -> Match:
        """Raises ``NotFound`` or ``WrongMethod``."""
        found = _find(self._root, path.split("/")[1:], 0, ())
        if found is None:
            raise NotFound
        methods, texts = found
        route = methods.get(method) or (methods.get("GET") if method == "HEAD" else None)
        if route is None:
            raise WrongMethod(methods)
        names = self._names[id(route)]
        return Match(route, dict(zip(names, texts, strict=False)))

    def _add(self, route: HttpRoute) -> None:
        node, names = self._root, []
        segments = route.path.split("/")[1:]
        for segment in segments:
            if segment == REST:
                break
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.next.setdefault(segment, _Node())
        table = node.below if segments[-1] == REST else node.methods
        table[route.method] = route
        self._names[id(route)] = tuple(names)


def _find(
    node: _Node, segments: list[str], at: int, texts: tuple[str, ...]
) -> tuple[dict[str, HttpRoute], tuple[str, ...]] | None:
    """Methods at the end of the path, and the texts of the ``{name}`` segments passed."""
    if at == len(segments):
        return (node.methods, texts) if node.methods else None
    segment = segments[at]
    literal = node.next.get(segment)
    found = _find(literal, segments, at + 1, texts) if literal is not None else None
    if found is None and node.any is not None and segment:
        found = _find(node.any, segments, at + 1, (*texts, segment))
    if found is None and node.below:
        found = node.below, texts
    return found
