"""Expressions of the rule language: a whitelisted subset of Python's, parsed, typed and rewritten.

The result is again an expression tree, with names resolved and every operation typed; the compiler
turns it into source. A vectorised form would be written from the same tree.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from hsaf.rules.errors import RuleError
from hsaf.rules.functions import FUNCTIONS, Function
from hsaf.rules.parameters import ParameterTable
from hsaf.rules.types import ATTRIBUTES, NUMERIC, Type, arithmetic, common, fits
from hsaf.rules.vocabulary import Vocabulary

_ORDERED: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_EQUAL: Final = (ast.Eq, ast.NotEq)
_MEMBER: Final = (ast.In, ast.NotIn)


@dataclass(frozen=True, slots=True)
class Term:
    """A typed expression; ``code`` is its Python."""

    node: ast.expr
    type: Type

    @property
    def code(self) -> str:
        return ast.unparse(self.node)


@dataclass(slots=True)
class Reads:
    """What one rule reads, by the name the trace shows it under and the code that gives its value."""

    inputs: dict[str, str] = field(default_factory=dict)
    elements: dict[str, None] = field(default_factory=dict)
    parameters: dict[str, None] = field(default_factory=dict)
    required: dict[str, None] = field(default_factory=dict)
    by_identity: dict[str, None] = field(default_factory=dict)
    accumulators: dict[str, None] = field(default_factory=dict)
    keyed: dict[str, None] = field(default_factory=dict)
    """Code of the full names (``opsp_hifp:M03900``) of keyed accumulators read or added to."""


@dataclass(slots=True)
class Scope:
    """The names an expression may use. ``amounts`` are those of earlier items, ``local`` those of this
    rule, ``choices`` the texts an element can have where that is known."""

    vocabulary: Vocabulary
    parameters: ParameterTable
    choices: Mapping[str, frozenset[str]]
    amounts: frozenset[str] = frozenset()
    local: dict[str, Type] = field(default_factory=dict)
    reads: Reads = field(default_factory=Reads)

    def fresh(self, amounts: frozenset[str]) -> Scope:
        """The scope of the next rule, which may read ``amounts`` of earlier items."""
        return Scope(self.vocabulary, self.parameters, self.choices, amounts)

    def known(self) -> list[str]:
        return [
            *self.local,
            *self.amounts,
            *self.vocabulary.elements,
            *self.parameters.types,
            *self.vocabulary.accumulators,
        ]


def check(text: str, scope: Scope) -> Term:
    """Parse and type one expression. Raises ``RuleError`` with the reason."""
    return _Checker(scope).term(_parse(text))


def _parse(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise RuleError(f"表达式 {text!r} 写法有误") from error


def check_as(text: str, wanted: Type, scope: Scope) -> Term:
    """An expression that must have a type. Raises ``RuleError``."""
    term = check(text, scope)
    if fits(term.type, wanted):
        return term
    if term.type is Type.EXACT and wanted is Type.MONEY:
        raise RuleError(f"表达式 {text!r} 未取整，请写 round(...)")
    raise RuleError(f"表达式 {text!r} 的类型是{term.type.value}，此处应为{wanted.value}")


def keyed_target(text: str, scope: Scope) -> str:
    """Code of the full name of a keyed accumulator that is added to, written ``name[key]``."""
    node = _parse(text)
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        raise RuleError(f"累计 {text!r} 应写成 名称[代码]")
    key = _Checker(scope).term(node.slice)
    if key.type is not Type.TEXT:
        raise RuleError(f"{text} 的方括号内应为代码")
    code = ast.unparse(_keyed_name(node.value.id, key))
    scope.reads.keyed[code] = None
    return code


class _Checker:
    """Types an expression tree node by node."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.reads = scope.reads

    def term(self, node: ast.expr) -> Term:
        handler = getattr(self, f"_{type(node).__name__.lower()}", None)
        if handler is None:
            raise RuleError(f"不支持的写法 {ast.unparse(node)!r}")
        result: Term = handler(node)
        return result

    def _constant(self, node: ast.Constant) -> Term:
        value = node.value
        if isinstance(value, bool):
            return Term(node, Type.FLAG)
        if isinstance(value, str):
            return Term(node, Type.TEXT)
        if isinstance(value, int):
            return Term(node, Type.NUMBER if value in (0, 1) else Type.COUNT)
        raise RuleError(f"规则中不能直接写数值 {ast.unparse(node)}，请设为参数")

    def _name(self, node: ast.Name) -> Term:
        name, vocabulary = node.id, self.scope.vocabulary
        if name in self.scope.local:
            return Term(node, self.scope.local[name])
        if name in self.scope.parameters.types:
            return self._parameter(node, required=True)
        if name in vocabulary.elements:
            self.reads.elements[name] = None
            self.reads.inputs[name] = name
            return Term(node, vocabulary.elements[name].type)
        if name in vocabulary.accumulators:
            return self._accumulator(node)
        if name in vocabulary.amounts:
            return self._amount(node)
        near = get_close_matches(name, self.scope.known(), n=1)
        raise RuleError(f"没有名为 {name!r} 的要素、参数、累计或金额" + (f"，是否为 {near[0]}" if near else ""))

    def _amount(self, node: ast.Name) -> Term:
        if node.id not in self.scope.amounts:
            raise RuleError(f"金额 {node.id} 在此之前没有政策项产生")
        self.reads.inputs[node.id] = node.id
        return Term(node, Type.MONEY)

    def _accumulator(self, node: ast.Name) -> Term:
        accumulator = self.scope.vocabulary.accumulators[node.id]
        if accumulator.keyed:
            raise RuleError(f"累计 {node.id} 须写成 {node.id}[...]")
        self.reads.accumulators[node.id] = None
        self.reads.inputs[node.id] = node.id
        return Term(node, accumulator.type)

    def _parameter(self, node: ast.Name, *, required: bool) -> Term:
        name = node.id
        if self.scope.parameters.ambiguous_by_identity(name):
            raise RuleError(f"参数 {name} 按身份类别分别取值，请写成 {name}[类别]")
        self.reads.parameters[name] = None
        self.reads.inputs[name] = name
        if required:
            self.reads.required[name] = None
        return Term(node, self.scope.parameters.types[name])

    def _subscript(self, node: ast.Subscript) -> Term:
        if not isinstance(node.value, ast.Name):
            raise RuleError(f"不支持的写法 {ast.unparse(node)!r}")
        name, key = node.value.id, self.term(node.slice)
        if key.type is not Type.TEXT:
            raise RuleError(f"{ast.unparse(node)} 的方括号内应为代码")
        accumulator = self.scope.vocabulary.accumulators.get(name)
        if accumulator is not None and accumulator.keyed:
            term = Term(_call("keyed", ast.Name("acc"), _keyed_name(name, key)), accumulator.type)
            shown = term.code
            self.reads.keyed[ast.unparse(_keyed_name(name, key))] = None
        elif name in self.scope.parameters.types:
            self.reads.by_identity[name] = None
            arguments = (ast.Constant(name), ast.Name(f"{name}_of"), key.node, ast.Name("rule"))
            term = Term(_call("chosen", *arguments), self.scope.parameters.types[name])
            shown = f"{name}_of.get({key.code})"  # a value that was not needed may be missing
        else:
            raise RuleError(f"{name} 不能用方括号取值")
        self.reads.inputs[ast.unparse(node)] = shown
        return term

    def _attribute(self, node: ast.Attribute) -> Term:
        of = self.term(node.value)
        attribute = ATTRIBUTES.get(of.type, {}).get(node.attr)
        if attribute is None:
            raise RuleError(f"{of.type.value} 没有 {node.attr}")
        return Term(ast.Attribute(of.node, node.attr), attribute)

    def _binop(self, node: ast.BinOp) -> Term:
        left, right = self.term(node.left), self.term(node.right)
        result = arithmetic(node.op, left.type, right.type)
        if result is None:
            raise RuleError(f"{ast.unparse(node)!r} 不能运算：{left.type.value}与{right.type.value}")
        if result is Type.TABLE:
            add = ast.UnaryOp(ast.USub(), right.node) if isinstance(node.op, ast.Sub) else right.node
            return Term(_call("table_plus", left.node, add), result)
        return Term(ast.BinOp(left.node, node.op, right.node), result)

    def _unaryop(self, node: ast.UnaryOp) -> Term:
        if not isinstance(node.op, ast.Not):
            raise RuleError(f"不支持的写法 {ast.unparse(node)!r}")
        return Term(ast.UnaryOp(node.op, self._flag(node.operand)), Type.FLAG)

    def _boolop(self, node: ast.BoolOp) -> Term:
        return Term(ast.BoolOp(node.op, [self._flag(value) for value in node.values]), Type.FLAG)

    def _ifexp(self, node: ast.IfExp) -> Term:
        body, orelse = self.term(node.body), self.term(node.orelse)
        joined = common(body.type, orelse.type)
        if joined is None:
            raise RuleError(f"{ast.unparse(node)!r} 两种取值类型不同：{body.type.value}与{orelse.type.value}")
        return Term(ast.IfExp(self._flag(node.test), body.node, orelse.node), joined)

    def _flag(self, node: ast.expr) -> ast.expr:
        term = self.term(node)
        if term.type is not Type.FLAG:
            raise RuleError(f"{ast.unparse(node)!r} 应为是否条件，实为{term.type.value}")
        return term.node

    def _compare(self, node: ast.Compare) -> Term:
        if len(node.ops) != 1:
            raise RuleError(f"{ast.unparse(node)!r} 请拆成两个比较并用 and 相连")
        left, operator = self.term(node.left), node.ops[0]
        right = self._members(node.comparators[0]) if isinstance(operator, _MEMBER) else self.term(node.comparators[0])
        if not _comparable(operator, left.type, right.type):
            raise RuleError(f"{ast.unparse(node)!r} 不能比较：{left.type.value}与{right.type.value}")
        self._known_texts(node.left, node.comparators[0])
        return Term(ast.Compare(left.node, [operator], [right.node]), Type.FLAG)

    def _members(self, node: ast.expr) -> Term:
        if not isinstance(node, ast.Tuple):
            return self.term(node)
        if all(isinstance(entry, ast.Constant) and isinstance(entry.value, str) for entry in node.elts):
            return Term(node, Type.SET)
        raise RuleError(f"{ast.unparse(node)!r} 中只能列出代码")

    def _known_texts(self, left: ast.expr, right: ast.expr) -> None:
        """A text compared with an element of known choices must be one of them."""
        choices = self.scope.choices.get(left.id) if isinstance(left, ast.Name) else None
        if choices is None:
            return
        for constant in right.elts if isinstance(right, ast.Tuple) else [right]:
            if isinstance(constant, ast.Constant) and constant.value not in choices:
                raise RuleError(f"{ast.unparse(left)} 没有取值 {constant.value!r}，可为：{'、'.join(sorted(choices))}")

    def _call(self, node: ast.Call) -> Term:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            raise RuleError(f"没有函数 {ast.unparse(node.func)}，可用：{'、'.join(FUNCTIONS)}")
        function = FUNCTIONS[node.func.id]
        arguments = _bind(function, node)
        if function.special == "best_of":
            return self._best_of(arguments[0])
        terms = [self._first_argument(function, arguments[0]), *(self.term(argument) for argument in arguments[1:])]
        result = function.typed([term.type for term in terms])
        if result is None:
            given = "、".join(term.type.value for term in terms)
            raise RuleError(f"函数 {function.usage} 不接受：{given}")
        name = "table_min" if result is Type.TABLE and function.code == "min" else function.code
        return Term(_call(name, *(term.node for term in terms)), result)

    def _first_argument(self, function: Function, node: ast.expr) -> Term:
        if function.special != "given":
            return self.term(node)
        if isinstance(node, ast.Name) and node.id in self.scope.parameters.types:
            return self._parameter(node, required=False)
        raise RuleError("given(...) 的第一项应为参数名")

    def _best_of(self, node: ast.expr) -> Term:
        if not isinstance(node, ast.Name) or self.scope.parameters.types.get(node.id) is not Type.RATIO:
            raise RuleError("best_of(...) 中应为按身份类别取值的比例参数名")
        self.reads.by_identity[node.id] = None
        self.reads.inputs[f"{node.id}[]"] = f"{node.id}_of"
        return Term(_call("best_of", ast.Name(f"{node.id}_of")), Type.TEXT)


