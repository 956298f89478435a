"""A benefit policy is built, reviewed, tried out, simulated, published and taken back on the builder's one page, while
a hospital settles through its own system: what is dated in the validity of the change pays by it, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from hsaf.edge.fsi_client import Post, over_http
from plugins.demo_region import files
from plugins.demo_region.playback import Playback, demo_client
from tests.e2e.workbench import Workbench

BUILDER = "/app/f/payment_management.policy_builder"
ROOT = "/api/f/payment_management"
SCHEME = "990000-2026"
FIRST = f"{SCHEME}@2026.1"
OLD, NEW = Decimal("0.65"), Decimal("0.70")
RATIO = "门诊统筹比例"


@dataclass
class Hospital:
    """The system of an outpatient clinic of level 2, whose employee comes on some day with the same bill."""

    post: Post
    visits: int = 0

    def settle(self, day: str, *, keep: bool = False) -> dict[str, Any]:
        """What the settlement came to; unless it is to be kept it is taken back, so that the next begins as it did."""
        self.visits += 1
        text = json.dumps(files.exchange("04-outpatient")[:5], default=float, ensure_ascii=False)
        text = text.replace("2026-05-12", day).replace("20260512", day.replace("-", ""))
        text = text.replace("MZE04001", f"PB{self.visits:06}").replace("BE04001", f"P{self.visits:06}")
        steps = [{**step, "expect": {"infcode": 0}} for step in json.loads(text, parse_float=Decimal)]
        played = self._play(steps)
        settled: dict[str, Any] = dict(played[-1].output["setlinfo"])
        if not keep:
            self.take_back(settled, steps[-1])
        return settled

    def take_back(self, settled: dict[str, Any], step: dict[str, Any] | None = None) -> None:
        step = step or files.exchange("04-outpatient")[4]
        data = {name: settled[name] for name in ("mdtrt_id", "setl_id", "psn_no")}
        self.visits += 1
        message = step["request"] | {"infno": "2208", "input": {"data": data}}
        self._play([{"request": message, "expect": {"infcode": 0}}])

    def _play(self, steps: list[dict[str, Any]]) -> list[Any]:
        for number, step in enumerate(steps):
            step["request"] = step["request"] | {"msgid": f"{step['request']['msgid'][:-6]}{self.visits:03}{number:03}"}
        played = list(Playback(self.post, demo_client).play(steps))
        assert [one.differences for one in played] == [()] * len(steps), played[-1].reply.answer
        return played


@pytest.fixture
def hospital(server) -> Hospital:
    return Hospital(over_http(f"{server.url}/fsi"))


@dataclass
class Office:
    """Who builds policies, who reviews, who reviews again and publishes."""

    clerk: Workbench
    first: Workbench
    second: Workbench

    def value(self, elem: str, hosp_lv: str = "") -> dict[str, Any]:
        """The value of a dynamic element at a level of hospitals."""
        rows = ask(self.clerk, "GET", f"{ROOT}/local_value?elem_code={elem}&size=50")["rows"]
        return next(row for row in rows if row["hosp_lv"] == hosp_lv and row["insutype"] in ("310", ""))

    def ratio(self) -> dict[str, Any]:
        """The share that clinics of level 2 are paid for employees."""
        return self.value("otp_ratio", "2")


@pytest.fixture
def office(visit: Callable[..., Workbench]) -> Iterator[Office]:
    """The demo policy is in force again afterwards, and its records say what it says."""
    made = Office(visit("clerk"), visit("reviewer1"), visit("reviewer2"))
    yield made
    for version in ask(made.second, "GET", f"{ROOT}/publication?scheme_id={SCHEME}")["rows"]:
        if version["state"] == "published" and version["version_id"] != FIRST:
            said = {"version_id": version["version_id"], "reason": "恢复"}
            ask(made.second, "POST", f"{ROOT}/publication/rollback", said)
    for row in (made.ratio(), made.value("cvlserv_ratio")):
        drop_change(made, row)
    if Decimal(made.ratio()["value"]) != OLD:
        restore(made, made.ratio())


def drop_change(office: Office, row: dict[str, Any]) -> None:
    path = f"{ROOT}/local_value/{row['id']}"
    if row["pending_state"] in ("review1", "review2"):
        ask(office.clerk, "POST", f"{path}/withdraw", {})
    if row["pending"]:
        ask(office.clerk, "POST", f"{path}/discard", {})


def restore(office: Office, row: dict[str, Any]) -> None:
    path = f"{ROOT}/local_value"
    ask(office.clerk, "PUT", f"{path}/{row['id']}", {"version": row["version"], "value": str(OLD)})
    ask(office.clerk, "POST", f"{path}/{row['id']}/submit", {})
    ask(office.first, "POST", f"{path}_review1/{row['id']}/review1", {"decision": "pass"})
    ask(office.second, "POST", f"{path}_review2/{row['id']}/review2", {"decision": "pass"})


def ask(who: Workbench, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """The interface with the person's own session, as the pages use it."""
    csrf = who.page.request.get("/api/session").json()["csrf"]
    headers = {
        "X-HSAF-CSRF": csrf,
        "Idempotency-Key": f"{who.page.evaluate('Math.random()')}",
        "Content-Type": "application/json",
    }
    sent = who.page.request.fetch(path, method=method, headers=headers, data=None if body is None else json.dumps(body))
    assert sent.ok, sent.text()
    answer: dict[str, Any] = sent.json()
    return answer


