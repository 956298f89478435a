"""Organisations as a tree: opened level by level, added below one another, moved, found, removed."""

from __future__ import annotations

from playwright.sync_api import expect

PAGE = "unified_portal.organisation"


def unfold(desk, name: str) -> None:
    desk.row(name).locator(".el-table__expand-icon").click()


def test_an_organisation_is_added_below_another_moved_and_removed(visit):
    desk = visit("admin")
    desk.open(PAGE)
    desk.shot("closed")
    unfold(desk, "示范省医疗保障局")
    unfold(desk, "甲市医疗保障局")
    expect(desk.row("甲城区医疗保障局")).to_be_visible()
    desk.shot("opened")

    desk.operate(desk.row("甲市医疗保障局"), "新增下级")
    expect(desk.dialog.get_by_text("甲市医疗保障局")).to_be_visible()
    desk.fill("机构编号", "YB990199")
    desk.fill("机构名称", "甲市医保服务站")
    desk.choose_area("行政区划", "甲城区")
    desk.shot("adding")
    desk.button("新增", desk.dialog).click()
    desk.told("新增成功")
    expect(desk.row("甲市医保服务站")).to_be_visible()

    desk.operate(desk.row("甲市医保服务站"), "移动")
    expect(desk.dialog.get_by_label("机构编号", exact=True)).to_be_disabled()
    desk.dialog.get_by_label("上级机构", exact=True).click(force=True)  # what was chosen lies over it
    popper = desk.page.locator(".el-select-dropdown").filter(visible=True)
    for name in ("示范省医疗保障局", "甲市医疗保障局"):
        popper.locator(".el-tree-node__content").filter(has_text=name).locator(".el-tree-node__expand-icon").click()
    popper.get_by_text("甲城区医疗保障局", exact=True).click()
    desk.shot("moving")
    desk.button("移动", desk.dialog).click()
    desk.told("移动成功")
    unfold(desk, "甲城区医疗保障局")
    expect(desk.row("甲市医保服务站")).to_be_visible()

    desk.page.get_by_role("search").get_by_label("机构名称或编号", exact=True).fill("服务站")
    desk.button("查询").click()
    expect(desk.row("甲市医保服务站")).to_be_visible()
    expect(desk.row("甲城区医疗保障局")).to_have_count(0)
    desk.operate(desk.row("甲市医保服务站"), "删除")
    desk.button("确定").click()
    desk.told("删除成功")
    expect(desk.page.get_by_text("共 0 条")).to_be_visible()


def test_a_tree_fits_a_phone(visit):
    desk = visit("admin", phone=True)
    desk.open(PAGE)
    unfold(desk, "示范省医疗保障局")
    expect(desk.row("甲市医疗保障局")).to_be_visible()
    desk.shot("opened")
