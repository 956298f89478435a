"""The first visit: a guide once for each user, a password that must be changed, functions found and remembered."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.accounts import change, make_account, reset

FRESH = "Morning@Fresh7"


def test_a_new_user_is_guided_once_by_the_keyboard(visit):
    desk = visit("reviewer2", guided=True)
    guide = desk.page.locator(".el-tour__content").filter(has_text="您有权办理的功能")
    expect(guide).to_contain_text("按业务分组")
    desk.shot("first")
    desk.page.keyboard.press("ArrowRight")
    expect(desk.page.get_by_text("快捷键 Ctrl+K")).to_be_visible()
    desk.shot("second")
    desk.page.keyboard.press("ArrowLeft")
    expect(guide).to_be_visible()
    desk.button("跳过引导").filter(visible=True).click()
    expect(guide).to_be_hidden()

    desk.arrive()
    expect(desk.page.get_by_role("heading", name="您好")).to_be_visible()
    expect(guide).to_be_hidden()
    desk.button("用户菜单").click()
    desk.page.get_by_role("menuitem", name="使用引导").click()
    expect(guide).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(guide).to_be_hidden()

    elsewhere = visit("reviewer2", guided=True)
    expect(elsewhere.page.locator(".el-tour__content").filter(visible=True)).to_have_count(0)


def test_a_guide_fits_a_phone(visit):
    desk = visit("county", phone=True, guided=True)
    expect(desk.page.get_by_text("按业务分组")).to_be_visible()
    desk.shot("phone")
    wide = desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide


def test_a_reset_password_is_changed_before_anything_else(visit):
    admin = visit("admin")
    make_account(admin, "first9", "hospital_user")
    given = reset(admin, "first9")

    desk = visit()
    desk.arrive("/app/f/unified_portal.message")
    desk.offer("first9", given)
    expect(desk.page.get_by_role("heading", name="修改密码")).to_be_visible()
    expect(desk.page.get_by_text("修改密码后才能办理业务")).to_be_visible()
    rules = desk.page.get_by_role("list", name="密码规则")
    expect(rules).to_contain_text("至少 8 个字符")
    desk.shot("forced")
    desk.arrive("/app/f/unified_portal.message")
    expect(desk.page.get_by_role("heading", name="修改密码")).to_be_visible()

    change(desk, given, "First9pass", "First9pass")
    expect(desk.page.get_by_role("alert")).to_contain_text("密码")
    expect(rules.get_by_role("listitem").filter(has_text="不包含账号")).to_contain_text("未满足")
    desk.shot("weak")
    change(desk, given, FRESH, "Morning@Fresh8")
    expect(desk.page.get_by_role("alert")).to_contain_text("两次输入的新密码不一致")
    change(desk, given, FRESH, FRESH)
    expect(desk.page.get_by_role("heading", name="您好")).to_be_visible()

    again = visit(phone=True)
    again.arrive()
    again.offer("first9", FRESH)
    expect(again.page.get_by_role("heading", name="您好")).to_be_visible()
    again.arrive("/app/password")
    expect(again.page.get_by_role("list", name="密码规则")).to_be_visible()
    again.shot("phone")


def test_a_function_is_found_by_the_keyboard_and_kept_among_the_favourites(visit):
    desk = visit("clerk")
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type("银行信息管")
    expect(desk.page.get_by_role("option", name="银行信息管理").first).to_be_visible()
    desk.shot("found")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("heading", name="银行信息管理")).to_be_visible()
    desk.button("收藏").click()
    expect(desk.button("取消收藏")).to_be_visible()
    desk.arrive()
    expect(desk.page.get_by_role("heading", name="快捷功能")).to_be_visible()
    favourites = desk.page.locator("p.links").filter(has_text="收藏")
    expect(favourites.get_by_role("link", name="银行信息管理")).to_be_visible()
    desk.shot("favourites")
    desk.open("base_information.bank")
    desk.button("取消收藏").click()
    expect(desk.button("收藏")).to_be_visible()
