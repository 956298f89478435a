"""A settlement's story in a terminal: the bill, how each policy item was computed, who pays, the ledger.

Works on what the settlement center's contract tells (``SettlementStory``); the demonstration and
``hsaf audit show`` both print these tables. Chinese with short English hints. Amounts come in fen and
are shown in yuan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich import box
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from hsaf.money import yuan_grouped
from hsaf.rules.telling import LABELS, named, piece

LEVELS: Final = {"01": "甲", "02": "乙", "03": "丙"}
PAYERS: Final = (
    ("hifp_pay", "统筹基金", "pooled fund"),
    ("hifob_pay", "职工大额补助", "large-amount supplement"),
    ("hifmi_pay", "居民大病保险", "serious illness"),
    ("cvlserv_pay", "公务员补助", "civil-servant subsidy"),
    ("maf_pay", "医疗救助", "medical assistance"),
    ("acct_pay", "个人账户", "personal account"),
    ("psn_cash_pay", "现金", "cash at the counter"),
)
SHOWN_AMOUNTS: Final = ("det_item_fee_sumamt", "fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt")


def bill(lines: Sequence[Any], names: Mapping[str, str], info: Mapping[str, Any]) -> Table:
    """The fee lines and how each divides; ``names`` by line number."""
    table = _table("费用清单 the bill", footer=True)
    table.add_column("项目 item", "合计 sum", overflow="fold")
    for heading, field in (
        ("金额\namount", "medfee_sumamt"),
        ("全自费\nown", "fulamt_ownpay_amt"),
        ("超限价\nover", "overlmt_selfpay"),
        ("先自付\nshare", "preselfpay_amt"),
        ("范围内\nin scope", "inscp_scp_amt"),
    ):
        table.add_column(heading, yuan_grouped(info[field]), justify="right", no_wrap=True)
    for line in lines:
        amounts = (yuan_grouped(getattr(line, name)) for name in SHOWN_AMOUNTS)
        table.add_row(f"{escape(names.get(line.feedetl_sn, line.feedetl_sn))}\n{_priced(line)}", *amounts)
    return table


def _priced(line: Any) -> str:
    """Level, price, count and share of a line: ``乙 260 × 2，先自付 0.3``."""
    share = f"，先自付 {line.selfpay_prop.normalize():f}" if line.selfpay_prop else ""
    level = LEVELS.get(line.chrgitm_lv, "目录外")
    return f"[dim]{level} {line.pric.normalize():f} × {line.cnt.normalize():f}{share}[/]"


def items(trace: Sequence[Mapping[str, Any]], labels: Mapping[str, str] | None = None) -> RenderableType:
    """Each policy item: rule, version and source, what it read, its pieces, what it yielded.

    ``labels`` name the region's parameters.
    """
    known = {**LABELS, **(labels or {})}
    parts: list[RenderableType] = [
        Text.assemble(
            ("怎样算出 how each policy item was computed", "italic"),
            ("  规则 rule · 版本 version · 依据 source", "dim"),
        )
    ]
    for number, item in enumerate(trace, start=1):
        parts.append(
            Text.assemble(
                (f"{number} {item['name']}", "bold"),
                (f"  {item['rule_id']} · {item['version']} · {item['source']}", "dim"),
            )
        )
        parts.append(_item(item, known))
    return Group(*parts)


def _item(item: Mapping[str, Any], labels: Mapping[str, str]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True, min_width=11)
    grid.add_column(overflow="fold")
    inputs = [named(name, value, labels) for name, value in item["inputs"].items() if value is not None]
    grid.add_row("  读入 inputs", escape("，".join(inputs)))
    pieces = [piece(row) for row in item["rows"] if row["fund_pay"] or row["self_pay"]]
    if pieces:
        grid.add_row("  分项 pieces", escape("\n".join(pieces)))
    yields = [named(name, value, labels) for name, value in item["yields"].items()]
    grid.add_row("  得出 yields", f"[bold]{escape('，'.join(yields))}[/]")
    return grid


def payers(settlement: Any) -> Table:
    """Funds, accounts and cash; together the whole bill."""
    info = settlement.info
    table = _table("谁付多少 who pays what", footer=True)
    table.add_column("付款方 payer", "合计 together", overflow="fold")
    table.add_column("金额 amount", yuan_grouped(info["medfee_sumamt"]), justify="right", no_wrap=True)
    table.add_column("说明 note", overflow="fold")
    for field, name, hint in PAYERS:
        amount = info[field]
        if amount:
            table.add_row(f"{name} {hint}", yuan_grouped(amount), _payer_note(field, info))
    return table


def _payer_note(field: str, info: Mapping[str, Any]) -> str:
    if field == "hifp_pay":
        return f"起付线 {yuan_grouped(info['act_pay_dedc'])}，支付比例 {info['pool_prop_selfpay']}"
    if field == "acct_pay":
        family = f"其中家人账户 {yuan_grouped(info['acct_mulaid_pay'])}，" if info["acct_mulaid_pay"] else ""
        return f"{family}本人账户余额 {yuan_grouped(info['balc'])}"
    return ""


def journal(entries: Sequence[Any]) -> Table:
    """The double entries; debits equal credits."""
    table = _table("分录 ledger entries", footer=True)
    table.add_column("科目 account", "合计 sum", overflow="fold")
    for heading, side in (("借 debit", "debit"), ("贷 credit", "credit")):
        total = sum(getattr(entry, side) for entry in entries)
        table.add_column(heading, yuan_grouped(total), justify="right", no_wrap=True)
    for entry in entries:
        table.add_row(
            f"{entry.account_name} [dim]{escape(entry.account)}[/]",
            yuan_grouped(entry.debit) if entry.debit else "",
            yuan_grouped(entry.credit) if entry.credit else "",
        )
    return table


def _table(title: str, *, footer: bool = False) -> Table:
    return Table(
        title=title,
        title_justify="left",
        title_style="italic",
        header_style="bold",
        show_footer=footer,
        footer_style="bold",
        box=box.SIMPLE_HEAD,
    )
