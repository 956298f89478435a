"""Lists: conditions, remembered choices, narrow windows, the dark."""

from __future__ import annotations

from playwright.sync_api import expect

DIAGNOSES = "base_information.diagnosis"


def test_a_list_is_searched_turned_over_and_keeps_its_conditions_and_columns(visit):
    desk = visit("clerk")
    desk.open(DIAGNOSES)
    expect(desk.page.get_by_text("共 300 条")).to_be_visible()
    desk.shot("list")
    desk.search("诊断编码", "A15")
    expect(desk.row("A15.000")).to_be_visible()
    expect(desk.row("A09.000")).to_be_hidden()

    desk.button("常用查询").click()
    desk.page.get_by_label("常用查询名称").fill("肺结核")
    desk.button("保存").click()
    desk.button("选择显示的列").click()
    desk.page.locator("label").filter(has_text="更新时间").filter(visible=True).click()
    expect(desk.page.get_by_role("columnheader", name="更新时间")).to_be_hidden()

    desk.open(DIAGNOSES)
    expect(desk.page.get_by_role("columnheader", name="更新时间")).to_be_hidden()
    desk.button("常用查询").click()
    desk.button("肺结核").click()
    expect(desk.row("A15.000")).to_be_visible()
    expect(desk.row("A09.000")).to_be_hidden()


def test_everything_fits_a_phone(visit):
    desk = visit("clerk", phone=True)
    desk.shot("workbench")
    desk.button("显示或隐藏功能菜单").click()
    desk.page.get_by_role("menuitem", name="基础信息管理").filter(visible=True).click()
    desk.shot("menu")
    desk.open("base_information.bank")
    desk.shot("list")
    desk.button("新增").click()
    expect(desk.dialog.get_by_label("联行号", exact=True)).to_be_visible()
    desk.shot("form")
    wide = desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide


def test_the_dark_is_remembered(visit):
    desk = visit("clerk")
    desk.button("切换到深色").click()
    desk.open("base_information.bank")

    expect(desk.page.locator("html")).to_have_class("dark")
    desk.shot("dark")


def test_a_function_nobody_granted_says_so(visit):
    desk = visit("hospital")
    desk.arrive("/app/f/base_information.no_such_page")

    expect(desk.page.get_by_text("没有这个地址")).to_be_visible()
    expect(desk.page.get_by_text("追踪号")).to_be_visible()
