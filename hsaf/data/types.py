"""Column types that mean the same on every database."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

Fen = sa.BigInteger
"""An amount in integer fen."""

_ONE: Final = Decimal(1)
_EXACT: Final = Context(prec=40, traps=[InvalidOperation, Inexact])


class DecimalText(TypeDecorator[Decimal]):
    """An exact ``Decimal`` kept as text, because SQLite has no decimals and no amount may turn float."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value)


class Quantity(TypeDecorator[Decimal]):
    """An exact quantity of at most four decimals, kept as a whole number of ten-thousandths: unlike text
    it can be added to and summed by every database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Any) -> int | None:
        """Raises ``decimal.Inexact`` for more decimals."""
        return None if value is None else int(Decimal(value).scaleb(4).quantize(_ONE, context=_EXACT))

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-4)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"cannot keep {type(value).__name__} as JSON")


def to_json(value: Any) -> str:
    """Deterministic JSON text: sorted keys, decimals as text, sets as sorted lists."""
    return msgspec.json.encode(value, enc_hook=_plain, order="deterministic").decode()


class JsonText(TypeDecorator[Any]):
    """Any JSON-able value as text."""

    impl = sa.Text(2**24 - 1)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else msgspec.json.decode(value)
