"""What a policy may name: the elements, amounts and accumulators of one kind of calculation.

The rule language itself knows no field of any interface; a center supplies its vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hsaf.rules.types import Type


@dataclass(frozen=True, slots=True)
class Element:
    """A value read from the case (静态要素). ``code`` is the Python that reads it from ``case``."""

    type: Type
    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Accumulator:
    """A yearly accumulator (年度累计): ``MONEY`` or ``COUNT``; ``keyed`` ones are read ``name[key]``."""

    label: str
    type: Type = Type.MONEY
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``amounts`` maps each amount an item may yield to its Chinese label.

    ``trace(item, name, rule, version, source, inputs, yields, rows, steps)`` and
    ``row(code, name, fund_pay, fund_prop, self_pay, self_prop)`` make the records of the explanation.
    """

    elements: Mapping[str, Element]
    amounts: Mapping[str, str]
    accumulators: Mapping[str, Accumulator]
    trace: Callable[..., Any]
    row: Callable[..., Any]
