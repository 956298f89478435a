"""Translate an expression of the scalar program, checked and typed there, to one over columns.

A column's unit is known when it is written: ``scale`` is the power of ten by which its whole numbers are
too large. Money and counts have 0, parameters' ratios 4, a product the sum of both, and operands are
brought to one scale before they meet; so every value stays exact until ``round`` divides it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from hsaf.rules.types import Type

RATIO_SCALE: Final = 4
"""Ratios have at most four places (benefit-settlement section 1)."""

_SCALES: Final = {Type.RATIO: RATIO_SCALE, Type.TABLE: RATIO_SCALE}
_OPERATORS: Final[Mapping[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-"}
_COMPARISONS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "np.equal",
    ast.NotEq: "np.not_equal",
    ast.Lt: "np.less",
    ast.LtE: "np.less_equal",
    ast.Gt: "np.greater",
    ast.GtE: "np.greater_equal",
}
_EXTREMES: Final = {"min": "least", "max": "greatest"}


class Term(NamedTuple):
    """Code over columns, and the scale of its values."""

    code: str
    scale: int = 0


@dataclass(slots=True)
class Names:
    """What the names of a rule stand for. ``types`` are those of elements and parameters; ``used`` collects
    the columns an expression needs, with the code that fetches them."""

    elements: Mapping[str, Type]
    parameters: Mapping[str, Type]
    accumulators: frozenset[str]
    local: dict[str, int] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)

    def term(self, name: str) -> Term:
        if name in self.local:
            return Term(name, self.local[name])
        for kind, types in (("parameter", self.parameters), ("element", self.elements)):
            if name in types:
                self.used[name] = f"v.{kind}({name!r})"
                return Term(name, _SCALES.get(types[name], 0))
        kind = "accumulator" if name in self.accumulators else "amount"
        self.used[name] = f"v.{kind}({name!r})"
        return Term(name)


def translate(node: ast.expr, names: Names) -> Term:
    """``node`` over columns."""
    return _Translator(names).term(node)


class _Translator:
    """``guard`` is the condition under which the scalar program evaluates what is being translated; a
    parameter that is missing elsewhere does not matter."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.guard = ""

    def term(self, node: ast.expr) -> Term:
        handler: Callable[[ast.expr], Term] = getattr(self, f"_{type(node).__name__.lower()}")
        return handler(node)

    def code(self, node: ast.expr) -> str:
        return self.term(node).code

    def _constant(self, node: ast.Constant) -> Term:
        return Term(f"v.code({node.value!r})" if isinstance(node.value, str) else repr(node.value))

    def _name(self, node: ast.Name) -> Term:
        return self.names.term(node.id)

    def _attribute(self, node: ast.Attribute) -> Term:
        return Term(f"{self.code(node.value)}.{node.attr}")

    def _binop(self, node: ast.BinOp) -> Term:
        left, right = self.term(node.left), self.term(node.right)
        if isinstance(node.op, ast.Mult):
            return Term(f"times({left.code}, {right.code})", left.scale + right.scale)
        (one, other), scale = _aligned(left, right)
        return Term(f"({one} {_OPERATORS[type(node.op)]} {other})", scale)

    def _unaryop(self, node: ast.UnaryOp) -> Term:
        operand = self.term(node.operand)
        if isinstance(node.op, ast.Not):
            return Term(f"np.logical_not({operand.code})")
        return Term(f"(-{operand.code})", operand.scale)

    def _boolop(self, node: ast.BoolOp) -> Term:
        function = "np.logical_and" if isinstance(node.op, ast.And) else "np.logical_or"
        code = self.code(node.values[0])
        for value in node.values[1:]:
            reached = code if isinstance(node.op, ast.And) else f"np.logical_not({code})"
            code = f"{function}({code}, {self._under(reached, value).code})"
        return Term(code)

    def _ifexp(self, node: ast.IfExp) -> Term:
        test = self.code(node.test)
        this = self._under(test, node.body)
        that = self._under(f"np.logical_not({test})", node.orelse)
        (one, other), scale = _aligned(this, that)
        return Term(f"choose({test}, {one}, {other})", scale)

    def _under(self, condition: str, node: ast.expr) -> Term:
        outer = self.guard
        self.guard = f"np.logical_and({outer}, {condition})" if outer else condition
        term = self.term(node)
        self.guard = outer
        return term

    def _compare(self, node: ast.Compare) -> Term:
        operator, right = node.ops[0], node.comparators[0]
        if isinstance(operator, ast.In | ast.NotIn):
            code = self._member(node.left, right)
            return Term(code if isinstance(operator, ast.In) else f"np.logical_not({code})")
        (one, other), _ = _aligned(self.term(node.left), self.term(right))
        return Term(f"{_COMPARISONS[type(operator)]}({one}, {other})")

    def _member(self, left: ast.expr, right: ast.expr) -> str:
        if isinstance(right, ast.Tuple):
            return f"one_of({', '.join([self.code(left), *map(self.code, right.elts)])})"
        return f"v.member({self.code(left)}, {self.code(right)})"

    def _call(self, node: ast.Call) -> Term:
        assert isinstance(node.func, ast.Name)
        special = getattr(self, f"_call_{node.func.id}", None)
        if special is not None:
            term: Term = special(*node.args)
            return term
        name = node.func.id
        codes, scale = _aligned(*map(self.term, node.args))
        return Term(f"{_EXTREMES.get(name, name)}({', '.join(codes)})", scale)

    def _call_round_fen(self, amount: ast.expr) -> Term:
        term = self.term(amount)
        return Term(f"half_up({term.code}, {10**term.scale})") if term.scale else term

    def _call_given(self, parameter: ast.expr, otherwise: ast.expr) -> Term:
        (one, other), scale = _aligned(self.term(parameter), self.term(otherwise))
        return Term(f"choose(v.has({ast.unparse(parameter)!r}), {one}, {other})", scale)

    def _call_best_of(self, values: ast.expr) -> Term:
        return Term(f"v.best_of({_parameter_of(values)!r})")

    def _call_chosen(self, element: ast.Constant, _: ast.expr, key: ast.expr, __: ast.expr) -> Term:
        guard = f", {self.guard}" if self.guard else ""
        code = f"v.chosen({element.value!r}, {self.code(key)}{guard})"
        return Term(code, _SCALES.get(self.names.parameters[str(element.value)], 0))

    def _call_keyed(self, _: ast.expr, full_name: ast.expr) -> Term:
        name, key = keyed(full_name)
        return Term(f"v.keyed({name!r}, {self.code(key)})")

    def _call_segment_pay(self, table: ast.expr, *amounts: ast.expr) -> Term:
        ratios = self.term(table)
        return Term(f"segment_pay({', '.join([ratios.code, str(10**ratios.scale), *map(self.code, amounts)])})")


def keyed(full_name: ast.expr) -> tuple[str, ast.expr]:
    """Name and key of a keyed accumulator, from ``'opsp_hifp:' + dise_codg``."""
    assert isinstance(full_name, ast.BinOp) and isinstance(full_name.left, ast.Constant)  # noqa: PT018
    return str(full_name.left.value).removesuffix(":"), full_name.right


def _parameter_of(values: ast.expr) -> str:
    """``maf_ratio`` of the scalar program's ``maf_ratio_of``."""
    return ast.unparse(values).removesuffix("_of")


def _aligned(*terms: Term) -> tuple[list[str], int]:
    """The codes brought to their greatest scale."""
    scale = max(term.scale for term in terms)
    return [_scaled(term, scale) for term in terms], scale


def _scaled(term: Term, scale: int) -> str:
    factor = 10 ** (scale - term.scale)
    if factor == 1:
        return term.code
    return str(int(term.code) * factor) if term.code.isdigit() else f"scaled({term.code}, {factor})"
