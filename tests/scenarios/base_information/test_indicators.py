"""HB-10.8 数据指标管理: data sets, and indicators whose formulas refer to those in force."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.support.portal import Portal

_numbers = itertools.count(1)


def data_set(**changes: Any) -> dict[str, Any]:
    return {
        "set_code": f"SETL{next(_numbers)}",
        "set_name": "结算月报",
        "busi_type": "3",
        "elements": "setl_cnt 结算人次\nfund_amt 基金支付（元）",
        "updt_cycle": "M",
        "admdvs": "990100",
        **changes,
    }


def indicator(formula: str, **changes: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "idx_code": f"IDX{number}",
        "idx_name": f"次均基金支付{number}",
        "busi_type": "3",
        "formula": formula,
        "unit": "元",
        "stat_cycle": "M",
        "admdvs": "990100",
        "meaning": "每人次由基金支付的金额",
        **changes,
    }


@pytest.fixture
def sets(portal: Portal) -> Desk:
    return Desk.of(portal, "data_set")


@pytest.fixture
def indicators(portal: Portal) -> Desk:
    return Desk.of(portal, "indicator")


@spec("HB-10.8.1")
@spec("HB-10.8.2")
def test_an_indicator_may_refer_to_a_data_set_only_once_that_is_in_force(sets: Desk, indicators: Desk) -> None:
    values = data_set()
    id = sets.add(values)
    wanted = indicator(f"{values['set_code']}.fund_amt ÷ {values['set_code']}.setl_cnt")
    early = indicators.clerk.post(indicators.path, wanted)
    assert (early.status, early.body["field"]) == (422, "formula")
    assert "不存在或未生效" in early.body["message"]
    sets.approve(id)
    made = indicators.add(wanted)
    indicators.approve(made)
    assert indicators.row(made)["state"] == "effective"


@spec("HB-10.8.1")
def test_what_an_indicator_computes_with_stays_in_its_data_set(sets: Desk, indicators: Desk) -> None:
    values = data_set()
    id = sets.add(values)
    sets.approve(id)
    made = indicators.add(indicator(f"{values['set_code']}.fund_amt * 100"))
    indicators.approve(made)
    refused = sets.change(id, elements="setl_cnt 结算人次")
    assert (refused.status, refused.body["field"]) == (422, "elements")
    sets.do(sets.clerk, id, "void", reason="不再上报")
    sets.do(sets.first, id, "review1", decision="pass")
    kept = sets.do(sets.second, id, "review2", decision="pass")
    assert (kept.status, kept.body["code"]) == (409, "base_info.data_set_used")
    assert sets.row(id)["state"] == "effective"


@spec("HB-10.8.2")
@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("1 + 1", "没有引用任何数据元"),
        ("{set}.fund_amt / 0", "不能除以 0"),
        ("{set}.fund_amt +", "不是完整的算式"),
        ("fund_amt", "应写成 数据集.数据元"),
        ("__import__('os')", "只能使用数据元"),
        ("{set}.fund_amt ** 9", "只能使用数据元"),
        ("{set}.nothing", "没有数据元 nothing"),
    ],
)
def test_a_formula_that_cannot_be_computed_is_refused(sets: Desk, indicators: Desk, formula: str, reason: str) -> None:
    values = data_set()
    sets.approve(sets.add(values))
    refused = indicators.clerk.post(indicators.path, indicator(formula.replace("{set}", values["set_code"])))
    assert (refused.status, refused.body["field"]) == (422, "formula")
    assert reason in refused.body["message"]


@spec("HB-10.8.2")
def test_codes_of_indicators_are_unique(sets: Desk, indicators: Desk) -> None:
    values = data_set()
    sets.approve(sets.add(values))
    first = indicator(f"{values['set_code']}.fund_amt")
    indicators.add(first)
    taken = indicators.clerk.post(indicators.path, {**indicator(first["formula"]), "idx_code": first["idx_code"]})
    assert (taken.status, taken.body["code"]) == (409, "records.key_taken")


@spec("HB-10.8.1")
@pytest.mark.parametrize("elements", ["setl_cnt", "a 甲\na 乙", "甲 甲"])
def test_elements_have_a_code_of_their_own_and_a_name(sets: Desk, elements: str) -> None:
    refused = sets.clerk.post(sets.path, data_set(elements=elements))
    assert (refused.status, refused.body["field"]) == (422, "elements")
