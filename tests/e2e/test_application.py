"""An application goes through its process: returned, corrected, any of the first level, all of the second, in force."""

from __future__ import annotations

from playwright.sync_api import expect

ROLES = "unified_portal.role_application"
TODOS = "unified_portal.todo"
TITLE = "申请业务角色 业务初审"


def test_a_role_is_applied_for_returned_corrected_and_granted(visit):
    applicant = visit("hospital")
    applicant.open(ROLES)
    applicant.button("提交申请").click()
    applicant.choose("业务角色", "医院医保办")
    applicant.fill("申请理由", "轮岗")
    applicant.button("提交申请", applicant.dialog).click()
    expect(applicant.dialog.get_by_text("已经授权，无需重复办理").first).to_be_visible()
    applicant.shot("refused")
    applicant.choose("业务角色", "业务初审")
    applicant.button("提交申请", applicant.dialog).click()
    applicant.told("提交申请成功")
    expect(applicant.dialog.get_by_role("heading", name=TITLE)).to_be_visible()
    applicant.shot("applied")

    first = visit("reviewer1")
    expect(first.page.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    first.shot("workbench")
    first.open(TODOS)
    settled(first)
    first.shot("todos")
    first.page.get_by_role("link", name=TITLE, exact=True).click()
    first.button("退回", first.dialog).click()
    first.fill("意见", "请写明轮岗起止时间")
    first.shot("return")
    first.button("退回", first.dialog).click()
    first.told("退回成功")

    applicant.arrive()
    applicant.open(ROLES)
    applicant.page.get_by_text("我的申请", exact=True).click()
    applicant.button(TITLE).click()
    expect(applicant.dialog.get_by_text("请写明轮岗起止时间")).to_be_visible()
    applicant.button("修改并重新提交", applicant.dialog).click()
    expect(applicant.dialog.get_by_text("业务初审", exact=True)).to_be_visible()
    applicant.fill("申请理由", "轮岗，2026 年 12 月起")
    applicant.button("修改并重新提交", applicant.dialog).click()
    applicant.told("修改并重新提交成功")

    second = visit("reviewer2")
    decide(second)
    first.open(TODOS)
    expect(first.page.get_by_role("link", name=TITLE, exact=True)).to_have_count(0)

    decide(visit("auditor"))
    admin = visit("admin")
    admin.open(TODOS)
    admin.page.get_by_role("link", name=TITLE, exact=True).click()
    expect(admin.dialog.get_by_role("heading", name=TITLE)).to_be_visible()
    settled(admin)
    admin.shot("level-two")
    admin.button("通过", admin.dialog).click()
    admin.button("通过", admin.dialog).click()
    admin.told("通过成功")
    expect(admin.dialog.get_by_text("已通过").first).to_be_visible()
    admin.shot("in-force")

    phone = visit("hospital", phone=True)
    phone.open(ROLES)
    settled(phone)
    phone.shot("phone-list")
    phone.button(TITLE).click()
    expect(phone.dialog.get_by_text("轮岗，2026 年 12 月起")).to_be_visible()
    phone.shot("phone")
    phone.open(TODOS)
    settled(phone)
    phone.shot("phone-todos")
    roll_back(admin)


def settled(desk) -> None:
    """Nothing is being asked for any more."""
    expect(desk.page.locator(".el-loading-mask").filter(visible=True)).to_have_count(0)


def decide(reviewer) -> None:
    reviewer.open(TODOS)
    reviewer.page.get_by_role("link", name=TITLE, exact=True).click()
    reviewer.button("通过", reviewer.dialog).click()
    reviewer.fill("意见", "同意")
    reviewer.button("通过", reviewer.dialog).click()
    reviewer.told("通过成功")


def roll_back(admin) -> None:
    """So that other journeys find the applicant as before."""
    admin.button("业务回退", admin.dialog).click()
    admin.fill("原因", "轮岗取消")
    admin.button("业务回退", admin.dialog).click()
    admin.told("业务回退成功")
    admin.page.evaluate("document.documentElement.classList.add('dark')")
    admin.shot("rolled-back-dark")


def test_somebody_stands_in_for_a_reviewer(visit):
    reviewer = visit("reviewer1")
    reviewer.open("unified_portal.delegation")
    reviewer.button("新增委托").click()
    reviewer.fill("受托人（账号）", "reviewer2")
    for label in ("开始日期", "终止日期"):
        reviewer.fill(label, "2099-01-01")
        reviewer.page.keyboard.press("Enter")
    reviewer.fill("原因", "休假")
    reviewer.shot("delegate")
    reviewer.button("新增委托", reviewer.dialog).click()
    reviewer.told("新增委托成功")
    expect(reviewer.row("郑复审")).to_contain_text("有效")
    reviewer.shot("delegated")
    reviewer.operate(reviewer.row("郑复审"), "终止委托")
    reviewer.button("确定").click()
    reviewer.told("终止委托成功")


def test_a_process_is_drafted_and_published(visit):
    admin = visit("admin")
    admin.open("unified_portal.process")
    admin.button("新增版本").click()
    admin.fill("流程编码", "e2e_process")
    admin.fill("流程名称", "试用流程")
    admin.fill("开始日期", "2026-01-01")
    admin.page.keyboard.press("Enter")
    admin.fill("步骤", "审批 | 任意 | role:first_reviewer")
    admin.button("新增版本", admin.dialog).click()
    expect(admin.dialog.get_by_text("应为 any（或签）或 all（会签）").first).to_be_visible()
    admin.fill("步骤", "初审 | 或签 | role:first_reviewer@area\n复审 | 会签 | role:second_reviewer")
    admin.shot("draft")
    admin.button("新增版本", admin.dialog).click()
    admin.told("新增版本成功")
    expect(admin.row("e2e_process")).to_contain_text("草稿")
    admin.operate(admin.row("e2e_process"), "发布")
    admin.shot("publish")
    admin.button("发布", admin.dialog).click()
    admin.told("发布成功")
    expect(admin.row("e2e_process")).to_contain_text("已发布")
