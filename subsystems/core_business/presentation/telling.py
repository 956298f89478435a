"""Applications and registrations as tables, or masked for programs. Works on what control returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from rich.markup import escape

from hsaf.edge.cli import story
from hsaf.edge.cli.output import console, emit, table
from hsaf.money import yuan_grouped
from hsaf.observe.masking import mask
from subsystems.core_business.control.labels import STATES, STEPS

SHOWN_DIGITS: Final = 4
"""Of an account number: enough to recognise it."""


def as_program(value: Any) -> None:
    """JSON, amounts in fen; personal fields and account numbers masked."""
    emit(_masked(msgspec.to_builtins(value)))


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(one) for one in value]
    shown: dict[str, Any] = mask(value)
    if shown.get("bankacct"):
        shown["bankacct"] = _account(value["bankacct"])
    return shown


def claim(one: Any) -> None:
    """An application: what it is, what it pays (or would pay today), who did what."""
    place = one.place.fixmedins_code or one.place.name
    console.print(f"[bold]零星报销申请 {one.reim_id}[/]  {STATES[one.state]}  人员 {one.psn_no}  {escape(place)}")
    numbers = "、".join(f"{escape(receipt.invono)}（{yuan_grouped(receipt.amount)}）" for receipt in one.receipts)
    console.print(f"就诊 {one.begndate} 至 {one.enddate}  费用 {yuan_grouped(one.sumamt)} 元  票据 {numbers}")
    if one.bankacct:
        console.print(f"收款账号 {escape(_account(one.bankacct))}")
    if one.settlement is not None:
        _payable(one)
    if one.obstacle:
        console.print(f"[red]今日不能结算：{escape(one.obstacle)}[/]")
    rows = [(STEPS[step.step], f"{step.at}", escape(step.actor), escape(step.memo)) for step in one.steps]
    if rows:
        table("办理过程", ("步骤", "时间", "经办人", "说明"), rows)


def _payable(one: Any) -> None:
    info = one.settlement.info
    estimate = "" if one.setl_id else "（试算，以复核时为准）"
    console.print(f"基金应付个人 [bold]{yuan_grouped(info['fund_pay_sumamt'])}[/] 元{estimate}  {one.setl_id}")
    console.print(story.payers(one.settlement))


def _account(number: str) -> str:
    hidden = max(len(number) - SHOWN_DIGITS, 0)
    return "*" * hidden + number[hidden:]


def allowance(one: Any) -> None:
    """A maternity allowance: what it comes to and by which rules, who did what."""
    console.print(f"[bold]生育津贴申报 {one.allw_id}[/]  {STATES[one.state]}  人员 {one.psn_no}  单位 {one.emp_no}")
    console.print(f"生育 {one.birth_date}  证明 {escape(one.cert_no)}  津贴期间 {one.begndate} 至 {one.enddate}")
    console.print(f"月平均缴费基数 {yuan_grouped(one.base)} 元  {one.days} 天  [bold]{yuan_grouped(one.amount)}[/] 元")
    if one.bankacct:
        console.print(f"收款账号 {escape(_account(one.bankacct))}")
    rules = [(item["rule_id"], item["name"], escape(item["source"]), item["version"]) for item in one.trace]
    table("计发依据", ("规则", "名称", "依据", "版本"), rules)
    rows = [(STEPS[step.step], f"{step.at}", escape(step.actor), escape(step.memo)) for step in one.steps]
    if rows:
        table("办理过程", ("步骤", "时间", "经办人", "说明"), rows)


def allowances(found: Sequence[Any]) -> None:
    rows = [
        (one.allw_id, STATES[one.state], one.psn_no, f"{one.birth_date}", f"{one.days}", yuan_grouped(one.amount))
        for one in found
    ]
    table("生育津贴申报", ("申报编号", "状态", "人员编号", "生育日期", "天数", "津贴（元）"), rows)


def recomputed(found: Any) -> None:
    """Whether the same figures come of the stored inputs under the stored version."""
    console.print(f"{found.setl_id}  {found.policy}  {'[green]✓ 重算一致[/]' if found.same else '[red]重算不一致[/]'}")
    for one in found.differences:
        console.print(f"  {one.field}：原 {escape(one.booked)}，重算 {escape(one.recomputed)}")


def claims(found: Sequence[Any]) -> None:
    rows = [
        (one.reim_id, STATES[one.state], one.psn_no, f"{one.enddate}", yuan_grouped(one.sumamt), one.setl_id)
        for one in found
    ]
    table("零星报销申请", ("申请编号", "状态", "人员编号", "就诊结束", "费用（元）", "结算ID"), rows)


def registrations(found: Iterable[Any]) -> None:
    """Chronic-disease registrations with their history."""
    for one in found:
        filings([one.record])
        for change in one.changes:
            before = "，".join(f"{name}={value}" for name, value in change.before.items())
            console.print(
                f"  第 {change.change_no} 次变更 {change.changed_at} {escape(change.changed_by)}："
                f"{escape(change.reason)}（原 {escape(before)}）"
            )


def filings(found: Iterable[Any]) -> None:
    rows = [
        (
            one.filing.trt_dcla_detl_sn,
            one.filing.psn_no,
            one.filing.insutype,
            f"{one.filing.dise_codg} {escape(one.filing.dise_name)}",
            f"{one.filing.begndate}",
            f"{one.filing.enddate or '长期'}",
        )
        for one in found
    ]
    table("门慢门特登记", ("登记编号", "人员编号", "险种", "病种", "开始", "结束"), rows)
