"""Compiles the operations of kind ``application``: applying, judging and watching over, all of the workflow center."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple, Protocol

from hsaf.contract import context
from hsaf.contract.applications import subject
from hsaf.contract.files import Stored
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import Principal
from hsaf.functions.declaration import FunctionDeclared, Output, Place
from hsaf.functions.inputs import PAGING, read_input, read_paging
from hsaf.functions.model import FILE, QUERY, UNMASK, Given, Operation, path_of
from hsaf.functions.refusals import FILE_UNKNOWN
from hsaf.functions.rendering import page_of, plain
from hsaf.records.masking import masked
from hsaf.records.model import Field, FieldType, Mask
from hsaf.records.values import wire

CONTRACT: Final = "workflow.v1"
APPROVE: Final = "approve"
ALL: Final = "all"

Values = Mapping[str, Any]


class WorkflowContract(Protocol):
    """The part of the workflow center's contract that every application needs."""

    def new_id(self) -> str: ...

    def box(self, paging: Paging, box: str = "", business: str = "", state: str = "", text: str = "") -> Page: ...

    def instance(self, instance_id: str, every: bool = False) -> Mapping[str, Any]: ...


class Target(NamedTuple):
    """The applications of one function, as operations call them."""

    workflow: Any
    function: FunctionDeclared
    form: tuple[Field, ...]
    label: Callable[[str, str], str | None]

    @property
    def process(self) -> str:
        assert self.function.application is not None
        return self.function.application.process

    def title(self, values: Values) -> str:
        assert self.function.application is not None
        said = {field.code: self._said(field, values[field.code]) for field in self.form}
        return self.function.application.title.format(**said)

    def _said(self, field: Field, value: Any) -> Any:
        """A value as people read it."""
        if field.dict:
            return self.label(field.dict, value) or value
        return dict(field.options).get(value, wire(field, value))

    def payload(self, values: Values) -> dict[str, Any]:
        return {field.code: wire(field, values[field.code]) for field in self.form}


class Shape(NamedTuple):
    """One operation. ``permission`` is the operation whose permission it shares."""

    code: str
    name: str
    method: str
    suffix: str
    output: Output
    run: Callable[[Target, Values], Any]
    input: tuple[Field, ...] = ()
    permission: str = ""
    place: Place = Place.ROW
    confirm: str = ""


# -- inputs -----------------------------------------------------------------------------------------

_BOX: Final = Field(
    code="box", label="范围", type=FieldType.DICT, options=(("todo", "待办"), ("done", "已办"), ("mine", "我的申请")),
    default="todo",
)  # fmt: skip
_STATE: Final = Field(
    code="state", label="状态", type=FieldType.DICT,
    options=(
        ("running", "审批中"), ("returned", "退回待修改"), ("withdrawn", "已撤回"), ("approved", "已通过"),
        ("rejected", "未通过"), ("terminated", "已终止"), ("rolled_back", "已回退"),
    ),
)  # fmt: skip
_TEXT: Final = Field(code="text", label="标题", length=50)
_OPINION: Final = Field(code="opinion", label="意见", type=FieldType.LONGTEXT, length=500)
_SAID: Final = Field(code="opinion", label="意见", type=FieldType.LONGTEXT, length=500, required=True)
_WHY: Final = Field(code="opinion", label="原因", type=FieldType.LONGTEXT, length=500, required=True)
_STEP: Final = Field(code="step", label="退回到第几步", type=FieldType.INT, default="0", help="0 为退回申请人")
_ACCOUNT: Final = Field(code="account", label="交给（账号）", length=50, required=True, pick="user.account")
_SENDER: Final = Field(code="sender", label="原办理人（账号）", length=50, required=True, pick="user.account")


# -- what they ask of the workflow center -----------------------------------------------------------


def _query(target: Target, values: Values) -> Page:
    found: Page = target.workflow.box(
        values["paging"], values["box"], target.function.full, values["state"], values["text"]
    )
    return found


def _all(target: Target, values: Values) -> Page:
    found: Page = target.workflow.box(values["paging"], ALL, target.function.full, values["state"], values["text"])
    return found


def _detail(target: Target, values: Values) -> Any:
    who = context.current().principal
    every = who is not None and who.may(f"{target.function.full}.{ALL}")
    return target.workflow.instance(values["id"], every)


def _file(target: Target, values: Values) -> Stored:
    """What the application came with, for who may see it. Raises ``FILE_UNKNOWN``."""
    payload = _detail(target, values)["payload"]
    for field in target.form:
        if field.type is FieldType.FILE and values["key"] and payload.get(field.code) == values["key"]:
            return Stored(values["key"], field.label)
    raise FILE_UNKNOWN()


def _apply(target: Target, values: Values) -> Any:
    function = target.function
    title, payload = target.title(values), target.payload(values)
    return target.workflow.apply(values["id"], function.full, target.process, title, function.full, payload)


def _resubmit(target: Target, values: Values) -> Any:
    return target.workflow.resubmit(values["id"], target.title(values), target.payload(values))


def _command(name: str, *inputs: str) -> Callable[[Target, Values], Any]:
    """A command that takes these inputs in this order."""

    def run(target: Target, values: Values) -> Any:
        return getattr(target.workflow, name)(values["id"], *(values[one] for one in inputs))

    return run


_ROW, _PAGE = Output.ROW, Output.PAGE

