"""Checks what a request says against declared fields; every finding names the field in Chinese."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Paging
from hsaf.functions.refusals import INPUT_WRONG
from hsaf.records.contract import Problem
from hsaf.records.model import Field, FieldType
from hsaf.records.values import Unreadable, is_blank, read

PAGE_SIZE: Final = 20
PAGING: Final = (
    Field(code="page", label="页码", type=FieldType.INT),
    Field(code="size", label="每页行数", type=FieldType.INT),
)
SORT: Final = Field(code="sort", label="排序")


def refusal(problems: Sequence[Problem]) -> HsafError:
    """``INPUT_WRONG`` naming every finding, like ``RECORD_INVALID``."""
    details = "；".join(f"{one.label}{one.reason}" for one in problems)
    return INPUT_WRONG(details=details, problems=tuple(problems), field=problems[0].field)


def read_input(fields: Sequence[Field], raw: Mapping[str, Any], also: Collection[str] = ()) -> dict[str, Any]:
    """Typed values by field code; absent ones are the field's default or blank. ``also`` may be there too.

    Raises ``INPUT_WRONG`` for unknown codes, missing required ones and unreadable values, all at once.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields:
        try:
            values[field.code] = _value(field, raw)
        except Unreadable as reason:
            problems.append(Problem(field.code, field.label, str(reason)))
    problems += unknown(raw, {*also, *(field.code for field in fields)})
    if problems:
        raise refusal(problems)
    return values


def unknown(raw: Mapping[str, Any], known: Collection[str]) -> list[Problem]:
    """Findings for everything that is not asked for."""
    return [Problem(code[:50], code[:50], "不是本功能的输入项") for code in raw if code not in known]


def _value(field: Field, raw: Mapping[str, Any]) -> Any:
    value = read(field, raw.get(field.code))
    if is_blank(value) and field.default:
        value = read(field, field.default)
    if field.required and is_blank(value):
        raise Unreadable("必须填写")
    if field.options and not is_blank(value) and value not in dict(field.options):
        raise Unreadable("不在可选范围内")
    return value


def read_paging(query: Mapping[str, str]) -> Paging:
    """``page`` and ``size`` of a list. Raises ``INPUT_WRONG`` or ``PAGE_WRONG``."""
    values = read_input(PAGING, {code: query[code] for code in ("page", "size") if code in query})
    page, size = values["page"], values["size"]
    paging = Paging(1 if page is None else page, PAGE_SIZE if size is None else size)
    paging.require_sound()
    return paging
