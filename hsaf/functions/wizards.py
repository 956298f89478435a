"""``kind = "wizard"``: steps with checks, drafts on the server, one command at the end in one unit of work.

A draft's values are those of all steps together, as they were typed: texts by field code, and for the tables of a step
lists of such rows. Each step is checked when it is left; the preview and the end check all of them again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from string import Formatter
from typing import Any, Final, NamedTuple

from hsaf.contract.errors import HsafError
from hsaf.functions.calls import Uncallable, compile_work
from hsaf.functions.declaration import FunctionDeclared, OperationDeclared, OutcomeDeclared, Output, Place, WizardStep
from hsaf.functions.drafts import Drafts
from hsaf.functions.inputs import read_input, refusal
from hsaf.functions.model import Given, Operation, path_of
from hsaf.functions.refusals import INPUT_WRONG
from hsaf.functions.rendering import plain
from hsaf.functions.transfers import own_subject
from hsaf.kernel.faults import suggest
from hsaf.records.contract import Problem
from hsaf.records.model import Field, FieldType

Work = Callable[[Mapping[str, Any]], Any]
Contract = Callable[[str], Any]
Values = Mapping[str, Any]

PERMISSION: Final = "finish"
"""The one permission: who may finish it may fill it in."""

_VERSION: Final = Field(code="version", label="版本", type=FieldType.INT, required=True)
_STEP: Final = Field(code="step", label="步骤", length=50, required=True)
_CHECKED: Final = Field(code="checked", label="校验本步骤", type=FieldType.FLAG)
_VALUES: Final = Field(code="values", label="内容", type=FieldType.LONGTEXT, length=400_000)


class Step(NamedTuple):
    """``check`` answers facts that the page shows, or nothing."""

    declared: WizardStep
    check: Work | None


class Wizard:
    """One wizard, compiled."""

    def __init__(self, function: FunctionDeclared, contract: Contract, drafts: Drafts) -> None:
        assert function.wizard is not None
        self._function = function
        self._declared = function.wizard
        self._drafts = drafts
        self._fields = tuple(field for step in self._declared.step for field in step.all)
        self._steps = {one.code: Step(one, self._work(one.check, contract)) for one in self._declared.step}
        finish = self._work(self._declared.finish, contract)
        assert finish is not None
        self._finish = finish
        self._resume = self._work(self._declared.resume, contract)
        if self._resume and self._declared.resumes not in {field.code for field in self._fields}:
            raise Uncallable("wizard.resumes 不是输入项", "写 resume 的方法所取的输入项")
        for text, what in ((self._declared.title, "title"), (self._declared.subject, "subject")):
            for _, name, _, _ in Formatter().parse(text):
                if name is not None and name not in {field.code for field in self._fields}:
                    known = [field.code for field in self._fields]
                    raise Uncallable(f"wizard.{what} 中的 {{{name}}} 不是输入项", suggest(name, known))

    def _work(self, declared: OutcomeDeclared | None, contract: Contract) -> Work | None:
        """Raises ``Uncallable``."""
        if declared is None:
            return None
        one = OperationDeclared(
            code="step", name="", contract=declared.contract, method=declared.method, input=self._fields,
            given=declared.given,
        )  # fmt: skip
        return compile_work(one, contract(declared.contract))

    def operations(self) -> tuple[Operation, ...]:
        make = partial(_operation, self._function)
        with_id = {"subject": lambda values: f"draft:{values['id']}"}
        resume = make("resume", "调出", "GET", "/entered/{id}", Output.ROW, read=_named, work=self._resumed)
        return (
            *((resume,) if self._resume else ()),
            make("drafts", "草稿", "GET", "/drafts", Output.ROWS, read=lambda _: None,
                 work=lambda _: self._drafts.own(self._function.full), render=_rows),
            make("draft", "打开草稿", "GET", "/drafts/{id}", Output.ROW, read=_named, work=self._open),
            make("begin", "新建", "POST", "/drafts", Output.ROW, read=self._read_new, work=self._begin,
                 subject=own_subject, input=(_STEP, _CHECKED, _VALUES)),
            make("save", "保存", "PUT", "/drafts/{id}", Output.ROW, read=self._read_saved, work=self._save,
                 input=(_VERSION, _STEP, _CHECKED, _VALUES), **with_id),
            make("discard", "放弃草稿", "POST", "/drafts/{id}/discard", Output.NONE, read=_versioned, work=self._discard,
                 input=(_VERSION,), render=lambda _, __: {}, **with_id),
            make("preview", "试算", "POST", "/drafts/{id}/preview", Output.ROW, read=_versioned, begin=self._all,
                 work=self._preview, subject=self._subject, input=(_VERSION,), dry_run=True),
            make(PERMISSION, self._declared.finish_name, "POST", "/drafts/{id}/finish", Output.ROW, read=_versioned,
                 begin=self._all, work=self._end, subject=self._subject, input=(_VERSION,),
                 confirm=self._declared.confirm),
        )  # fmt: skip

    # -- drafts -------------------------------------------------------------------------------------

    def _read_new(self, given: Given) -> dict[str, Any]:
        return self._said((_STEP, _CHECKED), given)

    def _read_saved(self, given: Given) -> dict[str, Any]:
        return {"id": given.id, **self._said((_VERSION, _STEP, _CHECKED), given)}

    def _said(self, fields: Sequence[Field], given: Given) -> dict[str, Any]:
        """Raises ``INPUT_WRONG``."""
        said = read_input(fields, given.body, also=("values",))
        values = given.body.get("values") or {}
        known = {one.code for one in self._fields}
        if said["step"] not in self._steps or type(values) is not dict or not set(values) <= known:
            raise INPUT_WRONG(details="草稿的内容与本页不符，请刷新页面", field="values")
        if said["checked"]:
            _read(self._steps[said["step"]].declared, values)
        return {**said, "values": values}

    def _open(self, said: Values) -> dict[str, Any]:
        found = self._drafts.find(self._function.full, said["id"])
        return {"draft_id": found.draft_id, "step": found.step, "version": found.version, "values": found.values}

    def _resumed(self, said: Values) -> dict[str, Any]:
        assert self._resume is not None
        return {"values": self._resume({**self._blank(), self._declared.resumes: said["id"]})}

    def _begin(self, said: Values) -> dict[str, Any]:
        facts = self._checked(said)
        title = self._title(said["values"])
        made = self._drafts.begin(self._function.full, title, self._next(said), said["values"])
        return {"draft_id": made, "version": 1, "step": self._next(said), "facts": facts}

    def _save(self, said: Values) -> dict[str, Any]:
        facts = self._checked(said)
        title, step = self._title(said["values"]), self._next(said)
        version = self._drafts.save(self._function.full, said["id"], said["version"], title, step, said["values"])
        return {"draft_id": said["id"], "version": version, "step": step, "facts": facts}

    def _discard(self, said: Values) -> None:
        self._drafts.drop(self._function.full, said["id"], said["version"])

    def _checked(self, said: Values) -> Any:
        """What the step's check tells. Raises what it refuses."""
        step = self._steps[said["step"]]
        if not said["checked"] or step.check is None:
            return []
        read = self._blank() | _all_read(self._before(said["step"]), said["values"])
        return plain(step.check(read) or [])

    def _before(self, code: str) -> list[WizardStep]:
        """The steps up to this one."""
        steps = list(self._declared.step)
        return steps[: [one.code for one in steps].index(code) + 1]

    def _next(self, said: Values) -> str:
        codes = list(self._steps)
        at = codes.index(said["step"])
        return codes[min(at + 1, len(codes) - 1)] if said["checked"] else str(said["step"])

    def _blank(self) -> dict[str, Any]:
        return {code: [] if code in self._tables else None for code in (one.code for one in self._fields)}

    @property
    def _tables(self) -> set[str]:
        return {rows.code for step in self._declared.step for rows in step.rows}

    def _title(self, values: Values) -> str:
        said = {one.code: str(values.get(one.code) or "") for one in self._fields}
        return self._declared.title.format(**said).strip()

    # -- the end ------------------------------------------------------------------------------------

    def _all(self, said: Values) -> dict[str, Any]:
        """The draft with every step read. Raises ``INPUT_WRONG``, ``DRAFT_UNKNOWN``."""
        found = self._drafts.find(self._function.full, said["id"])
        return {**said, "read": _all_read(self._declared.step, found.values)}

    def _subject(self, said: Values) -> str:
        return self._declared.subject.format(**said["read"])[:64] or f"draft:{said['id']}"

    def _preview(self, said: Values) -> Any:
        return self._finish(said["read"])

    def _end(self, said: Values) -> Any:
        """The draft goes as the command is done: two tabs cannot finish it twice."""
        self._drafts.drop(self._function.full, said["id"], said["version"])
        return self._finish(said["read"])


