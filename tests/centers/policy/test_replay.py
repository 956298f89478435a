"""Past settlements under another policy: everything a settlement leaves is carried to the person's next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centers.policy.contract.simulation import PastSettlement, Replayed
from centers.policy.contract.v1 import Account, BenefitCase, BenefitResult, StayState
from centers.policy.data.repository import Repository
from centers.policy.domain.columns import vectorised
from centers.policy.domain.evaluation import compile_benefit_policy, evaluate_with
from centers.policy.domain.replay import replay
from centers.policy.service.policies import Policies
from hsaf.contract.errors import HsafError
from hsaf.rules import Policy
from hsaf.testing.harness import Harness
from tests.centers.policy.crowd import INPATIENT, crowd

COMPARED = ("act_pay_dedc", "hifp_pay", "hifob_pay", "hifmi_pay", "cvlserv_pay", "maf_pay", "acct_pay", "psn_cash_pay")


def one_after_the_other(policy: Policy, past: Sequence[PastSettlement]) -> tuple[dict[str, list[int]], set[int]]:
    """The meaning of a replay, settlement by settlement."""
    years: dict[Any, Counter[str]] = {}
    stays: dict[Any, StayState] = {}
    above: defaultdict[Any, int] = defaultdict(int)
    amounts: dict[str, list[int]] = {name: [] for name in COMPARED}
    refused = set()
    for row, one in enumerate(past):
        year = years.setdefault(
            (one.person, one.case.insutype, one.case.setl_date.year), Counter(one.case.accumulators)
        )
        stay = stays.get((one.person, one.stay), one.case.stay) if one.stay else one.case.stay
        accounts = [
            msgspec.structs.replace(each, balc=max(0, each.balc + above[one.person, each.acct_psn_no]))
            for each in one.case.accounts
        ]
        case = msgspec.structs.replace(one.case, accumulators=dict(year), stay=stay, accounts=tuple(accounts))
        try:
            result = evaluate_with(policy, case)
        except HsafError:
            refused.add(row)
            result = BenefitResult(policy_id="", policy_version="")
        else:
            year.update(result.deltas)
            if one.stay:
                used = (stay.dedc_used if stay else 0) + result.act_pay_dedc
                stays[one.person, one.stay] = StayState(True, result.stay_dedc, used)
        drawn, booked = dict(result.draws), dict(one.draws)
        for each in accounts:
            holder = each.acct_psn_no
            above[one.person, holder] += booked.get(holder, 0) - drawn.get(holder, 0)
        for name in COMPARED:
            amounts[name].append(getattr(result, name))
    return amounts, refused


def histories(seed: int, count: int = 60) -> list[PastSettlement]:
    """Years of a few people: many visits each, stays settled in parts, accounts shared and drawn."""
    rng = Random(seed)
    people = [f"psn{number}" for number in range(rng.randint(1, 8))]
    identities = {
        person: frozenset(rng.sample(["2304", "2303", "2305", "2306"], rng.randint(0, 2))) for person in people
    }
    past = []
    for any_case in crowd(count, seed):
        person = rng.choice(people)
        stay = rng.choice(("S1", "S2", "S3")) if any_case.med_type in INPATIENT and rng.random() < 0.7 else ""
        case = msgspec.structs.replace(
            any_case,
            identities=identities[person],
            setl_date=any_case.setl_date.replace(year=2026 + (rng.random() < 0.1)),
            stay=(any_case.stay or StayState()) if stay else None,
        )
        draws = tuple((account.acct_psn_no, rng.randint(0, account.balc)) for account in case.accounts)
        past.append(PastSettlement(person=person, stay=stay, case=case, draws=draws))
    return past


@pytest.fixture(scope="module")
def long_policy(parameters: list[Mapping[str, str]]) -> Policy:
    """The demo region's policy for two years."""
    from hsaf.rules import load_yaml
    from tests.centers.policy.conftest import DATA

    document = load_yaml((DATA / "policy-2026.yaml").read_text("utf-8")) | {"enddate": "2027-12-31"}
    return compile_benefit_policy(document, [row | {"enddate": "2027-12-31"} for row in parameters])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_a_replay_is_one_settlement_after_the_other(long_policy: Policy, seed: int) -> None:
    past = histories(seed)
    done = replay(vectorised(long_policy), past)
    amounts, refused = one_after_the_other(long_policy, past)
    assert set(done.refused) == refused
    assert {name: list(done.amounts[name]) for name in COMPARED} == amounts


def stay(bill: int, **changes: Any) -> PastSettlement:
    person = changes.pop("person", "p")
    fields = {
        "setl_date": date(2026, 6, 1),
        "med_type": "2101",
        "insutype": "310",
        "psn_type": "11",
        "hosp_lv": 3,
        "medfee_sumamt": bill,
        "inscp_scp_amt": bill,
        "stay": StayState(),
    } | changes
    return PastSettlement(person=person, stay="", case=BenefitCase(**fields))


def under(policy: Policy, *past: PastSettlement) -> Replayed:
    return replay(vectorised(policy), past)


def test_accumulators_begin_where_the_year_began_and_follow_the_replay(policy: Policy) -> None:
    opened = stay(1_000_00, accumulators={"inpatient_count": 1})
    booked_otherwise = stay(1_000_00, accumulators={"inpatient_count": 99, "hifp": 250_000_00})
    assert under(policy, opened, booked_otherwise).amounts["act_pay_dedc"] == [400_00, 400_00]
    assert under(policy, stay(1_000_00), booked_otherwise).amounts["act_pay_dedc"] == [800_00, 400_00]


