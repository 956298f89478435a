"""Declarations against the centers that run: what fits becomes an operation, what does not stops the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.layers import Guarded, entering
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import Principal
from hsaf.functions.compiling import Offered, compile_all
from hsaf.functions.declaration import (
    Columns,
    FunctionDeclared,
    Kind,
    OperationDeclared,
    Output,
    Place,
    TabDeclared,
    Tree,
)
from hsaf.functions.model import Function, Given
from hsaf.kernel.faults import Faulty
from hsaf.records.model import Field, FieldType, Mask, RecordType


class Payment(msgspec.Struct, frozen=True):
    account: str
    amount: int
    on: date | None = None


class Center:
    """A center's service as the kernel hands it out."""

    def pay(self, payment: Payment) -> dict[str, Any]:
        return {"account": payment.account, "amount": payment.amount}

    def find(self, kind: str, asked: Mapping[str, Any], paging: Paging) -> Page:
        return Page([{"kind": kind, **asked}], 1, paging)

    def unlock(self, account: str, reason: str = "") -> None:
        return None

    def all(self, asked: Mapping[str, Any]) -> Sequence[Any]:
        return []


class Records:
    """Types only."""

    def types(self) -> Mapping[str, RecordType]:
        name = Field(code="name", label="名称", required=True, list=True, filter=True)
        memo = Field(code="memo", label="备注")
        return {
            "bank": RecordType(center="demo", code="bank", name="银行", fields=(name, memo), reviewed=True),
            "note": RecordType(center="demo", code="note", name="便签", fields=(name, memo)),
        }


CONTRACTS = {"demo.v1": Guarded(Center(), "center", "demo"), "demo.records.v1": Guarded(Records(), "center", "demo")}
OFFERED = Offered(CONTRACTS, {"demo.v1": "demo", "away.v1": "away"}.get, {}, {"gend"})
CLERK = Principal(account="clerk", name="甲", org_no="1", admdvs="990000")


def text(code: str, **changes: Any) -> Field:
    return Field(code=code, label=f"【{code}】", **changes)


def function(*operations: OperationDeclared, **changes: Any) -> FunctionDeclared:
    given: dict[str, Any] = {
        "code": "thing", "name": "事项", "kind": Kind.CUSTOM, "spec": ("HB-10.1.1",), "operation": operations,
        "subsystem": "sub", "menu": ("示例",), "file": "sub/functions/things.toml",
    }  # fmt: skip
    return FunctionDeclared(**(given | changes))


def call(method: str, *inputs: Field, **changes: Any) -> OperationDeclared:
    return OperationDeclared(code="go", name="办理", contract="demo.v1", method=method, input=inputs, **changes)


def compiled(one: FunctionDeclared) -> Function:
    (made,) = compile_all([one], OFFERED)
    return made


def run(one: FunctionDeclared, **given: Any) -> Any:
    """What the only operation answers to a request."""
    (operation,) = compiled(one).operations
    values = operation.read(Given(**given))
    with entering("control", "sub"):
        return operation.render(operation.work(values), CLERK)


def faults(one: FunctionDeclared) -> str:
    with pytest.raises(Faulty) as caught:
        compile_all([one], OFFERED)
    return "\n".join(map(str, caught.value.faults))


# -- what fits --------------------------------------------------------------------------------------


def test_inputs_become_a_struct_the_method_takes_and_money_is_fen_inside() -> None:
    pays = function(
        call("pay", text("account"), text("amount", type=FieldType.MONEY), text("on", type=FieldType.DATE), output=Output.ROW),
        field=(text("account"), text("amount", type=FieldType.MONEY)),
    )  # fmt: skip
    assert run(pays, body={"account": "A1", "amount": "12.50"}) == {"row": {"account": "A1", "amount": "12.50"}}


def test_a_page_takes_fixed_arguments_conditions_and_the_page_asked_for() -> None:
    finds = function(call("find", text("name"), text("code"), given={"kind": "x"}, output=Output.PAGE))
    (operation,) = compiled(finds).operations
    assert (operation.method, operation.writes) == ("GET", False)
    answer = run(finds, query={"name": "甲", "page": "2", "size": "5"})
    assert answer == {"rows": [{"kind": "x", "name": "甲"}], "total": 1, "page": 2, "size": 5}


def test_parameters_with_a_default_need_no_input() -> None:
    assert run(function(call("unlock", text("account"))), body={"account": "A1"}) == {}


