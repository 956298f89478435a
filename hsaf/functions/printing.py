"""Printing: records, and what contract methods answer, through a function's own template or a general one.

What is printed is noted (:mod:`.prints`); a sheet carries its verification code.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from hsaf.contract import context
from hsaf.contract.principal import Principal
from hsaf.contract.sheets import Sheet
from hsaf.functions.calls import Uncallable
from hsaf.functions.declaration import FunctionDeclared, OperationDeclared, Output, Place
from hsaf.functions.inputs import read_input
from hsaf.functions.model import File, Operation, path_of
from hsaf.functions.prints import Prints, Sheets
from hsaf.functions.record_operations import Target
from hsaf.functions.refusals import INPUT_WRONG
from hsaf.functions.transfers import own_subject
from hsaf.functions.typesetting import RECORD, Check, pdf, require_sound
from hsaf.records.model import Field, FieldType
from hsaf.records.states import STATE_NAMES, State

MOST: Final = 100
"""Records printed at once."""

Label = Callable[[str, str], str | None]
"""Label of a value of a dictionary; ``None`` when it has none."""

_IDS: Final = Field(code="ids", label="记录", type=FieldType.LONGTEXT, length=MOST * 31, required=True)
_CODE: Final = Field(code="code", label="验证码", length=30, required=True)


class Printing:
    """Makes the operations ``print``, ``print_many``, ``prints`` and ``check_print`` of a record type, and pages of what
    other operations answer."""

    def __init__(self, label: Label, area: Callable[[str], str], prints: Prints) -> None:
        self._label = label
        self._area = area
        self._prints = prints
        self._checks: list[Check] = []

    def printing(self, function: FunctionDeclared, target: Target) -> tuple[Operation, ...]:
        template = self._template(function, function.template, self._sample(function, target))
        work = partial(self._records, function, target, template)
        one = self._operation(
            function, "print", "打印", "POST", "/{id}/print", read=lambda given: [given.id], work=work,
            place=Place.ROW, subject=own_subject, writes=True, output=Output.FILE, render=_as_it_is,
        )  # fmt: skip
        many = self._operation(
            function, "print_many", "批量打印", "POST", "/print", read=lambda given: _ids(given.body), work=work,
            subject=own_subject, writes=True, output=Output.FILE, render=_as_it_is, input=(_IDS,),
        )  # fmt: skip
        past = self._operation(
            function, "prints", "打印记录", "GET", "/prints", read=lambda _: None,
            work=lambda _: self._prints.latest(function.full, _principal().org_no), writes=False,
            output=Output.ROWS, render=lambda rows, _: {"rows": rows},
        )  # fmt: skip
        check = self._operation(
            function, "check_print", "核对验证码", "GET", "/print/check",
            read=lambda given: read_input((_CODE,), given.query), work=lambda said: self._prints.find(said["code"]),
            writes=False, output=Output.ROW, render=lambda row, _: {"row": row}, input=(_CODE,),
        )  # fmt: skip
        return one, many, past, check

    def _operation(
        self, function: FunctionDeclared, code: str, name: str, method: str, suffix: str, **more: Any
    ) -> Operation:
        return Operation(
            code=code,
            name=name,
            full=f"{function.full}.{code}",
            permission=f"{function.full}.print",
            method=method,
            path=path_of(function.subsystem, function.code, suffix),
            **{"place": Place.PAGE, **more},
        )

    def answered(self, function: FunctionDeclared, declared: OperationDeclared, operation: Operation) -> Operation:
        """The operation with a template, whose method answers a :class:`hsaf.contract.sheets.Sheet`."""
        template = self._template(function, declared.template, None)
        call = operation.work

        def work(values: Any) -> File:
            sheet: Sheet = call(values)
            shown = {"title": sheet.title, **sheet.shown}
            return self._set(function, sheet.name or sheet.title, template, [(sheet.about, shown)])

        return replace(operation, work=work, render=_as_it_is)

    def _template(self, function: FunctionDeclared, name: str, sample: Mapping[str, Any] | None) -> Path:
        """A template beside the declaration, proven by a sample. Raises ``Uncallable``."""
        if not name:
            return RECORD
        path = Path(function.folder) / name
        if Path(name).name != name or path.suffix != ".typ" or not path.is_file():
            raise Uncallable(f"没有打印模板 {name}", f"在 {function.file} 旁边放一个 .typ 文件，template 只写文件名")
        shown = self._told(path) if sample is None else sample
        self._checks.append(Check(path, function.file, f"功能点 {function.code}", shown))
        return path

    def prove(self) -> None:
        """Every template named so far prints. Raises ``Faulty``."""
        require_sound(self._checks)
        self._checks.clear()

    def _told(self, template: Path) -> Mapping[str, Any]:
        """The sample beside a template: what its operation answers, as JSON. Raises ``Uncallable``."""
        beside = template.with_suffix(".sample.json")
        try:
            found = json.loads(beside.read_text("utf-8"))
        except (OSError, ValueError):
            raise Uncallable(
                f"打印模板 {template.name} 没有样张", f"在旁边放 {beside.name}，写一份它要打印的数据"
            ) from None
        return found if isinstance(found, dict) else {}

    def _records(self, function: FunctionDeclared, target: Target, template: Path, ids: list[str]) -> File:
        sheets = [(id, self._sheet(function, target, target.records.detail(target.code, id).row)) for id in ids]
        return self._set(function, function.name, template, sheets)

    def _set(self, function: FunctionDeclared, name: str, template: Path, sheets: Sheets) -> File:
        """Coded, noted and set; what cannot be set is not noted either."""
        coded = [{**sheet, "code": self._prints.note(function.full, about, sheet)} for about, sheet in sheets]
        return pdf(name, coded, template)

    def _sheet(self, function: FunctionDeclared, target: Target, row: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows, masked as the viewer sees it."""
        values = {field.code: self._text(field, row.get(field.code)) for field in target.form}
        values["state"] = STATE_NAMES[State(row["state"])]
        rows = [[field.label, values[field.code]] for field in target.form]
        return {"title": function.name, "values": values, "rows": [*rows, ["状态", values["state"]]]}

    def _sample(self, function: FunctionDeclared, target: Target) -> dict[str, Any]:
        return self._sheet(function, target, {"state": State.DRAFT})

    def _text(self, field: Field, value: Any) -> str:
        if value is None or value == "":
            return ""
        if field.type is FieldType.FLAG:
            return "是" if value else "否"
        if field.options:
            return str(dict(field.options).get(value, value))
        if field.dict:
            return self._label(field.dict, value) or value
        return self._area(value) if field.type is FieldType.AREA else str(value)


def _ids(body: Mapping[str, Any]) -> list[str]:
    """Raises ``INPUT_WRONG``."""
    found = list(dict.fromkeys(one.strip() for one in read_input((_IDS,), body)["ids"].split(",") if one.strip()))
    if not 0 < len(found) <= MOST:
        raise INPUT_WRONG(details=f"一次可打印 1 至 {MOST} 条", field="ids")
    return found


def _as_it_is(file: File, _: Principal) -> File:
    return file


def _principal() -> Principal:
    who = context.current().principal
    assert who is not None
    return who
