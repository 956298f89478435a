"""A command on everything a condition finds, its outcome row by row."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.test_reviewed_record import BANKS, fill_in, table

PAGE = "base_information.bank_batch"


def test_drafts_found_by_a_condition_are_submitted_together(visit, tmp_path):
    desk = visit("clerk")
    desk.open(BANKS)
    for number in range(2):
        desk.button("新增").click()
        fill_in(desk, code=f"20210000000{number}", name=f"批量网点{number}")
        desk.button("保存", desk.dialog).click()
        desk.told("已保存为草稿")
    desk.open(PAGE)
    desk.search("联行号", "2021")
    expect(desk.page.get_by_text("共 2 条", exact=True)).to_be_visible()
    desk.shot("found")
    desk.button("批量提交（2 条）").click()
    desk.button("确定").click()
    result = desk.button("下载结果")
    expect(result).to_be_visible(timeout=30_000)
    expect(desk.page.get_by_text("共 2 条，成功 2 条，未办理 0 条")).to_be_visible()
    desk.shot("done")
    file = tmp_path / "result.xlsx"
    desk.download(result).save_as(file)
    assert [row[1] for row in table(file)[1:]] == ["成功", "成功"]


def test_a_batch_fits_a_phone(visit):
    desk = visit("clerk", phone=True)
    desk.open(PAGE)
    desk.shot("phone")
    wide = desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