def test_the_subject_of_a_write_names_what_it_is_about() -> None:
    (operation,) = compiled(function(call("unlock", text("account"), subject="user:{account}"))).operations
    assert operation.subject({"account": "A1"}) == "user:A1"
    (plain,) = compiled(function(call("unlock", text("account")))).operations
    assert plain.subject({"account": "A1"}) == "sub.thing.go"


def test_what_is_audited_holds_no_text_that_may_be_personal() -> None:
    inputs = (text("account", mask=Mask.NAME), text("reason"))
    (operation,) = compiled(function(call("unlock", *inputs))).operations
    assert operation.audited is not None
    assert operation.audited({"account": "张三", "reason": "忘记密码"}) == {}


def test_rows_show_declared_fields_only_and_personal_data_masked() -> None:
    shown = function(
        call("find", text("name"), text("secret"), given={"kind": "x"}, output=Output.PAGE),
        field=(text("name", mask=Mask.NAME),),
    )
    (operation,) = compiled(shown).operations
    page = Page([{"name": "张三丰", "secret": "x"}], 1, Paging(1, 20))
    assert operation.render(page, CLERK)["rows"] == [{"name": "张**"}]
    entrusted = msgspec.structs.replace(CLERK, permissions=frozenset({"sub.thing.unmask"}))
    assert operation.render(page, entrusted)["rows"] == [{"name": "张三丰"}]
    assert "sub.thing.unmask" in compiled(shown).permissions


def test_who_may_see_a_tree_s_list_may_open_it() -> None:
    (opens,) = compiled(
        function(
            msgspec.structs.replace(call("all", text("parent"), output=Output.ROWS, reads=True), code="children"),
            kind=Kind.TREE, tree=Tree(key="id", parent="above", title="id"), field=(text("id"), text("above")),
        )
    ).operations  # fmt: skip
    assert opens.permission == "sub.thing.query"


STATE = text("state", type=FieldType.DICT, options=(("open", "待办"), ("done", "已办")))


def test_a_row_says_which_operations_its_state_lets_happen() -> None:
    page = compiled(
        function(
            msgspec.structs.replace(call("find", text("state"), given={"kind": "x"}, output=Output.PAGE), code="query"),
            call("unlock", text("account"), place=Place.ROW, when={"state": ("open",)}),
            field=(text("account"), STATE),
        )
    )
    query, go = page.operations
    rows = Page([{"account": "A", "state": "open"}, {"account": "B", "state": "done"}, {}], 3, Paging(1, 20))
    assert [row["may"] for row in query.render(rows, CLERK)["rows"]] == [["go"], [], []]
    assert (query.event, go.event) == ("", "go")


def test_a_function_of_a_center_that_does_not_run_here_is_left_out() -> None:
    away = msgspec.structs.replace(call("x"), contract="away.v1")
    assert compile_all([function(away)], OFFERED) == ()


def test_labels_defaults_and_hidden_fields_are_the_page_s_own() -> None:
    page = compiled(
        function(
            kind=Kind.REVIEWED_RECORD, record="demo.bank", operations=("query", "add"),
            fields=Columns(labels={"name": "网点"}, hide=("memo",)),
        )
    )  # fmt: skip
    assert [(one.code, one.label) for one in page.fields] == [("name", "网点")]
    assert [one.code for one in page.operations[1].input] == ["name"]


# -- what does not ----------------------------------------------------------------------------------

RECORD: dict[str, Any] = {"kind": Kind.REVIEWED_RECORD, "record": "demo.bank", "operations": ("query",)}


def detail(tab: str, **given: str) -> FunctionDeclared:
    query = OperationDeclared(
        code="query", name="查询", contract="demo.v1", method="all", input=(text("id"),), output=Output.ROWS, reads=True
    )
    return function(
        query, kind=Kind.DETAIL, field=(text("id"),), tab=(TabDeclared(title="页", function=tab, given=given),)
    )


