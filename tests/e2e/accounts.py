"""Accounts of one test alone: the server is shared, so that nobody locks or renames those of the demo region."""

from __future__ import annotations

from playwright.sync_api import expect


def make_account(admin, account: str, role: str = "", org: str = "YB990100") -> None:
    """A new account of an organisation, and its role."""
    admin.open("unified_portal.user")
    admin.button("新增").click()
    admin.fill("账号", account)
    admin.fill("姓名", "测试新人")
    admin.fill("所属机构", org)
    admin.button("新增", admin.dialog).click()
    admin.told("新增成功")
    if role:
        grant(admin, account, role)


def grant(admin, account: str, role: str) -> None:
    admin.open("unified_portal.user_grant")
    admin.search("账号", account)
    admin.operate(admin.row(account), "授予用户")
    admin.fill("角色编码", role)
    admin.shot("granting")
    admin.button("授予用户", admin.dialog).click()
    admin.told("授予用户成功")


def reset(admin, account: str) -> str:
    """The new password, which the administrator is shown once."""
    admin.open("unified_portal.password_reset")
    admin.search("账号", account)
    admin.operate(admin.row(account), "重置")
    with admin.page.expect_response(lambda answer: answer.url.endswith("/reset")) as answered:
        admin.button("确定").click()
    given = str(answered.value.json()["row"]["password"])
    expect(admin.dialog.get_by_text(given)).to_be_visible()
    admin.shot("given")
    return given


def change(desk, old: str, new: str, again: str) -> None:
    """At the page that asks for a new password."""
    desk.page.get_by_label("原密码", exact=True).fill(old)
    desk.page.get_by_label("新密码", exact=True).fill(new)
    desk.page.get_by_label("再次输入新密码", exact=True).fill(again)
    desk.button("修改密码").click()
