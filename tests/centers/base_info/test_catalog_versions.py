"""Catalogs by version and by page, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from centers.base_info.contract.v1 import CATALOG_NEWEST, CATALOG_VERSION_UNKNOWN
from centers.base_info.data.tables import version
from centers.base_info.service.center import BaseInfoCenter
from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Page, Paging
from hsaf.data import execute
from hsaf.testing.harness import Harness
from tests.centers.base_info.conftest import DRUG, Load

SERVICE = DRUG | {"med_list_codg": "001102", "med_list_name": "诊察费", "list_type": "201"}


def drug(code: str, **changes: str) -> dict[str, str]:
    return DRUG | {"med_list_codg": code, **changes}


@pytest.fixture
def newer(harness: Harness, center: BaseInfoCenter) -> Any:
    return lambda catalog, ver: harness.read(lambda: center.catalog_newer(catalog, ver))


@pytest.fixture
def changes(harness: Harness, center: BaseInfoCenter) -> Any:
    """Codes and versions of the lines in the file that leads from one version to another."""

    def read(catalog: str, ver: str, newest: str) -> list[tuple[str, str]]:
        lines: Sequence[tuple[Any, ...]] = harness.read(lambda: center.catalog_changes(catalog, ver, newest))
        return [(line[0], line[-1]) for line in lines]

    return read


@pytest.fixture
def pages(harness: Harness, center: BaseInfoCenter) -> Any:
    def read(catalog: str, size: int = 100, number: int = 1, **asked: Any) -> Page:
        page: Page = harness.read(lambda: center.catalog_page(catalog, asked, Paging(number, size)))
        return page

    return read


def test_a_load_makes_a_version_and_only_what_changed_belongs_to_it(load: Load, newer: Any, changes: Any) -> None:
    load("catalog", drug("A"), drug("B"))
    load("catalog", drug("A"), drug("B", med_list_name="改名"), drug("C"))
    assert newer("1301", "v0001") == "v0002"
    assert changes("1301", "v0001", "v0002") == [("B", "v0002"), ("C", "v0002")]
    assert changes("1301", "v0000", "v0002") == [("A", "v0001"), ("B", "v0002"), ("C", "v0002")]
    assert changes("1301", "v0000", "v0001") == [("A", "v0001")]


def test_loading_the_same_again_is_no_new_version(load: Load, newer: Any) -> None:
    load("catalog", DRUG)
    load("catalog", DRUG)
    with pytest.raises(HsafError) as refused:
        newer("1301", "v0001")
    assert refused.value.error is CATALOG_NEWEST


def test_one_catalog_stays_where_it_is_when_another_of_its_kind_moves_on(load: Load, newer: Any) -> None:
    load("catalog", DRUG)
    load("catalog", SERVICE)
    assert (newer("1301", "v0000"), newer("1305", "v0000")) == ("v0001", "v0002")
    with pytest.raises(HsafError) as refused:
        newer("1301", "v0001")
    assert refused.value.error is CATALOG_NEWEST


def test_an_empty_catalog_stays_before_its_first_version(newer: Any, changes: Any) -> None:
    for catalog in ("1301", "1307", "1322"):
        assert newer(catalog, "v0000") == "v0000"
        assert changes(catalog, "v0000", "v0000") == []


@pytest.mark.parametrize("ver", ["v0002", "v1", "1", "", "v-001"])
def test_a_version_that_never_was_is_refused(load: Load, newer: Any, ver: str) -> None:
    load("diseases", {"diag_code": "I10", "diag_name": "高血压"})
    with pytest.raises(HsafError, match="最新版本为 v0001") as refused:
        newer("1307", ver)
    assert refused.value.error is CATALOG_VERSION_UNKNOWN


def test_a_refused_load_makes_no_version(load: Load, newer: Any) -> None:
    load("catalog", DRUG)
    with pytest.raises(HsafError):
        load("catalog", drug(DRUG["med_list_codg"], begndate="2025-01-01"))
    assert newer("1301", "v0000") == "v0001"


def test_loads_at_once_make_versions_one_after_another(harness: Harness, center: BaseInfoCenter) -> None:
    def load(number: int) -> None:
        rows = [{"diag_code": f"D{number}", "diag_name": "诊断"}]
        harness.write(lambda: center.load("diseases", rows), subject=f"load:{number}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(load, range(6)))
    log = harness.read(lambda: execute(sa.select(version.c.seq, version.c.row_cnt).order_by(version.c.seq)).all())
    assert [tuple(row) for row in log] == [(seq, 1) for seq in range(1, 7)]
    lines = harness.read(lambda: center.catalog_changes("1307", "v0000", "v0006"))
    assert sorted(line[-1] for line in lines) == [f"v{seq:04d}" for seq in range(1, 7)]


def test_a_line_of_a_file_says_everything(harness: Harness, center: BaseInfoCenter, load: Load) -> None:
    load("opsp_diseases", {"opsp_dise_code": "M03900", "opsp_dise_name": "高血压", "begndate": "2024-01-01"})
    (line,) = harness.read(lambda: center.catalog_changes("1309", "v0000", "v0001"))
    now = harness.clock.now()
    assert line == ("M03900", "高血压", date(2024, 1, 1), None, "1", "M03900:20240101", now, "v0001")


def test_pages_follow_one_another_without_gap_or_repetition(load: Load, pages: Any) -> None:
    load("catalog", *(drug(f"X{number:02d}") for number in range(7)))
    found = [pages("1312", 3, number) for number in (1, 2, 3, 4)]
    assert [[row["hilist_code"] for row in page.rows] for page in found] == [
        ["X00", "X01", "X02"],
        ["X03", "X04", "X05"],
        ["X06"],
        [],
    ]
    assert {(page.total, page.pages) for page in found} == {(7, 3)}


def test_ceilings_are_a_row_for_every_level_that_has_one(load: Load, pages: Any) -> None:
    load("catalog", drug("X01"), drug("X02", pric_uplmt_amt_lv3="", pric_uplmt_amt_lv2=""))
    rows = pages("1318").rows
    assert [(row["hilist_code"], row["hilist_lmtpric_type"], row["hilist_pric_uplmt_amt"]) for row in rows] == [
        ("X01", "2", Decimal(12)),
        ("X01", "3", Decimal("13.445678")),
    ]
    assert [row["hilist_lmtpric_type"] for row in pages("1318", hilist_lmtpric_type="3").rows] == ["3"]
    assert pages("1318", hilist_lmtpric_type="1").total == 0
    assert pages("1318", overlmt_dspo_way="9").total == 0


def test_what_is_outside_the_insurance_is_paid_wholly(load: Load, pages: Any) -> None:
    load("catalog", drug("X01"), drug("X02", chrgitm_lv="03", selfpay_prop=""))
    rows = pages("1319", selfpay_prop_psn_type="310").rows
    assert [(row["hilist_code"], row["selfpay_prop"]) for row in rows] == [
        ("X01", Decimal("0.1234")),
        ("X02", Decimal(1)),
    ]
    assert pages("1319").total == 4


def test_queries_are_narrowed_by_what_they_ask(harness: Harness, load: Load, pages: Any) -> None:
    load("catalog", drug("X01"), drug("X01", begndate="2026-07-01", enddate=""), drug("X02", med_list_name="50%葡萄糖"))
    today = harness.clock.now().date()
    assert pages("1312", query_date=date(2026, 7, 1)).total == 1
    assert pages("1312", query_date=date(2026, 6, 30)).total == 2
    assert pages("1312", hilist_name="0%葡").total == 1
    assert pages("1312", hilist_name="_").total == 0
    assert pages("1312", begndate=date(2026, 1, 1)).total == 1
    assert pages("1312", updt_time=today).total == 3
    assert pages("1312", updt_time=today + timedelta(days=1)).total == 0
    assert pages("1304", opt_end_time=date(2026, 3, 1)).total == 0
    assert pages("1312", insu_admdvs="990100").total == 3
    assert pages("1312", insu_admdvs="110100").total == 0
    assert pages("1316", rid="X01:20260701").total == 1