def _bind(function: Function, node: ast.Call) -> list[ast.expr]:
    """Positional and keyword arguments in the order of the signature."""
    bound = dict(zip(function.parameters, node.args, strict=False))
    named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    extra = len(node.args) > len(function.parameters) and not function.variadic
    if function.variadic and not named and len(node.args) > 1:
        return list(node.args)
    if extra or bound.keys() & named.keys() or bound.keys() | named.keys() != set(function.parameters):
        raise RuleError(f"{ast.unparse(node)!r} 的参数应为 {function.usage}")
    bound |= named
    return [bound[name] for name in function.parameters]


def _comparable(operator: ast.cmpop, left: Type, right: Type) -> bool:
    if isinstance(operator, _MEMBER):
        return left is Type.TEXT and right is Type.SET
    joined = common(left, right)
    if isinstance(operator, _ORDERED):
        return joined in NUMERIC
    return isinstance(operator, _EQUAL) and joined in NUMERIC | {Type.TEXT, Type.FLAG}


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name), list(arguments), [])


def _keyed_name(name: str, key: Term) -> ast.expr:
    """Code of a keyed accumulator's full name, ``'opsp_hifp:' + dise_codg``."""
    return ast.BinOp(ast.Constant(f"{name}:"), ast.Add(), key.node)
