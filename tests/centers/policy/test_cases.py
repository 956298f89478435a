"""Runs the policy cases in ``cases/*.yaml`` (their README explains the form)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from centers.policy.contract.v1 import Account, BenefitCase, BenefitResult, StayState
from centers.policy.domain.evaluation import PolicyBook, evaluate
from hsaf.contract.errors import HsafError
from hsaf.money import fen_from_yuan, ratio_of

FLAGS = ("cvlserv_flag", "chronic_filing", "away", "acct_used")
TEXTS = ("med_type", "insutype", "psn_type", "dise_codg", "matn_type")
PARTS = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
MONEY = ("medfee_sumamt", *PARTS, "listed_amt", "hosp_part_amt")
FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def cases() -> Iterator[Any]:
    for file in FILES:
        # Every scalar stays text, so that no amount passes through binary floating point.
        for case in yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader):
            yield pytest.param(case, id=f"{file.stem}: {case['name']}")


@pytest.mark.parametrize("case", list(cases()))
def test_policy_case(book: PolicyBook, case: Mapping[str, Any]) -> None:
    assert set(case) in ({"name", "article", "given", "expect"}, {"name", "article", "steps"})
    year: Counter[str] = Counter()
    for step in case.get("steps", [case]):
        given = benefit_case(step["given"], year)
        if "refused" in step["expect"]:
            with pytest.raises(HsafError) as refused:
                evaluate(book, given)
            assert step["expect"]["refused"] in refused.value.message
            continue
        result = evaluate(book, given)
        assert found(result, step["expect"]) == wanted(step["expect"])
        year.update(result.deltas)


def benefit_case(given: Mapping[str, Any], year: Mapping[str, int]) -> BenefitCase:
    fields: dict[str, Any] = {"setl_date": date.fromisoformat(given.get("setl_date", "2026-06-01"))}
    fields |= {"med_type": "2101", "insutype": "310", "hosp_lv": int(given.get("hosp_lv", "3"))}
    fields |= {name: given[name] for name in TEXTS if name in given}
    fields.setdefault("psn_type", "11" if fields["insutype"] == "310" else "15")
    fields |= {name: given[name] == "true" for name in FLAGS if name in given}
    fields |= {name: fen_from_yuan(given[name]) for name in MONEY if name in given}
    fields.setdefault("medfee_sumamt", sum(fields.get(name, 0) for name in PARTS))
    unknown = set(given) - {"setl_date", "hosp_lv", *TEXTS, *FLAGS, *MONEY, "identities", "accounts", "stay", "year"}
    assert not unknown, f"unknown in given: {unknown}"
    return BenefitCase(
        **fields,
        identities=frozenset(given.get("identities", [])),
        accounts=tuple(accounts(given.get("accounts", []))),
        stay=stay(given["stay"]) if "stay" in given else None,
        accumulators={**year, **{code: amount_of(code, value) for code, value in given.get("year", {}).items()}},
    )


def accounts(listed: Sequence[Mapping[str, str]]) -> Iterator[Account]:
    for entry in listed:
        ((holder, balance),) = entry.items()
        yield Account(holder, fen_from_yuan(balance), holder == "own")


def stay(given: Mapping[str, str]) -> StayState:
    return StayState(
        given.get("settled_before") == "true",
        fen_from_yuan(given.get("dedc_total", "0")),
        fen_from_yuan(given.get("dedc_used", "0")),
    )


def amount_of(code: str, text: str) -> int:
    return int(text) if code == "inpatient_count" else fen_from_yuan(text)


def wanted(expect: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _wanted(name, value) for name, value in expect.items()}


def _wanted(name: str, value: Any) -> Any:
    match name:
        case "adds" | "limits" | "draws":
            return {code: amount_of(code, text) for code, text in value.items()}
        case "touched":
            return set(value)
        case "ratio" | "rules":
            return value
        case _:
            return fen_from_yuan(value)


def found(result: BenefitResult, expect: Mapping[str, Any]) -> dict[str, Any]:
    special = {
        "adds": dict(result.deltas),
        "limits": dict(result.limits),
        "draws": dict(result.draws),
        "touched": set(result.touched),
        "ratio": str(ratio_of(result.hifp_pay, result.ratio_base)),
        "rules": [item.rule_id for item in result.trace],
    }
    return {name: special[name] if name in special else getattr(result, name) for name in expect}
