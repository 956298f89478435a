"""``hsaf counter``: the agency's counter on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, TextIO

import click

from hsaf.edge.cli.output import as_json, console
from subsystems.core_business.control.labels import STATES
from subsystems.core_business.presentation import telling

Deed = Callable[[Any], Any]

clerk_option: Final = click.option("--clerk", required=True, metavar="CLERK", help="经办人编号；复核须由另一人办理。")
reason_option: Final = click.option("--reason", required=True, help="原因。")
payment_option: Final = click.option("--payment-no", required=True, metavar="NO", help="付款（收款）凭证号。")
file_argument: Final = click.argument("file", type=click.File("r", encoding="utf-8"))


@click.group(short_help="经办柜台：零星报销、门慢门特登记、生育")
def counter() -> None:
    """经办柜台：零星报销、门慢门特登记、生育。

    FILE 是 JSON 文件（- 为标准输入），金额单位为元；样例见 docs/how-to。
    """


@contextmanager
def desk(operation: str, clerk: str = "system") -> Iterator[Any]:
    """The control facade of a booted platform, used by a clerk."""
    from hsaf.kernel.boot import boot

    with boot() as kernel, kernel.system(f"counter.{operation}", actor=clerk):
        yield kernel.container("core_business").desk()


def do(operation: str, clerk: str, json_: bool, deed: Deed, show: Callable[[Any], None] = telling.claim) -> None:
    with desk(operation, clerk) as at:
        done = deed(at)
    telling.as_program(done) if json_ else show(done)


# -- reimbursement ----------------------------------------------------------------------------------


@counter.command(short_help="录入零星报销申请")
@file_argument
@click.option("--dry-run", is_flag=True, help="只试算，不保存。")
@clerk_option
@as_json
def reimburse(file: TextIO, dry_run: bool, clerk: str, json_: bool) -> None:
    """录入 FILE 中的零星报销申请（生育医疗费用用医疗类别 52），给出今日可报金额。"""
    do("reimburse", clerk, json_, lambda at: at.enter(file.read(), dry_run=dry_run))
    if dry_run and not json_:
        console.print("[yellow]仅为试算，没有保存[/]")


@counter.command(short_help="更正被退回的申请")
@click.argument("reim_id")
@file_argument
@clerk_option
@as_json
def amend(reim_id: str, file: TextIO, clerk: str, json_: bool) -> None:
    """用 FILE 重新录入被退回的申请 REIM_ID，编号不变。"""
    do("amend", clerk, json_, lambda at: at.amend(reim_id, file.read()))


@counter.command(short_help="复核申请并结算")
@click.argument("reim_id")
@clerk_option
@as_json
def review(reim_id: str, clerk: str, json_: bool) -> None:
    """复核申请 REIM_ID：按就诊结束日期的待遇和政策结算，计入应付个人款。"""
    do("review", clerk, json_, lambda at: at.review(reim_id))


@counter.command("return", short_help="退回申请")
@click.argument("reim_id")
@reason_option
@clerk_option
@as_json
def give_back(reim_id: str, reason: str, clerk: str, json_: bool) -> None:
    """复核人退回申请 REIM_ID，须说明原因。"""
    do("return", clerk, json_, lambda at: at.give_back(reim_id, reason))


@counter.command(short_help="撤回申请")
@click.argument("reim_id")
@reason_option
@clerk_option
@as_json
def withdraw(reim_id: str, reason: str, clerk: str, json_: bool) -> None:
    """复核前撤回申请 REIM_ID，票据可再次报销。"""
    do("withdraw", clerk, json_, lambda at: at.withdraw(reim_id, reason))


@counter.command(short_help="登记付款")
@click.argument("reim_id")
@payment_option
@clerk_option
@as_json
def pay(reim_id: str, payment_no: str, clerk: str, json_: bool) -> None:
    """登记申请 REIM_ID 已付款；复核人不能付款。"""
    do("pay", clerk, json_, lambda at: at.pay(reim_id, payment_no))


@counter.command(short_help="冲销已复核或已支付的申请")
@click.argument("reim_id")
@reason_option
@clerk_option
@as_json
def reverse(reim_id: str, reason: str, clerk: str, json_: bool) -> None:
    """冲销申请 REIM_ID 的结算，累计恢复；已支付的转为待追回。"""
    do("reverse", clerk, json_, lambda at: at.reverse(reim_id, reason))


@counter.command(short_help="登记追回款项")
@click.argument("reim_id")
@payment_option
@clerk_option
@as_json
def recover(reim_id: str, payment_no: str, clerk: str, json_: bool) -> None:
    """登记已冲销的申请 REIM_ID 的款项已由个人退回。"""
    do("recover", clerk, json_, lambda at: at.recover(reim_id, payment_no))


@counter.command(short_help="查看一笔申请")
@click.argument("reim_id")
@as_json
def show(reim_id: str, json_: bool) -> None:
    """查看申请 REIM_ID：进度、票据、金额和办理过程。"""
    do("show", "system", json_, lambda at: at.show(reim_id))


@counter.command("list", short_help="列出申请")
@click.option("--person", default="", metavar="PSN_NO", help="只列该人员的。")
@click.option("--state", default="", type=click.Choice(["", *STATES]), help="只列该状态的。")
@as_json
def search(person: str, state: str, json_: bool) -> None:
    """列出零星报销申请，最近的在前，至多 500 条。"""
    do("list", "system", json_, lambda at: at.search(person, state), telling.claims)


# -- chronic diseases -------------------------------------------------------------------------------


@counter.group(short_help="门慢门特登记")
def chronic() -> None:
    """门慢门特登记、变更、终止和到期提醒。"""


@chronic.command(short_help="登记")
@file_argument
@clerk_option
@as_json
def register(file: TextIO, clerk: str, json_: bool) -> None:
    """登记 FILE 中的门慢门特备案，须有认定材料。"""
    do("chronic.register", clerk, json_, lambda at: [at.register_chronic(file.read())], telling.registrations)


@chronic.command(short_help="变更")
@file_argument
@clerk_option
@as_json
def change(file: TextIO, clerk: str, json_: bool) -> None:
    """按 FILE 变更登记的病种、医院或有效期，保留变更前内容。"""
    do("chronic.change", clerk, json_, lambda at: [at.change_chronic(file.read())], telling.registrations)


@chronic.command(short_help="提前终止")
@click.argument("psn_no")
@click.argument("serial")
@click.option("--on", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="最后一天有效的日期。")
@reason_option
@clerk_option
@as_json
def end(psn_no: str, serial: str, day: datetime, reason: str, clerk: str, json_: bool) -> None:
    """提前终止人员 PSN_NO 的登记 SERIAL。"""
    deed = lambda at: [at.end_chronic(psn_no, serial, day.date(), reason)]  # noqa: E731
    do("chronic.end", clerk, json_, deed, telling.registrations)


@chronic.command("show", short_help="查看一个人的登记")
@click.argument("psn_no")
@as_json
def of_person(psn_no: str, json_: bool) -> None:
    """查看人员 PSN_NO 的登记和历次变更。"""
    do("chronic.show", "system", json_, lambda at: at.chronic(psn_no), telling.registrations)


@chronic.command(short_help="列出即将到期的登记，可通知")
@click.option("--days", default=30, show_default=True, type=click.IntRange(0, 366), help="今后多少天内到期。")
@click.option("--notify", is_flag=True, help="通知（每个到期日只通知一次）。")
@as_json
def expiring(days: int, notify: bool, json_: bool) -> None:
    """列出即将到期的登记；到期当日之后自动失效，无需任何处理。"""
    with desk("chronic.expiring") as at:
        found = at.expiring(days)
        told = sum(at.announce(one.filing) for one in found) if notify else 0
    telling.as_program(found) if json_ else telling.filings(found)
    if notify and not json_:
        console.print(f"[green]✓[/] 已通知 {told} 条")
