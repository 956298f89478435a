"""What managers see: figures, the way down to the rows behind them, their own region alone, a wall, a workbench."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.server import Server
from tests.e2e.accounts import change, make_account, reset
from tests.e2e.test_accessibility import findings
from tests.e2e.test_reviewed_record import table

COCKPIT = "unified_portal.cockpit"
MACRO = "unified_portal.macro_display"
FRESH = "Morning@Fresh7"


@pytest.fixture(scope="module")
def server(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of its own, with months of visits that other journeys must not find."""
    running = Server(tmp_path_factory.mktemp("statistics"), history=("demo-history", "--count", "4"))
    running.prepare()
    running.start()
    yield running
    running.stop()


def panel(desk, code: str) -> Locator:
    found = desk.page.locator(f"[data-panel={code}]")
    expect(found.get_by_role("table").locator("tbody tr").first).to_be_visible()
    return found


def figures(panel: Locator) -> dict[str, tuple[Decimal, int]]:
    """Fund payment in yuan and number of settlements, by what the row is called."""
    read = [
        row.locator("th, td").all_inner_texts()
        for row in panel.get_by_role("table").locator("tbody tr, tfoot tr").all()
    ]
    return {name: (amount(fund), int(visits)) for name, fund, visits in read}


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def drill(panel: Locator, name: str) -> dict[str, tuple[Decimal, int]]:
    """Into one row; the figures one level below."""
    panel.get_by_role("table").get_by_role("button", name=name, exact=True).click()
    expect(panel.get_by_role("navigation").locator("li").last).to_have_text(name)
    expect(panel.locator(".el-loading-mask").filter(visible=True)).to_have_count(0)
    return figures(panel)


def sums_up(found: dict[str, tuple[Decimal, int]], whole: tuple[Decimal, int]) -> None:
    parts = [one for name, one in found.items() if name != "合计"]
    assert (sum(one[0] for one in parts), sum(one[1] for one in parts)) == found["合计"] == whole


def test_a_leader_goes_down_from_the_province_to_the_rows_and_back(visit, tmp_path):
    desk = visit("leader")
    desk.open(COCKPIT)
    shown = panel(desk, "by_area")
    expect(shown.get_by_role("img", name="各地基金支出")).to_be_visible()
    desk.shot("cockpit")
    cities = figures(shown)
    districts = drill(shown, "甲市")
    sums_up(districts, cities["甲市"])
    desk.shot("districts")
    institutions = drill(shown, "甲城区")
    sums_up(institutions, districts["甲城区"])
    name = next(one for one in institutions if one != "合计")
    fund, visits = institutions[name]
    desk.shot("institutions")

    shown.get_by_role("table").get_by_role("button", name=name, exact=True).click()
    expect(desk.dialog.get_by_text(f"共 {visits} 条")).to_be_visible()
    desk.shot("rows")
    desk.button("导出明细", desk.dialog).click()
    expect(desk.page.locator("[data-download]")).to_be_visible()
    file = tmp_path / "rows.xlsx"
    desk.download(desk.page.locator("[data-download]")).save_as(file)
    heading, *rows = table(file)
    paid = heading.index("基金支付总额")
    assert (len(rows), sum(Decimal(str(row[paid])) for row in rows)) == (visits, fund)

    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("dialog").filter(visible=True)).to_have_count(0)
    shown.get_by_role("navigation").get_by_role("button", name="甲市", exact=True).click()
    expect(shown.get_by_role("table").get_by_role("button", name="甲城区", exact=True)).to_be_visible()
    assert figures(shown) == districts
    desk.page.reload()
    assert figures(panel(desk, "by_area")) == districts
    desk.page.go_back()
    expect(shown.get_by_role("table").get_by_role("button", name=name, exact=True)).to_be_visible()


def test_conditions_are_shared_by_all_panels_and_stay_in_the_address(visit):
    desk = visit("leader")
    desk.open(COCKPIT)
    before = figures(panel(desk, "by_area"))["合计"]
    bar = desk.page.get_by_role("search")
    bar.locator("[data-filter=insutype] .el-select").click()
    desk.page.get_by_role("option", name="城乡居民基本医疗保险", exact=True).filter(visible=True).click()
    desk.page.keyboard.press("Escape")
    with desk.page.expect_response(lambda answer: "/panel/by_area" in answer.url and "insutype=390" in answer.url):
        desk.button("查询", bar).click()
    expect(panel(desk, "by_area").locator(".el-loading-mask").filter(visible=True)).to_have_count(0)
    after = figures(panel(desk, "by_area"))["合计"]
    assert Decimal(0) < after[0] < before[0]
    total = panel(desk, "by_med_type").get_by_role("table").locator("tfoot td").first
    assert amount(total.inner_text()) == after[0]
    desk.page.reload()
    assert figures(panel(desk, "by_area"))["合计"] == after
    desk.button("上年", bar).click()
    expect(desk.page).to_have_url(
        re.compile(r"insutype=390.*_from=(\d{4})-01-01.*_to=\1-12-31|_from=(\d{4})-01-01.*_to=\2-12-31.*insutype=390")
    )
    expect(desk.button("上年", bar)).to_have_attribute("aria-pressed", "true")


def test_figures_are_exported_as_they_are_shown(visit, tmp_path):
    desk = visit("leader")
    desk.open(COCKPIT)
    shown = panel(desk, "by_area")
    desk.button("各地基金支出：更多", shown).click()
    desk.page.get_by_role("menuitem", name="导出图表数据").filter(visible=True).click()
    expect(desk.page.locator("[data-download]")).to_be_visible()
    desk.shot("export")
    file = tmp_path / "figures.xlsx"
    desk.download(desk.page.locator("[data-download]")).save_as(file)
    _, *rows = table(file)
    told = {str(row[0]): (Decimal(str(row[1])), int(row[2])) for row in rows}
    assert {name: told[name] for name in ("甲市", "乙市")} == {name: figures(shown)[name] for name in ("甲市", "乙市")}


