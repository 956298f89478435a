"""An administrator of a city hands on a part of what is his, and never more."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.accounts import change, make_account, reset

PASSWORD = "Harbour@Light5"


def test_a_city_administrator_hands_on_part_of_his_rights_and_no_more(visit):
    admin = visit("admin")
    make_account(admin, "city9", "city_admin")
    given = reset(admin, "city9")

    city = visit()
    city.arrive()
    city.offer("city9", given)
    expect(city.page.get_by_role("heading", name="修改密码")).to_be_visible()
    change(city, given, PASSWORD, PASSWORD)
    expect(city.page.get_by_role("heading", name="您好")).to_be_visible()

    city.open("unified_portal.business_role")
    city.button("新增").click()
    city.fill("角色编码", "bank_reader9")
    city.fill("角色名称", "银行查询岗")
    city.button("新增", city.dialog).click()
    city.told("新增成功")
    city.operate(city.row("bank_reader9"), "资源授权")
    city.fill("权限编码", "base_information.bank.query, unified_portal.user.add")
    city.button("资源授权", city.dialog).click()
    city.told("超出您的可分配范围")
    city.shot("refused")
    city.fill("权限编码", "base_information.bank.query")
    city.button("资源授权", city.dialog).click()
    city.told("资源授权成功")

    city.open("unified_portal.organisation")
    expect(city.row("甲市医疗保障局")).to_be_visible()
    expect(city.row("示范省医疗保障局")).to_have_count(0)
    expect(city.row("乙市医疗保障局")).to_have_count(0)
    city.shot("own")
