"""A page for importing: the file is judged in sight before anything is written, and what came in is taken back later."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.test_reviewed_record import bank, headings, sheet

PAGE = "base_information.bank_import"


def test_a_file_is_judged_corrected_imported_and_taken_back(visit, tmp_path):
    desk = visit("clerk")
    desk.open(PAGE)
    template = tmp_path / "template.xlsx"
    desk.download(desk.button("下载导入模板")).save_as(template)
    rows = [bank(f"4010{number:08d}") for number in range(30)]
    rows[6]["银行行别"] = "不是银行"
    rows[9]["联行号"] = "12"
    past = desk.page.get_by_label("导入记录", exact=True)
    first = past.get_by_role("row").nth(1)  # the newest; other journeys import banks too
    before = past.inner_text()
    files = desk.page.locator("input[type=file]")
    files.set_input_files(sheet(tmp_path / "bad.xlsx", headings(template), rows))

    expect(desk.page.get_by_text("共 30 行，正确 28 行，有误 2 行")).to_be_visible(timeout=30_000)
    expect(desk.row("不是银行")).to_contain_text("银行行别：不在可选范围内")
    assert past.inner_text() == before, "judging a file is not importing it"
    expect(desk.button("导入 0 行")).to_be_disabled()
    desk.shot("judged")
    assert desk.download(desk.button("下载错误文件")).suggested_filename.endswith("错误行.xlsx")

    rows[6]["银行行别"], rows[9]["联行号"] = "中国农业银行", "401000000099"
    files.set_input_files(sheet(tmp_path / "good.xlsx", headings(template), rows))
    expect(desk.page.get_by_text("共 30 行，正确 30 行，有误 0 行")).to_be_visible(timeout=30_000)
    desk.button("导入 30 行").press("Enter")
    expect(desk.page.get_by_text("共 30 行，导入 30 行，有误 0 行")).to_be_visible(timeout=30_000)
    expect(first).to_contain_text("已导入")
    desk.shot("imported")

    desk.button("撤销导入", first).click()
    desk.button("确定").click()
    desk.told("已撤销导入的 30 条")
    expect(first).to_contain_text("已撤销")
    desk.shot("undone")


def test_importing_fits_a_phone_and_the_dark(visit, tmp_path):
    desk = visit("clerk", phone=True)
    desk.open(PAGE)
    desk.page.evaluate("document.documentElement.classList.add('dark')")
    template = tmp_path / "template.xlsx"
    desk.download(desk.button("下载导入模板")).save_as(template)
    wrong = [{**bank("402000000001"), "银行行别": "不是银行"}]
    desk.page.locator("input[type=file]").set_input_files(sheet(tmp_path / "bad.xlsx", headings(template), wrong))
    expect(desk.page.get_by_text("共 1 行，正确 0 行，有误 1 行")).to_be_visible(timeout=30_000)
    desk.shot("phone")
    wide = desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
