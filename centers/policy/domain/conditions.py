"""Policy conditions (政策条件): terms of element and value, and the expression of the rule language they mean.

A term is a line ``element operator value|value``; all terms must hold. ``expression`` and ``from_expression`` are
inverse for every condition that can be written in terms; what cannot stays an expression of the rule.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from centers.policy.domain.texts import Unreadable, alternatives, lines
from centers.policy.domain.vocabulary import ELEMENTS
from hsaf.rules import Type

_TERM: Final = re.compile(r"([a-z][a-z0-9_]*)\s*(!=|>=|<=|=|>|<)\s*(.+)")
_VALUE: Final = re.compile(r"[0-9A-Za-z_.\-是否]{1,30}")
_YES: Final = frozenset({"是", "1", "true"})
_NO: Final = frozenset({"否", "0", "false"})
_ORDERED: Final = (">", ">=", "<", "<=")


class Term(NamedTuple):
    """``element`` is the code of a static element, ``values`` are alternatives."""

    element: str
    operator: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.element} {self.operator} {'|'.join(self.values)}"


def parse(text: str) -> list[Term]:
    """Raises ``Unreadable`` naming the line."""
    return [_term(number, line) for number, line in lines(text)]


def _term(number: int, line: str) -> Term:
    found = _TERM.fullmatch(line)
    values = tuple(alternatives(found[3])) if found else ()
    if found is None or not values or not all(_VALUE.fullmatch(one) for one in values):
        raise Unreadable(f"第 {number} 行应写成：要素编码 = 取值，多个取值用 | 分隔")
    return Term(found[1], found[2], values)


# -- to the rule language ---------------------------------------------------------------------------


def expression(terms: Iterable[Term], attributes: Mapping[str, str]) -> str:
    """The condition as a rule has it; ``attributes`` are those of the elements by code. Empty without terms.

    Raises ``Unreadable`` for an element that is not among them or a value it cannot have."""
    return " and ".join(_said(term, attributes) for term in terms)


def _said(term: Term, attributes: Mapping[str, str]) -> str:
    attribute = attributes.get(term.element)
    if attribute is None:
        raise Unreadable(f"静态要素 {term.element} 不存在或未通过复审")
    kind = ELEMENTS[attribute].type
    writer = _WRITERS.get(kind)
    if writer is None:
        raise Unreadable(f"静态要素 {term.element} 是{kind.value}，不能作为条件")
    return writer(attribute, term)


def _text(name: str, term: Term) -> str:
    if term.operator not in ("=", "!="):
        raise Unreadable(f"{term.element} 是代码，只能用 = 或 !=")
    several, same = len(term.values) > 1, term.operator == "="
    if several:
        return f"{name} {'in' if same else 'not in'} ({', '.join(map(repr, term.values))})"
    return f"{name} {'==' if same else '!='} {term.values[0]!r}"


def _set(name: str, term: Term) -> str:
    if term.operator not in ("=", "!="):
        raise Unreadable(f"{term.element} 是代码集合，只能用 = 或 !=")
    same = term.operator == "="
    parts = [f"{value!r} {'in' if same else 'not in'} {name}" for value in term.values]
    joined = (" or " if same else " and ").join(parts)
    return f"({joined})" if same and len(parts) > 1 else joined


def _flag(name: str, term: Term) -> str:
    (value, *more) = term.values
    if more or term.operator not in ("=", "!=") or value not in _YES | _NO:
        raise Unreadable(f"{term.element} 只能写 = 是 或 = 否")
    return name if (value in _YES) is (term.operator == "=") else f"not {name}"


def _count(name: str, term: Term) -> str:
    if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in term.values):
        raise Unreadable(f"{term.element} 的取值应为整数")
    if term.operator in _ORDERED and len(term.values) > 1:
        raise Unreadable(f"{term.element} 用 {term.operator} 时只能有一个取值")
    sign = {"=": "=="}.get(term.operator, term.operator)
    parts = [f"{name} {sign} {int(value)}" for value in term.values]
    joined = (" or " if sign == "==" else " and ").join(parts)
    return f"({joined})" if sign == "==" and len(parts) > 1 else joined


def _money(name: str, term: Term) -> str:
    if term.values != ("0",):
        raise Unreadable(f"{term.element} 是金额，条件中只能与 0 比较；与其他金额比较请设动态要素并写入附加条件")
    return f"{name} {'==' if term.operator == '=' else term.operator} 0"


_WRITERS: Final[Mapping[Type, Callable[[str, Term], str]]] = {
    Type.TEXT: _text,
    Type.SET: _set,
    Type.FLAG: _flag,
    Type.COUNT: _count,
    Type.MONEY: _money,
}


def both(condition: str, also: str) -> str:
    """A condition and what must hold besides; empty when nothing is asked."""
    also = also.strip()
    if condition and also and isinstance(_parsed(also), ast.IfExp | ast.BoolOp) and " or " in also:
        also = f"({also})"
    return " and ".join(part for part in (condition, also) if part)


# -- from the rule language -------------------------------------------------------------------------


def from_expression(text: str) -> tuple[list[Term], str]:
    """The terms of a rule's condition, elements by the name of their attribute, and the rest of it."""
    terms: list[Term] = []
    rest: list[str] = []
    tree = _parsed(text)
    for part in tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]:
        term = _read(part)
        if term is None:
            rest.append(ast.unparse(part))
        else:
            terms.append(term)
    return terms, " and ".join(rest)


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        raise Unreadable(f"表达式 {text!r} 写法有误") from None


def _read(node: ast.expr) -> Term | None:
    match node:
        case ast.Name(id=name) if _is(name, Type.FLAG):
            return Term(name, "=", ("是",))
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)) if _is(name, Type.FLAG):
            return Term(name, "=", ("否",))
        case ast.Compare(left=ast.Name(id=name), ops=[operator], comparators=[right]) if _is(name, Type.TEXT):
            return _compared(name, operator, right)
    return None


def _compared(name: str, operator: ast.cmpop, right: ast.expr) -> Term | None:
    sign = {ast.Eq: "=", ast.In: "=", ast.NotEq: "!=", ast.NotIn: "!="}.get(type(operator))
    values = _texts(right)
    if sign is None or not values or not all(_VALUE.fullmatch(one) for one in values):
        return None
    return Term(name, sign, tuple(values))


def _texts(node: ast.expr) -> Sequence[str]:
    entries = node.elts if isinstance(node, ast.Tuple) else [node]
    values = [one.value for one in entries if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return values if len(values) == len(entries) else ()


def _is(name: str, kind: Type) -> bool:
    return name in ELEMENTS and ELEMENTS[name].type is kind
