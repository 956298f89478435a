"""Several applications are passed with one opinion; each answers for itself."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.test_application import ROLES, settled

PASSED, DECIDED = "申请业务角色 业务经办", "申请业务角色 稽核审计"


def test_applications_pass_at_once_and_one_that_somebody_else_decided_is_named(visit):
    applicant = visit("hospital")
    for role in ("业务经办", "稽核审计"):
        applicant.open(ROLES)
        applicant.button("提交申请").click()
        applicant.choose("业务角色", role)
        applicant.fill("申请理由", "轮岗")
        applicant.button("提交申请", applicant.dialog).click()
        applicant.told("提交申请成功")

    slow, quick = visit("reviewer1"), visit("reviewer2")
    slow.open(ROLES)
    for title in (PASSED, DECIDED):
        slow.row(title).locator(".el-checkbox").click()
    slow.shot("chosen")
    quick.open(ROLES)
    quick.button(DECIDED).click()
    quick.button("不予通过", quick.dialog).click()
    quick.fill("意见", "不符合轮岗条件")
    quick.button("不予通过", quick.dialog).click()
    quick.told("不予通过成功")

    slow.button("批量通过（2）").click()
    slow.fill("意见", "同意")
    slow.button("通过", slow.dialog).click()
    expect(slow.dialog.get_by_text("已办理 2 / 2 条，其中 1 条未成功")).to_be_visible()
    outcomes = slow.dialog.get_by_role("listitem")
    expect(outcomes.filter(has_text="未成功")).to_contain_text(DECIDED)
    expect(outcomes.filter(has_not_text="未成功")).to_contain_text(PASSED)
    settled(slow)
    slow.shot("each-answers")
    slow.page.evaluate("document.documentElement.classList.add('dark')")
    slow.shot("each-answers-dark")
    slow.page.keyboard.press("Escape")
    for title in (PASSED, DECIDED):
        expect(slow.row(title)).to_have_count(0)

    admin = visit("admin")
    admin.open(ROLES)
    admin.button(PASSED).click()
    admin.button("终止", admin.dialog).click()
    admin.fill("原因", "轮岗取消")
    admin.button("终止", admin.dialog).click()
    admin.told("终止成功")
