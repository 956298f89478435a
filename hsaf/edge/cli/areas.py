"""``hsaf settlement areas``: clearing between pooling areas."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click
from rich.markup import escape

from hsaf.edge.cli.clearing import Office, Yuan, office, show_bills
from hsaf.edge.cli.output import as_json, console, emit, table
from hsaf.money import yuan_grouped
from hsaf.spi.clock import CHINA

AREAS = "areas:clearing"
"""Subject of everything between pooling areas, as the center's contract names it."""


@click.group(short_help="统筹区之间的异地清算")
def areas() -> None:
    """统筹区之间的异地清算。"""


@areas.command(short_help="按日历办理到期的步骤")
@click.argument("setlym", metavar="[YYYYMM]", default="")
@as_json
def run(setlym: str, json_: bool) -> None:
    """办理 YYYYMM（默认上月）到期的步骤：补生成结算单、生成应收应付明细、逾期自动确认。可每天运行，重复无妨。"""
    wanted = setlym or f"{datetime.now(CHINA).date().replace(day=1) - timedelta(days=1):%Y%m}"
    with office("settlement.areas") as desk:
        steps = desk.read(lambda: desk.center.due(wanted))
        for step in steps:
            _DUE[step](desk, wanted)
        bills = desk.read(lambda: desk.center.bills(wanted))
    emit({"steps": steps, "bills": bills}) if json_ else show_bills(bills)


def _sheets(desk: Office, setlym: str) -> None:
    for code in desk.read(lambda: desk.center.uncleared(setlym)):
        desk.generate(code, setlym)


def _bills(desk: Office, setlym: str) -> None:
    desk.write(AREAS, lambda: desk.center.generate_bills(setlym))


def _confirmation(desk: Office, setlym: str) -> None:
    desk.write(AREAS, desk.center.confirm_overdue)


_DUE = {"sheets": _sheets, "bills": _bills, "confirmation": _confirmation}


@areas.command("list", short_help="查询异地清算单")
@click.argument("setlym", metavar="YYYYMM")
@click.option("--area", default="", help="统筹区，作为应收方或应付方。")
@click.option("--state", default="", help="generated、confirmed、reviewed、approved 或 paid。")
@as_json
def list_(setlym: str, area: str, state: str, json_: bool) -> None:
    """列出 YYYYMM 的异地清算单。"""
    with office("settlement.areas") as desk:
        found = desk.read(lambda: desk.center.bills(setlym, area, state))
    emit(found) if json_ else show_bills(found)


@areas.command(short_help="确认、初审、复审、退回或重新生成")
@click.argument("action", type=click.Choice(["confirm", "first_review", "second_review", "return", "regenerate"]))
@click.argument("bill_ids", nargs=-1, required=True, metavar="BILL_ID...")
@click.option("--reason", default="", help="退回的原因。")
@as_json
def move(action: str, bill_ids: tuple[str, ...], reason: str, json_: bool) -> None:
    """对异地清算单办理 ACTION；复审通过后记应收应付。"""
    with office(f"settlement.bill_{action}") as desk:
        moved = [desk.write(AREAS, partial(desk.center.move_bill, one, action, reason)) for one in bill_ids]
    emit(moved) if json_ else show_bills(moved)


@areas.command(short_help="拨付复审通过的清算单")
@click.argument("bill_id")
@click.argument("payment_no")
@click.option("--amount", type=Yuan(), help="部分拨付的金额（元）；不写则付清。")
def pay(bill_id: str, payment_no: str, amount: int | None) -> None:
    """参保地向就医地拨付并记账。同一付款单号 PAYMENT_NO 只付一次。"""
    with office("settlement.areas") as desk:
        made = desk.write(AREAS, lambda: desk.center.pay_bill(bill_id, payment_no, amount))
    console.print(
        f"[green]✓[/] {made.payer} 已向 {made.payee} 拨付 {yuan_grouped(made.amount)} 元（{made.payment_no}）"
    )


@areas.command(short_help="三方对账")
@click.argument("setlym", metavar="YYYYMM")
@click.argument("treated", metavar="就医地")
@click.argument("insured", metavar="参保地")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--equal/--unequal", default=None, help="只列一致的或不一致的。")
@as_json
def parties(setlym: str, treated: str, insured: str, file: Path, equal: bool | None, json_: bool) -> None:
    """就医地、参保地与国家平台文件 FILE（ZIP，列：结算ID、医疗费总额、明细合计、基金支付、个人账户支付）逐笔比对。"""
    with office("settlement.parties") as desk:
        content = file.read_bytes()
        found = desk.read(lambda: desk.center.three_parties(setlym, treated, insured, content, equal))
    if json_:
        emit(found)
    else:
        table(
            "三方对账", ("结算ID", "结果"), [(one.setl_id, escape("；".join(one.problems)) or "一致") for one in found]
        )
