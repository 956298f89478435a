"""The order in which policy items are computed (计算顺序), and what an item needs of those before it. Pure."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from centers.policy.domain import texts
from centers.policy.domain.holdings import Holdings
from centers.policy.domain.texts import Unreadable
from centers.policy.domain.vocabulary import AMOUNTS

UP, DOWN, TOP, BOTTOM = "up", "down", "top", "bottom"


def effective(items: Iterable[str], holdings: Holdings) -> list[str]:
    """The order of the items in force: as confirmed, those that are newer behind."""
    known = {one["item_code"]: None for one in holdings.values("item")}
    return list(dict.fromkeys([*(code for code in items if code in known), *known]))


def moved(items: Sequence[str], code: str, direction: str) -> list[str]:
    """The order with one item a place (or all the way) further; at the end it stays."""
    order = list(items)
    at = order.index(code)
    order.pop(at)
    places = {UP: max(at - 1, 0), DOWN: min(at + 1, len(order)), TOP: 0, BOTTOM: len(order)}
    order.insert(places[direction], code)
    return order


def problems(order: Sequence[str], holdings: Holdings) -> dict[str, str]:
    """Items that use an amount computed later, with the reason."""
    names = {one["item_code"]: one["item_name"] for one in holdings.values("item")}
    found: dict[str, str] = {}
    for scheme in [one["scheme_id"] for one in holdings.values("scheme")]:
        made, read = _amounts(holdings, scheme)
        ready: set[str] = set()
        for code in order:
            for amount in sorted(read.get(code, set()) - ready - made.get(code, set())):
                owner = next((names.get(one, one) for one, mine in made.items() if amount in mine), "")
                after = f"由其后的“{owner}”算出" if owner else "没有政策项产生"
                found.setdefault(code, f"用到的 {amount}（{AMOUNTS[amount]}）{after}")
            ready |= made.get(code, set())
    return found


def _amounts(holdings: Holdings, scheme_id: str) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Amounts that each item's rules yield and read."""
    made: dict[str, set[str]] = {}
    read: dict[str, set[str]] = {}
    for said in holdings.values("benefit"):
        if said["scheme_id"] != scheme_id:
            continue
        code = said["item_code"]
        yields, expressions = _written(said)
        made.setdefault(code, set()).update(name for name in yields if name in AMOUNTS)
        read.setdefault(code, set()).update(*(_names(text) & AMOUNTS.keys() for text in expressions))
    return made, read


def _written(said: Mapping[str, str]) -> tuple[Iterable[str], Sequence[str]]:
    """Names yielded and every expression of a rule; a text that cannot be read says nothing here."""
    try:
        yields, steps = texts.pairs(said["yields"]), texts.pairs(said["steps"])
        adds, limits = texts.pairs(said["adds"]), texts.pairs(said["limits"])
        rows = texts.shown_rows(said["shown"])
    except Unreadable:
        return (), ()
    shown = [text for row in rows for name, text in row.items() if name in texts.ROW_FIELDS]
    return yields, [said["also"], *steps.values(), *yields.values(), *adds.values(), *limits.values(), *shown]


def _names(text: str) -> set[str]:
    try:
        tree = ast.parse(text.strip(), mode="eval") if text.strip() else None
    except (SyntaxError, ValueError, RecursionError):
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree else set()
