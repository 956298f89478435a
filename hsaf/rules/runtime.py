"""What a compiled program uses while it runs: the record of the run and its helpers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hsaf.money import round_fen
from hsaf.rules import primitives
from hsaf.rules.errors import ParameterMissing
from hsaf.rules.vocabulary import Vocabulary


class Run:
    """What one run of a policy produced. Amounts in fen."""

    __slots__ = ("amounts", "deltas", "draws", "limits", "touched", "trace")

    def __init__(self) -> None:
        self.amounts: dict[str, int] = {}
        self.deltas: dict[str, int] = {}
        self.limits: dict[str, int] = {}
        self.touched: set[str] = set()
        self.trace: list[Any] = []
        self.draws: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled variant as the program refers to it: fixed texts of the trace and touched accumulators."""

    item: str
    name: str
    rule: str
    version: str
    source: str
    touched: frozenset[str]


def props(ratio: Any) -> tuple[str, str]:
    """The fund's ratio and the person's, as exact text."""
    return str(ratio), str(1 - ratio)


def rows_if(condition: bool, row: Any) -> tuple[Any, ...]:
    return (row,) if condition else ()


def add(deltas: dict[str, int], name: str, amount: int) -> None:
    """Add to an accumulator; zero leaves no trace."""
    if amount:
        deltas[name] = deltas.get(name, 0) + amount


def keyed(acc: Mapping[str, int], name: str) -> int:
    """A keyed accumulator's value."""
    return acc.get(name, 0)


def chosen(element: str, values: Mapping[str, Any], category: str, rule: Rule) -> Any:
    """A parameter's value for one identity category. Raises ``ParameterMissing``."""
    if category not in values:
        raise ParameterMissing(element, rule.rule)
    return values[category]


def missing(rule: Rule, values: Mapping[str, Any]) -> ParameterMissing:
    """The error naming the first parameter without a value."""
    return ParameterMissing(next(name for name, value in values.items() if value is None), rule.rule)


def namespace(rules: Sequence[Rule], vocabulary: Vocabulary) -> dict[str, Any]:
    """Everything a generated function may call."""

    def record(run: Run, rule: Rule, inputs: Any, yields: Any, rows: Any, steps: Any) -> None:
        run.trace.append(
            vocabulary.trace(rule.item, rule.name, rule.rule, rule.version, rule.source, inputs, yields, rows, steps)
        )

    def row(code: str, name: str, fund_pay: int, self_pay: int, fund_prop: str = "", self_prop: str = "") -> Any:
        return vocabulary.row(code, name, fund_pay, fund_prop, self_pay, self_prop)

    def piece_rows(paid: primitives.Payment, code: str, name: str) -> Iterator[Any]:
        for number, amount, ratio, pay in paid.pieces:
            n = str(number)
            yield row(code.replace("{n}", n), name.replace("{n}", n), pay, amount - pay, *props(ratio))

    functions = (*primitives.LANGUAGE, round_fen, add, keyed, chosen, missing, props, rows_if, record, row, piece_rows)
    return {"RULES": tuple(rules), "Run": Run, **{function.__name__: function for function in functions}}


HELPERS = frozenset(
    {
        "RULES",
        "Run",
        "round_fen",
        "add",
        "keyed",
        "chosen",
        "missing",
        "props",
        "rows_if",
        "record",
        "row",
        "piece_rows",
    }
    | {function.__name__ for function in primitives.LANGUAGE}
)
"""Names a policy may not give to its own values."""
