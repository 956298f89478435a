"""A page for printing: forms are chosen, seen, kept; who printed what is found again by the code on the sheet."""

from __future__ import annotations

from playwright.sync_api import expect

PAGE = "base_information.expert_form"


def test_forms_are_printed_together_and_found_by_their_code(visit, tmp_path):
    desk = visit("clerk")
    desk.open(PAGE)
    boxes = desk.page.get_by_role("table").first.get_by_role("checkbox")
    expect(boxes.nth(1)).to_be_attached()
    for number in (1, 2):
        desk.page.locator(".el-table__row .el-checkbox").nth(number - 1).click()
    desk.shot("chosen")
    desk.button("打印选中（2）").click()
    expect(desk.dialog.get_by_title("打印预览")).to_be_visible()
    desk.shot("preview")
    form = tmp_path / "form.pdf"
    desk.download(desk.button("下载", desk.dialog)).save_as(form)
    assert form.read_bytes().startswith(b"%PDF")
    desk.button("关闭", desk.dialog).click()

    past = desk.page.get_by_label("打印记录", exact=True)
    code = past.get_by_role("row").nth(1).get_by_role("cell").last.inner_text()
    past.get_by_label("验证码", exact=True).fill(code)
    past.get_by_label("验证码", exact=True).press("Enter")
    expect(past.get_by_text("专家登记表，周经办 于")).to_be_visible()
    desk.shot("checked")


def test_printing_fits_a_phone_and_the_dark(visit):
    desk = visit("clerk", phone=True)
    desk.open(PAGE)
    desk.page.evaluate("document.documentElement.classList.add('dark')")
    desk.shot("phone")
    wide = desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
