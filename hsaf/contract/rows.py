"""Text rows of an import file, read into typed columns.

A form is a tuple of fields; each names its column, how its text is read and, where the file calls it
otherwise, the file's own column. Every center loads its files this way, so an error always names the
line and the column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from hsaf.contract.errors import ErrorCode
from hsaf.money import fen_from_yuan

ROW_INVALID = ErrorCode(
    "kernel.row_invalid", 470, "{kind} 第 {line} 行 {column} 有误：{reason}", "请更正后重新导入，本次未导入任何数据"
)


class Field(NamedTuple):
    """One column: ``read`` turns its text into a value or raises ``ValueError`` saying why not.

    Reasons never repeat the text itself: it may be personal data.
    """

    column: str
    read: Callable[[str], Any]
    source: str = ""


Form = tuple[Field, ...]


def read_rows(kind: str, form: Form, rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Typed columns of every row, in order; an absent column is empty text.

    Raises ``ROW_INVALID``; the first data line is line 1.
    """
    return [_read_row(kind, form, line, row) for line, row in enumerate(rows, start=1)]


def _read_row(kind: str, form: Form, line: int, row: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, reader, source in form:
        name = source or column
        try:
            values[column] = reader(row.get(name, "").strip())
        except ValueError as reason:
            raise ROW_INVALID(kind=kind, line=line, column=name, reason=reason) from None
    return values


# -- readers ----------------------------------------------------------------------------------------


def code(text: str) -> str:
    """Text that must be there."""
    if not text:
        raise ValueError("必填")
    return text


def text(text: str) -> str:
    return text


def flag(text: str) -> bool:
    """``1`` is yes; ``0`` and empty are no."""
    if text not in ("", "0", "1"):
        raise ValueError("应为 0 或 1")
    return text == "1"


def flag_code(text: str) -> str:
    """A national flag kept as its code, ``0`` when the file leaves it out."""
    return "1" if flag(text) else "0"


def whole(text: str) -> int:
    """A whole number from 0."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError("应为整数")
    return int(text)


def day(text: str) -> date:
    """A date; of a date-time the day counts."""
    return moment(text).date()


def open_day(text: str) -> date | None:
    return day(text) if text else None


def moment(text: str) -> datetime:
    """A date-time; a bare date is its first second."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("应为日期 yyyy-MM-dd 或时间 yyyy-MM-dd HH:mm:ss") from None


def open_moment(text: str) -> datetime | None:
    return moment(text) if text else None


def price(text: str) -> Decimal | None:
    """Yuan, exact; empty is no price."""
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("应为数字") from None
    if not value.is_finite() or value < 0:
        raise ValueError("应为非负数")
    return value


def fen(text: str) -> int:
    """A signed amount in yuan, as fen."""
    try:
        return fen_from_yuan(code(text))
    except ValueError:
        raise ValueError("应为最多两位小数的金额（元）") from None


def ratio(text: str) -> Decimal | None:
    """Between 0 and 1; empty where none applies."""
    value = price(text)
    if value is not None and value > 1:
        raise ValueError("比例应在 0 和 1 之间")
    return value
