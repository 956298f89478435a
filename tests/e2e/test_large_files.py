"""Ten thousand rows come in by a sheet with mistakes in it; a hundred thousand go out."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import python_calamine
from playwright.sync_api import expect

from centers.base_info.data.records import RECORDS
from tests.acceptance.server import Server
from tests.e2e.test_reviewed_record import bank, headings, sheet, table

BANKS = "base_information.bank"
ROWS, BAD = 10_000, 37
MANY = 100_000
SLOW = 120_000
"""Milliseconds a job of this size may take on a small machine."""


def test_ten_thousand_rows_are_imported_and_the_thirty_seven_bad_ones_corrected(visit, tmp_path):
    desk = visit("clerk")
    desk.open(BANKS)
    desk.button("导入").click()
    template = tmp_path / "template.xlsx"
    desk.download(desk.button("下载导入模板", desk.dialog)).save_as(template)
    rows = [bank(f"3010{number:08d}") for number in range(ROWS)]
    for number in range(BAD):
        rows[number * 251]["银行行别"] = "不是银行"
    desk.dialog.locator("input[type=file]").set_input_files(sheet(tmp_path / "all.xlsx", headings(template), rows))

    desk.button("开始导入", desk.dialog).click()
    expect(desk.dialog.locator("[data-job]")).to_be_visible()
    desk.shot("running")
    expect(desk.dialog.get_by_text(f"共 {ROWS} 行，导入 0 行，有误 {BAD} 行")).to_be_visible(timeout=SLOW)
    expect(desk.dialog.get_by_text("本次未导入任何数据")).to_be_visible()
    desk.shot("refused")

    desk.dialog.get_by_text("只导入正确的行").click()
    desk.button("开始导入", desk.dialog).click()
    expect(desk.dialog.get_by_text(f"共 {ROWS} 行，导入 {ROWS - BAD} 行，有误 {BAD} 行")).to_be_visible(timeout=SLOW)
    errors = tmp_path / "errors.xlsx"
    desk.download(desk.button("下载错误文件", desk.dialog)).save_as(errors)

    bad = corrected(errors, tmp_path / "corrected.xlsx")
    desk.dialog.locator("input[type=file]").set_input_files(bad)
    desk.dialog.get_by_text("全部正确才导入").click()
    desk.button("开始导入", desk.dialog).click()
    expect(desk.dialog.get_by_text(f"共 {BAD} 行，导入 {BAD} 行，有误 0 行")).to_be_visible(timeout=SLOW)
    desk.shot("corrected")
    desk.button("撤销导入", desk.dialog).click()
    desk.button("确定").click()
    desk.told(f"已撤销导入的 {BAD} 条")


def corrected(errors: Path, target: Path) -> Path:
    """The error file as somebody gives it back, its first column still saying what was wrong."""
    titles, *rows = table(errors)
    assert len(rows) == BAD
    assert all("银行行别：不在可选范围内" in str(row[0]) for row in rows)
    fixed = [dict(zip((str(one).rstrip("*") for one in titles), map(str, row), strict=True)) for row in rows]
    return sheet(target, [str(one) for one in titles], [{**row, "银行行别": "中国农业银行"} for row in fixed])


def test_a_hundred_thousand_rows_are_exported_with_progress(visit, server, tmp_path):
    fill(server)
    desk = visit("clerk")
    desk.open(BANKS)
    desk.search("联行号", "8")
    expect(desk.page.get_by_text("超过 10000 条")).to_be_visible()
    seen = watch(desk)
    exported = tmp_path / "banks.xlsx"
    with desk.page.expect_download(timeout=SLOW) as waiting:
        desk.button("导出").click()
        expect(desk.dialog.locator("[data-job]")).to_contain_text("导出", timeout=SLOW)
        desk.shot("running")
    waiting.value.save_as(exported)
    expect(desk.button(f"下载（{MANY} 行）", desk.dialog)).to_be_visible()
    desk.shot("done")
    assert len(python_calamine.load_workbook(exported).get_sheet_by_index(0).to_python()) == MANY + 1
    assert any(0 < done < MANY for done in seen)


def watch(desk) -> list[int]:
    """How far the job was, each time the page asked."""
    seen: list[int] = []

    def note(answer) -> None:
        if "/api/jobs/" in answer.url and "/files/" not in answer.url:
            seen.append(int(answer.json()["done"]))

    desk.page.on("response", note)
    return seen


def fill(server: Server) -> None:
    """Banks in force, straight into the database: what is tried is the way out."""
    columns = {column.name: "''" for column in RECORDS.rows["bank"].columns} | {
        "id": "printf('RX%08d', n)",
        "bank_code": "printf('8%011d', n)",
        "bank_name": "'示范银行第' || n || '支行'",
        "bank_type_code": "'102'",
        "admdvs": "'990101'",
        "pool": "'9901'",
        "inter_bank_flag": "0",
        "state": "'effective'",
        "version": "1",
        "version_no": "1",
        "created_at": "'2026-01-01 00:00:00.000000'",
        "updated_at": "'2026-01-01 00:00:00.000000'",
    }
    (file,) = (server.folder / "data").glob("*.db")
    with sqlite3.connect(file, timeout=30) as connection:
        connection.execute(
            f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {MANY}) "
            f"INSERT INTO base_info_bank ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM s"
        )
    connection.close()