def test_a_stay_settled_before_the_replay_goes_on_as_booked(policy: Policy) -> None:
    settled = StayState(True, 800_00, 500_00)
    done = under(policy, _rest(200_00, settled), _rest(1_000_00, settled))
    assert done.amounts["act_pay_dedc"] == [200_00, 100_00]


def _rest(bill: int, settled: StayState) -> PastSettlement:
    one = stay(bill)
    return PastSettlement(person="p", stay="S1", case=msgspec.structs.replace(one.case, stay=settled))


def test_money_that_was_not_drawn_is_there_later(policy: Policy) -> None:
    def purchase(balc: int, drawn: int, bill: int) -> PastSettlement:
        case = BenefitCase(
            setl_date=date(2026, 6, 1),
            med_type="41",
            insutype="310",
            psn_type="11",
            hosp_lv=1,
            medfee_sumamt=bill,
            inscp_scp_amt=bill,
            listed_amt=bill,
            acct_used=True,
            accounts=(Account("own", balc, True),),
        )
        return PastSettlement(person="p", stay="", case=case, draws=(("own", drawn),))

    done = under(policy, purchase(100_00, 80_00, 50_00), purchase(20_00, 20_00, 60_00))
    assert done.amounts["acct_pay"] == [50_00, 50_00]


def test_a_year_outside_the_policy_meets_the_same_days_parameters(
    policy: Policy, document: dict[str, Any], parameters: list[Mapping[str, str]]
) -> None:
    """A draft for next year, whose deductible rises in July, over last year's settlements."""
    next_year = {"begndate": "2027-01-01", "enddate": "2027-12-31"}
    rows: list[dict[str, str]] = []
    for row in parameters:
        if row["elem"] == "ipt_dedc" and row["insutype"] == "310" and row["hosp_lv"] == "3":
            rows.append({**row, **next_year, "enddate": "2027-06-30"})
            rows.append({**row, **next_year, "begndate": "2027-07-01", "value": "1000.00"})
        else:
            rows.append({**row, **next_year})
    draft = compile_benefit_policy(document | next_year, rows)
    done = under(
        draft,
        stay(2_000_00, person="a", setl_date=date(2024, 2, 29)),
        stay(2_000_00, person="b", setl_date=date(2026, 7, 1)),
    )
    assert done.amounts["act_pay_dedc"] == [800_00, 1_000_00]


def test_what_a_draft_does_not_cover_is_refused_by_position_and_leaves_nothing(
    document: dict[str, Any], parameters: list[Mapping[str, str]]
) -> None:
    rows = [row for row in parameters if (row["elem"], row["insutype"]) != ("ipt_dedc", "390")]
    draft = compile_benefit_policy(document, rows)
    done = under(draft, stay(1_000_00), stay(1_000_00, insutype="390", psn_type="15"), stay(1_000_00))
    assert list(done.refused) == [1]
    assert "ipt_dedc" in done.refused[1]
    assert done.amounts["act_pay_dedc"] == [800_00, 0, 400_00]


def test_nothing_replayed_is_nothing(policy: Policy) -> None:
    assert under(policy).amounts == {}


# -- drafts -----------------------------------------------------------------------------------------


@pytest.fixture
def center(harness: Harness) -> Policies:
    return Policies(Repository(), harness.database, harness.crypto)


def test_a_draft_is_kept_once_and_can_be_replayed(
    harness: Harness, center: Policies, document: dict[str, Any], parameters: list[Mapping[str, str]]
) -> None:
    draft_id = harness.write(lambda: center.save_draft(document, parameters))
    assert draft_id.startswith("990000-2026@2026.1#")
    assert harness.write(lambda: center.save_draft(document, parameters)) == draft_id
    generous = [row | ({"value": "100.00"} if row["elem"] == "ipt_dedc" else {}) for row in parameters]
    other = harness.write(lambda: center.save_draft(document, generous))
    assert other != draft_id
    assert harness.read(lambda: center.replay(draft_id, [stay(1_000_00)])).amounts["act_pay_dedc"] == [800_00]
    assert harness.read(lambda: center.replay(other, [stay(1_000_00)])).amounts["act_pay_dedc"] == [100_00]


def test_a_published_version_can_be_replayed_and_a_draft_is_not_in_force(
    harness: Harness, center: Policies, document: dict[str, Any], parameters: list[Mapping[str, str]]
) -> None:
    harness.write(lambda: center.save_draft(document, parameters))
    with pytest.raises(HsafError, match="没有已发布的待遇政策"):
        harness.read(lambda: center.evaluate(stay(1_000_00).case))
    version = harness.write(lambda: center.publish(document, parameters))
    assert harness.read(lambda: center.replay(version, [stay(1_000_00)])).amounts["act_pay_dedc"] == [800_00]


def test_a_draft_that_does_not_compile_or_does_not_exist_is_refused(
    harness: Harness, center: Policies, document: dict[str, Any], parameters: list[Mapping[str, str]]
) -> None:
    document["items"][0]["variants"][0]["yields"]["act_pay_dedc"] = "inscp_scp_amount"
    with pytest.raises(HsafError, match="inscp_scp_amt"):
        harness.write(lambda: center.save_draft(document, parameters))
    with pytest.raises(HsafError, match="没有发布过"):
        harness.read(lambda: center.replay("990000-2026@2026.1#0", [stay(1_000_00)]))
