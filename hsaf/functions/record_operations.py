"""Compiles the operations of a record type: which exist, what each reads from a request and asks of the records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from hsaf.contract.principal import Principal
from hsaf.functions.declaration import FunctionDeclared, Output, Place
from hsaf.functions.inputs import read_input, read_paging, refusal, unknown
from hsaf.functions.model import CHILDREN, QUERY, File, Given, Operation, path_of
from hsaf.functions.rendering import plain
from hsaf.records.contract import Asked, Found, RecordsContract, subject
from hsaf.records.model import RESERVED, Field, FieldType, RecordType

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_PAGE_KEYS: Final = ("page", "size", "sort")
_VERSION: Final = Field(code="version", label="版本", type=FieldType.INT)
_REASON: Final = Field(code="reason", label="原因", type=FieldType.LONGTEXT, length=500)
_PARENT: Final = Field(code="parent", label="上级", length=100)
_OPINION: Final = Field(code="opinion", label="意见", type=FieldType.LONGTEXT, length=500)
_DECISION: Final = Field(
    code="decision", label="结论", type=FieldType.DICT, options=(("pass", "通过"), ("return", "退回")), required=True
)

Values = Mapping[str, Any]


class Target(NamedTuple):
    """The records of one type, as operations call them."""

    records: RecordsContract
    type: RecordType
    form: tuple[Field, ...]

    @property
    def code(self) -> str:
        return self.type.code


class Shape(NamedTuple):
    """One kind of operation. ``permission`` is the operation whose permission it shares."""

    code: str
    name: str
    method: str
    suffix: str
    output: Output
    run: Callable[[Target, Values], Any]
    read: Callable[[Target, Given], dict[str, Any]]
    input: tuple[Field, ...] = ()
    permission: str = ""
    place: Place = Place.ROW
    event: str = ""
    """Event of the state table."""
    new: bool = False
    """Makes a record: its id is taken before the unit of work."""


# -- what requests say ------------------------------------------------------------------------------


def _nothing(_: Target, given: Given) -> dict[str, Any]:
    return {"id": given.path.get("id", "")}


def _asked(_: Target, given: Given) -> dict[str, Any]:
    paging = read_paging(given.query)
    filters = {code: text for code, text in given.query.items() if code not in _PAGE_KEYS and text != ""}
    return {"asked": Asked(filters, given.query.get("sort", ""), paging.page_num, paging.page_size)}


def _row(target: Target, given: Given) -> dict[str, Any]:
    """Fields of the page's form; what every record has may come back and is passed over."""
    known = {field.code for field in target.form}
    problems = unknown(given.body, known | RESERVED)
    if problems:
        raise refusal(problems)
    values = {code: value for code, value in given.body.items() if code in known}
    return {"id": given.path.get("id", ""), "values": values}


def _parent(_: Target, given: Given) -> dict[str, Any]:
    return read_input((_PARENT,), given.query)


def _place(target: Target, given: Given) -> dict[str, Any]:
    """The record's new place in its tree, and the version seen."""
    above = target.type.by_code[target.type.tree]
    said = read_input((above, _required(_VERSION)), given.body)
    return {"id": given.id, "version": said["version"], "values": {above.code: said[above.code]}}


def _edited(target: Target, given: Given) -> dict[str, Any]:
    required = (_required(_VERSION),)
    return _row(target, given) | read_input(required, {"version": given.body.get("version")})


def _said(*fields: Field) -> Callable[[Target, Given], dict[str, Any]]:
    """The record's id, the version seen where it is given, and these inputs."""

    def read(_: Target, given: Given) -> dict[str, Any]:
        return {"id": given.id} | read_input((*fields, _VERSION), given.body)

    return read


def _required(field: Field) -> Field:
    return Field(code=field.code, label=field.label, type=field.type, required=True)


# -- what they ask of the records -------------------------------------------------------------------


def _query(target: Target, values: Values) -> Found:
    return target.records.query(target.code, values["asked"])


def _detail(target: Target, values: Values) -> Any:
    return target.records.detail(target.code, values["id"])


def _history(target: Target, values: Values) -> Any:
    return target.records.history(target.code, values["id"])


def _children(target: Target, values: Values) -> Any:
    return target.records.children(target.code, values["parent"])


def _template(target: Target, _: Values) -> File:
    return File(f"{target.type.name}导入模板.xlsx", target.records.template(target.code), XLSX)


def _add(target: Target, values: Values) -> Any:
    return target.records.add(target.code, values["id"], values["values"])


def _copy(target: Target, values: Values) -> Any:
    return target.records.copy(target.code, values["source"], values["id"], values["values"])


def _edit(target: Target, values: Values) -> Any:
    return target.records.edit(target.code, values["id"], values["version"], values["values"])


def _void(target: Target, values: Values) -> Any:
    return target.records.void(target.code, values["id"], values["reason"], values["version"])


def _roll_back(target: Target, values: Values) -> Any:
    return target.records.roll_back(target.code, values["id"], values["reason"], values["version"])


def _review(step: Any) -> Callable[[Target, Values], Any]:
    def run(target: Target, values: Values) -> Any:
        return target.records.review(
            target.code, values["id"], step, values["decision"], values["opinion"], values["version"]
        )

    return run


def _give_back(target: Target, values: Values) -> Any:
    return target.records.give_back(target.code, values["id"], values["opinion"], values["version"])


