"""The compiled policy and the straight-line model of section 4 give the same fen, one settlement at a
time and over a year of one person; identities B and C hold for all of them.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Final

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from centers.policy.contract.v1 import Account, BenefitCase, BenefitResult, StayState
from centers.policy.domain.evaluation import PolicyBook, evaluate
from hsaf.money import ratio_of
from tests.oracle import section4

OWN: Final = "9900000000000001"
FUNDS: Final = ("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")
COMPARED: Final = (
    "act_pay_dedc", "hifp_pay", "hifob_pay", "hifmi_pay", "cvlserv_pay", "maf_pay", "fund_pay_sumamt",
    "psn_part_amt", "acct_pay", "acct_mulaid_pay", "psn_cash_pay", "stay_dedc",
)  # fmt: skip

PARTS: Final = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
EDGES: Final = [0, 1, 2_000_000, 10_000_000, 1_400_000, 700_000, 25_000_000, 15_000_000, 30_000_000, 40_000_000]
"""Deductibles, segment edges, lines and caps, in fen: where mistakes live."""


def near(edge: int) -> st.SearchStrategy[int]:
    return st.integers(-3, 3).map(lambda off: max(0, edge + off))


FEN = st.one_of(
    st.integers(0, 5_000_00),
    st.integers(0, 400_000_00),
    st.sampled_from([*EDGES, 20_000, 50_000, 80_000, 30_000]).flatmap(near),
)
YEAR = st.fixed_dictionaries(
    {},
    optional={
        "inpatient_count": st.integers(0, 3),
        "outpatient_dedc": st.sampled_from([0, 100_00, 299_99, 300_00]),
        "base": FEN,
        "hifp": st.one_of(st.integers(0, 250_000_00), near(249_999_00), near(149_999_00)),
        "hifob": st.one_of(st.integers(0, 300_000_00), near(299_990_00)),
        "hifmi": st.one_of(st.integers(0, 400_000_00), near(399_990_00)),
        "hifmi_burden": FEN,
        "outpatient_hifp": st.sampled_from([0, 390_00, 2_900_00, 3_000_00]),
        "opsp_hifp:M03900": st.integers(0, 5_000_00),
        "opsp_hifp:M01600": st.integers(0, 6_000_00),
        "opsp_hifp:M00500": st.integers(0, 80_000_00),
        "maf": st.one_of(st.integers(0, 30_000_00), near(29_990_00)),
        "maf_burden": FEN,
    },
)
IDENTITIES = st.frozensets(st.sampled_from(["2304", "2303", "2305", "2306", "21"]), max_size=3)
PERSON = st.fixed_dictionaries(
    {
        "insutype": st.sampled_from(["310", "390"]),
        "psn_type": st.sampled_from(["11", "12", "15"]),
        "cvlserv_flag": st.booleans(),
        "identities": IDENTITIES,
    }
)
DISEASES = ["M03900", "M01600", "M00500", "M07800"]
VISIT = st.fixed_dictionaries(
    {
        "med_type": st.sampled_from(["21", "2101", "22", "24", "11", "13", "14", "41", "52"]),
        "hosp_lv": st.sampled_from([1, 2, 3]),
        "away": st.booleans(),
        "dise_codg": st.sampled_from(DISEASES),
        "matn_type": st.sampled_from(["", "1", "2", "3", "9"]),
        "fulamt_ownpay_amt": st.integers(0, 1_000_00),
        "overlmt_selfpay": st.integers(0, 1_000_00),
        "preselfpay_amt": st.integers(0, 1_000_00),
        "inscp_scp_amt": FEN,
        "acct_used": st.booleans(),
        "balances": st.lists(st.integers(0, 5_000_00), min_size=1, max_size=3),
    }
)


def caps(person: dict[str, Any]) -> dict[str, int]:
    """Yearly caps: no accumulator can be beyond its own."""
    employee = person["insutype"] == "310"
    retired = employee and person["psn_type"] == "12"
    outpatient = (4_000_00 if retired else 3_000_00) if employee else 400_00
    return {
        "hifp": 250_000_00 if employee else 150_000_00,
        "hifob": 300_000_00,
        "hifmi": 400_000_00,
        "outpatient_hifp": outpatient,
        "maf": 50_000_00,
    }


def reachable(person: dict[str, Any], year: dict[str, int]) -> dict[str, int]:
    limits = caps(person)
    return {code: min(value, limits.get(code, value)) for code, value in year.items()}


def benefit_case(
    person: dict[str, Any], visit: dict[str, Any], year: dict[str, int], stay: StayState | None
) -> BenefitCase:
    fields = {name: value for name, value in visit.items() if name != "balances"} | person
    for name in PARTS:
        fields.setdefault(name, 0)
    if fields["med_type"] == "52":
        fields["insutype"] = "310"
    listed = fields["overlmt_selfpay"] + fields["preselfpay_amt"] + fields["inscp_scp_amt"]
    holders = [OWN, "9900000000000002", "9900000000000003"]
    return BenefitCase(
        **fields,
        setl_date=date(2026, 6, 1),
        chronic_filing=True,
        medfee_sumamt=sum(fields[name] for name in PARTS),
        listed_amt=listed,
        accounts=tuple(Account(h, b, h == OWN) for h, b in zip(holders, visit["balances"], strict=False)),
        accumulators=reachable(fields, year),
        stay=stay if fields["med_type"] in section4.INPATIENT else None,
    )


def by_the_text(case: BenefitCase) -> section4.Shares:
    """The same case, settled by the model."""
    own = sum(account.balc for account in case.accounts if account.own)
    family = [(account.acct_psn_no, account.balc) for account in case.accounts if not account.own]
    settled = case.stay is not None and case.stay.settled_before
    bill = section4.Bill(
        case.medfee_sumamt, case.fulamt_ownpay_amt, case.overlmt_selfpay, case.preselfpay_amt, case.inscp_scp_amt, case.listed_amt
    )  # fmt: skip
    return section4.settle(
        section4.Case(
            insutype=case.insutype,
            psn_type=case.psn_type,
            med_type=case.med_type,
            level=case.hosp_lv,
            bill=bill,
            cvlserv=case.cvlserv_flag,
            identities=case.identities,
            penalty=case.away,
            dise=case.dise_codg,
            matn_type=case.matn_type,
            stay_dedc=case.stay.dedc_total if settled and case.stay else None,
            stay_used=case.stay.dedc_used if settled and case.stay else 0,
            own_balance=own,
            own_used=case.acct_used,
            family=tuple(family) if case.acct_used else (),
            year=dict(case.accumulators),
        )
    )


def compare(case: BenefitCase, result: BenefitResult) -> None:
    shares = by_the_text(case)
    assert {name: getattr(result, name) for name in COMPARED} == {name: getattr(shares, name) for name in COMPARED}
    assert str(ratio_of(result.hifp_pay, result.ratio_base)) == shares.pool_prop_selfpay
    assert result.touched == set(shares.gains)
    assert result.deltas == {code: gain for code, gain in shares.gains.items() if gain}
    own = [(OWN, shares.own_draw)] if shares.own_draw else []
    assert list(result.draws) == [*own, *shares.family_draws]


def check_identities(case: BenefitCase, result: BenefitResult) -> None:
    funds = sum(getattr(result, name) for name in FUNDS)
    assert case.medfee_sumamt == funds + case.hosp_part_amt + result.psn_part_amt
    assert funds == result.fund_pay_sumamt
    assert result.psn_part_amt == result.acct_pay + result.psn_cash_pay
    assert 0 <= result.acct_mulaid_pay <= result.acct_pay
    assert min(*(getattr(result, name) for name in COMPARED), 0) == 0
    assert all(0 <= paid <= next(a.balc for a in case.accounts if a.acct_psn_no == who) for who, paid in result.draws)
    for fund, limit in result.limits.items():
        assert getattr(result, fund) <= limit


STAY = st.one_of(
    st.none(),
    st.just(StayState()),
    st.tuples(st.integers(0, 900_00), st.integers(0, 900_00)).map(lambda d: StayState(True, max(d), min(d))),
)


@settings(max_examples=800, deadline=None)
@given(PERSON, VISIT, YEAR, STAY)
def test_any_settlement_is_what_the_text_says(
    book: PolicyBook, person: dict[str, Any], visit: dict[str, Any], year: dict[str, int], stay: StayState | None
) -> None:
    case = benefit_case(person, visit, year, stay)
    result = evaluate(book, case)
    compare(case, result)
    check_identities(case, result)


@settings(max_examples=150, deadline=None)
@given(PERSON, st.lists(VISIT, min_size=2, max_size=15))
def test_a_year_of_one_person_is_what_the_text_says(
    book: PolicyBook, person: dict[str, Any], visits: list[dict[str, Any]]
) -> None:
    year: Counter[str] = Counter()
    for visit in visits:
        case = benefit_case(person, visit, dict(year), None)
        result = evaluate(book, case)
        compare(case, result)
        check_identities(case, result)
        year.update(result.deltas)
    assert year["hifp"] <= caps(person)["hifp"]
    assert year["hifob"] <= 300_000_00
    assert year["hifmi"] <= 400_000_00


@settings(max_examples=150, deadline=None)
@given(PERSON, VISIT, YEAR, st.lists(st.integers(0, 60_000_00), min_size=2, max_size=5))
def test_mid_stay_settlements_share_one_deductible(
    book: PolicyBook, person: dict[str, Any], visit: dict[str, Any], year: dict[str, int], bills: list[int]
) -> None:
    now, stay, counted = Counter(reachable(person, year)), StayState(), 0
    for bill in bills:
        case = benefit_case(person, visit | {"med_type": "2101", "inscp_scp_amt": bill}, dict(now), stay)
        result = evaluate(book, case)
        compare(case, result)
        counted += result.deltas.get("inpatient_count", 0)
        now.update(result.deltas)
        stay = StayState(True, result.stay_dedc, stay.dedc_used + result.act_pay_dedc)
    assert counted == 1
    assert stay.dedc_used == min(stay.dedc_total, sum(bills))


@settings(max_examples=200, deadline=None)
@given(PERSON, VISIT, YEAR)
def test_the_same_case_always_gives_the_same_answer(
    book: PolicyBook, person: dict[str, Any], visit: dict[str, Any], year: dict[str, int]
) -> None:
    case = benefit_case(person, visit, year, None)
    assert msgspec.json.encode(evaluate(book, case), order="deterministic") == msgspec.json.encode(
        evaluate(book, case), order="deterministic"
    )
