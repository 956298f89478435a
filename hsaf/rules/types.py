"""The types of the rule language and the arithmetic between them.

``EXACT`` is what money becomes when a ratio touches it: fen with a fraction. It cannot be yielded
or booked; only ``round(...)`` makes money of it again, so every rounding is written in the rule.
"""

from __future__ import annotations

import ast
from enum import Enum
from typing import Final


class Type(Enum):
    """A type of the rule language; the value is its Chinese name in messages."""

    MONEY = "金额"
    EXACT = "未取整金额"
    RATIO = "比例"
    COUNT = "次数"
    NUMBER = "0 或 1"
    """The literals 0 and 1, which fit any numeric type."""
    FLAG = "标志"
    TEXT = "代码"
    SET = "代码集合"
    TABLE = "分段比例表"
    PAYMENT = "分段支付结果"
    ACCOUNTS = "账户列表"
    DRAWS = "账户支付结果"


NUMERIC: Final = frozenset({Type.MONEY, Type.EXACT, Type.RATIO, Type.COUNT, Type.NUMBER})

ATTRIBUTES: Final[dict[Type, dict[str, Type]]] = {
    Type.PAYMENT: {"pay": Type.MONEY, "served": Type.MONEY, "over": Type.MONEY},
    Type.DRAWS: {"total": Type.MONEY, "own": Type.MONEY, "mulaid": Type.MONEY},
}
"""What may be read from a structured result."""

_PRODUCTS: Final[dict[frozenset[Type], Type]] = {
    frozenset({Type.MONEY, Type.RATIO}): Type.EXACT,
    frozenset({Type.EXACT, Type.RATIO}): Type.EXACT,
    frozenset({Type.RATIO}): Type.RATIO,
    frozenset({Type.MONEY, Type.COUNT}): Type.MONEY,
    frozenset({Type.NUMBER, Type.RATIO}): Type.RATIO,
    frozenset({Type.NUMBER, Type.MONEY}): Type.MONEY,
    frozenset({Type.NUMBER, Type.EXACT}): Type.EXACT,
    frozenset({Type.NUMBER, Type.COUNT}): Type.COUNT,
    frozenset({Type.NUMBER}): Type.NUMBER,
}


def common(left: Type, right: Type) -> Type | None:
    """The type both fit without losing meaning, or ``None``."""
    if left is right:
        return left
    pair = {left, right}
    if pair == {Type.MONEY, Type.EXACT}:
        return Type.EXACT
    if Type.NUMBER in pair and pair <= NUMERIC:
        return right if left is Type.NUMBER else left
    return None


def fits(given: Type, wanted: Type) -> bool:
    """Whether a value may stand where ``wanted`` is expected; an unrounded amount is not money."""
    return given is wanted or (given is Type.NUMBER and wanted in NUMERIC)


def arithmetic(operator: ast.operator, left: Type, right: Type) -> Type | None:
    """Type of ``left operator right``, or ``None`` where the language has no such operation."""
    if isinstance(operator, ast.Mult):
        return _PRODUCTS.get(frozenset({left, right}))
    if isinstance(operator, ast.Add | ast.Sub):
        if left is Type.TABLE and right in (Type.RATIO, Type.NUMBER):
            return Type.TABLE
        joined = common(left, right)
        return joined if joined in NUMERIC else None
    return None
