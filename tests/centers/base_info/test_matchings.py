"""Own catalog codes matched to national ones, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import msgspec
import pytest

from centers.base_info.contract import v1
from centers.base_info.service.center import BaseInfoCenter
from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Page, Paging
from hsaf.testing.harness import Harness
from tests.centers.base_info.conftest import DRUG, INSTITUTION, Load

OURS, THEIRS = "H99010100001", "H99010100002"
MATCHING = v1.Matching(
    fixmedins_hilist_id="A1",
    fixmedins_hilist_name="院内奥美拉唑",
    list_type="101",
    med_list_codg=DRUG["med_list_codg"],
    begndate=date(2026, 1, 1),
    enddate=date(2026, 6, 30),
    spec="20mg",
)

Do = Callable[..., Any]


@pytest.fixture
def do(harness: Harness, center: BaseInfoCenter, load: Load) -> Do:
    """Run a call as an institution that holds its own lock."""
    load("institutions", INSTITUTION, INSTITUTION | {"fixmedins_code": THEIRS})
    load("catalog", DRUG, DRUG | {"med_list_codg": "XB01"})
    return lambda work, who=OURS: harness.write(work, subject=f"org:{who}", institution=who)


def page(do: Do, center: BaseInfoCenter, who: str = OURS, **asked: Any) -> Page:
    found: Page = do(lambda: center.matchings(asked, Paging(1, 100)), who)
    return found


def changed(**changes: Any) -> v1.Matching:
    return msgspec.structs.replace(MATCHING, **changes)


@pytest.mark.parametrize(
    ("begin", "end", "clash"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), False),
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2026, 3, 1), date(2026, 3, 2), True),
        (date(2026, 6, 30), date(2026, 12, 31), True),
        (date(2026, 7, 1), date(2026, 12, 31), False),
    ],
)
def test_an_own_code_is_matched_to_one_code_at_a_time(
    do: Do, center: BaseInfoCenter, load: Load, begin: date, end: date, clash: bool
) -> None:
    load("catalog", DRUG | {"med_list_codg": "XB01", "enddate": ""})
    do(lambda: center.match(MATCHING))
    other = changed(med_list_codg="XB01", begndate=begin, enddate=end)
    if clash:
        with pytest.raises(HsafError) as refused:
            do(lambda: center.match(other))
        assert refused.value.error is v1.MATCHING_OVERLAP
    else:
        do(lambda: center.match(other))
    assert page(do, center).total == (1 if clash else 2)


def test_another_institution_may_call_its_own_the_same(do: Do, center: BaseInfoCenter) -> None:
    do(lambda: center.match(MATCHING))
    do(lambda: center.match(changed(med_list_codg="XB01")), THEIRS)
    assert [row["med_list_codg"] for row in page(do, center, THEIRS).rows] == ["XB01"]
    with pytest.raises(HsafError) as refused:
        do(lambda: center.withdraw_matching("A1", "101", DRUG["med_list_codg"]), THEIRS)
    assert refused.value.error is v1.MATCHING_UNKNOWN
    assert page(do, center).rows[0]["vali_flag"] == "1"


def test_a_withdrawn_matching_stays_on_record_and_frees_its_days(do: Do, center: BaseInfoCenter) -> None:
    do(lambda: center.match(MATCHING))
    do(lambda: center.withdraw_matching("A1", "101", MATCHING.med_list_codg))
    do(lambda: center.match(MATCHING))
    assert sorted(row["vali_flag"] for row in page(do, center).rows) == ["0", "1"]
    assert page(do, center, vali_flag="0").total == 1


def test_matchings_are_narrowed_by_what_is_asked(do: Do, center: BaseInfoCenter) -> None:
    do(lambda: center.match(MATCHING))
    do(lambda: center.match(changed(fixmedins_hilist_id="A2", fixmedins_hilist_name="院内XB", med_list_codg="XB01")))
    for asked, expected in (
        ({"medins_list_codg": "A2"}, ["A2"]),
        ({"medins_list_name": "奥美"}, ["A1"]),
        ({"med_list_codg": "XB01"}, ["A2"]),
        ({"list_type": "201"}, []),
        ({"query_date": date(2026, 6, 30)}, ["A1", "A2"]),
        ({"query_date": date(2026, 7, 1)}, []),
        ({"insu_admdvs": "110100"}, []),
    ):
        assert [row["medins_list_codg"] for row in page(do, center, **asked).rows] == expected, asked


def test_of_matchings_made_at_once_one_wins(harness: Harness, do: Do, center: BaseInfoCenter) -> None:
    def attempt(number: int) -> str:
        try:
            do(lambda: center.match(changed(med_list_codg="XB01" if number % 2 else DRUG["med_list_codg"])))
        except HsafError as refusal:
            return refusal.code
        return "made"

    with ThreadPoolExecutor(6) as pool:
        outcomes = sorted(pool.map(attempt, range(6)))
    assert outcomes == ["base_info.matching_overlap"] * 5 + ["made"]
    assert page(do, center).total == 1