def test_a_draft_is_shown_in_order_of_calculation(visit: Callable[..., Workbench]) -> None:
    clerk = visit("clerk")
    clerk.arrive(BUILDER)
    items = clerk.page.get_by_label("政策全貌").locator("details > summary:has(b)")
    expect(items.first).to_be_visible()
    positions = [text.split()[0] for text in items.all_inner_texts()]
    assert positions == sorted(positions, key=int)
    items.nth(1).click()
    clerk.page.get_by_text("门诊统筹比例（").first.click()
    clerk.shot("outline")

    with clerk.page.expect_response(lambda answer: "proposed=true" in answer.url) as reloaded:
        clerk.page.get_by_text("含审核中的变更").click()
    assert reloaded.value.ok
    expect(clerk.page.get_by_role("switch")).to_be_checked()


@pytest.mark.timeout(400)
def test_a_policy_is_built_reviewed_simulated_published_and_taken_back(office: Office, hospital: Hospital) -> None:
    booked = hospital.settle("2026-05-12", keep=True)
    old = hospital.settle("2026-06-01")
    clerk, first, second = office.clerk, office.first, office.second
    new_amount = paid(old, NEW)
    assert Decimal(old["hifp_pay"]) == paid(old, OLD) < new_amount

    open_part(clerk, "地方配置参数")
    change_value(clerk, "0.07")
    open_part(first, "地方配置参数")
    review(first, "初审", "退回", "比例应为 0.70", shot="review")
    find(clerk, "退回")
    expect(ratio_row(clerk)).to_contain_text("退回")
    clerk.shot("returned")
    change_value(clerk, str(NEW))
    expect(clerk.page.get_by_text("1 条变更在办")).to_be_visible()
    expect(clerk.button("初审")).to_have_count(0)
    review(first, "初审", "通过")

    try_out(clerk, booked)
    second.arrive(f"{BUILDER}?tab=publish")
    expect(second.page.get_by_text("没有需要发布的变更")).to_be_visible()
    expect(second.page.get_by_text("1 条变更未完成审核")).to_be_visible()
    open_part(second, "地方配置参数")
    review(second, "复审", "通过")

    simulate(clerk, booked)
    publish(second, "2026-06-01")
    assert Decimal(hospital.settle("2026-05-31")["hifp_pay"]) == Decimal(old["hifp_pay"])
    assert Decimal(hospital.settle("2026-06-01")["hifp_pay"]) == new_amount

    roll_back(second)
    assert Decimal(hospital.settle("2026-06-02")["hifp_pay"]) == Decimal(old["hifp_pay"])
    hospital.take_back(booked)


