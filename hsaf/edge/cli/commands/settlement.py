"""``hsaf settlement``: check the books, settle the month with institutions, clear between pooling areas."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import click
import msgspec

from hsaf.edge.cli.areas import areas
from hsaf.edge.cli.clearing import Yuan, office, show_findings, show_sheets
from hsaf.edge.cli.output import as_json, console, emit
from hsaf.edge.cli.verified import checked
from hsaf.money import yuan_grouped

CHECK = "settlement.check"
"""The job that does the same in the background."""


@click.group(short_help="账目自查、月度结算、异地清算")
def command() -> None:
    """账目自查、月度结算、异地清算。"""


command.add_command(areas)


@command.command(short_help="核对结算、明细、分录、审计、累计、账户是否一致")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="只查结算日期为这一天的结算；不写则查全部。")
@click.option("--background", is_flag=True, help="作为后台任务提交（hsaf jobs 执行）。")
@as_json
@click.pass_context
def check(ctx: click.Context, day: datetime | None, background: bool, json_: bool) -> None:
    """平台自查：逐机构、逐日核对结算与明细、分录、审计事件，累计、账户、就诊状态与历史；差异精确到分，有差异则退出码为 1。"""
    with office(CHECK) as desk:
        if background:
            parameters = {"day": f"{day:%Y-%m-%d}" if day else ""}
            click.echo(desk.write(f"job:{CHECK}", lambda: desk.kernel.jobs.submit(CHECK, parameters)))
            return
        found = desk.read(lambda: desk.center.self_check(day.date() if day else None))
    if json_:
        emit({"ok": found.ok, **msgspec.structs.asdict(found)})
    else:
        _show(found)
    ctx.exit(0 if found.ok else 1)


def _show(found: Any) -> None:
    settled = sum(one.settlements for one in found.books)
    payable = sum(one.payable for one in found.books)
    where = f"{len({one.fixmedins_code for one in found.books})} 家机构、{found.persons} 人"
    figures = f"结算 {settled} 笔，应付 {yuan_grouped(payable)} 元，差异 {len(found.findings)} 处"
    console.print(checked(found.ok, f"{found.day or '全部'}：{where}，{figures}"))
    show_findings("差异", found.findings)


@command.command(short_help="生成一个月的结算单")
@click.argument("setlym", metavar="YYYYMM")
@click.option("--institution", metavar="CODE", help="只生成这家医药机构的。")
@as_json
@click.pass_context
def month(ctx: click.Context, setlym: str, institution: str | None, json_: bool) -> None:
    """生成 YYYYMM 的月度结算单；未确认的重新生成，已确认的不变，之后的撤销列入次月。"""
    with office("settlement.month") as desk:
        wanted = [institution] if institution else desk.read(lambda: desk.center.uncleared(setlym))
        refused = [code for code in wanted if not desk.generate(code, setlym)]
        sheets = desk.read(lambda: desk.center.sheets(setlym, institution or ""))
    if json_:
        emit({"refused": refused, "sheets": sheets})
    else:
        show_sheets(sheets)
    ctx.exit(1 if refused else 0)


@command.command(short_help="查询结算单")
@click.argument("setlym", metavar="YYYYMM")
@click.option("--institution", metavar="CODE", default="", help="医药机构。")
@click.option("--state", default="", help="generated、disputed、confirmed、approved 或 paid。")
@as_json
def sheets(setlym: str, institution: str, state: str, json_: bool) -> None:
    """列出 YYYYMM 的月度结算单。"""
    with office("settlement.sheets") as desk:
        found = desk.read(lambda: desk.center.sheets(setlym, institution, state))
    emit(found) if json_ else show_sheets(found)


@command.command(short_help="确认、提出异议、重新生成或审核结算单")
@click.argument("action", type=click.Choice(["confirm", "dispute", "regenerate", "approve"]))
@click.argument("sheet_ids", nargs=-1, required=True, metavar="SHEET_ID...")
@click.option("--reason", default="", help="提出异议的原因。")
@as_json
def move(action: str, sheet_ids: tuple[str, ...], reason: str, json_: bool) -> None:
    """对结算单办理 ACTION：confirm 确认、dispute 提出异议、regenerate 重新生成、approve 审核。"""
    with office(f"settlement.sheet_{action}") as desk:
        moved = [desk.of_sheet(one, partial(desk.center.move_sheet, one, action, reason)) for one in sheet_ids]
    emit(moved) if json_ else show_sheets(moved)


@command.command(short_help="拨付已审核的结算单")
@click.argument("sheet_id")
@click.argument("payment_no")
@click.option("--amount", type=Yuan(), help="部分拨付的金额（元）；不写则付清。")
def pay(sheet_id: str, payment_no: str, amount: int | None) -> None:
    """拨付结算单 SHEET_ID 并记账。同一付款单号 PAYMENT_NO 只付一次。"""
    with office("settlement.pay") as desk:
        made = desk.of_sheet(sheet_id, lambda: desk.center.pay_sheet(sheet_id, payment_no, amount))
    console.print(f"[green]✓[/] {made.payee} 已拨付 {yuan_grouped(made.amount)} 元（{made.payment_no}）")
