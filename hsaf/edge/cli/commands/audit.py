"""``hsaf audit``: prove that nothing was altered, and tell how a settlement came about."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import click
import msgspec
from rich.markup import escape

from hsaf.edge.cli.output import DAY, as_json, console, emit, table


@click.group(short_help="还原一笔结算，核对审计链和账簿")
def command() -> None:
    """还原一笔结算，核对审计链和账簿。"""


@command.command(short_help="还原一笔结算的来龙去脉")
@click.argument("setl_id")
@as_json
@click.pass_context
def show(ctx: click.Context, setl_id: str, json_: bool) -> None:
    """还原结算 SETL_ID：谁、何时、办了什么，按哪版规则，经过哪些层，怎样记账；被改动过时退出码为 1。"""
    from hsaf.edge.cli import verified
    from hsaf.kernel.boot import boot

    with boot() as kernel, kernel.system("audit.show"):
        told = verified.tell(kernel, setl_id)
    if json_:
        emit(told.as_json())
    else:
        verified.show(told)
    ctx.exit(0 if told.ok else 1)


@command.command(short_help="按当时的政策重新计算一笔或一段时间内的结算")
@click.argument("setl_id", required=False)
@click.option("--from", "begin", type=DAY, help="结算日期从这一天起（含）。")
@click.option("--to", "end", type=DAY, help="到这一天止（含）。")
@as_json
@click.pass_context
def recompute(
    ctx: click.Context, setl_id: str | None, begin: datetime | None, end: datetime | None, json_: bool
) -> None:
    """用结算保存的输入和它当日的政策版本重新计算，与入账结果比较；有一分不同则退出码为 1。

    给出 SETL_ID 则逐项比较这一笔；给出 --from 和 --to 则作为后台任务比较这段时间内的全部结算，列出不同的结算ID。
    """
    from hsaf.kernel.boot import boot

    if (setl_id is None) == (begin is None) or (begin is None) != (end is None):
        raise click.UsageError("请给出 SETL_ID，或者 --from 和 --to")
    with boot() as kernel:
        if setl_id is not None:
            same = _recompute_one(kernel, setl_id, json_)
        else:
            assert begin is not None
            assert end is not None
            same = _recompute_all(kernel, begin.date(), end.date(), json_)
    ctx.exit(0 if same else 1)


def _recompute_one(kernel: Any, setl_id: str, json_: bool) -> bool:
    from hsaf.edge.cli import verified

    center = kernel.contract(verified.SETTLEMENT)
    with kernel.system("audit.recompute"):
        found = kernel.pipeline.read("audit.recompute", lambda: center.recompute(setl_id)).result
    if json_:
        emit({"ok": found.same, **msgspec.structs.asdict(found)})
    else:
        verified.compare(found)
    return bool(found.same)


def _recompute_all(kernel: Any, begin: date, end: date, json_: bool) -> bool:
    from hsaf.edge.cli import verified
    from hsaf.edge.cli.following import follow

    center = kernel.contract(verified.SETTLEMENT)
    with kernel.system("audit.recompute"):
        work = partial(center.recheck, begin, end)
        job_id = kernel.pipeline.write("audit.recompute", work, subject="audit:recompute").result
    job = follow(kernel, job_id, "重新计算（人）", quiet=json_)
    if json_:
        emit(job)
    else:
        verified.compare_all(job)
    return job.result is not None and not job.result["differences"]


@command.command(short_help="核对审计链有无篡改、删除、调序，账簿是否平衡")
@click.option("--subject", metavar="SUBJECT", help="只核对一条链，如 psn:9900000000000549。")
@as_json
@click.pass_context
def verify(ctx: click.Context, subject: str | None, json_: bool) -> None:
    """逐条核对审计链（国密 SM3）和账簿，列出被改动、删除或调序之处；有异常时退出码为 1。"""
    from hsaf.data import audit
    from hsaf.kernel.boot import boot

    with boot() as kernel, kernel.system("audit.verify"):
        with kernel.database.read() as connection:
            chains = audit.verify(connection, kernel.crypto, subject)
        ledger = None if subject else _of_ledger(kernel, "trial_balance")
        seals = None if subject else _of_ledger(kernel, "verify_seals")
    ok = chains.ok and _balanced(ledger) and _sealed(seals)
    if json_:
        found = {"subjects": chains.subjects, "events": chains.events, "faults": chains.faults}
        emit({"ok": ok, **found, "ledger": ledger, "seals": seals})
    else:
        _print(chains, ledger)
        _print_seals(seals)
    ctx.exit(0 if ok else 1)


def _of_ledger(kernel: Any, question: str) -> Any:
    """What the settlement center answers about its ledger, ``None`` where that center does not run."""
    from hsaf.edge.cli.verified import SETTLEMENT

    if not kernel.enabled(kernel.owner_of(SETTLEMENT)):
        return None
    return kernel.pipeline.read("audit.verify", getattr(kernel.contract(SETTLEMENT), question)).result


def _balanced(ledger: Any) -> bool:
    return ledger is None or (ledger.debit == ledger.credit and not ledger.broken)


def _sealed(seals: Any) -> bool:
    return seals is None or not seals.findings


def _print_seals(seals: Any) -> None:
    from hsaf.edge.cli.clearing import show_findings
    from hsaf.edge.cli.verified import checked

    if seals is not None:
        verdict = f"异常 {len(seals.findings)} 处" if seals.findings else "与审计链中封存的摘要一致"
        console.print(checked(_sealed(seals), f"账簿分录 {seals.journals} 组，{verdict}"))
        show_findings("分录异常", seals.findings)


def _print(chains: Any, ledger: Any) -> None:
    from hsaf.edge.cli.verified import checked
    from hsaf.money import yuan_grouped

    verdict = "均未被改动" if chains.ok else f"异常 {len(chains.faults)} 处"
    console.print(checked(chains.ok, f"审计链 {chains.subjects} 条、事件 {chains.events} 个，{verdict}"))
    if chains.faults:
        rows = [(escape(fault.subject), str(fault.seq), escape(fault.what)) for fault in chains.faults]
        table("审计链异常", ("对象", "序号", "异常"), rows)
    if ledger is not None:
        sums = f"账簿借方 {yuan_grouped(ledger.debit)}，贷方 {yuan_grouped(ledger.credit)}"
        console.print(checked(_balanced(ledger), f"{sums}，不符 {len(ledger.broken)} 处"))
        for account in ledger.broken:
            console.print(f"  [red]{escape(account)}[/]")
