"""Several rows are reviewed with one opinion; each answers for itself."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.test_reviewed_record import BANKS, fill_in, review

CODES = ("104100077771", "104100077772")


def test_many_rows_pass_at_once_and_one_that_moved_is_named(visit):
    clerk = visit("clerk")
    clerk.open(BANKS)
    for code in CODES:
        clerk.button("新增").click()
        fill_in(clerk, code=code, name=f"中国银行股份有限公司甲市{code[-1]}号支行", kind="中国银行")
        clerk.button("保存并提交", clerk.dialog).click()
        clerk.told("已保存并提交")
        expect(clerk.page.get_by_role("dialog").filter(visible=True)).to_have_count(0)

    slow, quick = visit("reviewer1"), visit("reviewer1")
    slow.open("unified_portal.todo")
    expect(slow.page.get_by_role("link", name=f"银行新增：{CODES[0]}")).to_be_visible()
    slow.shot("to-do")
    slow.open(BANKS)
    slow.search("联行号", "1041000777")
    for code in CODES:
        slow.row(code).locator(".el-checkbox").click()

    quick.open(BANKS)
    review(quick, CODES[1], "初审", decision="退回", opinion="名称有误")

    slow.button("批量办理（2）").click()
    slow.page.get_by_role("menuitem", name="批量初审").click()
    slow.choose("结论", "通过")
    slow.fill("意见", "核对无误")
    slow.shot("one-opinion")
    slow.button("初审", slow.dialog).click()
    expect(slow.dialog.get_by_text("已办理 2 / 2 条，其中 1 条未成功")).to_be_visible()
    outcomes = slow.dialog.get_by_role("listitem")
    expect(outcomes.filter(has_text="未成功")).to_contain_text(CODES[1])
    expect(outcomes.filter(has_not_text="未成功")).to_contain_text(CODES[0])
    slow.shot("each-answers")

    second = visit("reviewer2")
    second.open("unified_portal.todo")
    expect(second.page.get_by_role("link", name=f"银行新增：{CODES[0]}")).to_be_visible()
    expect(second.page.get_by_role("link", name=f"银行新增：{CODES[1]}")).to_have_count(0)
    second.page.get_by_role("link", name=f"银行新增：{CODES[0]}").click()
    second.button("复审", second.dialog).click()
    second.shot("opened-from-the-to-do")
