"""Who uses a policy record: what must be changed before it can be voided. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from centers.policy.domain import conditions, texts
from centers.policy.domain.holdings import Held, Holdings
from centers.policy.domain.payment import branches, settings
from centers.policy.domain.texts import Unreadable
from hsaf.rules import DIMENSIONS

Values = Mapping[str, Any]
Uses = Callable[[Values, Values, Mapping[str, str]], bool]
"""Whether a record (first) is used by another (second), given attributes of elements by code."""


def _same(field: str, own: str = "") -> Uses:
    return lambda mine, other, _: other[field] == mine[own or field]


def _among(field: str, own: str, separator: str) -> Uses:
    return lambda mine, other, _: mine[own] in texts.alternatives(other[field], separator)


def _terms(other: Values) -> list[conditions.Term]:
    try:
        return conditions.parse(other["terms"])
    except Unreadable:
        return []


def _element_in(mine: Values, other: Values, _: Mapping[str, str]) -> bool:
    return any(term.element == mine["elem_code"] for term in _terms(other))


def _value_in(mine: Values, other: Values, _: Mapping[str, str]) -> bool:
    return any(term.element == mine["elem_code"] and mine["value"] in term.values for term in _terms(other))


def _scene_in(mine: Values, other: Values, attributes: Mapping[str, str]) -> bool:
    return any(attributes.get(term.element) == "scene" and mine["scene_id"] in term.values for term in _terms(other))


def _converted(mine: Values, other: Values, _: Mapping[str, str]) -> bool:
    return bool(other["elem_code"] == mine["elem_code"] and other["value"] == mine["value"])


def _valued(mine: Values, other: Values, _: Mapping[str, str]) -> bool:
    if mine["elem_code"] not in DIMENSIONS:
        return False
    return mine["value"] in (one.partition("/")[0] for one in texts.alternatives(other[mine["elem_code"]]))


def _set(mine: Values, other: Values, _: Mapping[str, str]) -> bool:
    try:
        named = [*settings(other["params"]), *(name for one in branches(other["policies"]) for name in one.settings)]
    except Unreadable:
        return False
    return str(mine["param_code"]) in named


def _chosen(mine: Values, other: Values, _: Mapping[str, str]) -> bool:
    try:
        return any(one.cond_code == mine["cond_code"] for one in branches(other["policies"]))
    except Unreadable:
        return False


USES: Final[Mapping[str, tuple[tuple[str, Uses], ...]]] = {
    "param": (("param_value", _same("param_code")), ("pay_method", _set)),
    "pay_model": (("pay_method", _same("model_code")),),
    "pay_method": (("method_case", _same("method_code")),),
    "element": (
        ("element_value", _same("elem_code")),
        ("conversion", _same("elem_code")),
        ("condition", _element_in),
    ),
    "element_value": (("condition", _value_in), ("conversion", _converted), ("local_value", _valued)),
    "scene": (("condition", _scene_in),),
    "condition": (("benefit", _same("cond_code")), ("pay_method", _chosen)),
    "item": (("benefit", _same("item_code")),),
    "dynamic": (("local_value", _same("elem_code")), ("benefit", _among("dynamics", "elem_code", ","))),
    "scheme": (("benefit", _same("scheme_id")),),
}
"""Types that may use a type, and how to tell."""

USERS: Final = sorted({type for uses in USES.values() for type, _ in uses})


def users(type: str, values: Values, holdings: Holdings) -> Iterator[tuple[str, Held]]:
    """Type and record of everything that uses a record."""
    for other, uses in USES.get(type, ()):
        for held in holdings.of(other):
            if uses(values, held.values, holdings.attributes):
                yield other, held
