"""HB-10.4.1 专家基本信息: personal data masked, copied, imported and exported."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from hsaf.jobs import Worker
from hsaf.testing.spec import spec
from tests.scenarios.base_information.reviewed import Desk
from tests.support.portal import Portal, Staff

_numbers = itertools.count(1)


def sound_certno(serial: int) -> str:
    """A made-up ID number of region 990101 with its right check character (GB 11643-1999)."""
    born = date(1970, 1, 1) + timedelta(days=serial // 1000)
    body = f"990101{born:%Y%m%d}{serial % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(one) * weight for one, weight in zip(body, weights, strict=True)) % 11]


def expert(**changes: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "expt_no": f"ZJ{number:06d}",
        "expt_name": "测试专家",
        "psn_cert_type": "01",
        "certno": sound_certno(number),
        "tel": "13900000000",
        "emp_name": "甲市第一人民医院",
        "specialty": "1",
        "title_lv": "1",
        "admdvs": "990101",
        "begndate": "2026-01-01",
        **changes,
    }


@pytest.fixture
def desk(portal: Portal) -> Desk:
    return Desk.of(portal, "expert")


@spec("HB-10.4.1")
def test_an_expert_is_added_changed_and_reviewed(desk: Desk) -> None:
    id = desk.add(expert())
    desk.approve(id)
    desk.change(id, title_lv="2", enddate="2028-12-31")
    desk.approve(id)
    row = desk.row(id)
    assert (row["state"], row["title_lv"], row["enddate"]) == ("effective", "2", "2028-12-31")


@spec("HB-10.4.1")
def test_an_appointment_cannot_end_before_it_begins(desk: Desk) -> None:
    refused = desk.clerk.post(desk.path, expert(enddate="2025-12-31"))
    assert (refused.status, refused.body["field"]) == (422, "enddate")
    assert "不能早于入库日期" in refused.body["message"]


@spec("HB-10.4.1")
@pytest.mark.parametrize(
    ("changes", "field"),
    [({"certno": "990101197001010000"}, "certno"), ({"certno": sound_certno(90_001), "gend": "2"}, "gend")],
)
def test_an_id_number_that_contradicts_itself_or_the_sex_is_refused(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    refused = desk.clerk.post(desk.path, expert(**changes))
    assert (refused.status, refused.body["field"]) == (422, field)


@spec("HB-10.4.1")
def test_the_check_letter_may_be_typed_small_and_finds_the_expert(desk: Desk) -> None:
    number = next(one for one in map(sound_certno, range(95_000, 96_000)) if one.endswith("X"))
    id = desk.add(expert(certno=number.lower()))
    assert [row["id"] for row in desk.clerk.get(desk.path, certno=number).body["rows"]] == [id]
    again = desk.clerk.post(desk.path, expert(certno=number))
    assert (again.status, again.body["code"]) == (409, "records.key_taken")


@spec("HB-10.4.1")
def test_other_certificates_than_the_residents_have_no_check(desk: Desk) -> None:
    desk.add(expert(psn_cert_type="03", certno="E12345678"))


def test_personal_data_is_masked_without_the_permission_to_see_it(portal: Portal, desk: Desk) -> None:
    values = expert(expt_name="欧阳测试")
    id = desk.add(values)
    row = desk.row(id)
    assert row["expt_name"] == "欧***"
    assert values["certno"] not in str(row)
    entrusted = portal.staff("base_information.expert.query", "base_information.expert.unmask")
    assert desk.row(id, entrusted)["certno"] == values["certno"]


def test_a_copy_is_a_draft_of_its_own(desk: Desk) -> None:
    id = desk.add(expert())
    other = expert()
    made = desk.clerk.post(f"{desk.path}/{id}/copy", {"expt_no": other["expt_no"], "certno": other["certno"]})
    assert made.status == 200, made.body
    assert made.body["id"] != id
    assert desk.row(made.body["id"])["state"] == "draft"


def filled(portal: Portal, who: Staff, desk: Desk, *rows: dict[str, Any]) -> bytes:
    """The template with these rows."""
    template = who.get(f"{desk.path}/template")
    assert template.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    headings = python_calamine.load_workbook(BytesIO(template.content)).get_sheet_by_index(0).to_python()[0]
    fields = {field.label: field for field in portal.registry.functions["base_information.expert"].fields}
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("数据")
    sheet.write_row(0, 0, headings)
    for number, row in enumerate(rows, start=1):
        for column, heading in enumerate(headings):
            sheet.write_string(number, column, str(row.get(fields[str(heading).rstrip("*")].code, "")))
    book.close()
    return buffer.getvalue()


def finished(portal: Portal, who: Staff, job: str) -> dict[str, Any]:
    Worker.of(portal.kernel).run_once(job)
    shown = who.get(f"/api/jobs/{job}").body
    assert shown["state"] == "done", shown
    return shown


@spec("HB-10.4.1")
def test_an_import_takes_the_good_rows_and_gives_back_the_bad_ones(portal: Portal, desk: Desk) -> None:
    book = filled(portal, desk.clerk, desk, expert(), expert(begndate="昨天"), expert())
    ordered = desk.clerk.call("POST", f"{desk.path}/import", body={"mode": "valid"}, upload=book)
    assert ordered.status == 200, ordered.body
    job = ordered.body["job"]
    result = finished(portal, desk.clerk, job)["result"]
    assert (result["total"], result["imported"], result["bad"]) == (3, 2, 1)
    errors = desk.clerk.get(f"/api/jobs/{job}/files/{result['errors']}", name="错误.xlsx")
    assert "入库日期" in str(python_calamine.load_workbook(BytesIO(errors.content)).get_sheet_by_index(0).to_python())
    undone = desk.clerk.post(f"{desk.path}/import/undo", {"batch": result["batch"]})
    assert undone.body == {"undone": 2}


def test_an_import_of_all_rows_refuses_all_for_one_bad(portal: Portal, desk: Desk) -> None:
    book = filled(portal, desk.clerk, desk, expert(), expert(psn_cert_type="nix"))
    job = desk.clerk.call("POST", f"{desk.path}/import", body={"mode": "all"}, upload=book).body["job"]
    result = finished(portal, desk.clerk, job)["result"]
    assert result["imported"] == 0
    assert "未导入任何数据" in result["refused"]


@spec("HB-10.4.1")
def test_an_export_holds_what_the_list_shows_masked_as_there(portal: Portal, desk: Desk) -> None:
    values = expert(expt_name="司徒测试")
    desk.add(values)
    job = desk.clerk.post(f"{desk.path}/export", {"filters": {"expt_no": values["expt_no"]}}).body["job"]
    result = finished(portal, desk.clerk, job)["result"]
    assert result["rows"] == 1
    book = desk.clerk.get(f"/api/jobs/{job}/files/{result['file']}", name=result["name"])
    shown = str(python_calamine.load_workbook(BytesIO(book.content)).get_sheet_by_index(0).to_python())
    assert "司***" in shown
    assert values["certno"] not in shown
    assert "临床医学" in shown


@pytest.mark.parametrize("right", ["*.*.unmask", "base_information.*", "base_information.expert.*"])
def test_an_export_shows_in_full_what_a_pattern_lets_its_orderer_see(portal: Portal, desk: Desk, right: str) -> None:
    values = expert()
    desk.add(values)
    entrusted = portal.staff("base_information.expert.query", "base_information.expert.export", right, admdvs="990100")
    job = entrusted.post(f"{desk.path}/export", {"filters": {"expt_no": values["expt_no"]}}).body["job"]
    result = finished(portal, entrusted, job)["result"]
    book = entrusted.get(f"/api/jobs/{job}/files/{result['file']}", name=result["name"])
    assert values["certno"] in str(
        python_calamine.load_workbook(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    )


def test_an_export_is_downloaded_by_who_ordered_it_only(portal: Portal, desk: Desk) -> None:
    job = desk.clerk.post(f"{desk.path}/export").body["job"]
    result = finished(portal, desk.clerk, job)["result"]
    other = portal.staff("*")
    mine = other.post(f"{desk.path}/export").body["job"]
    finished(portal, other, mine)
    for path in (f"/api/jobs/{job}/files/{result['file']}", f"/api/jobs/{mine}/files/{result['file']}"):
        refused = other.get(path)
        assert refused.status == 404, path
        assert result["file"] not in str(refused.body)
    assert desk.clerk.get(f"/api/jobs/{job}/files/{result['file']}").status == 200


def test_a_job_is_shown_to_who_ordered_it_only(portal: Portal, desk: Desk) -> None:
    job = desk.clerk.post(f"{desk.path}/export").body["job"]
    assert portal.staff("*").get(f"/api/jobs/{job}").status == 404
    assert portal.staff("*").post(f"/api/jobs/{job}/cancel").status == 404
    assert desk.clerk.post(f"/api/jobs/{job}/cancel").body["state"] == "cancelled"


def test_an_expert_is_printed_with_labels_and_masked(portal: Portal, desk: Desk) -> None:
    id = desk.add(expert())
    printer = portal.staff("base_information.expert.print")
    printed = printer.post(f"{desk.path}/{id}/print")
    assert (printed.status, printed.headers["Content-Type"]) == (200, "application/pdf")
    assert printed.content.startswith(b"%PDF")
    assert desk.clerk.post(f"{desk.path}/{id}/print").status == 403


FORM = "/api/f/base_information/expert_form"


@spec("HB-10.4.1")
def test_registration_forms_are_printed_together_and_each_is_found_by_its_code(portal: Portal, desk: Desk) -> None:
    ids = [desk.add(expert()) for _ in range(2)]
    printer = portal.staff("base_information.expert_form.print", org_no="ORG-PRINT")
    printed = printer.post(f"{FORM}/print", {"ids": ",".join(ids)})
    assert (printed.status, printed.headers["Content-Type"]) == (200, "application/pdf")
    assert b"NotoSansCJK" in printed.content  # the Chinese font is in the file

    rows = printer.get(f"{FORM}/prints").body["rows"]
    assert {row["about"] for row in rows} == set(ids)
    assert {row["printed_name"] for row in rows} == {printer.who.name}
    found = printer.get(f"{FORM}/print/check", code=rows[0]["code"].lower()).body["row"]
    assert (found["title"], found["about"]) == ("专家登记表", rows[0]["about"])
    unknown = printer.get(f"{FORM}/print/check", code="0000-0000-0000-0000")
    assert (unknown.status, unknown.body["code"]) == (404, "functions.print_unknown")

    elsewhere = portal.staff("base_information.expert_form.print", admdvs="990202", org_no="ORG-PRINT-2")
    assert elsewhere.post(f"{FORM}/print", {"ids": ids[0]}).status == 404
    assert elsewhere.get(f"{FORM}/prints").body["rows"] == []
    assert printer.post(f"{FORM}/print", {"ids": " , "}).status == 422