def test_a_panel_is_made_into_a_report_on_schedule(visit):
    desk = visit("leader")
    desk.open(COCKPIT)
    drill(panel(desk, "by_area"), "甲市")
    desk.button("各地基金支出：更多").click()
    desk.page.get_by_role("menuitem", name="定期发送").filter(visible=True).click()
    expect(desk.dialog.get_by_label("筛选条件", exact=True)).to_have_value("within.admdvs=990100")
    desk.fill("报表名称", "甲市月报")
    desk.shot("schedule")
    desk.button("新增", desk.dialog).click()
    desk.told("已定为定期报表")
    desk.open("unified_portal.scheduled_report")
    expect(desk.row("甲市月报")).to_be_visible()
    desk.operate(desk.row("甲市月报"), "立即生成")
    expect(desk.button("下载结果", desk.dialog)).to_be_visible()
    desk.open("unified_portal.report_run")
    made = desk.row("甲市月报").get_by_role("button").filter(has_text=".xlsx")
    expect(made).to_be_visible()
    desk.shot("made")
    assert desk.download(made).suggested_filename.endswith(".xlsx")


def test_a_county_sees_its_own_figures_alone(visit):
    leader = visit("leader")
    leader.open(COCKPIT)
    districts = drill(panel(leader, "by_area"), "甲市")
    admin = visit("admin")
    make_account(admin, "lead9", "leader", org="YB990101")
    given = reset(admin, "lead9")
    desk = visit()
    desk.arrive()
    desk.offer("lead9", given)
    expect(desk.page.get_by_role("heading", name="修改密码")).to_be_visible()
    change(desk, given, FRESH, FRESH)
    expect(desk.page.get_by_role("heading", name="您好")).to_be_visible()

    desk.open(COCKPIT)
    own = figures(panel(desk, "by_area"))
    desk.shot("county")
    assert own == {"甲城区": districts["甲城区"], "合计": districts["甲城区"]}


def test_a_map_is_drilled_into_by_the_keyboard(visit):
    desk = visit("leader")
    desk.open(MACRO)
    shown = panel(desk, "fund_map")
    expect(shown.locator("[data-chart]")).to_be_visible()
    desk.shot("macro")
    shown.get_by_role("button", name="甲市", exact=True).focus()
    desk.page.keyboard.press("Enter")
    expect(shown.get_by_role("button", name="甲城区", exact=True)).to_be_visible()
    assert shown.evaluate("panel => panel.contains(document.activeElement)")
    desk.shot("drilled")


def test_a_wall_shows_the_panels_alone_until_it_is_left(visit):
    desk = visit("leader")
    desk.page.clock.install()
    desk.open(MACRO)
    desk.button("大屏").click()
    wall = desk.page.get_by_role("dialog", name="宏观大数据展示大屏")
    expect(wall.get_by_role("img").first).to_be_visible()
    expect(desk.page.locator("html")).to_have_class("dark")
    desk.shot("wall")
    with desk.page.expect_response(lambda answer: "/panel/fund_map" in answer.url):
        desk.page.clock.fast_forward("01:01")
    desk.button("退出大屏").click()
    expect(wall).to_be_hidden()
    expect(desk.page.locator("html")).not_to_have_class("dark")


def test_the_workbench_shows_charts_of_the_role_and_is_arranged(visit):
    desk = visit("leader")
    expect(desk.page.locator(f'[data-panel="{COCKPIT}/by_month"] [data-chart]')).to_be_visible()
    desk.shot("workbench")
    desk.button("设置工作台").click()
    desk.button("移除 待办事项", desk.dialog).click()
    desk.dialog.get_by_label("添加组件或栏目").click()
    desk.page.get_by_role("option", name="组件：领导驾驶舱 · 医疗类别构成", exact=True).click()
    desk.shot("setup")
    desk.button("保存", desk.dialog).click()
    desk.told("工作台已设置")
    desk.arrive()
    expect(desk.page.locator(f'[data-panel="{COCKPIT}/by_med_type"] [data-chart]')).to_be_visible()
    expect(desk.page.get_by_role("heading", name="待办事项")).to_be_hidden()

    clerk = visit("clerk")
    expect(clerk.page.get_by_role("heading", name="待办事项")).to_be_visible()
    assert clerk.page.locator("[data-panel]").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_statistics_fit_a_phone_in_the_light_and_the_dark(visit, dark):
    desk = visit("leader", phone=True)
    if dark:
        desk.button("切换到深色").click()
    for code, one in ((COCKPIT, "by_area"), (MACRO, "fund_map")):
        desk.open(code)
        expect(panel(desk, one).locator("[data-chart]")).to_be_visible()
        panel(desk, one).scroll_into_view_if_needed()
        desk.shot(one)
        assert not desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_statistics_and_the_leaders_workbench_are_accessible(visit, dark):
    desk = visit("leader")
    if dark:
        desk.button("切换到深色").click()
    expect(desk.page.locator("[data-chart]").first).to_be_visible()
    found = findings(desk.page)
    for code, one in ((COCKPIT, "by_area"), (MACRO, "fund_map")):
        desk.open(code)
        expect(panel(desk, one).locator("[data-chart]")).to_be_visible()
        found += findings(desk.page)
    drill_to = panel(desk, "fund_map")
    drill_to.get_by_role("button", name="甲市", exact=True).click()
    expect(drill_to.get_by_role("button", name="甲城区", exact=True)).to_be_visible()
    found += findings(desk.page)
    assert found == []
