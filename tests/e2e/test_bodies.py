"""Pages of insurance bodies, divisions and records of bodies."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

PAGES = {
    "insurance_body": "甲市医疗保障局",
    "insurance_staff": "周经办",
    "division": "示范省",
    "distributor": "企业名称",
}


@pytest.mark.parametrize("code", PAGES)
def test_the_page_shows_what_it_is_for(visit, code):
    desk = visit("clerk")
    desk.open(f"base_information.{code}")
    expect(desk.page.get_by_text(PAGES[code]).first).to_be_visible()
    desk.shot("opened")


def test_a_pasted_list_is_compared_with_our_divisions(visit):
    desk = visit("clerk")
    desk.arrive("/app/f/base_information.division_compare")
    desk.button("对比").click()
    desk.fill("对比名单", "990000 别名省\n999900 新市")
    desk.button("对比", desk.dialog).click()
    expect(desk.row("别名省").first).to_be_visible()
    expect(desk.row("999900").first).to_contain_text("新增")
    desk.shot("compared")


def test_who_may_not_unfold_a_tree_gets_a_list(visit):
    desk = visit("hospital")
    desk.open("base_information.division")
    assert desk.broken == []
