"""A query in words (:class:`~hsaf.records.contract.Asked`) as conditions and an order over a type's table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hsaf.contract.paging import Paging
from hsaf.records import extra, values
from hsaf.records.contract import COUNTED, FILTER_UNKNOWN, PAGE_DEEP, SORT_UNKNOWN, VALUE_MALFORMED, Asked
from hsaf.records.extra import VALUE
from hsaf.records.model import Field, FieldType, Mask, Match, RecordType
from hsaf.records.schema import digest_column
from hsaf.records.scope import Condition, within
from hsaf.records.states import State
from hsaf.records.viewer import Viewer

LAST_CHARACTER: Final = "\U0010ffff"
"""Sorts behind every other: a range of an index means the same on every database, ``LIKE`` does not."""

MANY: Final = 100
"""Values that one filter may list."""

_LISTED: Final = frozenset({FieldType.DICT, FieldType.ORG})
_RANGED: Final = frozenset({FieldType.INT, FieldType.MONEY, FieldType.RATIO, FieldType.DATE, FieldType.DATETIME})
_DATED: Final = frozenset({FieldType.DATE, FieldType.DATETIME})
_STANDING: Final = {
    "state": Field(code="state", label="状态", type=FieldType.DICT, filter=True, sortable=False),
    "pending_state": Field(code="pending_state", label="办理状态", type=FieldType.DICT, filter=True),
    "created_by": Field(code="created_by", label="录入人", filter=True, match=Match.EXACT),
    "updated_at": Field(code="updated_at", label="更新时间", type=FieldType.DATETIME, filter=True, sortable=True),
}
"""What every record can be asked by beside its fields."""

Digest = Callable[[str], str]
"""The keyed digest a sealed value is found by."""


class Query(NamedTuple):
    """Conditions (scope not among them) and order."""

    conditions: list[Condition]
    order: list[sa.ColumnElement[Any]]


def compile_query(record: RecordType, table: sa.Table, who: Viewer, asked: Asked, digest: Digest) -> Query:
    """Raises ``FILTER_UNKNOWN``, ``VALUE_MALFORMED`` or ``SORT_UNKNOWN``."""
    conditions = [
        _condition(record, table, who, name, text.strip(), digest)
        for name, text in asked.filters.items()
        if text.strip()
    ]
    if not asked.filters.get("state", "").strip():
        conditions.append(table.c.state != State.VOID)
    return Query(conditions, _order(table, _sort(record, who, asked)))


def require_reachable(asked: Asked) -> Paging:
    """Raises ``kernel.page_wrong`` or ``PAGE_DEEP``."""
    paging = Paging(asked.page, asked.size)
    paging.require_sound()
    if paging.offset >= COUNTED:
        raise PAGE_DEEP(most=COUNTED)
    return paging


def _condition(record: RecordType, table: sa.Table, who: Viewer, name: str, text: str, digest: Digest) -> Condition:
    code, _, bound = name.partition(".")
    field = _known(record, code)
    if field is None or bound not in _bounds(field):
        raise FILTER_UNKNOWN(field=name, choices="、".join(_filterable(record)))
    try:
        if field.extra:
            return _of_region(record, field, table, who, bound, text)
        column = table.c[code]
        if bound:
            return _bound(field, column, bound, text)
        if field.sealed:
            return table.c[digest_column(code)] == digest(text)
        return _matching(field, column, who, text)
    except values.Unreadable as reason:
        raise VALUE_MALFORMED(label=field.label, reason=str(reason)) from None


def _known(record: RecordType, code: str) -> Field | None:
    field = record.by_code.get(code)
    if field is not None:
        return field if field.filter else None
    return _STANDING.get(code)


def _bounds(field: Field) -> tuple[str, ...]:
    """What may stand behind the dot of a filter's name."""
    ranged = _DATED if field.extra else _RANGED
    return ("", "from", "to") if field.type in ranged else ("",)


def _filterable(record: RecordType) -> Iterator[str]:
    yield from (field.code for field in record.fields if field.filter)
    yield from _STANDING


