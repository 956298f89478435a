"""Answers in wire form, by the output tables: compiled once per transaction.

Amounts leave as text with two decimals, ratios and quantities with the decimals of their table, dates
as ``yyyy-MM-dd``. Required fields without a value are empty, numbers 0 (national-interface section 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any, Final

from hsaf.money import round_half_up, yuan
from subsystems.gateway.control.business import BARE
from subsystems.gateway.presentation.tables import readings
from subsystems.gateway.presentation.tables.shapes import Kind, shape_of
from subsystems.gateway.presentation.tables.source import Field, Node, transactions

Format = Callable[[Any], Any]

MONEY_SCALE: Final = 2

DAY: Final = len("2026-03-01")
SECONDS: Final = len("2026-03-01 08:30:00")

MONEY: Final = frozenset({"hifdm_pay"})
"""Amounts that a table types as text (2305)."""

YEARS: Final = frozenset({"age"})
"""Whole years leave as a whole number."""

EXTRA: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("2103", "setlinfo"): ("hosp_part_amt",),
    ("2208", "setlinfo"): ("psn_cash_pay",),
}
"""Amounts answered besides those of the table, so that every answer can be added up: 2103 lacks the
hospital's part, 2208 spells the cash amount ``pdn_cash_pay``."""

UNNAMED: Final = frozenset({"", "无节点"})
"""How the tables say that a node has no name."""

NAMELESS: Final[Mapping[str, str]] = {
    **dict.fromkeys((*(readings.PAGED - readings.PAGED_NODES), "5204", "5303", "100001"), "data"),
    "5304": "refmedin",
}
"""Where rows without a node of their own are answered; elsewhere such fields are the output's own."""

_Row = Callable[[Mapping[str, Any]], dict[str, Any]]


def render(infno: str, output: Mapping[str, Any]) -> dict[str, Any]:
    """The nodes of an answer; what the tables do not list is left out."""
    rows = _nodes(infno)
    rendered = {name: _node(rows[name], node) for name, node in output.items() if name in rows}
    return {**rendered.pop(BARE, {}), **rendered}


def _node(row: _Row, node: Any) -> Any:
    return [row(one) for one in node] if isinstance(node, list | tuple) else row(node)


@cache
def _nodes(infno: str) -> dict[str, _Row]:
    printed = {node.node: node for node in (*transactions()[infno].output, *readings.EXTRA_NODES.get(infno, ()))}
    named = {NAMELESS.get(infno, BARE) if name in UNNAMED else name: node for name, node in printed.items()}
    named |= {BARE: readings.PAGE} if infno in readings.PAGED else {}
    return {name: partial(_render_row, _formats(infno, node, printed)) for name, node in named.items()}


def _formats(infno: str, node: Node, printed: Mapping[str, Node]) -> tuple[tuple[str, Format, Any], ...]:
    """Field, its format, and what stands for an absent value (``...`` leaves it out).

    A field named like another node of the answer holds that node (4104, 4507).
    """
    extra = [Field(code, "", "num", "16,2", required=True) for code in EXTRA.get((infno, node.node), ())]
    formats = []
    for field in (*(readings.OVERRIDES.get((infno, field.code), field) for field in node.fields), *extra):
        inner = printed.get(field.code)
        if inner is None or inner is node:
            formats.append((field.code, _format(field), _absent(field)))
        else:
            formats.append((field.code, partial(_node, partial(_render_row, _formats(infno, inner, {}))), ...))
    return tuple(formats)


def _render_row(formats: Sequence[tuple[str, Format, Any]], row: Mapping[str, Any]) -> dict[str, Any]:
    rendered = {}
    for code, form, absent in formats:
        value = row.get(code)
        if value is not None:
            rendered[code] = form(value)
        elif absent is not ...:
            rendered[code] = absent
    return rendered


def _format(field: Field) -> Format:
    shape = shape_of(field)
    if field.code in YEARS:
        return _years
    if field.code in MONEY:
        return partial(_number, MONEY_SCALE)
    if shape.kind is Kind.NUMBER:
        return partial(_number, shape.scale)
    if shape.kind is Kind.DATE and "HH" not in field.remark:
        return _day
    return _moment if shape.kind in (Kind.DATE, Kind.DATETIME) else _plain


def _absent(field: Field) -> Any:
    if not field.required:
        return ...
    shape = shape_of(field)
    return _number(shape.scale, Decimal(0)) if shape.kind is Kind.NUMBER else ""


def _number(scale: int | None, value: Any) -> Any:
    """``int`` of a field with two decimals is fen; other whole numbers stay numbers."""
    if isinstance(value, Decimal):
        return format(round_half_up(value, scale) if scale is not None else value, "f")
    return yuan(value) if scale == MONEY_SCALE and type(value) is int else value


def _years(value: Any) -> Any:
    return int(value) if value == int(value) else format(value, "f")


def _day(value: Any) -> Any:
    """A day, also one that was kept as ISO text or is the day of a moment."""
    return str(value)[:DAY]


def _moment(value: Any) -> Any:
    """A time, also one that was kept as ISO text."""
    return str(value).replace("T", " ")[:SECONDS]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return _moment(value)
    return format(value, "f") if isinstance(value, Decimal) else value
