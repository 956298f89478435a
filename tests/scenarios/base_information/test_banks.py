"""HB-10.9.1 银行信息管理: maintained by one, reviewed by two others, in force only then."""

from __future__ import annotations

import itertools
from io import BytesIO
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from hsaf.jobs import Worker
from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.support.portal import Portal, Staff

_numbers = itertools.count(102_000_000_001)


def bank(**changes: Any) -> dict[str, Any]:
    return {
        "bank_code": str(next(_numbers)),
        "bank_name": "示范银行甲市支行",
        "bank_type_code": "102",
        "admdvs": "990101",
        "tel": "0100-5550100",
        **changes,
    }


@pytest.fixture
def desk(portal: Portal) -> Desk:
    return Desk.of(portal, "bank")


@spec("HB-10.9.1")
def test_a_bank_is_in_force_after_two_reviews_and_its_history_says_who_did_what(desk: Desk) -> None:
    id = desk.add(bank())
    desk.approve(id)
    assert desk.row(id)["state"] == "effective"
    (change,) = desk.history(id)
    assert [one["action"] for one in change["opinions"]] == ["submit", "review1", "review2"]
    assert {one["account"] for one in change["opinions"]} == {
        desk.clerk.who.account, desk.first.who.account, desk.second.who.account,
    }  # fmt: skip


@spec("HB-10.9.1")
def test_a_change_under_review_leaves_the_row_in_force(desk: Desk) -> None:
    id = desk.add(bank())
    desk.approve(id)
    assert desk.change(id, bank_name="示范银行甲市新支行").status == 200
    desk.do(desk.clerk, id, "submit")
    assert desk.row(id)["bank_name"] == "示范银行甲市支行"
    desk.do(desk.first, id, "review1", decision="pass")
    desk.do(desk.second, id, "review2", decision="pass")
    assert desk.row(id)["bank_name"] == "示范银行甲市新支行"
    newest = desk.history(id)[0]
    assert (newest["before"], newest["after"]) == (
        {"bank_name": "示范银行甲市支行"}, {"bank_name": "示范银行甲市新支行"},
    )  # fmt: skip


@spec("HB-10.9.1")
def test_a_returned_bank_is_corrected_and_submitted_again(desk: Desk) -> None:
    id = desk.add(bank())
    desk.do(desk.clerk, id, "submit")
    assert desk.do(desk.first, id, "review1", decision="return").status == 422
    returned = desk.do(desk.first, id, "review1", decision="return", opinion="名称不全")
    assert returned.body["pending_state"] == "returned"
    assert desk.change(id, bank_name="示范银行股份有限公司甲市支行").status == 200
    desk.approve(id)
    assert desk.row(id)["bank_name"] == "示范银行股份有限公司甲市支行"


@spec("HB-10.9.1")
def test_a_bank_in_use_is_voided_only_by_review(desk: Desk) -> None:
    id = desk.add(bank())
    desk.approve(id)
    assert desk.do(desk.clerk, id, "void").status == 422
    desk.do(desk.clerk, id, "void", reason="网点撤并")
    assert desk.row(id)["state"] == "effective"
    desk.do(desk.first, id, "review1", decision="pass")
    desk.do(desk.second, id, "review2", decision="pass")
    assert desk.row(id)["state"] == "void"


def test_the_number_of_a_bank_is_unique_and_fixed(desk: Desk) -> None:
    values = bank()
    id = desk.add(values)
    taken = desk.clerk.post(desk.path, values)
    assert (taken.status, taken.body["code"]) == (409, "records.key_taken")
    desk.approve(id)
    assert desk.change(id, bank_code=str(next(_numbers))).status == 422


def test_a_wrong_value_is_refused_naming_field_and_reason(desk: Desk) -> None:
    refused = desk.clerk.post(desk.path, bank(bank_code="12", bank_name=""))
    assert refused.status == 422
    assert {one["field"] for one in refused.body["problems"]} == {"bank_code", "bank_name"}
    assert "联行号" in refused.body["message"]


