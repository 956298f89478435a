"""A short list as an Excel file, made while the caller waits; long ones are background jobs of records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from hsaf.functions.model import File

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> File:
    """Texts stay texts: nothing typed by people becomes a formula."""
    target = BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        sheet.set_column(0, len(headings) - 1, 18)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return File(f"{name}.xlsx", target.getvalue(), XLSX)
