"""Signing in and out, and being locked out."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.accounts import make_account, reset


def test_somebody_signs_in_finds_their_functions_and_signs_out(visit):
    desk = visit()
    desk.arrive("/app/f/base_information.bank")
    expect(desk.button("业务经办岗 clerk")).to_be_visible()
    desk.shot("login")
    desk.button("业务经办岗 clerk").click()
    desk.button("登录").click()

    expect(desk.page.get_by_role("heading", name="银行信息管理")).to_be_visible()
    desk.page.get_by_role("link", name="工作台").click()
    expect(desk.page.get_by_role("heading", name="周经办，您好")).to_be_visible()
    desk.shot("workbench")

    desk.page.get_by_label("查找功能").fill("专家")
    desk.page.get_by_role("option", name="专家基本信息").click()
    expect(desk.page.get_by_role("heading", name="专家基本信息")).to_be_visible()

    desk.sign_out()
    desk.arrive("/app/f/base_information.bank")
    expect(desk.button("登录")).to_be_visible()


def test_wrong_passwords_are_refused_and_lock_the_account_in_the_end(visit):
    admin = visit("admin")
    make_account(admin, "locked9")
    given = reset(admin, "locked9")

    desk = visit()
    desk.arrive()
    alert = desk.page.get_by_role("alert")
    for _ in range(6):
        desk.offer("locked9", "wrong password")
        expect(alert).to_contain_text("密码")
        expect(desk.page.get_by_label("密码", exact=True)).to_have_value("")
    desk.offer("locked9", given)

    expect(alert).to_contain_text("已锁定")
    expect(alert).to_contain_text("自动解锁")
    desk.shot("locked")
    desk.arrive("/app/")
    expect(desk.button("登录")).to_be_visible()
