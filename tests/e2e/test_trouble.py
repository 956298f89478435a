"""The network fails, the server refuses, people click twice: nothing is said wrongly, nothing is done twice."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

POSTS = "unified_portal.post"
USERS = "unified_portal.user"


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
