"""Code standards as clerks query them, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from centers.base_info.contract.v1 import STANDARD_LINE_UNKNOWN
from centers.base_info.service.center import BaseInfoCenter
from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Paging
from hsaf.testing.harness import Harness
from tests.centers.base_info.conftest import DRUG, INSTITUTION, Load

ALL = Paging(1, 50)
NEWER = DRUG | {"begndate": "2026-07-01", "enddate": "", "selfpay_prop": "0.2"}
ITEM = DRUG | {"med_list_codg": "001100", "med_list_name": "奥美拉唑敏感试验", "list_type": "201"}


@pytest.fixture(autouse=True)
def loaded(load: Load) -> None:
    load("catalog", DRUG, NEWER, ITEM)
    load("institutions", INSTITUTION)


def test_a_page_holds_every_version_and_a_day_narrows_it(harness: Harness, center: BaseInfoCenter) -> None:
    every = harness.read(lambda: center.standard_page("drug", {}, ALL))
    valid = harness.read(lambda: center.standard_page("drug", {"valid_on": date(2026, 8, 1)}, ALL))
    assert (every.total, [row["begndate"] for row in valid.rows]) == (2, [date(2026, 7, 1)])


def test_a_search_names_each_code_once_with_its_standard(harness: Harness, center: BaseInfoCenter) -> None:
    found = harness.read(lambda: center.standard_search("奥美拉唑", ALL))
    assert [(row["title"], row["code"]) for row in found.rows] == [("药品", "XA02BCB001"), ("医疗服务项目", "001100")]
    assert harness.read(lambda: center.standard_search("H9901", ALL)).rows[0]["title"] == "定点医疗机构"


def test_the_overview_counts_codes(harness: Harness, center: BaseInfoCenter) -> None:
    lines = {row["standard"]: row["lines"] for row in harness.read(center.standard_overview)}
    assert (lines["drug"], lines["service_item"], lines["hospital"], lines["nurse"]) == (1, 1, 1, 0)


def test_versions_are_in_order_of_their_days(harness: Harness, center: BaseInfoCenter) -> None:
    found = harness.read(lambda: center.standard_versions("drug", "XA02BCB001"))
    assert [row["begndate"] for row in found] == [date(2024, 1, 1), date(2026, 7, 1)]
    with pytest.raises(HsafError) as refused:
        harness.read(lambda: center.standard_versions("service_item", "XA02BCB001"))
    assert refused.value.error is STANDARD_LINE_UNKNOWN
