"""The line formats of policy records: what people write in a text field, and back. Pure.

``name = expression`` a line for steps and amounts; ``code name; field = expression; ...`` a line for rows of the
explanation; ``a|b`` for alternatives. Every refusal names the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

ROW_FIELDS: Final = ("fund_pay", "fund_prop", "self_pay", "when", "pieces")

_ASSIGNED: Final = re.compile(r"\s*([^=<>!]+?)\s*=(?!=)\s*(.+?)\s*")


class Unreadable(ValueError):
    """A line that is not written as its field wants it; says which and how."""


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Number and content of every line that says something."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def pairs(text: str) -> dict[str, str]:
    """Names and expressions in the order written. Raises ``Unreadable``."""
    found: dict[str, str] = {}
    for number, line in lines(text):
        name, expression = _assigned(number, line)
        if name in found:
            raise Unreadable(f"第 {number} 行 {name} 重复")
        found[name] = expression
    return found


def from_pairs(named: Mapping[str, str]) -> str:
    return "\n".join(f"{name} = {expression}" for name, expression in named.items())


def shown_rows(text: str) -> list[dict[str, str]]:
    """Rows of the explanation. Raises ``Unreadable``."""
    return [_row(number, line) for number, line in lines(text)]


def from_shown_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    def told(row: Mapping[str, Any]) -> str:
        said = "; ".join(f"{field} = {row[field]}" for field in row if field in ROW_FIELDS)
        return f"{row['code']} {row['name']}" + (f"; {said}" if said else "")

    return "\n".join(told(row) for row in rows)


def _row(number: int, line: str) -> dict[str, str]:
    head, *said = (part.strip() for part in line.split(";"))
    code, _, name = head.partition(" ")
    if not name.strip():
        raise Unreadable(f"第 {number} 行应为：编码 名称; fund_pay = 表达式; self_pay = 表达式")
    row = {"code": code, "name": name.strip()}
    for part in said:
        if not part:
            continue
        field, expression = _assigned(number, part)
        if field not in ROW_FIELDS:
            raise Unreadable(f"第 {number} 行没有 {field}，可写：{'、'.join(ROW_FIELDS)}")
        row[field] = expression
    return row


def _assigned(number: int, line: str) -> tuple[str, str]:
    found = _ASSIGNED.fullmatch(line)
    if found is None:
        raise Unreadable(f"第 {number} 行应写成：名称 = 表达式")
    return found[1], found[2]


def named_lines(text: str) -> dict[str, str]:
    """``code name`` lines, e.g. diseases. Raises ``Unreadable``."""
    found: dict[str, str] = {}
    for number, line in lines(text):
        code, _, name = line.partition(" ")
        if not name.strip() or code in found:
            raise Unreadable(f"第 {number} 行应写成：编码 名称，编码不重复")
        found[code] = name.strip()
    return found


def from_named_lines(named: Mapping[str, str]) -> str:
    return "\n".join(f"{code} {name}" for code, name in named.items())


def alternatives(text: str, separator: str = "|") -> list[str]:
    """``21|2101`` as a list, in the order written."""
    return [one.strip() for one in text.split(separator) if one.strip()]


def names(text: str, code: str) -> bool:
    """Whether an expression names an identifier."""
    at = text.find(code)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(code) : at + len(code) + 1]
        if not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_"):
            return True
        at = text.find(code, at + 1)
    return False