WRONG = {
    "contract": (function(msgspec.structs.replace(call("pay"), contract="demoo.v1")), "没有契约 demoo.v1", "demo.v1"),
    "method": (function(call("unlok", text("account"))), "契约 demo.v1 没有方法 unlok", "是否想写 unlock"),
    "private method": (function(call("_target")), "没有方法 _target", ""),
    "missing input": (function(call("unlock")), "参数 account 没有来源", "在 input 中声明 account"),
    "unused input": (function(call("unlock", text("account"), text("colour"))), "用不到输入项 colour", "删除它"),
    "unknown constant": (function(call("unlock", text("account"), given={"x": 1})), "没有参数 x", ""),
    "no paging": (function(call("all", text("a"), output=Output.PAGE)), "不分页", "rows"),
    "subject": (function(call("unlock", text("account"), subject="u:{id}")), "{id} 不是输入项", "account"),
    "dictionary": (
        function(call("unlock", text("account", type=FieldType.DICT, dict="gender"))),
        "字典 gender 不存在",
        "是否想写 gend",
    ),
    "record type": (function(**(RECORD | {"record": "demo.bnk"})), "没有信息类别 demo.bnk", "是否想写 bank"),
    "center": (function(**(RECORD | {"record": "demoo.bank"})), "没有契约 demoo.records.v1", ""),
    "operation": (function(**(RECORD | {"operations": ("countersign",)})), "没有操作 countersign", "可用"),
    "kind": (function(**(RECORD | {"record": "demo.note"})), "kind 与信息类别 demo.note 不符", "maintained_record"),
    "review of an unreviewed type": (
        function(kind=Kind.MAINTAINED_RECORD, record="demo.note", operations=("submit",)),
        "操作 submit 不适用于不审核的 demo.note",
        "删除 submit",
    ),
    "publishing of an unversioned type": (
        function(**(RECORD | {"operations": ("publish",)})), "不适用于不分版本的 demo.bank", "删除 publish",
    ),
    "column": (function(**RECORD, fields=Columns(list=("nmae",))), "fields.list 中的 nmae 不是可用的字段", "是否想写 name"),
    "label": (function(**RECORD, fields=Columns(labels={"nmae": "x"})), "fields.labels 中的 nmae 不是字段", "name"),
    "a condition on no field": (
        function(call("unlock", text("account"), place=Place.ROW, when={"stat": ("open",)}), field=(STATE,)),
        "when 中的 stat 不是字段", "state",
    ),
    "a condition on no choice": (
        function(call("unlock", text("account"), place=Place.ROW, when={"state": ("opened",)}), field=(STATE,)),
        "when 中的 opened 不可选", "open",
    ),
    "a condition without a row": (
        function(call("unlock", text("account"), when={"state": ("open",)}), field=(STATE,)), "不在行上", "row",
    ),
    "a tree that is none": (function(**(RECORD | {"kind": Kind.TREE})), "[function.tree] 与 kind 不符", "tree"),
    "a tree of other fields": (
        function(kind=Kind.TREE, tree=Tree(key="id", parent="above", title="x"), field=(text("id"), text("above"))),
        "tree.title = 'x' 不是字段", "id",
    ),
    "a tree nobody can open": (function(kind=Kind.TREE, tree=Tree(key="id", parent="id", title="id"), field=(text("id"),)), "没有操作 children", "parent"),
    "levels of a type that has none": (function(**(RECORD | {"operations": ("children",)})), "要求 demo.bank 是树", "tree"),
    "a tab of nothing": (detail("sub.thin"), "没有功能点 sub.thin", "sub.thing"),
    "a tab by what is not asked": (detail("sub.thing", x="id"), "x 不是 sub.thing 的查询条件", "id"),
    "a tab by what is not shown": (detail("sub.thing", id="ix"), "ix 不是本页的字段", "id"),
    "hidden required field": (function(**RECORD, fields=Columns(hide=("name",))), "必填字段 name 不能隐藏", "defaults"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_named_with_a_remedy(name: str) -> None:
    declared, reason, remedy = WRONG[name]
    said = faults(declared)
    assert "插件 sub/functions/things.toml：功能点 thing：" in said
    assert reason in said
    assert remedy in said


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({}, "account", "【account】必须填写"),
        ({"account": 5}, "account", "应为文字"),
        ({"account": "x" * 101}, "account", "不能超过 100 个字"),
        ({"account": "A", "amount": "1.005"}, "amount", "金额最多两位小数"),
        ({"account": "A", "amount": Decimal("0.1"), "x": 1}, "x", "不是本功能的输入项"),
    ],
)
def test_a_wrong_input_is_refused_in_chinese(body: dict[str, Any], field: str, said: str) -> None:
    pays = function(call("pay", text("account", required=True), text("amount", type=FieldType.MONEY, default="0")))
    with pytest.raises(HsafError) as refused:
        run(pays, body=body)
    assert refused.value.params["field"] == field
    assert said in refused.value.message
