"""The demo region's policy as records: split and assembled it is the very same policy, to the byte and to the fen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centers.policy.contract.v1 import StayState
from centers.policy.data.records import RECORDS
from centers.policy.domain.assembly import Assembled, assemble
from centers.policy.domain.evaluation import PolicyBook, compile_benefit_policy, evaluate
from centers.policy.domain.findings import examine, gaps
from centers.policy.domain.holdings import Held, Holdings
from centers.policy.domain.ordering import moved, problems
from centers.policy.domain.publication import prepare
from centers.policy.domain.splitting import split
from centers.policy.domain.vocabulary import ELEMENTS
from hsaf.contract.errors import HsafError
from hsaf.records import values
from hsaf.rules import load_yaml
from tests.centers.policy.conftest import DATA
from tests.centers.policy.test_against_oracle import PERSON, STAY, VISIT, YEAR, benefit_case

Rows = list[Mapping[str, str]]


def holdings_of(document: Mapping[str, Any], parameters: Rows) -> Holdings:
    """The records a policy is split into, as they are kept."""
    publication = prepare(document, parameters)
    made: dict[str, list[Held]] = {}
    for type, rows in split(publication.policy.document, publication.parameters, lambda *_: None).items():
        fields = RECORDS.types[type].fields
        made[type] = [
            Held(f"{type}{number:04}", {one.code: values.read(one, row.get(one.code, one.default)) for one in fields})
            for number, row in enumerate(rows)
        ]
    return Holdings(made)


def assembled(holdings: Holdings, order: list[str] | None = None) -> Assembled:
    (scheme,) = holdings.of("scheme")
    items = order or [one["item_code"] for one in holdings.values("item")]
    return assemble(holdings, items, scheme, "2026.1", scheme.values["begndate"], scheme.values["enddate"])


@pytest.fixture(scope="module")
def whole(parameters: Rows) -> Holdings:
    return holdings_of(load_yaml((DATA / "policy-2026.yaml").read_text("utf-8")), parameters)


def test_records_are_assembled_to_the_very_same_policy(
    whole: Holdings, document: dict[str, Any], parameters: Rows
) -> None:
    made = assembled(whole)
    assert made.findings == ()
    again = prepare(made.document, made.parameters)
    assert again.canonical() == prepare(document, parameters).canonical()
    assert again.policy.source == compile_benefit_policy(document, parameters).source


@pytest.fixture(scope="module")
def from_records(whole: Holdings) -> PolicyBook:
    made = assembled(whole)
    return PolicyBook([compile_benefit_policy(made.document, made.parameters)])


@settings(max_examples=300, deadline=None)
@given(PERSON, VISIT, YEAR, STAY)
def test_records_settle_every_case_to_the_same_fen(
    from_records: PolicyBook,
    book: PolicyBook,
    person: dict[str, Any],
    visit: dict[str, Any],
    year: dict[str, int],
    stay: StayState | None,
) -> None:
    case = benefit_case(person, visit, year, stay)
    assert attempt(from_records, case) == attempt(book, case)


def attempt(book: PolicyBook, case: Any) -> Any:
    try:
        return evaluate(book, case)
    except HsafError as refusal:
        return refusal.message


def test_the_demo_policy_passes_its_publication_check(whole: Holdings) -> None:
    assert examine(assembled(whole), whole, whole.of("scheme")[0]) == []


def test_an_item_before_what_it_needs_is_a_problem_of_order(whole: Holdings) -> None:
    order = [one["item_code"] for one in whole.values("item")]
    wrong = problems(moved(order, "maf_pay", "top"), whole)
    assert list(wrong) == ["maf_pay"]
    assert "由其后的" in wrong["maf_pay"]
    assert problems(order, whole) == {}
    assert problems(moved(order, "cvlserv_pay", "up"), whole) == {}


def test_static_elements_offer_what_the_platform_can_read() -> None:
    (attribute,) = (one for one in RECORDS.types["element"].fields if one.code == "attribute")
    assert {code for code, _ in attribute.options} == set(ELEMENTS)


@given(spans=st.lists(st.tuples(st.dates(), st.dates()).map(lambda pair: (min(pair), max(pair))), max_size=5))
def test_gaps_and_spans_share_no_day(spans: list[Any]) -> None:
    first, last = date(2000, 1, 1), date(2030, 1, 1)
    for begin, end in gaps(spans, first, last):
        assert first <= begin <= end <= last
        assert not any(one[0] <= end and begin <= one[1] for one in spans)
