"""HB-03.3.5, HB-03.10.7: trial calculations keep nothing; saved cases show what a draft would change."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from hsaf.jobs import Worker
from hsaf.testing.spec import spec
from tests.scenarios.payment_management.people import ROOT, SCHEME, People
from tests.support.counting import Counting
from tests.support.portal import Portal, Staff, opened

STAY = {
    "setl_date": "2026-06-01", "med_type": "2101", "insutype": "310", "psn_type": "11", "hosp_lv": "3",
    "medfee_sumamt": "10000.00",
}  # fmt: skip


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A region whose policies these tests change."""
    with opened(tmp_path_factory.mktemp("bench")) as running:
        yield running


@pytest.fixture
def tester(region: Portal) -> Staff:
    functions = ("benefit_case", "case_run", "method_case")
    operations = (
        "query", "add", "edit", "void", "calculate", "run", "refresh", "refresh_policy", "refresh_codes", "import",
    )  # fmt: skip
    return region.staff(*(f"payment_management.{one}.{operation}" for one in functions for operation in operations))


@spec("HB-03.10.7")
def test_a_calculation_tells_rules_inputs_and_amounts_and_keeps_nothing(region: Portal, tester: Staff) -> None:
    counting = Counting(region.kernel)
    before = counting.rows()
    answer = tester.get(f"{ROOT}/benefit_case/calculate", **STAY, expected="7820.00")
    assert answer.status == 200, answer.body
    row = answer.body["row"]
    assert (row["fund_pay_sumamt"], row["psn_cash_pay"], row["difference"]) == ("7820.00", "2180.00", "0.00")
    items = {one["rule"]: one for one in row["items"]}
    assert {"name": "ipt_dedc", "label": "住院起付线", "value": "800.00"} in items["DEDC-IPT"]["inputs"]
    assert {"name": "hifp_pay", "label": "基本医疗保险统筹基金支出", "value": "7820.00"} in items["HIFP-SEGMENT"][
        "amounts"
    ]
    assert items["HIFP-SEGMENT"]["rows"][0] | {"name": ""} == {
        "code": "C001", "name": "", "fund_pay": "7820.00", "fund_prop": "0.85", "self_pay": "1380.00",
    }  # fmt: skip
    assert counting.rows() == before
    counting.close()


@spec("HB-03.10.7")
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"fulamt_ownpay_amt": "10000.01"}, "medfee_sumamt", "不小于"),
        ({"accumulators": "nothing = 1"}, "accumulators", "没有累计 nothing"),
        ({"hosp_lv": "x"}, "hosp_lv", "1、2 或 3"),
        ({"setl_date": ""}, "setl_date", "必须填写"),
    ],
)
def test_a_wrong_case_is_refused_naming_the_field(
    tester: Staff, changes: dict[str, str], field: str, words: str
) -> None:
    refused = tester.get(f"{ROOT}/benefit_case/calculate", **(STAY | changes))
    assert (refused.status, refused.body["field"]) == (422, field)
    assert words in refused.body["message"]


@spec("HB-03.10.7")
def test_what_the_policy_does_not_cover_is_told_as_the_counter_would_be_told(tester: Staff) -> None:
    answer = tester.get(f"{ROOT}/benefit_case/calculate", **(STAY | {"med_type": "14", "dise_codg": "M03900"}))
    assert (answer.status, answer.body["row"]["items"]) == (200, [])
    assert "缺少慢特病备案" in answer.body["row"]["refused"]