def test_what_is_wrong_is_told_by_field_and_opened_there(office: Office) -> None:
    """A value that ends before the policy does leaves days without any."""
    clerk = office.clerk
    row = office.value("cvlserv_ratio")
    ask(clerk, "PUT", f"{ROOT}/local_value/{row['id']}", {"version": row["version"], "enddate": "2026-10-31"})
    clerk.arrive(f"{BUILDER}?tab=check")
    expect(clerk.page.get_by_text("没有妨碍发布的问题")).to_be_visible()
    clerk.page.get_by_text("含审核中的变更", exact=True).click()
    found = clerk.page.get_by_role("region", name="还有什么不对").get_by_role("listitem")
    expect(found).to_contain_text("地方配置参数“公务员补助比例”")
    expect(found).to_contain_text("结束日期")
    expect(found).to_contain_text("2026-11-01 至 2026-12-31 没有任何取值")
    clerk.shot("wrong")
    clerk.button("打开改正", found).click()
    form = clerk.page.get_by_role("dialog", name="地方配置参数维护 · 变更")
    end = form.get_by_label("结束日期", exact=True)
    expect(end).to_be_focused()
    expect(end).to_have_value("2026-10-31")
    expect(form.get_by_role("alert").filter(has_text="没有任何取值")).to_be_visible()
    clerk.shot("at-the-field")
    end.fill("2026-12-31")
    clerk.page.keyboard.press("Enter")
    clerk.button("保存", form).click()
    clerk.told("已保存")
    clerk.page.get_by_role("tab", name="检查").click()
    expect(clerk.page.get_by_text("没有妨碍发布的问题")).to_be_visible()


def test_the_order_of_calculation_is_adjusted_and_given_up(visit: Callable[..., Workbench]) -> None:
    clerk = visit("clerk", phone=True)
    clerk.arrive(f"{BUILDER}?tab=build&part=order")
    items = clerk.page.locator("[data-item]")
    second = items.nth(1).get_attribute("data-item")
    items.nth(1).get_by_role("button", name="上移").click()
    expect(items.first).to_have_attribute("data-item", str(second))
    expect(clerk.page.get_by_text("有未确认的调整")).to_be_visible()
    expect(items.first.locator(".problem")).to_be_visible()
    expect(clerk.button("确认顺序")).to_be_disabled()
    clerk.shot("adjusted")
    clerk.button("取消调整").click()
    clerk.button("确定").click()
    clerk.told("取消调整成功")
    expect(items.nth(1)).to_have_attribute("data-item", str(second))
    assert clerk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def paid(settled: dict[str, Any], ratio: Decimal) -> Decimal:
    """What the pool pays of a bill by the share of clinics."""
    base = Decimal(settled["inscp_scp_amt"]) - Decimal(settled["act_pay_dedc"])
    return (base * ratio).quantize(Decimal("0.01"), ROUND_HALF_UP)


# -- building -----------------------------------------------------------------------------------------


def open_part(who: Workbench, name: str) -> None:
    who.arrive(BUILDER)
    who.page.get_by_role("navigation", name="政策组成").get_by_role("button", name=name).click()
    expect(who.page.get_by_role("row").filter(has_text="0.").first).to_be_visible()
    find(who)


def find(who: Workbench, state: str = "") -> None:
    """The values of the share of clinics."""
    bar = who.page.get_by_role("search", name="查询条件")
    if not bar.get_by_text(RATIO, exact=True).count():
        bar.locator("[data-filter=elem_code] .el-select__wrapper").click()
        who.page.get_by_role("option", name=RATIO, exact=True).filter(visible=True).click()
        who.page.keyboard.press("Escape")
    with who.page.expect_response(lambda answer: "local_value" in answer.url and "page=1" in answer.url):
        who.button("查询", bar).click()
    expect(who.page.locator(".el-loading-mask").filter(visible=True)).to_have_count(0)


def ratio_row(who: Workbench) -> Locator:
    """The row of employees at level 2: among those of the share the only one with both."""
    return (
        who.page.locator(".el-table__row")
        .filter(has=who.page.locator("td:nth-child(5)", has_text="职工基本医疗保险"))
        .filter(has=who.page.locator("td:nth-child(6)", has_text="二级"))
    )


def change_value(who: Workbench, value: str) -> None:
    who.operate(ratio_row(who), "变更")
    expect(who.dialog.get_by_label("险种类型", exact=True)).to_have_value("310")
    who.fill("取值", value)
    who.shot(f"change-{value}")
    who.button("保存并提交", who.dialog).click()
    who.told("已保存并提交")


def review(who: Workbench, step: str, decision: str, opinion: str = "", shot: str = "") -> None:
    find(who)
    who.operate(ratio_row(who), step)
    expect(who.dialog.get_by_role("table")).to_contain_text("取值")
    who.choose("结论", decision)
    if opinion:
        who.fill("意见", opinion)
    if shot:
        who.shot(shot)
    who.button(step, who.dialog).click()
    who.told(f"{step}成功")


