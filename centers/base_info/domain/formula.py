"""Formulas of local indicators: arithmetic over data elements, ``SET.element``."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import Final

_OPERATORS: Final = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_SIGNS: Final = (ast.UAdd, ast.USub)
_TYPED: Final = str.maketrans({"×": "*", "÷": "/", "（": "(", "）": ")", "－": "-", "＋": "+"})


class Unsound(ValueError):
    """A formula nothing can be computed by; says why in Chinese."""


def elements(text: str) -> Mapping[str, str]:
    """Names by code of a data set's elements, one a line: ``setl_cnt 结算人次``. Raises ``Unsound``."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        code, _, name = line.strip().partition(" ")
        if not (code.isascii() and code.isidentifier() and code == code.lower() and name.strip()):
            raise Unsound(f"第 {number} 行应为“编码 名称”，编码用小写字母、数字和下划线")
        if code in found:
            raise Unsound(f"第 {number} 行的编码 {code} 重复")
        found[code] = name.strip()
    if not found:
        raise Unsound("至少列出一个数据元")
    return found


def references(formula: str) -> Collection[tuple[str, str]]:
    """Data set and element of everything a formula refers to. Raises ``Unsound``."""
    try:
        tree = ast.parse(formula.translate(_TYPED).strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        raise Unsound("不是完整的算式，请检查括号和运算符") from None
    found = list(_walk(tree.body))
    if not found:
        raise Unsound("没有引用任何数据元")
    return dict.fromkeys(found).keys()


def _walk(node: ast.expr) -> Iterator[tuple[str, str]]:
    match node:
        case ast.BinOp(left, op, right) if isinstance(op, _OPERATORS):
            if isinstance(op, ast.Div) and isinstance(right, ast.Constant) and right.value == 0:
                raise Unsound("不能除以 0")
            yield from _walk(left)
            yield from _walk(right)
        case ast.UnaryOp(op, operand) if isinstance(op, _SIGNS):
            yield from _walk(operand)
        case ast.Attribute(ast.Name(set_code), element):
            yield set_code, element
        case ast.Constant(value) if isinstance(value, int | float) and not isinstance(value, bool):
            return
        case ast.Name(name):
            raise Unsound(f"“{name}”应写成 数据集.数据元")
        case _:
            raise Unsound("只能使用数据元、数字、加减乘除和括号")
