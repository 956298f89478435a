"""A policy over columns gives what it gives case by case: every amount, accumulator and account payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsaf.money import round_fen
from hsaf.money.columns import half_up, times
from hsaf.rules import ParameterMissing, Policy, RuleError, Scene, compile_policy, primitives
from hsaf.rules.vector import Codes, Columns, Slot, VectorPolicy
from hsaf.rules.vector import primitives as columns
from tests.unit.rules.conftest import ROWS, VOCABULARY, document, row, variant

DAY = date(2026, 6, 1)
MORE = [
    *ROWS,
    row("tiers", "0.10", psn_idet_type="A", seg_lower="0.00", seg_upper="50.00"),
    row("tiers", "0.20", psn_idet_type="A", seg_lower="50.00"),
    row("tiers", "0.90", psn_idet_type="B", seg_lower="0.00"),
    row("age_steps", "0.3333", psn_type="12", seg_lower="0.00", seg_upper="10.00"),
    row("age_steps", "0.6667", psn_type="12", seg_lower="10.00", seg_upper="20.00"),
    row("age_steps", "0.0001", psn_type="12", seg_lower="20.00"),
    row("late", "0.30", begndate="2026-07-01"),
]


def run_each(policy: Policy, cases: Sequence[Any]) -> list[tuple[dict[str, int], dict[str, int], dict[str, int]] | str]:
    """Case by case: amounts, accumulators and draws, or rule and parameter of a refusal."""
    done: list[Any] = []
    for case in cases:
        try:
            run = policy.run(case, "any", case.scene, case.day, case.acc)
        except ParameterMissing as missing:
            done.append(f"{missing.rule} {missing.element}")
        else:
            done.append((dict.fromkeys(VOCABULARY.amounts, 0) | run.amounts, run.deltas, dict(run.draws)))
    return done


def run_all(policy: Policy, cases: Sequence[Any]) -> list[tuple[dict[str, int], dict[str, int], dict[str, int]] | str]:
    """The same, over columns."""
    given = columns_of(cases)
    outcome = VectorPolicy(policy, VOCABULARY).run(given)
    holders = given.texts.values()
    done: list[Any] = []
    for at in range(len(cases)):
        if outcome.refused[at]:
            done.append(" ".join(outcome.reasons[outcome.refused[at] - 1]))
            continue
        amounts = {name: int(column[at]) for name, column in outcome.amounts.items()}
        deltas = {name: int(column[at]) for name, column in outcome.deltas.items() if column[at]}
        slots = zip(given.accounts, outcome.draws, strict=True)
        done.append((amounts, deltas, {holders[slot.holder[at]]: int(part[at]) for slot, part in slots if part[at]}))
    return done


def columns_of(cases: Sequence[Any]) -> Columns:
    texts, sets = Codes(""), Codes(frozenset[str]())
    scene = [texts.encode(getattr(case.scene, name) for case in cases) for name in ("psn_type", "insutype", "med_type")]
    blank, identities = np.zeros(len(cases), np.int64), sets.encode(case.identities for case in cases)
    names = sorted({name for case in cases for name in case.acc})
    most = max((len(case.accounts) for case in cases), default=0)
    return Columns(
        size=len(cases),
        texts=texts,
        sets=sets,
        days=np.array([case.day.toordinal() for case in cases]),
        elements={
            "scene": np.full(len(cases), texts.code("any")),
            "kind": texts.encode(case.kind for case in cases),
            "bill": np.array([case.bill for case in cases]),
            "retired": np.array([case.retired for case in cases]),
            "identities": identities,
        },
        circumstances={
            "psn_type": scene[0],
            "insutype": scene[1],
            "med_type": scene[2],
            "hosp_lv": blank,
            "dise_codg": blank,
            "matn_type": blank,
            "psn_idet_type": identities,
        },
        accumulators={name: np.array([case.acc.get(name, 0) for case in cases]) for name in names},
        accounts=tuple(_slot(cases, number, texts) for number in range(most)),
    )


def _slot(cases: Sequence[Any], number: int, texts: Codes[str]) -> Slot:
    found = [case.accounts[number] if number < len(case.accounts) else None for case in cases]
    return Slot(
        texts.encode(one.acct_psn_no if one else "" for one in found),
        np.array([one.balc if one else 0 for one in found]),
        np.array([bool(one and one.own) for one in found]),
    )


FEN = st.one_of(
    st.integers(-3, 3), st.integers(0, 300_00), st.integers(0, 1_000_000_00), st.sampled_from([5000, 10_00])
)
ACCOUNT = st.builds(
    SimpleNamespace, acct_psn_no=st.sampled_from(["p", "q", "r"]), balc=st.integers(0, 200_00), own=st.booleans()
)


@st.composite
def any_case(draw: st.DrawFn) -> Any:
    identities = draw(st.frozensets(st.sampled_from(["A", "B", "C"])))
    return SimpleNamespace(
        kind=draw(st.sampled_from(["", "A", "a", "b"])),
        bill=draw(FEN),
        retired=draw(st.booleans()),
        identities=identities,
        accounts=tuple(draw(st.lists(ACCOUNT, max_size=3, unique_by=lambda one: one.acct_psn_no))),
        scene=Scene("310", "3", draw(st.sampled_from(["11", "12"])), "1", identities, "", ""),
        day=draw(st.sampled_from([DAY, date(2026, 8, 1)])),
        acc=draw(st.dictionaries(st.sampled_from(["used", "visits", "by_kind:a", "by_kind:A"]), FEN)),
    )


RULES: Mapping[str, Mapping[str, Any]] = {
    "a product": {"yields": {"paid": "round(bill * ratio)"}},
    "products of ratios": {"yields": {"paid": "round(bill * ratio * (given(late, 1) - given(only_old, 0)))"}},
    "sums before rounding": {"yields": {"paid": "round(bill * ratio + used - (used * ratio) * ratio)"}},
    "comparison of unequal units": {"yields": {"paid": "bill if bill * ratio > used else round(max(bill * ratio, used))"}},
    "a cap": {"yields": {"paid": "min(round(bill * ratio), left(cap, used))"}, "adds": {"used": "paid"}},
    "a threshold": {"yields": {"paid": "above(line=cap, before=used, added=bill)"}, "adds": {"used": "bill"}},
    "negative amounts": {"yields": {"paid": "0 - bill", "rest": "round((used - bill) * ratio)"}},
    "conditions": {
        "when": "not (retired and kind == 'a') or kind in ('A', 'b') and visits < 2",
        "yields": {"paid": "bill"},
        "adds": {"visits": "1"},
    },
    "membership": {"yields": {"paid": "bill if kind in identities else 0", "rest": "bill if kind not in ('a', '') else 1 * used"}},
    "keys": {"yields": {"paid": "left(by_kind[kind], by_kind['A'])"}, "adds": {"by_kind[kind]": "bill", "by_kind['a']": "1 * paid"}},
    "a required parameter": {"yields": {"paid": "round(bill * only_old)"}},
    "an optional parameter": {"when": "given(late, 0) < given(ratio, 0)", "yields": {"paid": "round(bill * given(late, ratio))"}},
    "the best identity": {
        "when": "best_of(grant) != ''",
        "let": {"category": "best_of(grant)"},
        "yields": {"paid": "round(bill * grant[category])"},
        "adds": {"by_kind[category]": "paid"},
    },
    "a category without a value": {"yields": {"paid": "round(bill * grant[kind])"}},
    "a category wanted only sometimes": {
        "yields": {"paid": "round(bill * grant[kind]) if kind in identities and kind != 'C' and grant[kind] > 0 else 0"}
    },
    "a table": {
        "let": {"paid_by": "segment_pay(steps, start=used, amount=bill, limit=cap)"},
        "yields": {"paid": "paid_by.pay", "rest": "paid_by.over", "extra": "paid_by.served"},
    },
    "a changed table": {
        "let": {"paid_by": "segment_pay(min(steps + ratio, 1) - given(only_old, 0), used, bill, left(cap, used))"},
        "yields": {"paid": "paid_by.pay", "rest": "paid_by.over"},
    },
    "a table where there is one": {
        "let": {"table": "given(age_steps, steps) if retired else steps + given(late, 0) * ratio"},
        "yields": {"paid": "segment_pay(table, 0, bill, cap).pay"},
    },
    "a table by identity": {
        "when": "kind in ('A', 'B')",
        "yields": {"paid": "segment_pay(tiers[kind], used, bill, cap).pay"},
    },
    "one payment or another": {
        "let": {"best": "segment_pay(steps, 0, bill, cap) if retired else segment_pay(steps + ratio - ratio, used, bill, bill)"},
        "yields": {"paid": "best.pay", "rest": "best.over"},
    },
    "accounts": {
        "let": {"drawn": "draw(accounts, max(0, bill))"},
        "yields": {"paid": "drawn.total", "rest": "drawn.own", "extra": "drawn.mulaid"},
        "draws": "drawn",
    },
    "a constant": {"yields": {"paid": "0", "rest": "1 * bill"}, "adds": {"visits": "0"}},
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@settings(max_examples=60, deadline=None)
@given(cases=st.lists(any_case(), min_size=1, max_size=12))
def test_every_form_of_rule_gives_the_same_over_columns(rule: Mapping[str, Any], cases: list[Any]) -> None:
    policy = compile_policy(document(variant(**rule)), MORE, VOCABULARY)
    assert run_all(policy, cases) == run_each(policy, cases)


@settings(max_examples=100, deadline=None)
@given(st.lists(any_case(), min_size=1, max_size=20))
def test_items_and_their_variants_run_in_order_for_every_case(cases: list[Any]) -> None:
    items = [
        {"item": "pay", "name": "支付", "variants": [
            variant(rule="R1", when="retired and kind == 'a'", yields={"paid": "bill"}),
            variant(rule="R2", when="kind == 'a'", yields={"paid": "round(bill * only_old)"}, adds={"used": "paid"}),
            variant(rule="R3", when="bill > 1", yields={"paid": "round(bill * ratio)", "rest": "bill - paid"}),
        ]},
        {"item": "more", "name": "补助", "variants": [
            variant(rule="R4", yields={"extra": "round(paid * ratio) - rest"}, adds={"used": "extra", "visits": "1"}),
        ]},
    ]  # fmt: skip
    policy = compile_policy(document(items=items), MORE, VOCABULARY)
    assert run_all(policy, cases) == run_each(policy, cases)


def test_a_refused_case_comes_to_nothing_and_spoils_no_other() -> None:
    policy = compile_policy(
        document(variant(yields={"paid": "bill", "rest": "round(bill * grant[kind])"}, adds={"used": "paid"})),
        MORE,
        VOCABULARY,
    )
    cases = [_case(kind="A"), _case(kind="C"), _case(kind="B")]
    outcome = VectorPolicy(policy, VOCABULARY).run(columns_of(cases))
    assert outcome.refused.tolist() == [0, 1, 0]
    assert outcome.reasons == [("R1", "grant")]
    assert outcome.amounts["rest"].tolist() == [100_00, 0, 70_00]
    assert outcome.deltas["used"].tolist() == [100_00, 0, 100_00]


def _case(**fields: Any) -> Any:
    blank = {"kind": "a", "bill": 100_00, "retired": False, "identities": frozenset({"A", "B"}), "accounts": ()}
    known = blank | {"day": DAY, "acc": {}} | fields
    return SimpleNamespace(scene=Scene("310", "3", "11", "1", known["identities"], "", ""), **known)


def test_no_case_at_all_is_no_trouble() -> None:
    outcome = VectorPolicy(compile_policy(document(variant()), MORE, VOCABULARY), VOCABULARY).run(columns_of([]))
    assert outcome.amounts["paid"].tolist() == []


def test_amounts_too_large_for_exact_arithmetic_are_refused() -> None:
    policy = compile_policy(document(variant(yields={"paid": "round(bill * ratio * ratio)"})), MORE, VOCABULARY)
    with pytest.raises(OverflowError):
        VectorPolicy(policy, VOCABULARY).run(columns_of([_case(bill=10**15)]))


def test_the_generated_source_can_be_read() -> None:
    policy = compile_policy(document(variant(name="一\nimport os")), MORE, VOCABULARY)
    assert VectorPolicy(policy, VOCABULARY).source.splitlines()[0] == "# R1 一 import os: 第1条"


@given(st.integers(-(10**13), 10**13), st.sampled_from([1, 10, 10**4, 10**8]))
def test_rounding_is_half_up_on_the_magnitude(value: int, unit: int) -> None:
    from decimal import Decimal

    assert int(half_up(np.array([value]), unit)[0]) == round_fen(Decimal(value) / unit)


@settings(max_examples=300)
@given(
    edges=st.lists(st.integers(1, 500), max_size=4, unique=True).map(sorted),
    ratios=st.lists(st.integers(0, 10_000), min_size=5, max_size=5),
    start=st.integers(0, 600),
    amount=st.integers(0, 700),
    limit=st.integers(0, 400),
)
def test_segments_are_paid_to_the_fen(edges: list[int], ratios: list[int], start: int, amount: int, limit: int) -> None:
    from decimal import Decimal

    uppers = [*edges, None]
    bands = zip([0, *edges], uppers, ratios, strict=False)
    table = tuple(primitives.Band(low, high, Decimal(ratio) / 10_000) for low, high, ratio in bands)
    paid = primitives.segment_pay(table, start, amount, limit)
    over = columns.segment_pay(
        columns.Table(tuple(columns.END if high is None else high for high in uppers), tuple(ratios[: len(uppers)])),
        10_000,
        np.array([start]),
        np.array([amount]),
        np.array([limit]),
    )
    assert (paid.pay, paid.served, paid.over) == (int(over.pay[0]), int(over.served[0]), int(over.over[0]))


def test_a_large_product_is_exact_or_refused() -> None:
    rng = Random(1)
    for _ in range(200):
        one, other = rng.randint(-(2**40), 2**40), rng.randint(-(2**24), 2**24)
        try:
            assert int(times(np.array([one]), other)[0]) == one * other
        except OverflowError:
            assert abs(one * other) > columns_limit()


def columns_limit() -> int:
    from hsaf.money.columns import LIMIT

    return LIMIT


def test_a_wrong_policy_is_refused_before_it_is_vectorised() -> None:
    with pytest.raises(RuleError):
        compile_policy(document(variant(yields={"paid": "bill * ratio"})), MORE, VOCABULARY)
