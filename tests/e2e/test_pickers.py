"""Codes are found by name, and may still be typed."""

from __future__ import annotations

from playwright.sync_api import expect

GRANTS = "unified_portal.user_grant"
ROLES = "unified_portal.business_role"


def offered(desk, name: str):
    return desk.page.get_by_role("option").filter(has_text=name, visible=True)


def test_a_code_is_found_by_a_part_of_its_name_or_typed(visit):
    admin = visit("admin")
    admin.open("unified_portal.user")
    admin.button("新增").click()
    place = admin.dialog.get_by_label("所属机构", exact=True)
    place.press_sequentially("甲城区")
    offered(admin, "甲城区医疗保障局").first.click()
    expect(place).to_have_value("YB990101")
    expect(admin.dialog.get_by_text("甲城区医疗保障局", exact=True)).to_be_visible()
    posts = admin.dialog.get_by_label("岗位", exact=True)
    with admin.page.expect_response(lambda answer: "/api/picked/" in answer.url):
        posts.fill("handling,")
    admin.button("查找岗位", admin.dialog).click()
    admin.shot("posts")
    offered(admin, "review").first.click()
    expect(posts).to_have_value("handling,review")
    admin.shot("chosen")
    admin.page.evaluate("document.documentElement.classList.add('dark')")
    admin.button("查找所属机构", admin.dialog).click()
    expect(offered(admin, "甲城区医疗保障局").first).to_be_visible()
    admin.shot("dark")
    place.fill("")
    admin.button("查找所属机构", admin.dialog).click()
    expect(offered(admin, "甲城区医疗保障局").first).to_be_visible()


def test_a_picker_fits_a_phone_and_takes_a_typed_code(visit):
    phone = visit("admin", phone=True)
    phone.open("unified_portal.user")
    phone.button("新增").click()
    phone.fill("所属机构", "YB990101")
    expect(phone.dialog.get_by_text("甲城区医疗保障局", exact=True)).to_be_visible()
    phone.shot("typed")
