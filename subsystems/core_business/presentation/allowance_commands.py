"""``hsaf counter allowance``: the maternity allowance on the command line."""

from __future__ import annotations

from typing import TextIO

import click

from hsaf.edge.cli.output import as_json, console
from subsystems.core_business.control.labels import STATES
from subsystems.core_business.presentation import telling
from subsystems.core_business.presentation.commands import (
    clerk_option,
    do,
    file_argument,
    payment_option,
    reason_option,
)


@click.group(short_help="生育津贴申报、复核和支付")
def allowance() -> None:
    """生育津贴：申报、复核、支付，以及退回、撤回、冲销、追回。

    计发天数、缴费月数等为本地区已发布的参数，基数为单位上年度月平均缴费基数。
    """


def _step(step: str, allw_id: str, clerk: str, json_: bool, *memo: str) -> None:
    do(f"allowance.{step}", clerk, json_, lambda at: at.allowance_step(step, allw_id, *memo), telling.allowance)


@allowance.command(short_help="申报")
@file_argument
@click.option("--dry-run", is_flag=True, help="只试算，不保存。")
@clerk_option
@as_json
def declare(file: TextIO, dry_run: bool, clerk: str, json_: bool) -> None:
    """按 FILE 申报生育津贴，给出天数、金额和计发依据。"""
    deed = lambda at: at.declare_allowance(file.read(), dry_run=dry_run)  # noqa: E731
    do("allowance.declare", clerk, json_, deed, telling.allowance)
    if dry_run and not json_:
        console.print("[yellow]仅为试算，没有保存[/]")


@allowance.command(short_help="复核")
@click.argument("allw_id")
@clerk_option
@as_json
def review(allw_id: str, clerk: str, json_: bool) -> None:
    """复核申报 ALLW_ID，计入生育基金应付；须由另一人办理。"""
    _step("review", allw_id, clerk, json_)


@allowance.command("return", short_help="退回")
@click.argument("allw_id")
@reason_option
@clerk_option
@as_json
def give_back(allw_id: str, reason: str, clerk: str, json_: bool) -> None:
    """复核人退回申报 ALLW_ID，可重新申报。"""
    _step("return", allw_id, clerk, json_, reason)


@allowance.command(short_help="撤回")
@click.argument("allw_id")
@reason_option
@clerk_option
@as_json
def withdraw(allw_id: str, reason: str, clerk: str, json_: bool) -> None:
    """复核前撤回申报 ALLW_ID。"""
    _step("withdraw", allw_id, clerk, json_, reason)


@allowance.command(short_help="登记付款")
@click.argument("allw_id")
@payment_option
@clerk_option
@as_json
def pay(allw_id: str, payment_no: str, clerk: str, json_: bool) -> None:
    """登记申报 ALLW_ID 已付款；复核人不能付款，同一凭证号重复登记只算一次。"""
    _step("pay", allw_id, clerk, json_, payment_no)


@allowance.command(short_help="冲销")
@click.argument("allw_id")
@reason_option
@clerk_option
@as_json
def reverse(allw_id: str, reason: str, clerk: str, json_: bool) -> None:
    """冲销已复核或已支付的申报 ALLW_ID；已支付的转为待追回。"""
    _step("reverse", allw_id, clerk, json_, reason)


@allowance.command(short_help="登记追回款项")
@click.argument("allw_id")
@payment_option
@clerk_option
@as_json
def recover(allw_id: str, payment_no: str, clerk: str, json_: bool) -> None:
    """登记已冲销的申报 ALLW_ID 的款项已由个人退回。"""
    _step("recover", allw_id, clerk, json_, payment_no)


@allowance.command(short_help="查看一笔申报")
@click.argument("allw_id")
@as_json
def show(allw_id: str, json_: bool) -> None:
    """查看申报 ALLW_ID：金额、计发依据和办理过程。"""
    do("allowance.show", "system", json_, lambda at: at.show_allowance(allw_id), telling.allowance)


@allowance.command("list", short_help="列出申报")
@click.option("--person", default="", metavar="PSN_NO", help="只列该人员的。")
@click.option("--state", default="", type=click.Choice(["", *STATES]), help="只列该状态的。")
@as_json
def search(person: str, state: str, json_: bool) -> None:
    """列出生育津贴申报，最近的在前，至多 500 条。"""
    do("allowance.list", "system", json_, lambda at: at.search_allowances(person, state), telling.allowances)


@allowance.command(short_help="按留存的参数重算")
@click.argument("allw_id")
@as_json
def recompute(allw_id: str, json_: bool) -> None:
    """用留存的输入和当时的参数版本重算申报 ALLW_ID。"""
    do("allowance.recompute", "system", json_, lambda at: at.recompute_allowance(allw_id), telling.recomputed)