def test_nobody_reviews_their_own_work(portal: Portal, desk: Desk) -> None:
    every = portal.staff("*", admdvs="990100")
    id = every.post(desk.path, bank()).body["id"]
    every.post(f"{desk.path}/{id}/submit")
    refused = every.post(f"{desk.path}/{id}/review1", {"decision": "pass"})
    assert (refused.status, refused.body["code"]) == (409, "records.four_eyes")


def test_a_stale_page_cannot_overwrite_a_newer_one(desk: Desk) -> None:
    id = desk.add(bank())
    seen = desk.version(id)
    desk.change(id, bank_name="示范银行乙")
    stale = desk.clerk.put(f"{desk.path}/{id}", {"version": seen, "bank_name": "示范银行丙"})
    assert (stale.status, stale.body["code"]) == (409, "records.changed")


def test_another_region_sees_and_touches_nothing(desk: Desk) -> None:
    id = desk.add(bank())
    assert desk.elsewhere.get(f"{desk.path}/{id}").status == 404
    assert desk.do(desk.elsewhere, id, "submit").status == 404
    assert id not in [row["id"] for row in desk.elsewhere.get(desk.path, size=100).body["rows"]]
    assert desk.elsewhere.post(desk.path, bank(admdvs="990101")).status == 422


def test_adding_twice_with_one_key_adds_once(desk: Desk) -> None:
    values, key = bank(), "add-a-bank-1"
    first = desk.clerk.post(desk.path, values, key=key)
    again = desk.clerk.post(desk.path, values, key=key)
    assert (first.status, again.content) == (200, first.content)
    other = desk.clerk.post(desk.path, bank(), key=key)
    assert (other.status, other.body["code"]) == (409, "kernel.request_key_reused")


def test_a_field_of_the_region_is_maintained_reviewed_found_and_masked(portal: Portal, desk: Desk) -> None:
    id = desk.add(bank(x_pay_from="2026-07-01", x_pay_batch="2", x_contact="欧阳代发"))
    desk.approve(id)
    assert desk.change(id, x_pay_batch="3").status == 200
    assert (desk.row(id)["x_pay_batch"], desk.history(id)[0]["after"]) == ("2", {"x_pay_batch": "3"})
    desk.approve(id)
    row = desk.row(id)
    assert (row["x_pay_from"], row["x_pay_batch"], row["x_contact"]) == ("2026-07-01", "3", "欧***")
    found = desk.clerk.get(desk.path, **{"x_pay_from.from": "2026-07-01", "x_pay_batch": "3"}).body
    assert [one["id"] for one in found["rows"]] == [id]
    page = desk.clerk.get("/api/pages/base_information.bank").body
    assert {"x_pay_from", "x_pay_batch", "x_contact"} <= {field["code"] for field in page["fields"]}
    assert "x_pay_from" in page["list"]
    refused = desk.clerk.post(desk.path, bank(x_pay_batch="9"))
    assert (refused.status, refused.body["field"]) == (422, "x_pay_batch")


@spec("HB-10.9.1")
def test_banks_found_by_a_condition_are_submitted_and_reviewed_at_once(portal: Portal, desk: Desk) -> None:
    name = f"批量支行{next(_numbers)}"
    ids = [desk.add(bank(bank_name=name)) for _ in range(3)]
    path = "/api/f/base_information/bank_batch"

    def order(command: str, account: str, **said: Any) -> dict[str, Any]:
        who = portal.staff(f"base_information.bank_batch.batch_{command}", account=account, admdvs="990100")
        ordered = who.post(f"{path}/batch/{command}", {"filters": {"bank_name": name}, **said})
        assert ordered.status == 200, ordered.body
        Worker.of(portal.kernel).run_once(ordered.body["job"])
        job: dict[str, Any] = who.get(f"/api/jobs/{ordered.body['job']}").body
        assert who.get(f"/api/jobs/{job['job']}/files/{job['result']['file']}").status == 200
        return job["result"]

    assert order("submit", desk.clerk.who.account)["done"] == 3
    assert order("review1", desk.first.who.account, decision="pass")["done"] == 3
    assert order("review2", desk.first.who.account, decision="pass")["refused"] == 3
    assert order("review2", desk.second.who.account, decision="pass")["done"] == 3
    assert {desk.row(id)["state"] for id in ids} == {"effective"}
    nobody = portal.staff("base_information.bank_batch.query")
    assert nobody.post(f"{path}/batch/void", {"reason": "撤"}).status == 403


