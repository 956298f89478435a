"""The demonstration in a terminal, for a reader who has never seen the system.

Chinese with short English hints; tables fold to the terminal's width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from hsaf.edge.cli import story
from hsaf.edge.cli.output import console
from hsaf.money import yuan_grouped
from plugins.demo_region import files
from plugins.demo_region.demonstration import Demonstration, Exchange, Settled, Step

TITLES: Final = {
    "01": ("职工住院，费用跨越第一个分段", "an employee's stay across the first segment edge"),
    "02": ("住院结算撤销后改用现金重新结算", "a stay reversed and settled again without the account"),
    "03": ("低保居民三次住院，大病保险与医疗救助", "three stays with serious-illness cover and assistance"),
    "04": ("普通门诊两次，年度起付线只付一次", "two outpatient visits share one yearly deductible"),
    "05": ("高血压门诊慢特病，先有备案", "chronic outpatient care with a filing"),
    "06": ("药店购药，账户余额用尽", "a pharmacy purchase that empties the account"),
    "07": ("异地住院未备案，比例下调", "a stay away from home without a filing"),
    "08": ("家庭共济：用家人账户支付", "a bill paid from family members' accounts"),
}
"""Exchange number to its title."""

TRANSACTIONS: Final = {
    "2101": "药店预结算",
    "2102": "药店结算",
    "2201": "门诊挂号",
    "2203": "就诊信息上传",
    "2204": "费用明细上传",
    "2206": "门诊预结算",
    "2207": "门诊结算",
    "2301": "费用明细上传",
    "2303": "住院预结算",
    "2304": "住院结算",
    "2305": "结算撤销",
    "2401": "入院办理",
    "2402": "出院办理",
}
INSUTYPES: Final = {"310": "职工基本医疗保险", "390": "城乡居民基本医疗保险"}


def show(result: Demonstration, to: Console = console) -> None:
    """Print everything."""
    for exchange in result.exchanges:
        to.print(_exchange(exchange))
    to.print(_verdict(result))


def _exchange(exchange: Exchange) -> Group:
    number = exchange.name[:2]
    title, hint = TITLES[number]
    parts: list[RenderableType] = [
        Text(),
        Rule(f"[bold]{number} {title}[/] [dim]· {hint}[/]", align="left"),
        _who(exchange),
        _road(exchange.steps),
    ]
    for settled in exchange.settled:
        parts += _settled(settled)
    parts.append(_match(exchange))
    return Group(*parts)


def _who(exchange: Exchange) -> Text:
    """Synthetic people, so the name may be shown."""
    person = exchange.facts.person
    insured = next(one for one in exchange.facts.enrollments if one.insutype == exchange.insutype)
    age = _age(person.brdy, date.fromisoformat(exchange.steps[0].inf_time[:10]))
    gender = {"1": "男", "2": "女"}.get(person.gend, "")
    facts = [
        f"{person.psn_name}（虚构），{gender}，{age} 岁",
        f"人员编号 {person.psn_no}",
        f"{INSUTYPES[exchange.insutype]}，参保地 {insured.insuplc_admdvs}",
    ]
    identities = [one.memo or one.psn_idet_type for one in exchange.facts.identities]
    if identities:
        facts.append("身份 " + "、".join(identities))
    facts.append(f"账户余额 {yuan_grouped(exchange.balance)}")
    return _labelled("谁 who", "；".join(facts))


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _road(steps: Sequence[Step]) -> Text:
    marks = [f"{one.infno} {TRANSACTIONS[one.infno]} {'✓' if one.ok else '✗'}" for one in steps]
    return _labelled("报文 sent", " → ".join(marks))


def _settled(settled: Settled) -> Iterable[RenderableType]:
    told = settled.story
    settlement, info = told.settlement, told.settlement.info
    word = "撤销 reversal" if settlement.reverses else "结算 settlement"
    moment = info["setl_time"]
    yield Text()
    yield Text.assemble(
        (f"{word} {settlement.setl_id}", "bold cyan"),
        f"  {moment:%Y-%m-%d}  总费用 {yuan_grouped(info['medfee_sumamt'])}",
    )
    if settlement.reverses:
        yield _labelled("撤销 of", f"{settlement.reverses}：金额取反，累计、账户、分录全部复原")
    else:
        yield _indented(story.bill(settlement.lines, settled.names, info))
        yield _indented(story.items(told.trace, _parameters()))
    yield _indented(story.payers(settlement))
    yield _indented(story.journal(told.entries))


def _parameters() -> dict[str, str]:
    """What the region's policy calls its parameters."""
    return {row["elem"]: row["elem_name"] for row in files.rows("policy-2026.csv")}


def _match(exchange: Exchange) -> RenderableType:
    if not exchange.differences:
        return Text(f"✓ {exchange.compared} 项全部与预期一致 every expected value matches", style="green")
    table = Table(title="✗ 与预期不同 differences", title_style="bold red", title_justify="left")
    for heading in ("位置 where", "预期 expected", "实际 actual"):
        table.add_column(heading, overflow="fold")
    for one in exchange.differences:
        table.add_row(escape(one.where), escape(str(one.expected)), escape(str(one.actual)))
    return table


def _verdict(result: Demonstration) -> Group:
    trial = result.trial_balance
    balanced = trial.debit == trial.credit and not trial.broken
    steps = sum(len(exchange.steps) for exchange in result.exchanges)
    compared = sum(exchange.compared for exchange in result.exchanges)
    differing = sum(len(exchange.differences) for exchange in result.exchanges)
    return Group(
        Text(),
        Rule("[bold]核对 verification[/]", align="left"),
        _checked(
            not differing,
            f"{len(result.exchanges)} 组示例 {steps} 条报文，{compared} 项预期值，{differing} 项不同 differ",
        ),
        _checked(
            result.audit.ok,
            f"审计链 audit chains：{result.audit.subjects} 条链 {result.audit.events} 个事件，"
            f"{len(result.audit.faults)} 处异常 faults",
        ),
        _checked(
            balanced,
            f"试算平衡 trial balance：借 {yuan_grouped(trial.debit)} = 贷 {yuan_grouped(trial.credit)}，"
            f"差额 {yuan_grouped(trial.debit - trial.credit)}",
        ),
    )


def _checked(good: bool, text: str) -> Text:
    return Text(f"{'✓' if good else '✗'} {text}", style="green" if good else "bold red")


def _labelled(label: str, text: str) -> Text:
    return Text.assemble((f"{label}  ", "bold"), text)


def _indented(part: RenderableType) -> Padding:
    return Padding(part, (1, 0, 0, 2))