SHAPES: Final[Mapping[str, Shape]] = {
    shape.code: shape
    for shape in (
        Shape(QUERY, "查询", "GET", "", _PAGE, _query, (_BOX, _STATE, _TEXT), place=Place.PAGE),
        Shape(ALL, "全部申请", "GET", "/all", _PAGE, _all, (_STATE, _TEXT), place=Place.PAGE),
        Shape("detail", "查看", "GET", "/{id}", _ROW, _detail, permission=QUERY),
        Shape(FILE, "下载附件", "GET", "/{id}/files/{key}", Output.FILE, _file, permission=QUERY),
        Shape("apply", "提交申请", "POST", "", _ROW, _apply, place=Place.TABLE),
        Shape("resubmit", "修改并重新提交", "PUT", "/{id}", _ROW, _resubmit, permission="apply"),
        Shape(
            "withdraw", "撤回申请", "POST", "/{id}/withdraw", _ROW, _command("withdraw"), permission="apply",
            confirm="确定撤回这项申请？",
        ),
        Shape("remind", "催办", "POST", "/{id}/remind", _ROW, _command("remind"), permission="apply"),
        Shape(APPROVE, "通过", "POST", "/{id}/approve", _ROW, _command("approve", "opinion"), (_OPINION,)),
        Shape(
            "return", "退回", "POST", "/{id}/return", _ROW, _command("send_back", "opinion", "step"), (_SAID, _STEP),
            permission=APPROVE,
        ),
        Shape("reject", "不予通过", "POST", "/{id}/reject", _ROW, _command("reject", "opinion"), (_SAID,), permission=APPROVE),
        Shape(
            "take_back", "撤回审批", "POST", "/{id}/take_back", _ROW, _command("take_back"), permission=APPROVE,
            confirm="确定撤回您的审批？",
        ),
        Shape("claim", "签收", "POST", "/{id}/claim", _ROW, _command("claim"), permission=APPROVE),
        Shape("release", "退签", "POST", "/{id}/release", _ROW, _command("release"), permission=APPROVE),
        Shape(
            "delegate", "委托他人", "POST", "/{id}/delegate", _ROW, _command("delegate", "account", "opinion"),
            (_ACCOUNT, _OPINION), permission=APPROVE,
        ),
        Shape(
            "transfer", "转办", "POST", "/{id}/transfer", _ROW, _command("transfer", "account", "opinion"),
            (_ACCOUNT, _OPINION), permission=APPROVE,
        ),
        Shape(
            "reassign", "改派", "POST", "/{id}/reassign", _ROW, _command("reassign", "sender", "account", "opinion"),
            (_SENDER, _ACCOUNT, _WHY),
        ),
        Shape("terminate", "终止", "POST", "/{id}/terminate", _ROW, _command("terminate", "opinion"), (_WHY,)),
        Shape("rollback", "业务回退", "POST", "/{id}/rollback", _ROW, _command("roll_back", "opinion"), (_WHY,)),
    )
}  # fmt: skip
"""Every operation of applications."""

NEEDED: Final = (QUERY, "detail", "apply", APPROVE)
"""What no application can do without."""


def compile_application(target: Target, code: str) -> Operation:
    """One declared operation of an application."""
    shape, function = SHAPES[code], target.function
    fields = target.form if code in ("apply", "resubmit") else shape.input
    return Operation(
        code=code,
        name=shape.name,
        full=f"{function.full}.{code}",
        permission=f"{function.full}.{shape.permission or code}",
        method=shape.method,
        path=path_of(function.subsystem, function.code, shape.suffix),
        output=shape.output,
        writes=shape.method != "GET",
        read=partial(_read, shape, fields),
        work=partial(shape.run, target),
        begin=partial(_new, target) if code == "apply" else _same,
        subject=lambda values: subject(values["id"]),
        render=_render(target, shape.output),
        place=shape.place,
        confirm=shape.confirm,
        input=fields,
        event="" if shape.method == "GET" or code == "apply" else code,
    )


def _read(shape: Shape, fields: Sequence[Field], given: Given) -> dict[str, Any]:
    """The application's id and the inputs; of a list the page asked for."""
    if shape.output is Output.PAGE:
        also = {*(field.code for field in PAGING), "sort"}
        return {**read_input(fields, given.query, also), "paging": read_paging(given.query)}
    said = given.body if shape.method != "GET" else {}
    return {**given.path, **read_input(fields, said)}


def _new(target: Target, values: Values) -> Values:
    return {**values, "id": target.workflow.new_id()}


def _same(values: Values) -> Values:
    return values


def _render(target: Target, output: Output) -> Callable[[Any, Principal], Any]:
    match output:
        case Output.PAGE:
            return _listed
        case Output.FILE:
            return lambda stored, _: stored
    return partial(_shown, target)


def _listed(page: Page, _: Principal) -> dict[str, Any]:
    return page_of(page, [plain(one) for one in page.rows])


def _shown(target: Target, row: Mapping[str, Any], who: Principal) -> dict[str, Any]:
    """Personal values masked, but for the applicant, who wrote them."""
    shown = dict(row)
    hides = any(field.mask is not Mask.NONE for field in target.form)
    if (
        hides
        and "payload" in shown
        and row["applicant"] != who.account
        and not who.may(f"{target.function.full}.{UNMASK}")
    ):
        by_code = {field.code: field for field in target.form}
        shown["payload"] = masked(by_code, {code: row["payload"].get(code) for code in by_code})
    return {"row": plain(shown)}
