"""A hospital's office settles a bill, is told of what is wrong at its field, settles once however often it clicks,
takes it back; an auditor reads how it came about."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.workbench import Workbench

DESK = "/app/f/core_business.settlement_desk"
TRACE = "/app/f/core_business.settlement_trace"
EMPLOYEE = "9900000000000061"


def find(desk: Workbench, number: str = EMPLOYEE, name: str = "金**") -> None:
    desk.arrive(DESK)
    desk.page.get_by_label("人员编号或证件号码", exact=True).fill(number)
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("heading", name=name)).to_be_visible()


def fill_in(desk: Workbench, number: str, *, cnt: str = "10") -> None:
    """By keyboard: a name chosen with Enter, Enter through quantity and price to the next row."""
    page = desk.page
    page.get_by_label("门诊/住院号").fill(number)
    page.get_by_label("第 1 行项目").press_sequentially("奥美拉唑", delay=30)
    expect(page.get_by_role("option").filter(has_text="20mg*14粒").first).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_label("第 1 行数量").fill(cnt)
    page.get_by_label("第 1 行数量").press("Enter")
    page.get_by_label("第 1 行单价").fill("13.44")
    page.get_by_label("第 1 行单价").press("Enter")
    expect(page.get_by_label("第 2 行项目")).to_be_focused()


def pre_settle(desk: Workbench) -> None:
    desk.button("预结算").click()
    expect(desk.page.get_by_text("个人现金支付")).to_be_visible()


def number_of(desk: Workbench) -> str:
    heading = desk.page.get_by_role("heading", name="结算完成")
    expect(heading).to_be_visible()
    return str(heading.inner_text()).split()[-1]


def test_a_bill_is_settled_once_printed_and_taken_back(visit, tmp_path):
    desk = visit("hospital")
    desk.arrive(DESK)
    desk.shot("find")
    find(desk)
    fill_in(desk, "MZ0001", cnt="0")
    desk.shot("filled")
    desk.button("预结算").click()
    expect(desk.page.get_by_role("alert").filter(has_text="第 1 行费用的数量应大于 0")).to_be_visible()
    desk.shot("refused")

    desk.page.get_by_label("第 1 行数量").fill("10")
    pre_settle(desk)
    desk.shot("pre-settled")
    desk.button("结算").dblclick()
    setl_id = number_of(desk)
    desk.shot("settled")
    slip = tmp_path / "slip.pdf"
    desk.button("打印结算单").click()
    expect(desk.dialog.get_by_title("打印预览")).to_be_visible()
    desk.shot("slip")
    desk.download(desk.button("下载", desk.dialog)).save_as(slip)
    desk.button("关闭", desk.dialog).click()
    assert slip.read_bytes().startswith(b"%PDF")

    desk.button("撤销结算").click()
    desk.button("撤销结算", desk.dialog).click()
    expect(desk.dialog.get_by_text("请填写撤销原因")).to_be_visible()
    desk.dialog.get_by_placeholder("撤销原因").fill("数量录入有误")
    desk.shot("reverse")
    desk.button("撤销结算", desk.dialog).click()
    desk.told("已撤销")
    expect(desk.page.get_by_role("group", name="未结就诊")).to_contain_text("MZ0001")
    desk.shot("restored")

    desk.arrive("/app/f/core_business.settlement")
    expect(desk.row(setl_id)).to_have_count(1)
    desk.shot("list")

    auditor = visit("auditor")
    auditor.arrive(f"{TRACE}?id={setl_id}")
    expect(auditor.page.get_by_text("审计链完整")).to_be_visible()
    expect(auditor.page.get_by_text("数量录入有误")).to_be_visible()
    expect(auditor.page.get_by_text("借贷平衡")).to_be_visible()
    auditor.page.get_by_role("button", name="1.").first.click()
    expect(auditor.page.get_by_text("读入").first).to_be_visible()
    auditor.page.screenshot(path="tests/e2e/screenshots/trace-full.png", full_page=True, animations="disabled")


def test_the_desk_and_the_trace_are_usable_at_a_phone_and_in_the_dark(visit):
    desk = visit("hospital", phone=True)
    desk.page.emulate_media(color_scheme="dark")
    desk.page.evaluate("document.documentElement.classList.add('dark')")
    find(desk)
    desk.page.evaluate("document.documentElement.classList.add('dark')")
    fill_in(desk, "MZ0002")
    pre_settle(desk)
    desk.page.screenshot(path="tests/e2e/screenshots/desk-phone.png", full_page=True, animations="disabled")
    desk.button("结算").click()
    setl_id = number_of(desk)
    desk.arrive(f"{TRACE}?id={setl_id}")
    expect(desk.page.get_by_text("审计链完整")).to_be_visible()
    desk.page.evaluate("document.documentElement.classList.add('dark')")
    desk.page.screenshot(path="tests/e2e/screenshots/trace-phone.png", full_page=True, animations="disabled")
    assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
