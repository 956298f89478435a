"""What axe-core finds about the pages every clerk uses: labels, names, contrast, structure."""

from __future__ import annotations

from functools import cache

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.server import ROOT
from tests.e2e import test_settlement_desk as settlements

AXE = ROOT / "hsaf" / "web" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
FOREIGN = 'aria-autocomplete="list"'
"""Element Plus names the list of a closed combobox before it is there; screen readers pass over that."""
STILL = """async () => {
  const still = new CSSStyleSheet()
  still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }')
  document.adoptedStyleSheets = [still]
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
}"""
"""Colours are judged as they are when nothing moves, also those of a message that comes or goes meanwhile."""


@cache
def axe() -> str:
    return AXE.read_text("utf-8")


def findings(page: Page) -> list[str]:
    expect(page.locator(".el-loading-mask").filter(visible=True)).to_have_count(0)
    page.wait_for_timeout(500)  # suggestions come 300 ms after the last key, and go again when the field was left
    page.evaluate(STILL)
    page.evaluate(axe())
    result = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']})")
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in result["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
        if not (one["id"] == "aria-valid-attr-value" and FOREIGN in node["html"])
    ]


def test_the_sign_in_page_is_accessible(visit):
    desk = visit()
    desk.arrive()
    expect(desk.button("业务经办岗 clerk")).to_be_visible()
    assert findings(desk.page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_workbench_list_and_form_are_accessible(visit, dark):
    desk = visit("clerk")
    if dark:
        desk.button("切换到深色").click()
    found = findings(desk.page)
    desk.open("base_information.diagnosis")
    found += findings(desk.page)
    desk.open("base_information.bank")
    found += findings(desk.page)
    desk.button("新增").click()
    expect(desk.dialog.get_by_label("联行号", exact=True)).to_be_visible()
    found += findings(desk.page)
    assert found == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_applications_and_to_dos_are_accessible(visit, dark):
    desk = visit("clerk")
    if dark:
        desk.button("切换到深色").click()
    desk.open("unified_portal.role_application")
    desk.button("提交申请").click()
    desk.choose("业务角色", "稽核审计")
    desk.fill("申请理由", "轮岗")
    found = findings(desk.page)
    desk.button("提交申请", desk.dialog).click()
    expect(desk.dialog.get_by_text("办理过程")).to_be_visible()
    found += findings(desk.page)
    desk.button("撤回申请", desk.dialog).click()
    desk.button("确定").click()
    desk.told("撤回申请成功")
    desk.open("unified_portal.todo")
    found += findings(desk.page)
    assert found == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_settlement_desk_and_the_trace_are_accessible(visit, dark):
    desk = visit("hospital")
    if dark:
        desk.button("切换到深色").click()
    settlements.find(desk, "9900000000000071", name="孙**")
    settlements.fill_in(desk, f"WCAG-{dark}")
    settlements.pre_settle(desk)
    found = findings(desk.page)
    desk.button("结算").click()
    setl_id = settlements.number_of(desk)
    desk.arrive(f"{settlements.TRACE}?id={setl_id}")
    expect(desk.page.get_by_text("审计链完整")).to_be_visible()
    found += findings(desk.page)
    assert found == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_policy_builder_is_accessible(visit, dark):
    desk = visit("clerk")
    if dark:
        desk.button("切换到深色").click()
    found = []
    for query, shown in (
        ("tab=build", "起付标准"), ("tab=build&part=local_value", "医院级别"), ("tab=build&part=order", "起付标准"),
        ("tab=check", "没有妨碍发布的问题"), ("tab=bench", "全部用例"), ("tab=simulate", "开始模拟"),
        ("tab=publish", "发布和回退由有发布权限的人员"),
    ):  # fmt: skip
        desk.arrive(f"/app/f/payment_management.policy_builder?{query}")
        expect(desk.page.locator("#content").get_by_text(shown).first).to_be_visible()
        found += findings(desk.page)
    assert found == []
