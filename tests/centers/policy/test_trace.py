"""An auditor can recompute every amount from the trace and the published rules alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from centers.policy.contract.v1 import Account, BenefitCase, BenefitResult, ItemTrace
from centers.policy.domain.evaluation import PolicyBook, evaluate
from hsaf.data.types import to_json
from hsaf.money import round_fen
from hsaf.rules import Policy, primitives
from hsaf.rules.document import VariantSpec
from tests.centers.policy.test_against_oracle import PERSON, VISIT, YEAR, benefit_case

AMOUNTS = ("act_pay_dedc", "hifp_pay", "hifob_pay", "hifmi_pay", "cvlserv_pay", "maf_pay", "fund_pay_sumamt")
PERSONS = ("psn_part_amt", "acct_pay", "acct_mulaid_pay", "psn_cash_pay")

STAY = BenefitCase(
    setl_date=date(2026, 6, 1),
    med_type="2101",
    insutype="310",
    psn_type="12",
    hosp_lv=3,
    cvlserv_flag=True,
    identities=frozenset({"2303", "2306"}),
    away=True,
    medfee_sumamt=310_000_00,
    fulamt_ownpay_amt=10_000_00,
    inscp_scp_amt=300_000_00,
    acct_used=True,
    accounts=(Account("1", 100_00, True), Account("2", 50_00, False)),
    accumulators={"base": 10_000_00, "hifp": 100_000_00, "inpatient_count": 1},
)


class Ratios(tuple[primitives.Band, ...]):
    """A ratio table with the arithmetic the language gives it."""

    def __add__(self, add: Any) -> Ratios:  # type: ignore[override]
        return Ratios(primitives.Band(low, high, ratio + add) for low, high, ratio in self)

    def __sub__(self, less: Any) -> Ratios:
        return self + -less


def least(*values: Any) -> Any:
    first, *rest = values
    if isinstance(first, Ratios):
        return Ratios(primitives.Band(low, high, min(ratio, *rest)) for low, high, ratio in first)
    return min(values)


LANGUAGE = {
    "round": round_fen,
    "min": least,
    "max": max,
    **{name: getattr(primitives, name) for name in ("left", "above", "given", "best_of", "segment_pay", "draw")},
}


def names(item: ItemTrace) -> dict[str, Any]:
    """The trace's inputs as the names of the rule; ``maf_line[category]`` becomes an indexable value."""
    found: dict[str, Any] = {}
    for name, value in item.inputs.items():
        base, bracket, key = re.fullmatch(r"(\w+)(\[)?(\w*)\]?", name).groups()  # type: ignore[union-attr]
        table = isinstance(value, tuple) and value and isinstance(value[0], primitives.Band)
        if not bracket:
            found[base] = Ratios(value) if table else value
        elif key:
            found.setdefault(base, {})
            if not isinstance(found[base], Mapping) or not found[base]:
                found[base] = Everything(value)
        else:
            found[base] = dict(value)
    return found


class Everything(dict[str, Any]):
    """Gives the traced value for whatever key the rule uses."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value

    def __missing__(self, _: str) -> Any:
        return self.value


def recompute(item: ItemTrace, rule: VariantSpec) -> dict[str, int]:
    """The yields, from the written rule and the traced inputs."""
    scope = names(item)
    assert eval(rule.when, dict(LANGUAGE), scope) is True
    for name, text in (rule.let | rule.yields).items():
        scope[name] = eval(text.strip(), dict(LANGUAGE), scope)
        if name in rule.let:
            assert item.steps[name] == scope[name]
    return {name: scope[name] for name in rule.yields}


def check(policy: Policy, result: BenefitResult) -> None:
    rules = {variant.rule: variant for item in policy.document.items for variant in item.variants}
    for item in result.trace:
        assert recompute(item, rules[item.rule_id]) == item.yields
        assert (item.version, item.source) == (policy.document.version, rules[item.rule_id].source)


@settings(max_examples=300, deadline=None)
@given(PERSON, VISIT, YEAR)
def test_every_amount_can_be_recomputed_from_the_trace(
    policy: Policy, book: PolicyBook, person: dict[str, Any], visit: dict[str, Any], year: dict[str, int]
) -> None:
    check(policy, evaluate(book, benefit_case(person, visit, year, None)))


def test_every_amount_of_the_answer_stands_in_exactly_one_traced_item(book: PolicyBook) -> None:
    result = evaluate(book, STAY)
    for name in (*AMOUNTS, *PERSONS):
        yields = [item.yields[name] for item in result.trace if name in item.yields]
        assert (yields or [0]) == [getattr(result, name)]


def test_explanation_rows_add_up_to_the_amounts(book: PolicyBook) -> None:
    result = evaluate(book, STAY)
    rows = {item.item: item.rows for item in result.trace}
    assert [row.code for row in rows["hifp_pay"]] == ["C001", "C002", "C003"]
    assert sum(row.fund_pay for row in rows["hifp_pay"]) == result.hifp_pay
    pooled_and_over = sum(row.fund_pay + row.self_pay for row in (*rows["hifp_pay"], *rows["hifob_pay"]))
    assert pooled_and_over == result.ratio_base
    first = rows["hifp_pay"][0]
    assert (first.fund_prop, first.self_prop) == ("0.78", "0.22")
    for fund in ("hifob_pay", "cvlserv_pay", "maf_pay"):
        assert sum(row.fund_pay for row in rows[fund]) == getattr(result, fund)


def test_serious_illness_rows_show_line_and_bands(book: PolicyBook) -> None:
    case = benefit_case(
        {"insutype": "390", "psn_type": "15", "cvlserv_flag": False, "identities": frozenset()},
        {"med_type": "2101", "hosp_lv": 3, "inscp_scp_amt": 900_00, "balances": []},
        {"hifmi_burden": 63_500_00},
        None,
    )
    (item,) = (item for item in evaluate(book, case).trace if item.item == "hifmi_pay")
    shown = [(row.code, row.fund_pay, row.fund_prop, row.self_pay) for row in item.rows]
    assert shown == [("PS01", 0, "", 0), ("PL01", 300_00, "0.60", 200_00), ("PL02", 260_00, "0.65", 140_00)]


@pytest.mark.parametrize("fund", ["hifob_pay", "maf_pay"])
def test_items_that_did_not_run_leave_no_trace(book: PolicyBook, fund: str) -> None:
    case = benefit_case(
        {"insutype": "390", "psn_type": "15", "cvlserv_flag": False, "identities": frozenset({"21"})},
        {"med_type": "2101", "hosp_lv": 3, "inscp_scp_amt": 900_00, "balances": []},
        {},
        None,
    )
    assert fund not in {item.item for item in evaluate(book, case).trace}


def test_the_trace_can_be_kept_as_json(book: PolicyBook) -> None:
    text = to_json(evaluate(book, STAY).trace)
    assert '"rule_id":"HIFP-SEGMENT"' in text
    assert '"0.85"' in text