@spec("HB-03.10.7")
def test_saved_cases_show_which_a_draft_changes_and_by_how_much(region: Portal, tester: Staff) -> None:
    for number, changes in enumerate(({}, {"hosp_lv": "1"}, {"insutype": "390", "psn_type": "15"}), start=1):
        values = STAY | changes | {"case_no": f"K{number}", "case_name": f"住院 {number}", "expected": "7820.00"}
        assert tester.post(f"{ROOT}/benefit_case", values).status == 200

    def run(**asked: str) -> list[dict[str, Any]]:
        """Of these cases, not of the region's own."""
        rows = tester.get(f"{ROOT}/case_run", scheme_id=SCHEME, **asked).body["rows"]
        return [one for one in rows if one["case_no"].startswith("K")]

    assert {one["changed"] for one in run()} == {False}
    people = People.at(region, "local_value")
    (line,) = (one for one in people.find(elem_code="ipt_dedc", insutype="310") if one["hosp_lv"] == "3")
    assert people.change(line["id"], value="900.00").status == 200
    changed = [one for one in run(proposed="true") if one["changed"]]
    assert [(one["case_no"], one["before"], one["after"], one["difference"]) for one in changed] == [
        ("K1", "7820.00", "7735.00", "-85.00")
    ]
    assert (changed[0]["verdict"], "实际支付起付线 800.00 → 900.00" in changed[0]["details"]) == ("不符", True)
    assert not any(one["changed"] for one in run())
    people.do(line["id"], "discard")
    (third,) = tester.get(f"{ROOT}/benefit_case", case_no="K3").body["rows"]
    assert tester.post(f"{ROOT}/benefit_case/{third['id']}/void", {"reason": "不再需要"}).status == 200
    assert len(run()) == 2


def filled(template: bytes, **values: str) -> bytes:
    """A file with the template's headings and one row, by heading."""
    headings = python_calamine.load_workbook(BytesIO(template)).get_sheet_by_index(0).to_python()[0]
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, headings)
        sheet.write_row(1, 0, [values.get(str(heading).rstrip("*"), "") for heading in headings])
    return target.getvalue()


@spec("HB-03.3.5", "HB-03.10.7")
def test_cases_are_uploaded_in_the_template(region: Portal, tester: Staff) -> None:
    template = tester.get(f"{ROOT}/method_case/template")
    assert template.status == 200
    upload = filled(
        template.content, 用例编号="U1", 支付方式="甲市精神病住院按床日", 结算日期="2026-06-01", 住院天数="20",
        个人负担总金额="300.00", 预期支付金额="3300.00",
    )  # fmt: skip
    ordered = tester.call("POST", f"{ROOT}/method_case/import", body={"mode": "all"}, upload=upload)
    assert ordered.status == 200, ordered.body
    Worker.of(region.kernel).run_once()
    assert tester.get(f"/api/jobs/{ordered.body['job']}").body["result"]["imported"] == 1
    (paid,) = tester.get(f"{ROOT}/method_case/run", method_code="P-DAY").body["rows"]
    assert (paid["amount"], paid["difference"]) == ("3300.00", "0.00")


@spec("HB-03.3.5")
def test_a_payment_method_pays_by_its_model_and_the_first_condition_that_holds(region: Portal, tester: Staff) -> None:
    People.at(region, "condition").bring({"cond_code": "T-LV1", "cond_name": "一级医院", "terms": "hosp_lv = 1"})
    People.at(region, "pay_method").bring(
        {
            "method_code": "TRY", "method_name": "按床日分级", "admdvs": "990100", "pay_type": "bed_day",
            "model_code": "M-DAY", "params": "day_rate = 180.00", "policies": "T-LV1: day_rate = 120.00",
            "begndate": "2026-01-01",
        }
    )  # fmt: skip
    asked = {"method_code": "TRY", "setl_date": "2026-06-01", "days": "10", "psn_part_amt": "100.00"}
    third = tester.get(f"{ROOT}/method_case/calculate", **asked, hosp_lv="3").body["row"]
    first = tester.get(f"{ROOT}/method_case/calculate", **asked, hosp_lv="1").body["row"]
    assert (third["amount"], third["branch"]) == ("1700.00", "默认参数")
    assert (first["amount"], first["branch"]) == ("1100.00", "一级医院")
    early = tester.get(f"{ROOT}/method_case/calculate", **(asked | {"setl_date": "2025-12-31"}))
    assert (early.status, early.body["code"]) == (422, "policy.method_unknown")


@spec("HB-03.3.5", "HB-03.10.7")
def test_caches_are_refreshed_by_who_may(region: Portal, tester: Staff) -> None:
    pages = (("benefit_case", "refresh_policy"), ("benefit_case", "refresh_codes"), ("method_case", "refresh"))
    for page, operation in pages:
        assert tester.post(f"{ROOT}/{page}/{operation}").status == 200
        assert region.staff(f"payment_management.{page}.query").post(f"{ROOT}/{page}/{operation}").status == 403
    assert tester.get(f"{ROOT}/benefit_case/calculate", **STAY).body["row"]["fund_pay_sumamt"] == "7820.00"
