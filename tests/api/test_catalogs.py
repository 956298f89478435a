"""1301-1327: catalogs as files by version, and page by page."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from centers.base_info.contract import v1 as base_info
from hsaf.contract.paging import PAGE_WRONG
from hsaf.contract.textfile import unpack
from hsaf.kernel.running import RunningKernel
from subsystems.gateway.control.catalogs import FILES
from subsystems.gateway.control.errors import INPUT_WRONG
from tests.acceptance.client import Client
from tests.api.refusing import assert_refused
from tests.oracle.region import Institution, Region, rows

COLUMNS = {"1307": 6, "1308": 6, "1309": 8, "1310": 10, "1311": 10, "1313": 8, "1314": 10, "1315": 10}
COUNTS = {"1301": "101", "1302": "102", "1305": "201", "1306": "301"}


@pytest.fixture
def hospital(demo: Region) -> Institution:
    return demo.institutions["H99010100001"]


def version(ver: str) -> dict[str, Any]:
    return {"data": {"ver": ver}}


def fetch(
    client: Client, hospital: Institution, infno: str, ver: str = "v0000"
) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """What a download answers, and the lines of the file it names."""
    ticket = client.call(infno, hospital, version(ver)).output
    asked = {"file_qury_no": ticket["file_qury_no"], "filename": ticket["filename"], "fixmedins_code": "plc"}
    file = client.call("9102", hospital, {"fsDownloadIn": asked}).output["fsDownloadOut"]
    return ticket, unpack(base64.b64decode(file["out"]), COLUMNS.get(infno, 16))


def page(**asked: Any) -> dict[str, Any]:
    return {"data": {"updt_time": "2020-01-01", "page_num": 1, "page_size": 1000} | asked}


@pytest.mark.parametrize("infno", FILES)
def test_a_first_download_is_the_whole_list(client: Client, hospital: Institution, infno: str) -> None:
    ticket, lines = fetch(client, hospital, infno)
    assert ticket["data_cnt"] == len(lines)
    deadline = ticket.get("dld_end_time") or ticket.get("dld_endtime")
    assert date.fromisoformat(deadline) > date(2026, 6, 1)
    if infno in COUNTS:
        expected = [row for row in rows("catalog") if row["list_type"] == COUNTS[infno]]
        assert sorted(line[0] for line in lines) == sorted(row["med_list_codg"] for row in expected)
    else:
        names = {
            "1307": "diseases",
            "1308": "operations",
            "1309": "opsp_diseases",
            "1310": "settled_diseases",
            "1311": "day_surgery",
            "1313": "morphologies",
            "1314": "tcm_diseases",
            "1315": "tcm_syndromes",
        }
        assert len(lines) == (len(rows(names[infno])) if infno in names else 0)


def test_lines_end_with_validity_number_time_and_version(client: Client, hospital: Institution) -> None:
    _, lines = fetch(client, hospital, "1309")
    found = {line[0]: line for line in lines}["M03900"]
    assert found[:4] == ("M03900", "高血压", "2024-01-01", "")
    assert (found[4], found[5], found[7]) == ("1", "M03900:20240101", "v0001")


def test_whoever_asks_gets_the_same_file(client: Client, hospital: Institution, demo: Region) -> None:
    other = demo.institutions["P99010100001"]
    assert client.call("1302", hospital, version("v0000")).output == client.call("1302", other, version("V0000")).output


def test_the_newest_version_need_not_be_fetched_again(
    platform: RunningKernel, client: Client, hospital: Institution
) -> None:
    message = assert_refused(
        platform, lambda: client.call("1308", hospital, version("v0001")), "1308", base_info.CATALOG_NEWEST
    )
    assert "已是最新版本 v0001" in message


@pytest.mark.parametrize("ver", ["v0002", "1", "最新"])
@pytest.mark.parametrize("infno", FILES)
def test_a_version_that_never_was_is_refused(
    platform: RunningKernel, client: Client, hospital: Institution, infno: str, ver: str
) -> None:
    error = base_info.CATALOG_VERSION_UNKNOWN
    message = assert_refused(platform, lambda: client.call(infno, hospital, version(ver)), infno, error)
    assert "input.data.ver" in message


def test_the_version_must_be_sent(platform: RunningKernel, client: Client, hospital: Institution) -> None:
    assert_refused(platform, lambda: client.call("1301", hospital, version("")), "1301", INPUT_WRONG)


# -- pages ------------------------------------------------------------------------------------------


def test_pages_together_are_the_whole_catalog_once(client: Client, hospital: Institution) -> None:
    seen: list[str] = []
    for number in range(1, 5):
        output = client.call("1312", hospital, page(page_num=number, page_size=200)).output
        seen += [row["rid"] for row in output["data"]]
        assert (output["recordCounts"], output["pages"], output["page_num"]) == (605, 4, number)
    assert len(seen) == len(set(seen)) == 605


def test_a_day_shows_the_versions_of_that_day(client: Client, hospital: Institution, demo: Region) -> None:
    code = next(code for code, lines in demo.catalog.items() if len(lines) == 2)
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        (row,) = client.call("1312", hospital, page(query_date=day.isoformat(), hilist_code=code)).output["data"]
        line = demo.catalog_line(code, day)
        assert line is not None
        assert (row["chrgitm_lv"], row["hilist_code"]) == (line.level, code)
        (prop, _) = client.call("1319", hospital, page(query_date=day.isoformat(), hilist_code=code)).output["data"]
        assert Decimal(prop["selfpay_prop"]) == line.prop
        ceilings = client.call("1318", hospital, page(query_date=day.isoformat(), hilist_code=code)).output["data"]
        found = {int(row["hilist_lmtpric_type"]): Decimal(row["hilist_pric_uplmt_amt"]) for row in ceilings}
        assert found == line.ceilings


def test_ceilings_keep_their_six_decimals(client: Client, hospital: Institution) -> None:
    expected = {
        row["med_list_codg"]: Decimal(row["pric_uplmt_amt_lv3"]) for row in rows("catalog") if row["pric_uplmt_amt_lv3"]
    }
    found = client.call("1318", hospital, page(hilist_lmtpric_type="3", query_date="2026-05-01")).output
    for row in found["data"]:
        assert len(row["hilist_pric_uplmt_amt"].partition(".")[2]) == 6
        assert row["hilist_code"] in expected


def test_names_types_and_areas_narrow(client: Client, hospital: Institution) -> None:
    named = client.call("1312", hospital, page(hilist_name="泮托拉唑", list_type="101")).output["data"]
    assert named
    assert all("泮托拉唑" in row["hilist_name"] and row["list_type"] == "101" for row in named)
    assert client.call("1312", hospital, page(hilist_name="泮托拉唑", list_type="201")).output["recordCounts"] == 0
    assert client.call("1312", hospital, page(vali_flag="0")).output["data"] == []
    assert client.call("1312", hospital, page(updt_time="2999-01-01")).output["data"] == []


def test_a_line_is_found_by_its_unique_number(client: Client, hospital: Institution) -> None:
    row = client.call("1318", hospital, page(page_size=1)).output["data"][0]
    found = client.call("1318", hospital, page(rid=row["rid"], hilist_lmtpric_type=row["hilist_lmtpric_type"])).output
    assert found["data"] == [row]
    assert client.call("1318", hospital, page(rid="没有")).output["data"] == []


def test_medical_and_insurance_codes_are_the_same(client: Client, hospital: Institution) -> None:
    rows_ = client.call("1316", hospital, page(page_size=5)).output["data"]
    assert all(row["med_list_codg"] == row["hilist_code"] for row in rows_)


def test_there_are_no_ethnic_drugs(client: Client, hospital: Institution) -> None:
    output = client.call("1304", hospital, page(drug_genname="藏药")).output
    assert (output["data"], output["recordCounts"], output["pages"]) == ([], 0, 0)


@pytest.mark.parametrize("infno", ["1304", "1312", "1316", "1317", "1318", "1319"])
def test_an_impossible_page_is_refused(
    platform: RunningKernel, client: Client, hospital: Institution, infno: str
) -> None:
    for wrong in (page(page_num=0), page(page_size=0), page(page_size=1001)):
        assert_refused(platform, lambda wrong=wrong: client.call(infno, hospital, wrong), infno, PAGE_WRONG)
    assert_refused(platform, lambda: client.call(infno, hospital, page(page_num="")), infno, INPUT_WRONG)
