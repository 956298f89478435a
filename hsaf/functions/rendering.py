"""From what a center answers to JSON-ready values: only declared fields, money in yuan, times as text, masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from hsaf.contract.files import Stored
from hsaf.contract.paging import Page
from hsaf.contract.principal import Principal
from hsaf.functions.declaration import Output
from hsaf.functions.model import UNMASK, File
from hsaf.records.masking import masked
from hsaf.records.model import Field, Mask
from hsaf.records.values import wire

Render = Callable[[Any, Principal], Any]


When = Mapping[str, Mapping[str, Sequence[str | bool]]]
"""By operation: values of the fields of a row that it applies to."""


def renderer(output: Output, fields: Sequence[Field], function: str, when: When | None = None) -> Render:
    """How an operation's result is answered. Without declared ``fields`` a result is shown as it is; with ``when``
    each row says in ``may`` which of those operations apply to it, like the rows of records."""
    match output:
        case Output.NONE:
            return lambda _, __: {}
        case Output.FILE:
            return _file
        case Output.JOB:
            return lambda job, _: {"job": job}
    row = _row(fields, f"{function}.{UNMASK}", when or {})
    match output:
        case Output.ROW:
            return lambda result, who: {"row": None if result is None else row(result, who)}
        case Output.ROWS:
            return lambda result, who: {"rows": [row(one, who) for one in result]}
    return lambda page, who: page_of(page, [row(one, who) for one in page.rows])


def page_of(page: Page, rows: Sequence[Any]) -> dict[str, Any]:
    """The answer of a list."""
    return {"rows": rows, "total": page.total, "page": page.paging.page_num, "size": page.paging.page_size}


def plain(value: Any) -> Any:
    """Any value as JSON has it; numbers of money and ratios stay exact as text."""
    return msgspec.to_builtins(value)


def _row(fields: Sequence[Field], unmask: str, when: When) -> Render:
    if not fields:
        return lambda result, _: plain(result)
    by_code = {field.code: field for field in fields}
    hides = any(field.mask is not Mask.NONE for field in fields)

    def render(result: Any, who: Principal) -> dict[str, Any]:
        look = result.get if isinstance(result, Mapping) else lambda code, target=result: getattr(target, code, None)
        values = {code: _shown(field, look(code)) for code, field in by_code.items()}
        shown = masked(by_code, values) if hides and not who.may(unmask) else values
        return {**shown, "may": _applying(when, values)} if when else shown

    return render


def _applying(when: When, values: Mapping[str, Any]) -> list[str]:
    return [code for code, wanted in when.items() if all(values[field] in allowed for field, allowed in wanted.items())]


def _shown(field: Field, value: Any) -> Any:
    return plain(value) if isinstance(value, list | tuple | dict) else wire(field, value)


def _file(result: Any, _: Principal) -> File | Stored:
    assert isinstance(result, File | Stored)
    return result
