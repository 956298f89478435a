"""Receipts reimbursed in steps: begun at one computer, gone on with at another, tried out, handed in, printed, reviewed."""

from __future__ import annotations

from playwright.sync_api import expect

ENTRY = "core_business.reimbursement_entry"
PERSON = "9900000000000061"


def field(desk, label: str):
    return desk.page.get_by_label(label, exact=True)


def pick(desk, label: str, option: str) -> None:
    desk.page.get_by_role("combobox", name=label).click()
    desk.page.get_by_role("option", name=option, exact=True).filter(visible=True).click()


def person_and_care(desk) -> None:
    field(desk, "人员编号").fill(PERSON)
    desk.button("下一步").click()
    expect(field(desk, "诊断编码")).to_be_visible()
    pick(desk, "医疗类别", "普通住院")
    for label, day in (("就诊开始日期", "2026-03-01"), ("就诊结束日期", "2026-03-09")):
        field(desk, label).fill(day)
        field(desk, label).press("Enter")
    field(desk, "定点机构编码").fill("H99010100001")
    field(desk, "诊断编码").fill("I10.x00")


def test_receipts_are_entered_in_steps_kept_tried_out_handed_in_and_printed(visit, tmp_path):
    desk = visit("clerk")
    desk.arrive(f"/app/f/{ENTRY}")
    desk.button("新建").click()
    desk.button("下一步").click()
    expect(desk.page.get_by_text("请填写人员编号")).to_be_visible()
    person_and_care(desk)
    desk.shot("care")
    desk.button("暂存").click()
    desk.told("草稿已保存")

    there = visit("clerk")  # another computer
    there.arrive(f"/app/f/{ENTRY}")
    there.button("继续").first.click()
    expect(field(there, "诊断编码")).to_have_value("I10.x00")
    there.button("下一步").click()
    expect(field(there, "票据第 1 行票据号码")).to_be_focused()
    there.page.keyboard.type("E2E000001")
    there.page.keyboard.press("Enter")
    there.page.keyboard.type("9000.00")
    there.button("加一行费用明细").click()
    there.page.keyboard.type("009901000000000-990100000")
    field(there, "费用明细第 1 行数量").fill("3")
    field(there, "费用明细第 1 行单价").fill("2999")
    there.button("下一步").click()
    expect(there.page.get_by_role("alert").filter(has_text="票据金额与费用不一致")).to_be_visible()
    there.shot("refused")
    field(there, "费用明细第 1 行单价").fill("3000")
    there.button("下一步").click()
    field(there, "收款银行账号").fill("6222000011112222")
    there.button("下一步").click()
    expect(there.page.get_by_text("基金应付个人")).to_be_visible()
    there.shot("preview")

    desk.button("暂存").click()  # the first computer is behind
    expect(desk.page.get_by_role("alert").filter(has_text="草稿已在另一个窗口中保存")).to_be_visible()
    desk.shot("behind")

    there.button("提交申请").click()
    there.button("确定").click()
    expect(there.page.get_by_role("heading", name="提交申请成功")).to_be_visible()
    there.button("打印核定单").click()
    expect(there.dialog.get_by_title("打印预览")).to_be_visible()
    there.shot("sheet")
    form = tmp_path / "sheet.pdf"
    there.download(there.button("下载", there.dialog)).save_as(form)
    assert form.read_bytes().startswith(b"%PDF")


def test_the_steps_fit_a_phone_and_the_dark(visit):
    desk = visit("clerk", phone=True)
    desk.arrive(f"/app/f/{ENTRY}")
    desk.page.evaluate("document.documentElement.classList.add('dark')")
    desk.button("新建").click()
    person_and_care(desk)
    desk.shot("phone-care")
    desk.button("下一步").click()
    expect(field(desk, "票据第 1 行票据号码")).to_be_visible()
    desk.shot("phone-fees")
    wide = desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
