"""The network fails, the server refuses, people click twice: nothing is said wrongly, nothing is done twice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

POSTS = "unified_portal.post"
USERS = "unified_portal.user"
LISTS = {
    "unified_portal.todo": r"/api/todos",
    "unified_portal.role_application": r"/api/f/unified_portal/role_application\?",
    "unified_portal.organisation": r"/api/f/unified_portal/organisation/children",
}
"""Lists that are asked for in a way of their own, and where."""


def test_a_list_that_cannot_be_asked_for_says_so_and_is_asked_again(visit):
    desk = visit("admin")
    desk.open(POSTS)
    desk.page.route(re.compile(r"/api/f/unified_portal/post$"), lambda route: route.abort())
    desk.open(POSTS)
    problem = desk.page.get_by_role("table").locator("..").get_by_text("没有查到：连接不上服务器")
    expect(problem).to_be_visible()
    expect(desk.page.get_by_text("没有符合条件的数据")).to_have_count(0)
    desk.shot("failed")
    desk.page.evaluate("document.documentElement.classList.add('dark')")
    desk.shot("failed-dark")
    desk.page.unroute_all()
    desk.button("重试").click()
    expect(desk.row("handling")).to_be_visible()


@pytest.mark.parametrize("function", LISTS)
def test_every_other_list_says_so_too(visit, function: str):
    desk = visit("admin")
    desk.page.route(re.compile(LISTS[function]), lambda route: route.abort())
    desk.open(function)
    expect(desk.page.get_by_role("table").locator("..").get_by_text("没有查到：连接不上服务器")).to_be_visible()
    desk.page.unroute_all()
    desk.button("重试").click()
    expect(desk.page.get_by_text("没有查到：")).to_have_count(0)
    expect(desk.page.locator(".el-loading-mask").filter(visible=True)).to_have_count(0)


def test_escape_leaves_a_form_whose_first_input_is_a_closed_choice(visit):
    desk = visit("clerk")
    desk.open("base_information.aid_category")
    desk.button("新增").click()
    expect(desk.dialog.get_by_role("combobox").first).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("dialog").filter(visible=True)).to_have_count(0)


def test_a_write_whose_answer_was_lost_is_done_once_when_it_is_sent_again(visit):
    desk = visit("admin")
    desk.open(USERS)
    desk.button("新增").click()
    desk.fill("账号", "twice1")
    desk.fill("姓名", "重试一")
    desk.fill("所属机构", "YB990101")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    desk.page.route(re.compile(r"/api/f/unified_portal/user/add$"), lose, times=1)
    desk.button("新增", desk.dialog).click()
    desk.told("连接不上服务器")
    desk.button("新增", desk.dialog).click()
    desk.told("新增成功")
    desk.search("账号", "twice1")
    expect(desk.row("重试一")).to_have_count(1)
