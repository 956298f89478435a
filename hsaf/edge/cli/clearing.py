"""What the clearing commands share: the settlement center over a running kernel, and tables of sheets,
bills and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import click
from rich.markup import escape

from hsaf.contract.errors import HsafError
from hsaf.edge.cli.output import complain, table
from hsaf.money import fen_from_yuan, yuan_grouped

SETTLEMENT = "settlement.v1"

STATES = {
    "generated": "已生成",
    "disputed": "有异议",
    "confirmed": "已确认",
    "reviewed": "已初审",
    "approved": "已审核",
    "paid": "已拨付",
}


class Office(NamedTuple):
    """The settlement center as the agency's staff use it from a terminal."""

    center: Any
    pipeline: Any
    operation: str
    kernel: Any

    def read(self, work: Callable[[], Any]) -> Any:
        return self.pipeline.read(self.operation, work).result

    def write(self, subject: str, work: Callable[[], Any]) -> Any:
        return self.pipeline.write(self.operation, work, subject=subject).result

    def generate(self, institution: str, setlym: str) -> bool:
        """Generate an institution's sheets; what is refused is told and keeps no other from its sheets."""
        try:
            self.write(f"org:{institution}", lambda: self.center.generate_sheets(institution, setlym))
        except HsafError as refusal:
            complain(refusal)
            return False
        return True

    def of_sheet(self, sheet_id: str, work: Callable[[], Any]) -> Any:
        """A write about a sheet, under its institution's lock."""
        sheet = self.read(lambda: self.center.sheet(sheet_id))
        return self.write(f"org:{sheet.fixmedins_code}", work)


@contextmanager
def office(operation: str) -> Iterator[Office]:
    """Boot and act as the platform."""
    from hsaf.kernel.boot import boot

    with boot() as kernel, kernel.system(operation):
        yield Office(kernel.contract(SETTLEMENT), kernel.pipeline, operation, kernel)


class Yuan(click.ParamType[int]):
    """An amount in yuan, as fen."""

    name = "元"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return value if isinstance(value, int) else fen_from_yuan(value)
        except ValueError:
            self.fail(f"{value!r} 不是最多两位小数的金额", param, ctx)


def show_sheets(sheets: Iterable[Any]) -> None:
    rows = [
        (
            one.sheet_id, one.fixmedins_code, one.clr_optins, one.clr_type, one.clr_way, one.pay_loc, str(one.psntime),
            *_money(one.medfee_sumamt, one.med_sumfee, one.payable, one.paid), _state(one),
        )
        for one in sheets
    ]  # fmt: skip
    headings = ("结算单", "医药机构", "清算机构", "类别", "方式", "支付地点", "人次")
    table("月度结算单（元）", (*headings, "医疗费总额", "认可费用", "应付", "已付", "状态"), rows)


def show_bills(bills: Iterable[Any]) -> None:
    rows = [
        (
            one.bill_id, one.mdtrt_poolarea, one.clr_optins, str(one.sheets), str(one.psntime),
            *_money(one.medfee_sumamt, one.payable, one.paid), _state(one), escape(one.confirmed_by),
        )
        for one in bills
    ]  # fmt: skip
    headings = ("清算单", "就医地（应收）", "参保地（应付）", "结算单", "人次")
    table("异地清算（元）", (*headings, "医疗费总额", "应付", "已付", "状态", "确认"), rows)


def show_findings(title: str, findings: Sequence[Any]) -> None:
    if findings:
        rows = [(one.check, one.fixmedins_code, escape(one.key), escape(one.text)) for one in findings]
        table(title, ("核对", "医药机构", "对象", "差异"), rows)


def _state(one: Any) -> str:
    return STATES[one.state] + (f"（{escape(one.reason)}）" if one.reason else "")


def _money(*amounts: int) -> tuple[str, ...]:
    return tuple(map(yuan_grouped, amounts))
