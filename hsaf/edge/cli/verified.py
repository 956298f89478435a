"""One settlement for an auditor: its story, and whether it can be believed.

Everything comes from the settlement center's contract and the audit chain; nothing is computed here
but the proof that entries and chain are unchanged. The tables are those of :mod:`hsaf.edge.cli.story`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from rich.markup import escape

from hsaf.data.audit import Verification, verify
from hsaf.data.types import to_json
from hsaf.edge.cli import story
from hsaf.edge.cli.output import console, table
from hsaf.money import yuan_grouped
from hsaf.observe.masking import mask

SETTLEMENT = "settlement.v1"


class Told(msgspec.Struct, frozen=True):
    """A ``SettlementStory``, the verification of the person's whole audit chain, and whether the
    ledger entries are those whose digest the settlement's audit event carries."""

    story: Any
    chain: Verification
    entries_sealed: bool

    @property
    def ok(self) -> bool:
        return self.chain.ok and self.entries_sealed

    def as_json(self) -> dict[str, Any]:
        """For programs; personal fields masked."""
        found: dict[str, Any] = msgspec.to_builtins(self.story)
        found["settlement"]["info"] = mask(found["settlement"]["info"])
        return {"ok": self.ok, **found, "chain": self.chain, "entries_sealed": self.entries_sealed}


def tell(kernel: Any, setl_id: str) -> Told:
    """Ask the settlement center and verify. Raises its refusal of an unknown settlement."""
    center = kernel.contract(SETTLEMENT)
    found = kernel.pipeline.read("audit.show", lambda: center.story(setl_id)).result
    with kernel.database.read() as connection:
        chain = verify(connection, kernel.crypto, f"psn:{found.settlement.psn_no}")
    sealed = {event["facts"]["journal"] for event in found.events if event["facts"].get("setl_id") == setl_id}
    return Told(found, chain, sealed == {kernel.crypto.sm3(to_json(found.entries).encode()).hex()})


def show(told: Told) -> None:
    """Print the story as tables, the verdict last."""
    settlement = told.story.settlement
    console.print(*_heading(settlement), sep="\n")
    for event in told.story.events:
        console.print(*_event(event), sep="\n")
    if settlement.lines:
        console.print(story.bill(settlement.lines, {}, settlement.info))
    console.print(story.items(told.story.trace), story.payers(settlement), story.journal(told.story.entries))
    values = [(code, str(value)) for code, value in told.story.accumulators.items()]
    table("本年度累计现值（分，次数除外）", ("代码", "数值"), values)
    console.print(*_verdict(told), sep="\n")


def compare(found: Any) -> None:
    """Print what computing a settlement again gave (``Recomputed``), the verdict first."""
    verdict = "与入账结果一致，一分不差" if found.same else f"与入账结果不同，共 {len(found.differences)} 处"
    console.print(checked(found.same, f"结算 {found.setl_id} 按政策 {found.policy} 重新计算：{verdict}"))
    console.print(f"[dim]  费用明细 {found.lines} 条、政策项 {found.items} 个；金额单位为分[/]")
    if not found.same:
        rows = [(escape(one.field), escape(one.booked), escape(one.recomputed)) for one in found.differences]
        table("不同之处", ("项目", "入账", "重算"), rows)


def compare_all(job: Any) -> None:
    """Print what computing all settlements of some days again gave (``Rechecked``)."""
    if job.result is None:
        console.print(f"[red]任务 {job.job_id} 未完成：{escape(job.error) or '已取消'}[/]")
        return
    found = job.result
    counted = f"{found['begin']} 至 {found['end']}：结算 {found['settlements']:,} 笔、费用明细 {found['lines']:,} 条"
    same = not found["differences"]
    verdict = "重新计算与入账结果一致，一分不差" if same else f"其中 {found['differences']:,} 笔与入账结果不同"
    console.print(checked(same, f"{counted}，{verdict}"))
    for setl_id in found["differing"]:
        console.print(f"  [red]{setl_id}[/]  hsaf audit recompute {setl_id}")


def _heading(settlement: Any) -> Iterator[str]:
    info = settlement.info
    yield f"[bold]结算 {settlement.setl_id}[/]  就诊 {settlement.mdtrt_id}  人员 {settlement.psn_no}"
    yield (
        f"{escape(info['fixmedins_name'])}（{info['fixmedins_code']}） {info['setl_time']}"
        f"  总费用 {yuan_grouped(info['medfee_sumamt'])} 元"
    )
    if settlement.reverses:
        yield f"本单撤销结算 {settlement.reverses}"
    if settlement.reversed_by:
        yield f"[yellow]已被 {settlement.reversed_by} 撤销[/]"


def _event(event: Any) -> Iterator[str]:
    """One event of the visit in two lines: what, when, who; and through which layers."""
    yield escape(
        f"{event['seq']:>4}  {event['at']}  {event['event']}  {event['operation']}  业务时间 {event['business_time']}"
        f"  机构 {event['institution']}  经办 {event['actor']}"
    )
    yield f"[dim]      {escape(event['layers'].replace('>', ' → '))}  报文 {escape(event['request_id'])}[/]"


def _verdict(told: Told) -> Iterator[str]:
    yield checked(told.chain.ok, f"该人员的审计链：{told.chain.events} 个事件，{len(told.chain.faults)} 处异常")
    for fault in told.chain.faults:
        yield f"  [red]第 {fault.seq} 条：{fault.what}[/]"
    yield checked(told.entries_sealed, f"分录与结算时封存的摘要{'一致' if told.entries_sealed else '不一致'}")


def checked(good: bool, text: str) -> str:
    """A line with a green tick or a red cross."""
    return f"[green]✓ {text}[/]" if good else f"[bold red]✗ {text}[/]"
