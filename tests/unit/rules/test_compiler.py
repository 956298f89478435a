"""What a policy document may say, and how a wrong one is refused: by place and in plain words."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from hsaf.rules import ParameterMissing, Policy, RuleError, Run, Scene, compile_policy, load_yaml
from tests.unit.rules.conftest import ROWS, VOCABULARY, Compile, document, row, variant

DAY = date(2026, 6, 1)


def run(policy: Policy, acc: Mapping[str, int] | None = None, psn_type: str = "11", **case: Any) -> Run:
    given = {"kind": "a", "bill": 1000_00, "retired": False, "identities": frozenset(), "accounts": ()} | case
    scene = Scene("310", "3", psn_type, "1", given["identities"], "", "")
    return policy.run(SimpleNamespace(**given), "any", scene, DAY, acc or {})


def test_a_rule_runs_and_explains_itself(compiled: Compile) -> None:
    policy = compiled(
        let={"cap_left": "left(cap, used)"},
        yields={"paid": "min(round(bill * ratio), cap_left)", "rest": "bill - paid"},
        adds={"used": "paid", "visits": "1", "by_kind[kind]": "rest"},
        limits={"paid": "cap_left"},
        rows=[{"code": "C1", "name": "一", "fund_pay": "paid", "fund_prop": "ratio", "self_pay": "rest"}],
    )
    done = run(policy, {"used": 500_00})
    assert done.amounts == {"paid": 500_00, "rest": 500_00}
    assert done.deltas == {"used": 500_00, "visits": 1, "by_kind:a": 500_00}
    assert done.touched == {"used", "visits", "by_kind:a"}
    assert done.limits == {"paid": 500_00}
    (item,) = done.trace
    assert (item.item, item.rule, item.version, item.source) == ("pay", "R1", "1", "第1条")
    assert item.inputs == {"cap": 1000_00, "used": 500_00, "bill": 1000_00, "ratio": Decimal("0.80"), "kind": "a"}
    assert item.yields == done.amounts
    assert item.steps == {"cap_left": 500_00}
    assert item.rows == (("C1", "一", 500_00, "0.80", 500_00, "0.20"),)


def test_the_first_variant_whose_condition_holds_runs() -> None:
    policy = compile_policy(
        document(
            variant(when="retired", yields={"paid": "bill"}),
            variant(rule="R2", when="kind in ('a', 'b')", yields={"paid": "round(bill * ratio)"}),
        ),
        ROWS,
        VOCABULARY,
    )
    assert run(policy, retired=True).amounts == {"paid": 1000_00}
    assert run(policy, kind="b").amounts == {"paid": 800_00}
    none = run(policy, kind="c")
    assert (none.amounts, none.trace, none.touched) == ({"paid": 0}, [], set())


def test_an_optional_parameter_falls_back_where_no_row_fits(compiled: Compile) -> None:
    policy = compiled(yields={"paid": "round(bill * (ratio + given(only_old, 0)))"})
    assert run(policy).amounts["paid"] == 800_00
    assert run(policy, psn_type="12").amounts["paid"] == 850_00


def test_a_required_parameter_without_a_row_is_refused_by_name(compiled: Compile) -> None:
    policy = compiled(yields={"paid": "round(bill * only_old)"})
    with pytest.raises(ParameterMissing) as missing:
        run(policy)
    assert (missing.value.element, missing.value.rule) == ("only_old", "R1")


def test_the_best_identity_is_chosen(compiled: Compile) -> None:
    policy = compiled(
        when="best_of(grant) != ''", let={"who": "best_of(grant)"}, yields={"paid": "round(bill * grant[who])"}
    )
    assert run(policy, identities=frozenset({"B"})).amounts["paid"] == 700_00
    assert run(policy, identities=frozenset({"B", "A", "Z"})).amounts["paid"] == 1000_00
    assert run(policy, identities=frozenset({"Z"})).amounts["paid"] == 0


def test_tables_are_raised_limited_and_lowered_segment_by_segment(compiled: Compile) -> None:
    policy = compiled(
        let={"table": "min(steps + ratio, 1) - ratio", "part": "segment_pay(table, used, bill, cap)"},
        yields={"paid": "part.pay", "rest": "part.over"},
    )
    done = run(policy, {"used": 50_00}, bill=100_00)
    assert done.amounts == {"paid": 20_00, "rest": 0}


def test_arguments_may_be_named(compiled: Compile) -> None:
    policy = compiled(yields={"paid": "left(used=used, cap=cap)"})
    assert run(policy, {"used": 1_00}).amounts["paid"] == 999_00


def test_later_items_read_earlier_amounts() -> None:
    items = [
        {"item": "pay", "name": "支付", "variants": [variant()]},
        {"item": "rest", "name": "自付", "variants": [variant(rule="R2", yields={"rest": "bill - paid"})]},
    ]
    assert run(compile_policy(document(items=items), ROWS, VOCABULARY)).amounts == {"paid": 800_00, "rest": 200_00}


def test_the_generated_source_can_be_read_and_is_shown_in_tracebacks(compiled: Compile) -> None:
    policy = compiled(let={"due": "bill * ratio"}, yields={"paid": "round(due)"})
    assert "paid = round_fen(due)" in policy.source
    assert "# 1. pay 支付" in policy.source
    with pytest.raises(TypeError) as failed:
        run(policy, bill=None)
    assert "due = bill * ratio" in "".join(traceback.format_exception(failed.value))


def test_free_text_cannot_become_code() -> None:
    hostile = 'x"""\n    raise SystemExit\n    """'
    raw = document(variant(name=hostile, source=hostile), name=hostile)
    raw["items"][0]["name"] = hostile
    policy = compile_policy(raw, ROWS, VOCABULARY)
    assert run(policy).amounts["paid"] == 800_00


@pytest.mark.parametrize(
    ("fields", "place", "reason"),
    [
        ({"yields": {"paid": "bill * ratio"}}, "yields.paid", "未取整，请写 round(...)"),
        ({"yields": {"paid": "bill * 0.8"}}, "yields.paid", "不能直接写数值 0.8，请设为参数"),
        ({"yields": {"paid": "ratio"}}, "yields.paid", "类型是比例，此处应为金额"),
        ({"yields": {"paid": "bil"}}, "yields.paid", "没有名为 'bil' 的要素、参数、累计或金额，是否为 bill"),
        ({"yields": {"paid": "rest"}}, "yields.paid", "金额 rest 在此之前没有政策项产生"),
        ({"yields": {"paid": "bill +"}}, "yields.paid", "写法有误"),
        ({"yields": {"paid": "bill + ratio"}}, "yields.paid", "不能运算：金额与比例"),
        ({"yields": {"paid": "bill / ratio"}}, "yields.paid", "不能运算"),
        ({"yields": {"paid": "bill + 2"}}, "yields.paid", "不能运算：金额与次数"),
        ({"yields": {"paid": "-bill"}}, "yields.paid", "不支持的写法"),
        ({"yields": {"paid": "__import__('os')"}}, "yields.paid", "没有函数 __import__"),
        ({"yields": {"paid": "bill.real"}}, "yields.paid", "金额 没有 real"),
        ({"yields": {"paid": "(lambda: bill)()"}}, "yields.paid", "没有函数"),
        ({"yields": {"paid": "[bill][0]"}}, "yields.paid", "不支持的写法"),
        ({"yields": {"paid": "left(cap)"}}, "yields.paid", "参数应为 left(cap, used)"),
        ({"yields": {"paid": "left(cap, ratio)"}}, "yields.paid", "函数 left(cap, used) 不接受：金额、比例"),
        ({"yields": {"paid": "by_kind"}}, "yields.paid", "累计 by_kind 须写成 by_kind[...]"),
        ({"yields": {"paid": "bill[kind]"}}, "yields.paid", "bill 不能用方括号取值"),
        ({"yields": {"paid": "by_kind[bill]"}}, "yields.paid", "方括号内应为代码"),
        ({"yields": {"paid": "round(bill * grant)"}}, "yields.paid", "按身份类别分别取值，请写成 grant[类别]"),
        ({"yields": {"paid": "round(bill * given(0, ratio))"}}, "yields.paid", "given(...) 的第一项应为参数名"),
        ({"yields": {"paid": "bill if retired else ratio"}}, "yields.paid", "两种取值类型不同：金额与比例"),
        ({"yields": {"paid": "bill if bill else 0"}}, "yields.paid", "应为是否条件"),
        ({"yields": {"nothing": "bill"}}, "yields.nothing", "没有这个金额"),
        ({"when": "bill"}, "when", "此处应为标志"),
        ({"when": "0 < bill < 1"}, "when", "请拆成两个比较"),
        ({"when": "bill == kind"}, "when", "不能比较：金额与代码"),
        ({"when": "scene == 'inpatiant'"}, "when", "scene 没有取值 'inpatiant'，可为：any"),
        ({"when": "kind in ('a', bill)"}, "when", "只能列出代码"),
        ({"when": "ratio > 0"}, "when", "条件中的参数 ratio 可能没有取值"),
        ({"when": "best_of(cap) != ''"}, "when", "best_of(...) 中应为按身份类别取值的比例参数名"),
        ({"let": {"bill": "0"}}, "let.bill", "名称不可用"),
        ({"let": {"rest": "0"}}, "let.rest", "名称不可用"),
        ({"let": {"record": "bill"}}, "let.record", "名称不可用"),
        ({"let": {"grant_of": "bill"}}, "let.grant_of", "名称不可用"),
        ({"let": {"if": "bill"}}, "let.if", "名称不可用"),
        ({"adds": {"use": "paid"}}, "adds.use", "没有这个累计，可为：used、visits、by_kind[...]"),
        ({"adds": {"used[kind]": "paid"}}, "adds.used[kind]", "没有这个累计"),
        ({"adds": {"visits": "paid"}}, "adds.visits", "类型是金额，此处应为次数"),
        ({"limits": {"rest": "cap"}}, "limits.rest", "限额应属于本规则产生的金额"),
        ({"draws": "paid"}, "draws", "此处应为账户支付结果"),
        ({"rows": [{"code": "C1", "name": "一", "self_pay": "ratio"}]}, "rows.C1.self_pay", "此处应为金额"),
        ({"rows": [{"code": "C1", "name": "一", "pieces": "paid"}]}, "rows.C1.pieces", "此处应为分段支付结果"),
    ],
)
def test_a_wrong_rule_is_refused_by_place_and_reason(
    compiled: Compile, fields: dict[str, Any], place: str, reason: str
) -> None:
    with pytest.raises(RuleError) as refused:
        compiled(**fields)
    assert f"政策项 pay / 规则 R1 / {place}：" in str(refused.value)
    assert reason in refused.value.reason


def test_an_amount_belongs_to_one_item() -> None:
    items = [
        {"item": "one", "name": "一", "variants": [variant()]},
        {"item": "two", "name": "二", "variants": [variant(rule="R2")]},
    ]
    with pytest.raises(RuleError, match=r"政策项 two / 规则 R2 / yields\.paid：金额已由政策项 one 产生"):
        compile_policy(document(items=items), ROWS, VOCABULARY)


def test_rule_names_are_unique() -> None:
    with pytest.raises(RuleError, match="规则 R1：名称重复"):
        compile_policy(document(variant(), variant()), ROWS, VOCABULARY)


def test_a_parameter_may_not_take_a_word_of_the_language() -> None:
    with pytest.raises(RuleError, match="参数 bill：参数名不可用"):
        compile_policy(document(variant()), [*ROWS, row("bill", "1")], VOCABULARY)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"begndate": "2027-01-01"}, "结束日期 2026-12-31 早于开始日期"),
        ({"colour": "blue"}, "colour"),
        ({"version": 1.5}, "1.5 须加引号写成文本"),
        (
            {"items": [{"item": "pay", "name": "支付", "variants": [variant(wehn="retired")]}]},
            "政策项 pay / 规则 R1：文档结构有误",
        ),
        ({"items": ["pay"]}, "第 1 个政策项：文档结构有误"),
    ],
)
def test_a_document_of_the_wrong_shape_is_refused_by_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(RuleError) as refused:
        compile_policy(document(variant()) | change, ROWS, VOCABULARY)
    assert message in str(refused.value)


def test_yaml_scalars_stay_text() -> None:
    assert load_yaml("a: 01\nb: 0.10\nc: 2026-01-01\nd: [true]") == {
        "a": "01",
        "b": "0.10",
        "c": "2026-01-01",
        "d": ["true"],
    }
    with pytest.raises(RuleError, match="应为一个 YAML 映射"):
        load_yaml("[]")


def test_a_parameter_that_is_not_needed_may_be_missing(compiled: Compile) -> None:
    policy = compiled(yields={"paid": "round(bill * grant[kind]) if kind in identities else 0"})
    none = run(policy, kind="C")
    assert none.amounts == {"paid": 0}
    assert none.trace[0].inputs["grant[kind]"] is None
