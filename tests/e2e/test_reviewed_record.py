"""A record goes through two reviews, once returned, and is imported by the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import python_calamine
import xlsxwriter
from playwright.sync_api import expect

BANKS = "base_information.bank"


def test_a_bank_is_added_returned_corrected_and_passes_both_reviews(visit):
    clerk = visit("clerk")
    clerk.open(BANKS)
    clerk.button("新增").click()
    clerk.button("保存并提交", clerk.dialog).click()
    expect(clerk.dialog.get_by_text("请填写联行号")).to_be_visible()
    clerk.shot("missing")
    fill_in(clerk, code="102100099990", name="甲市工商银行城中支行")
    expect(clerk.dialog.get_by_text("请填写")).to_have_count(0)
    clerk.shot("filled")
    clerk.button("保存并提交", clerk.dialog).click()
    clerk.told("已保存并提交")

    reviewer = visit("reviewer1")
    reviewer.open(BANKS)
    review(reviewer, "102100099990", "初审", decision="退回", opinion="网点名称请写全称", shot="review")

    clerk.open(BANKS)
    clerk.search("联行号", "102100099990")
    row = clerk.row("102100099990")
    expect(row).to_contain_text("退回")
    clerk.shot("returned")
    clerk.operate(row, "变更")
    expect(clerk.dialog.get_by_label("联行号", exact=True)).to_have_value("102100099990")
    clerk.fill("银行网点名称", "中国工商银行股份有限公司甲市城中支行")
    clerk.button("保存并提交", clerk.dialog).click()
    clerk.told("已保存并提交")

    review(reviewer, "102100099990", "初审", decision="通过")
    second = visit("reviewer2")
    second.open(BANKS)
    review(second, "102100099990", "复审", decision="通过")

    clerk.search("联行号", "102100099990")
    row = clerk.row("102100099990")
    expect(row).to_contain_text("生效")
    clerk.button("102100099990", row).click()
    clerk.shot("detail")
    clerk.dialog.get_by_role("tab", name="变更详情记录").click()
    expect(clerk.dialog.get_by_text("网点名称请写全称")).to_be_visible()
    clerk.shot("history")


def fill_in(desk, *, code: str, name: str, kind: str = "中国工商银行") -> None:
    desk.fill("联行号", code)
    desk.fill("银行网点名称", name)
    desk.choose("银行行别", kind)
    desk.choose_area("医保区划", "甲市")


def review(desk, code: str, step: str, *, decision: str, opinion: str = "", shot: str = "") -> None:
    desk.search("联行号", code)
    desk.operate(desk.row(code), step)
    expect(desk.dialog.get_by_role("table")).to_contain_text(code)
    desk.choose("结论", decision)
    if opinion:
        desk.fill("意见", opinion)
    if shot:
        desk.shot(shot)
    desk.button(step, desk.dialog).click()
    desk.told(f"{step}成功")


def test_the_good_rows_of_a_sheet_are_imported_and_the_bad_ones_given_back(visit, tmp_path):
    desk = visit("clerk")
    desk.open(BANKS)
    desk.button("导入").click()
    template = tmp_path / "template.xlsx"
    desk.download(desk.button("下载导入模板", desk.dialog)).save_as(template)
    rows = [bank(f"1031000{number:05d}") for number in range(20)]
    rows[3]["联行号"] = "12"
    rows[7]["银行行别"] = "不是银行"
    filled = sheet(tmp_path / "banks.xlsx", headings(template), rows)

    desk.dialog.locator("input[type=file]").set_input_files(filled)
    desk.dialog.get_by_text("只导入正确的行").click()
    desk.button("开始导入", desk.dialog).click()
    expect(desk.dialog.get_by_text("共 20 行，导入 18 行，有误 2 行")).to_be_visible(timeout=30_000)
    desk.shot("imported")

    errors = tmp_path / "errors.xlsx"
    desk.download(desk.button("下载错误文件", desk.dialog)).save_as(errors)
    assert len(table(errors)) == 3
    assert "格式不对" in str(table(errors))

    desk.button("撤销导入", desk.dialog).click()
    desk.button("确定").click()
    desk.told("已撤销导入的 18 条")


def test_a_list_is_exported_as_it_was_asked_for(visit, tmp_path):
    desk = visit("clerk")
    desk.open(BANKS)
    desk.button("新增").click()
    fill_in(desk, code="105100088880", name="中国建设银行股份有限公司甲市支行", kind="中国建设银行")
    desk.button("保存", desk.dialog).click()
    desk.told("已保存为草稿")
    desk.search("联行号", "105100088880")
    expect(desk.row("105100088880")).to_be_visible()

    exported = tmp_path / "banks.xlsx"
    desk.download(desk.button("导出")).save_as(exported)
    expect(desk.dialog.get_by_role("button", name="下载（1 行）")).to_be_visible()
    desk.shot("exported")
    assert [row for row in table(exported) if "105100088880" in row]


def bank(code: str) -> dict[str, str]:
    return {"联行号": code, "银行网点名称": f"测试网点{code}", "银行行别": "中国农业银行", "医保区划": "990100"}


def table(path: Path) -> list[list[object]]:
    return python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()


def headings(template: Path) -> list[str]:
    return [str(heading) for heading in table(template)[0]]


def sheet(path: Path, titles: list[str], rows: Iterable[dict[str, str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("数据")
        page.write_row(0, 0, titles)
        for number, row in enumerate(rows, start=1):
            for column, title in enumerate(titles):
                page.write_string(number, column, row.get(title.rstrip("*"), ""))
    return path