def _plain(name: str) -> Callable[[Target, Values], Any]:
    """A command with nothing to say: submit, withdraw, discard, publish."""

    def run(target: Target, values: Values) -> Any:
        return getattr(target.records, name)(target.code, values["id"], values["version"])

    return run


_PAGE, _ROW, _ROWS, _FILE = Output.PAGE, Output.ROW, Output.ROWS, Output.FILE

SHAPES: Final[Mapping[str, Shape]] = {
    shape.code: shape
    for shape in (
        Shape("query", "查询", "GET", "", _PAGE, _query, _asked, place=Place.PAGE),
        Shape("detail", "查看", "GET", "/{id}", _ROW, _detail, _nothing, permission="query"),
        Shape("history", "变更详情记录", "GET", "/{id}/history", _ROWS, _history, _nothing, permission="query"),
        Shape(CHILDREN, "下级", "GET", "/children", _ROWS, _children, _parent, (_PARENT,), permission="query", place=Place.PAGE),
        Shape("template", "下载导入模板", "GET", "/template", _FILE, _template, _nothing, permission="query", place=Place.TABLE),
        Shape("add", "新增", "POST", "", _ROW, _add, _row, place=Place.TABLE, new=True),
        Shape("copy", "复制", "POST", "/{id}/copy", _ROW, _copy, _row, new=True),
        Shape("edit", "变更", "PUT", "/{id}", _ROW, _edit, _edited, event="edit"),
        Shape("move", "移动", "POST", "/{id}/move", _ROW, _edit, _place, permission="edit", event="edit"),
        Shape("void", "作废", "POST", "/{id}/void", _ROW, _void, _said(_REASON), (_REASON,), event="void"),
        Shape("submit", "提交", "POST", "/{id}/submit", _ROW, _plain("submit"), _said(), event="submit"),
        Shape(
            "review1", "初审", "POST", "/{id}/review1", _ROW, _review("review1"), _said(_DECISION, _OPINION),
            (_DECISION, _OPINION), event="review1",
        ),
        Shape(
            "review2", "复审", "POST", "/{id}/review2", _ROW, _review("review2"), _said(_DECISION, _OPINION),
            (_DECISION, _OPINION), event="review2",
        ),
        Shape("return", "退回", "POST", "/{id}/return", _ROW, _give_back, _said(_OPINION), (_OPINION,), event="return"),
        Shape("withdraw", "撤回", "POST", "/{id}/withdraw", _ROW, _plain("withdraw"), _said(), event="withdraw"),
        Shape("discard", "取消变更", "POST", "/{id}/discard", _ROW, _plain("discard"), _said(), event="discard"),
        Shape("publish", "发布", "POST", "/{id}/publish", _ROW, _plain("publish"), _said(), event="publish"),
        Shape("rollback", "回退", "POST", "/{id}/rollback", _ROW, _roll_back, _said(_REASON), (_REASON,), event="roll_back"),
    )
}  # fmt: skip
"""Every operation of records but those that run as jobs (:mod:`.transfers`) and printing."""

REVIEWED_ONLY: Final = frozenset({"submit", "review1", "review2", "return", "withdraw", "discard"})
TREE_ONLY: Final = frozenset({CHILDREN, "move"})
VERSIONED_ONLY: Final = frozenset({"publish", "rollback"})

CONFIRMED: Final = {"void": "确定作废这条记录？", "rollback": "确定回退到上一版本？", "discard": "确定取消本次变更？"}


def compile_record(function: FunctionDeclared, code: str, target: Target) -> Operation:
    """One declared operation of a record type."""
    shape = SHAPES[code]
    writes = shape.method != "GET"
    return Operation(
        code=code,
        name=shape.name,
        full=f"{function.full}.{code}",
        permission=f"{function.full}.{shape.permission or code}",
        method=shape.method,
        path=path_of(function.subsystem, function.code, shape.suffix),
        output=shape.output,
        writes=writes,
        read=partial(shape.read, target),
        work=partial(shape.run, target),
        begin=partial(_new, target) if shape.new else _same,
        subject=partial(_subject, target),
        render=_RENDER[shape.code if shape.code == QUERY else shape.output],
        place=shape.place,
        confirm=CONFIRMED.get(code, ""),
        input=_input(target, shape),
        event=shape.event,
    )


def _input(target: Target, shape: Shape) -> tuple[Field, ...]:
    if shape.read is _place:
        return (target.type.by_code[target.type.tree],)
    return target.form if shape.read in (_row, _edited) else shape.input


def _new(target: Target, values: Values) -> Values:
    return {**values, "source": values["id"], "id": target.records.new_id()}


def _same(values: Values) -> Values:
    return values


def _subject(target: Target, values: Values) -> str:
    return subject(target.type.full_code, values["id"])


def _found(found: Found, _: Principal) -> Any:
    return plain(found)


def _changes(changes: Sequence[Any], _: Principal) -> Any:
    return {"rows": plain(changes)}


def _shown(result: Any, _: Principal) -> Any:
    return plain(result)


def _file(result: File, _: Principal) -> File:
    return result


_RENDER: Final[Mapping[str, Callable[[Any, Principal], Any]]] = {
    QUERY: _found,
    Output.ROWS: _changes,
    Output.ROW: _shown,
    Output.FILE: _file,
}
