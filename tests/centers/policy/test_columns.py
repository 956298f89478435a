"""Benefit cases by column come to the same fen, row by row, as each of them by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centers.policy.contract.v1 import BenefitCase, BenefitResult, StayState
from centers.policy.domain import columns
from centers.policy.domain.evaluation import compile_benefit_policy, evaluate_with
from centers.policy.domain.vocabulary import AMOUNTS
from hsaf.contract.errors import HsafError
from hsaf.rules import Policy
from hsaf.rules.vector import VectorPolicy
from tests.centers.policy.crowd import crowd
from tests.centers.policy.test_against_oracle import PERSON, STAY, VISIT, YEAR, benefit_case

BULK = 200_000
SHOWN = tuple(name for name in AMOUNTS if name in BenefitResult.__struct_fields__)
"""The amounts a result shows."""


@pytest.fixture(scope="module")
def vector(policy: Policy) -> VectorPolicy:
    return columns.vectorised(policy)


def one_by_one(policy: Policy, case: BenefitCase) -> tuple[Any, ...] | None:
    """Amounts, accumulators and account payments; ``None`` when the case is refused."""
    try:
        result = evaluate_with(policy, case)
    except HsafError:
        return None
    return tuple(getattr(result, name) for name in SHOWN), dict(result.deltas), dict(result.draws)


def all_at_once(vector: VectorPolicy, cases: Sequence[BenefitCase]) -> list[tuple[Any, ...] | None]:
    """The same for each case, from the columns."""
    settled = columns.evaluate_many(vector, columns.columns_of(cases))
    amounts = list(zip(*(settled.amounts[name].tolist() for name in SHOWN), strict=True))
    deltas = {name: column.tolist() for name, column in settled.deltas.items()}
    draws = [column.tolist() for column in settled.draws]
    return [
        None
        if row in settled.refused
        else (
            amounts[row],
            {name: column[row] for name, column in deltas.items() if column[row]},
            _drawn(case, [column[row] for column in draws]),
        )
        for row, case in enumerate(cases)
    ]


def _drawn(case: BenefitCase, parts: Sequence[int]) -> Mapping[str, int]:
    return {account.acct_psn_no: part for account, part in zip(case.accounts, parts, strict=False) if part}


@st.composite
def any_case(draw: st.DrawFn) -> BenefitCase:
    case = benefit_case(draw(PERSON), draw(VISIT), draw(YEAR), draw(STAY))
    return msgspec.structs.replace(case, chronic_filing=draw(st.booleans()))


@settings(max_examples=150, deadline=None)
@given(cases=st.lists(any_case(), min_size=1, max_size=30))
def test_any_cases_settle_alike(policy: Policy, vector: VectorPolicy, cases: list[BenefitCase]) -> None:
    assert all_at_once(vector, cases) == [one_by_one(policy, case) for case in cases]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_hundred_thousand_cases_settle_alike(policy: Policy, vector: VectorPolicy) -> None:
    refused = 0
    for seed in range(10):
        cases = list(crowd(BULK // 10, seed))
        together = all_at_once(vector, cases)
        apart = [one_by_one(policy, case) for case in cases]
        assert [pair for pair in zip(cases, together, apart, strict=True) if pair[1] != pair[2]][:3] == []
        refused += apart.count(None)
    assert BULK * 0.05 < refused < BULK * 0.3


def test_every_refusal_says_why(vector: VectorPolicy) -> None:
    cases = [
        benefit_case(PLAIN, {"med_type": "11", "hosp_lv": 3, "balances": []}, {}, None),
        benefit_case(PLAIN, {"med_type": "99", "hosp_lv": 3, "balances": []}, {}, None),
        benefit_case(PLAIN, {"med_type": "14", "hosp_lv": 3, "dise_codg": "M99999", "balances": []}, {}, None),
        benefit_case(PLAIN, {"med_type": "14", "hosp_lv": 3, "dise_codg": "M03900", "balances": []}, {}, None),
    ]
    cases[3] = msgspec.structs.replace(cases[3], chronic_filing=False)
    refused = columns.evaluate_many(vector, columns.columns_of(cases)).refused
    assert sorted(refused) == [1, 2, 3]
    assert "不适用于该医疗类别" in refused[1]
    assert "opsp_cap（门诊慢特病年度限额）没有取值" in refused[2]
    assert "慢特病备案" in refused[3]


PLAIN = {"insutype": "310", "psn_type": "11", "cvlserv_flag": False, "identities": frozenset()}


def test_a_policy_that_breaks_the_identities_pays_nobody(
    document: dict[str, Any], parameters: list[Mapping[str, str]]
) -> None:
    cash = next(item for item in document["items"] if item["item"] == "cash")
    cash["variants"][0]["yields"]["psn_cash_pay"] = "psn_part_amt"
    wrong = columns.vectorised(compile_benefit_policy(document, parameters))
    case = benefit_case(
        PLAIN,
        {"med_type": "11", "hosp_lv": 3, "inscp_scp_amt": 100_00, "acct_used": True, "balances": [50_00]},
        {},
        None,
    )
    with pytest.raises(HsafError, match="恒等式"):
        columns.evaluate_many(wrong, columns.columns_of([case]))


def test_a_stay_between_settlements_keeps_its_deductible(policy: Policy, vector: VectorPolicy) -> None:
    first = benefit_case(PLAIN, {"med_type": "2101", "hosp_lv": 3, "inscp_scp_amt": 500_00, "balances": []}, {}, None)
    rest = msgspec.structs.replace(first, stay=StayState(True, 800_00, 500_00))
    assert all_at_once(vector, [first, rest]) == [one_by_one(policy, first), one_by_one(policy, rest)]
