"""Signatures of the functions a rule may call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hsaf.rules.types import NUMERIC, Type, common, fits

Typed = Callable[[Sequence[Type]], Type | None]


@dataclass(frozen=True, slots=True)
class Function:
    """``code`` is the Python function called; ``typed`` gives the result type or ``None`` when the
    argument types do not fit; ``special`` marks functions whose first argument is a parameter's name."""

    name: str
    parameters: tuple[str, ...]
    code: str
    typed: Typed
    meaning: str
    variadic: bool = False
    special: str = ""

    @property
    def usage(self) -> str:
        return f"{self.name}({', '.join(self.parameters)}{', ...' if self.variadic else ''})"


def _fixed(result: Type, *wanted: Type) -> Typed:
    def typed(given: Sequence[Type]) -> Type | None:
        return result if all(map(fits, given, wanted)) else None

    return typed


def _rounded(given: Sequence[Type]) -> Type | None:
    return Type.MONEY if given[0] in (Type.EXACT, Type.MONEY) else None


def _extreme(given: Sequence[Type]) -> Type | None:
    joined: Type | None = given[0]
    for kind in given[1:]:
        joined = common(joined, kind) if joined else None
    return joined if joined in NUMERIC else None


def _least(given: Sequence[Type]) -> Type | None:
    if len(given) == 2 and given[0] is Type.TABLE and fits(given[1], Type.RATIO):
        return Type.TABLE
    return _extreme(given)


def _same(given: Sequence[Type]) -> Type | None:
    return common(given[0], given[1])


_MONEY = Type.MONEY

FUNCTIONS: Final[dict[str, Function]] = {
    function.name: function
    for function in (
        Function("round", ("amount",), "round_fen", _rounded, "half-up to the fen, on the magnitude"),
        Function("min", ("a", "b"), "min", _least, "the least; of a table and a ratio: every ratio at most that", True),
        Function("max", ("a", "b"), "max", _extreme, "the greatest", True),
        Function("left", ("cap", "used"), "left", _fixed(_MONEY, _MONEY, _MONEY), "what is left of a cap, at least 0"),
        Function(
            "above",
            ("line", "before", "added"),
            "above",
            _fixed(_MONEY, _MONEY, _MONEY, _MONEY),
            "the part of `added` by which the total `before + added` goes beyond `line`",
        ),
        Function(
            "given",
            ("parameter", "otherwise"),
            "given",
            _same,
            "a parameter, or a value where no row fits",
            special="given",
        ),
        Function(
            "best_of",
            ("parameter",),
            "best_of",
            lambda _: Type.TEXT,
            "the identity category with the highest ratio, or ''",
            special="best_of",
        ),
        Function(
            "segment_pay",
            ("table", "start", "amount", "limit"),
            "segment_pay",
            _fixed(Type.PAYMENT, Type.TABLE, _MONEY, _MONEY, _MONEY),
            "pay an amount by segments of a running total until the limit: .pay .served .over",
        ),
        Function(
            "draw",
            ("accounts", "payable"),
            "draw",
            _fixed(Type.DRAWS, Type.ACCOUNTS, _MONEY),
            "let accounts pay in their order: .total .own .mulaid",
        ),
    )
}
