"""Audit rules as data: a handful of kinds, each with its parameters, its days and its source.

A kind says what is looked for; the items, limits and days come with the rule. ``items`` are national
catalog codes; one that ends in ``*`` stands for every code that begins so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec

from centers.risk.contract.v1 import RULE_INVALID
from hsaf.contract.periods import covers

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
Items = Annotated[tuple[Code, ...], msgspec.Meta(min_length=1)]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every rule says of itself. Days from ``begndate`` to ``enddate``, both included."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    """The article it comes from (违规依据)."""
    begndate: date
    enddate: date | None = None
    sev_deg: Literal["1", "2", "3"]
    scenes: tuple[str, ...] = ()
    """``trig_scen`` in which it runs; none means all."""

    def runs(self, on: date, trig_scen: str) -> bool:
        """Whether it is in force on a day and runs in a scene (empty: any)."""
        return covers(self.begndate, self.enddate, on) and (
            not trig_scen or not self.scenes or trig_scen in self.scenes
        )


class DailyLimit(Rule, tag="daily_limit", frozen=True, kw_only=True):
    """重复收费: an item more often on one day than it can be given."""

    items: Items
    limit: Decimal


class Sex(Rule, tag="sex", frozen=True, kw_only=True):
    """限定性别: an item for one sex only."""

    items: Items
    gend: Literal["1", "2"]


class Age(Rule, tag="age", frozen=True, kw_only=True):
    """限定年龄: an item from or up to an age in whole years, both included."""

    items: Items
    least: int | None = None
    most: int | None = None


class Supply(Rule, tag="supply", frozen=True, kw_only=True):
    """超疗程用药: drugs for more days than a prescription may cover.

    ``days`` by ``med_type``, ``*`` for every other; ``packs_a_day`` lets a quantity be told by days where
    the prescription does not state them.
    """

    items: Items
    days: Annotated[Mapping[str, Annotated[int, msgspec.Meta(gt=0)]], msgspec.Meta(min_length=1)]
    packs_a_day: Mapping[str, Decimal] = {}


class Together(Rule, tag="not_together", frozen=True, kw_only=True):
    """互斥收费: an item that is part of, or excludes, another one on the same day."""

    items: Items
    others: Items


class StayOverlap(Rule, tag="stay_overlap", frozen=True, kw_only=True):
    """住院重叠: the person is in hospital and at the same time somewhere else.

    ``kinds`` are the ``med_mdtrt_type`` that may not overlap a stay; the days of admission and discharge
    do not count.
    """

    kinds: Annotated[tuple[Literal["1", "2", "3", "4"], ...], msgspec.Meta(min_length=1)]


AnyRule = DailyLimit | Sex | Age | Supply | Together | StayOverlap


def read_rule(document: Mapping[str, Any]) -> AnyRule:
    """A rule from its document. Raises ``RULE_INVALID`` with the reason."""
    try:
        rule: AnyRule = msgspec.convert(document, AnyRule, strict=False)
    except msgspec.ValidationError as reason:
        raise RULE_INVALID(rule_id=document.get("id", "?"), reason=reason) from None
    for fault in _faults(rule):
        raise RULE_INVALID(rule_id=rule.id, reason=fault)
    return rule


def _faults(rule: AnyRule) -> Iterator[str]:
    """What the types alone do not say."""
    if rule.enddate is not None and rule.enddate < rule.begndate:
        yield "enddate 早于 begndate"
    if isinstance(rule, Age) and rule.least is None and rule.most is None:
        yield "least 和 most 须至少填写一个"
    if isinstance(rule, DailyLimit) and rule.limit <= 0:
        yield "limit 须大于 0"
    if isinstance(rule, Supply) and any(packs <= 0 for packs in rule.packs_a_day.values()):
        yield "packs_a_day 须大于 0"


def names(items: Iterable[str], code: str) -> bool:
    """Whether an item is among those of a rule."""
    return any(code.startswith(one[:-1]) if one.endswith("*") else code == one for one in items)