def _all_read(steps: Sequence[WizardStep], values: Values) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for step in steps:
        read |= _read(step, values)
    return read


def _read(step: WizardStep, values: Values) -> dict[str, Any]:
    """Typed values of a step: fields, and its tables as lists of rows. Raises ``INPUT_WRONG`` naming each finding."""
    read, problems = _findings(step.input, values, "")
    for rows in step.rows:
        given = values.get(rows.code) or []
        if type(given) is not list or not all(type(one) is dict for one in given):
            raise INPUT_WRONG(details=f"{rows.label}应为若干行", field=rows.code)
        if not rows.least <= len(given) <= rows.most:
            problems.append(Problem(rows.code, rows.label, f"应有 {rows.least} 至 {rows.most} 行"))
        made = []
        for number, one in enumerate(given):
            row, found = _findings(rows.field, one, f"{rows.code}[{number}].", f"第 {number + 1} 行")
            made.append(row)
            problems += found
        read[rows.code] = made
    if problems:
        raise refusal(problems)
    return read


def _findings(
    fields: Sequence[Field], values: Values, prefix: str, place: str = ""
) -> tuple[dict[str, Any], list[Problem]]:
    try:
        return read_input(fields, {one.code: values[one.code] for one in fields if one.code in values}), []
    except HsafError as refused:
        found = refused.params["problems"]
        return {}, [Problem(prefix + one.field, place + one.label, one.reason) for one in found]


def _operation(
    function: FunctionDeclared, code: str, name: str, method: str, suffix: str, output: Output, **more: Any
) -> Operation:
    return Operation(
        code=code,
        name=name,
        full=f"{function.full}.{code}",
        permission=f"{function.full}.{PERMISSION}",
        method=method,
        path=path_of(function.subsystem, function.code, suffix),
        output=output,
        writes=method != "GET",
        **{"place": Place.PAGE, "render": lambda result, _: {"row": plain(result)}, **more},
    )


def _rows(rows: Any, _: Any) -> dict[str, Any]:
    return {"rows": plain(rows)}


def _named(given: Given) -> dict[str, Any]:
    return {"id": given.id}


def _versioned(given: Given) -> dict[str, Any]:
    return {"id": given.id, **read_input((_VERSION,), given.body)}