def _of_region(record: RecordType, field: Field, table: sa.Table, who: Viewer, bound: str, text: str) -> Condition:
    """A field that a region added is kept as text; an absent flag is a no."""
    if field.type is FieldType.FLAG:
        yes = extra.having(record, field, table, VALUE == "1")
        return yes if values.read(field, text) else sa.not_(yes)
    if bound:
        limit = _last(field, text) if bound == "to" else values.read(field, text)
        at = sa.literal(extra.kept(field, limit))
        return extra.having(record, field, table, at <= VALUE if bound == "from" else at >= VALUE)
    if field.type in _LISTED or field.type in (FieldType.AREA, FieldType.TEXT):
        return extra.having(record, field, table, _matching(field, VALUE, who, text))
    return extra.having(record, field, table, sa.literal(extra.kept(field, values.read(field, text))) == VALUE)


def _bound(field: Field, column: sa.ColumnElement[Any], bound: str, text: str) -> Condition:
    """Both ends count; a day as the end of a moment counts to its last second."""
    if bound == "from":
        return _true(column >= values.read(field, text))
    return _true(column <= _last(field, text))


def _last(field: Field, text: str) -> Any:
    value = values.read(field, text)
    if isinstance(value, datetime) and len(text) == len("yyyy-MM-dd"):
        return datetime.combine(value, time.max.replace(microsecond=0))
    return value


def _matching(field: Field, column: sa.ColumnElement[Any], who: Viewer, text: str) -> Condition:
    if field.type in _LISTED:
        chosen = [part.strip() for part in text.split(",") if part.strip()]
        if len(chosen) > MANY:
            raise values.Unreadable(f"一次最多选择 {MANY} 项")
        return column.in_(chosen) if len(chosen) != 1 else _true(column == chosen[0])
    if field.type is FieldType.AREA:
        return within(column, values.read(field, text))
    if field.type is FieldType.TEXT:
        return _text(field, column, who, text)
    return _true(column == values.read(field, text))


def _true(condition: Any) -> Condition:
    """A comparison of a column whose type only the declaration knows."""
    made: Condition = condition
    return made


def _text(field: Field, column: sa.ColumnElement[Any], who: Viewer, text: str) -> Condition:
    match _way(field, who):
        case Match.EXACT:
            return column == text
        case Match.PREFIX:
            return sa.and_(column >= text, column < text + LAST_CHARACTER)
    return sa.func.instr(column, text) > 0


def _way(field: Field, who: Viewer) -> Match:
    """A masked value is found by all of it only, or its letters could be guessed one by one."""
    return Match.EXACT if field.mask is not Mask.NONE and not who.unmasked else field.match


def _sort(record: RecordType, who: Viewer, asked: Asked) -> str:
    """What was asked for. Raises ``SORT_UNKNOWN``."""
    code, sortable = asked.sort.removeprefix("-"), _sortable(record)
    if asked.sort and code not in sortable:
        raise SORT_UNKNOWN(field=code, choices="、".join(sortable))
    return asked.sort or _natural_sort(record, who, asked)


def _natural_sort(record: RecordType, who: Viewer, asked: Asked) -> str:
    """The column of a range, the latest first, or of the beginning of a text: its index holds the rows in this order,
    while the newest of a range could only be found by sorting all of it."""
    for name, text in asked.filters.items():
        code, _, bound = name.partition(".")
        field = record.by_code.get(code, _STANDING.get(code))
        if text.strip() and field is not None and not field.extra:
            if bound:
                return f"-{code}"
            if field.type is FieldType.TEXT and _way(field, who) is Match.PREFIX and not field.sealed:
                return code
    return ""


def _order(table: sa.Table, sort: str) -> list[sa.ColumnElement[Any]]:
    """By one column, in the order they were made among equals; the newest first when there is none."""
    if not sort:
        return [table.c.id.desc()]
    column = table.c[sort.removeprefix("-")]
    if sort.startswith("-"):
        return [column.desc(), table.c.id.desc()]
    return [column.asc(), table.c.id.asc()]


def _sortable(record: RecordType) -> Mapping[str, Field]:
    own = {field.code: field for field in record.fields if field.sortable}
    return own | {code: field for code, field in _STANDING.items() if field.sortable}
