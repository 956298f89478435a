"""One row and what belongs to it in tabs."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.test_accessibility import findings

PERSON = "base_information.psn_overview"


def test_a_person_is_found_and_seen_whole_by_the_keyboard(visit):
    desk = visit("clerk")
    desk.arrive(f"/app/f/{PERSON}")
    expect(desk.page.get_by_text("请填写人员编号后查询")).to_be_visible()
    desk.page.get_by_label("人员编号", exact=True).fill("9900000000000001")
    desk.page.keyboard.press("Enter")
    tab = desk.page.get_by_role("tab", name="医疗救助")
    expect(tab).to_be_visible()
    expect(desk.page.get_by_role("cell", name="9900000000000001")).to_be_visible()
    tab.click()
    expect(desk.page.get_by_role("link", name="打开“医疗救助对象查询”")).to_be_visible()
    expect(desk.page.locator(".el-loading-mask").filter(visible=True)).to_have_count(0)
    desk.shot("aid")
    assert findings(desk.page) == []
    desk.page.reload()
    expect(desk.page.get_by_role("cell", name="9900000000000001")).to_be_visible()