PAGE = "/api/f/base_information/bank_import"


def filled(template: bytes, *rows: dict[str, Any]) -> bytes:
    """The template with rows in it, by heading."""
    headings = python_calamine.load_workbook(BytesIO(template)).get_sheet_by_index(0).to_python()[0]
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, headings)
        for line, row in enumerate(rows, start=1):
            sheet.write_row(line, 0, [row.get(str(one).rstrip("*"), "") for one in headings])
    return target.getvalue()


def sheet_row(**changes: str) -> dict[str, str]:
    row = {
        "联行号": str(next(_numbers)),
        "银行网点名称": "示范银行导入支行",
        "银行行别": "中国农业银行",
        "医保区划": "990101",
    }
    return row | changes


def run_order(portal: Portal, who: Staff, path: str, upload: bytes, **said: str) -> dict[str, Any]:
    ordered = who.call("POST", path, body=said, upload=upload)
    assert ordered.status == 200, ordered.body
    Worker.of(portal.kernel).run_once(ordered.body["job"])
    job: dict[str, Any] = who.get(f"/api/jobs/{ordered.body['job']}").body
    return job


@spec("HB-10.9.1")
def test_a_file_is_judged_before_anything_is_written_then_imported_and_taken_back(portal: Portal) -> None:
    code = "base_information.bank_import"
    who = portal.staff(f"{code}.query", f"{code}.import", admdvs="990100", org_no="ORG-IMPORT")
    colleague = portal.staff(f"{code}.import", admdvs="990100", org_no="ORG-IMPORT")
    template = who.get(f"{PAGE}/template").content
    upload = filled(template, sheet_row(), sheet_row(银行行别="不是银行"), sheet_row())

    judged = run_order(portal, who, f"{PAGE}/import/check", upload)["result"]
    assert (judged["total"], judged["bad"], [row["line"] for row in judged["first"]]) == (3, 1, [2, 3, 4])
    (wrong,) = judged["wrong"]
    assert (wrong["line"], wrong["problems"][0]["label"]) == (3, "银行行别")
    assert who.get(f"{PAGE}/imports").body["rows"] == []

    refused = run_order(portal, who, f"{PAGE}/import", upload, mode="all")
    assert (refused["result"]["imported"], "未导入任何数据" in refused["result"]["refused"]) == (0, True)
    done = run_order(portal, who, f"{PAGE}/import", upload, mode="valid", submit="1")
    assert done["result"]["imported"] == 2

    newest, before = colleague.get(f"{PAGE}/imports").body["rows"]
    assert (newest["by"], newest["imported"], newest["bad"], newest["state"]) == (who.who.name, 2, 1, "done")
    assert (before["state"], newest["undoable"]) == ("nothing", False)
    elsewhere = portal.staff(f"{code}.import", admdvs="990202", org_no="ORG-OTHER")
    assert elsewhere.get(f"{PAGE}/imports").body["rows"] == []

    assert who.get(f"{PAGE}/imports").body["rows"][0]["undoable"]
    taken_back = who.post(f"{PAGE}/import/undo", {"batch": done["job"]})
    assert taken_back.body == {"undone": 2}
    newest, _ = who.get(f"{PAGE}/imports").body["rows"]
    assert (newest["state"], newest["undoable"]) == ("undone", False)
    assert who.post(f"{PAGE}/import/undo", {"batch": done["job"]}).status == 404