def try_out(clerk: Workbench, bill: dict[str, Any]) -> None:
    """A bill as a saved case: what it came to, what it will, and why."""
    amount = paid(bill, NEW)
    clerk.arrive(f"{BUILDER}?tab=bench")
    clerk.page.get_by_text("含审核中的变更", exact=True).click()
    clerk.button("新增").click()
    clerk.fill("用例编号", "PB-1")
    clerk.fill("用例名称", "职工二级医院普通门诊")
    clerk.fill("结算日期", "2026-06-01")
    clerk.page.keyboard.press("Enter")
    for label, option in (
        ("医疗类别", "普通门诊"),
        ("险种类型", "职工基本医疗保险"),
        ("人员类别", "在职"),
        ("医院级别", "二级"),
    ):
        clerk.choose(label, option)
    clerk.fill("医疗费总额", bill["medfee_sumamt"])
    clerk.fill("先行自付金额", bill["preselfpay_amt"])
    clerk.fill("预期基金支付", str(amount))
    clerk.shot("case")
    clerk.button("保存", clerk.dialog).click()
    clerk.told("已保存")
    expect(clerk.row("PB-1")).to_be_visible()
    clerk.operate(clerk.row("PB-1"), "重新计算")
    expect(clerk.dialog.get_by_text(f"与预期 {amount} 相符")).to_be_visible()
    clerk.dialog.locator("summary").nth(1).click()
    expect(clerk.dialog.get_by_text(f"{RATIO} {NEW}")).to_be_visible()
    clerk.shot("explained")
    clerk.page.keyboard.press("Escape")
    clerk.button("全部计算").click()
    expect(clerk.page.get_by_text(re.compile(r"共 \d+ 个用例，1 个结果有变化"))).to_be_visible()
    expect(clerk.row("PB-1").first).to_contain_text(str(paid(bill, OLD)))
    expect(clerk.row("PB-1").first).to_contain_text(str(amount))
    clerk.shot("all-cases")
    clerk.operate(clerk.row("PB-1").last, "作废")
    clerk.fill("原因", "验证完毕")
    clerk.button("作废", clerk.dialog).click()
    clerk.told("作废成功")


def simulate(who: Workbench, booked: dict[str, Any]) -> None:
    who.arrive(f"{BUILDER}?tab=simulate")
    who.page.get_by_label("结算开始日期", exact=True).fill("2026-05-01")
    who.page.get_by_label("结算结束日期", exact=True).fill("2026-05-31")
    who.page.keyboard.press("Enter")
    who.button("开始模拟").click()
    report = who.page.get_by_role("region", name="模拟结果")
    expect(report).to_be_visible(timeout=60_000)
    expect(report.locator("dl")).to_contain_text(str(paid(booked, NEW) - paid(booked, OLD)))
    who.page.wait_for_timeout(0)
    who.page.screenshot(path="tests/e2e/screenshots/policy-simulated.png", full_page=True, animations="disabled")


def publish(who: Workbench, day: str) -> None:
    who.arrive(f"{BUILDER}?tab=publish")
    expect(who.page.get_by_text("有 1 处变化")).to_be_visible()
    who.button("发布……").click()
    expect(who.dialog.locator("[data-differences]")).to_contain_text(f"{OLD} → {NEW}")
    who.fill("生效日期", day)
    who.page.keyboard.press("Enter")
    expect(who.dialog.get_by_text(f"结算日期在 {day} 至 2026-12-31 的结算将按新政策计算")).to_be_visible()
    who.shot("publish")
    who.button("确认发布", who.dialog).click()
    who.told("已发布")
    expect(who.page.get_by_text("没有需要发布的变更")).to_be_visible()
    who.shot("published")


def roll_back(who: Workbench) -> None:
    rows = who.page.get_by_role("region", name="版本").locator(".el-table__row")
    expect(rows.filter(has_text=re.compile(r"^2026\.1")).get_by_role("button", name="政策回退")).to_have_count(0)
    who.button("政策回退", rows.first).click()
    who.button("政策回退", who.dialog).click()
    expect(who.dialog.get_by_text("请填写回退原因")).to_be_visible()
    who.dialog.get_by_placeholder("回退原因").fill("比例有误")
    who.shot("roll-back")
    who.button("政策回退", who.dialog).click()
    who.told("已回退")
    expect(rows.first).to_contain_text("比例有误")
    expect(who.button("政策回退")).to_have_count(0)
    who.shot("rolled-back")
