"""An export of figures or of the rows behind them: what to order, and the Excel file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

import msgspec
import xlsxwriter

from hsaf.datasets.contract import Asked
from hsaf.datasets.panel import Panel
from hsaf.records.acting import Orderer

REPORT: Final = "report.v1"
"""The center that runs exports."""

KIND: Final = "report.export"

ROWS_A_SHEET: Final = 1_000_000
"""Rows that fit one sheet; more go to the next."""

_OPTIONS: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class ExportOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of ``report.export``: a panel as its page shows it, with every group, or its rows."""

    function: str
    panel: str
    by: Orderer
    filters: Mapping[str, str] = {}
    within: Mapping[str, str] = {}
    group: str = ""
    rows: bool = False


def asked_of(panel: Panel, order: ExportOrder) -> Asked:
    return panel.asked(order.filters, order.within, order.group, top=False)


def write(file: BinaryIO, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """A workbook of one table; how many rows. Amounts and ratios are numbers, everything else text: nothing typed by
    people becomes a formula."""
    count = 0
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        bold = book.add_format({"bold": True})
        sheet: Any = None
        for row in rows:
            if count % ROWS_A_SHEET == 0:
                sheet = _sheet(book, f"{title[:20]}{count // ROWS_A_SHEET + 1}", headings, bold)
            sheet.write_row(count % ROWS_A_SHEET + 1, 0, ["" if one is None else one for one in row])
            count += 1
        if sheet is None:
            _sheet(book, title[:20], headings, bold)
    return count


def _sheet(book: Any, title: str, headings: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet("".join(one for one in title if one not in r"[]:*?/\\"))
    sheet.set_column(0, max(len(headings) - 1, 0), 18)
    sheet.write_row(0, 0, headings, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def watched(rows: Iterable[Sequence[Any]], every: int, tell: Any) -> Iterator[Sequence[Any]]:
    """The rows, telling how many went by."""
    for count, row in enumerate(rows, start=1):
        yield row
        if count % every == 0:
            tell(count)
