"""Excel files: the import template, reading a filled-in one, the file of bad rows, and exports.

Cells are text, so that codes keep their leading zeros and amounts their digits.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO, Final

import python_calamine
import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from hsaf.records.contract import IMPORT_FILE, IMPORT_LONG, Checked, Row, Sheet
from hsaf.records.model import Field, FieldType, RecordType
from hsaf.records.showing import second
from hsaf.records.values import LARGEST, length_of

MOST_ROWS: Final = 50_000
"""Rows of the largest import."""

LARGEST_UNPACKED: Final = 300 * 2**20
"""Bytes an import file may unpack to; more is no table of so many rows."""

ROWS_A_SHEET: Final = 1_000_000
"""Rows of an export that fit one sheet."""

DATA: Final = "数据"
HELP: Final = "填写说明"
CHOICES: Final = "可选值"
REASON: Final = "错误原因"
REQUIRED: Final = "*"

_CONSTANT_MEMORY: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_PLAIN: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_FLAG_CHOICES: Final = ("是", "否")
_TYPE_NAMES: Final = {
    FieldType.TEXT: "文字",
    FieldType.LONGTEXT: "文字",
    FieldType.INT: "整数",
    FieldType.MONEY: "金额（元，最多两位小数）",
    FieldType.DECIMAL: "数字",
    FieldType.RATIO: "比例（0 至 1，最多四位小数）",
    FieldType.DATE: "日期（yyyy-MM-dd）",
    FieldType.DATETIME: "时间（yyyy-MM-dd HH:mm:ss）",
    FieldType.DICT: "从下拉列表中选择",
    FieldType.AREA: "六位医保区划代码",
    FieldType.ORG: "机构编号",
    FieldType.FLAG: "是或否",
    FieldType.PERSON: "人员编号",
}

Labels = Mapping[str, Mapping[str, str]]
"""Code to label, by field code."""


def importable(record: RecordType) -> list[Field]:
    """Fields a row of a file can carry: those of the form, less files."""
    return [field for field in record.fields if field.form and field.type is not FieldType.FILE]


# -- template ---------------------------------------------------------------------------------------


def template(record: RecordType, labels: Labels) -> bytes:
    """A sheet to fill in, with drop-downs and marks on required columns, and a help sheet."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, _PLAIN) as book:
        _data_sheet(book, record, labels)
        _help_sheet(book, record)
    return target.getvalue()


def _data_sheet(book: xlsxwriter.Workbook, record: RecordType, labels: Labels) -> None:
    sheet, choices = book.add_worksheet(DATA), book.add_worksheet(CHOICES)
    choices.hide()
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(importable(record)):
        sheet.set_column(column, column, max(14, 2 * len(field.label) + 4), text)
        sheet.write_string(0, column, _heading(field), _heading_format(book, field))
        allowed = _choices(field, labels)
        if allowed:
            choices.write_column(0, column, allowed)
            source = f"='{CHOICES}'!{xl_range_abs(0, column, len(allowed) - 1, column)}"
            sheet.data_validation(1, column, MOST_ROWS, column, {"validate": "list", "source": source})


def _choices(field: Field, labels: Labels) -> Sequence[str]:
    if field.type is FieldType.FLAG:
        return _FLAG_CHOICES
    return list(labels.get(field.code, {}).values())


def _heading(field: Field) -> str:
    return f"{field.label}{REQUIRED}" if field.required else field.label


def _heading_format(book: xlsxwriter.Workbook, field: Field) -> Any:
    colour = "#C00000" if field.required else "#000000"
    return book.add_format({"bold": True, "font_color": colour, "bg_color": "#F2F2F2", "border": 1})


def _help_sheet(book: xlsxwriter.Workbook, record: RecordType) -> None:
    sheet = book.add_worksheet(HELP)
    sheet.set_column(0, 3, 28)
    sheet.write_string(
        0, 0, f"{record.name}导入模板：在“{DATA}”页从第二行起填写，带 {REQUIRED} 的列必填，最多 {MOST_ROWS} 行"
    )
    sheet.write_row(1, 0, ("列", "必填", "填写要求", "说明"))
    for line, field in enumerate(importable(record), start=2):
        sheet.write_row(line, 0, (field.label, "是" if field.required else "", _demand(field), field.help))


def _demand(field: Field) -> str:
    kind = _TYPE_NAMES[field.type]
    return f"{kind}，不超过 {length_of(field)} 个字" if field.type in (FieldType.TEXT, FieldType.LONGTEXT) else kind


# -- reading ----------------------------------------------------------------------------------------


def read(record: RecordType, content: bytes, labels: Labels) -> Sheet:
    """Rows of a filled-in template; empty ones are passed over. Raises ``IMPORT_FILE`` or ``IMPORT_LONG``."""
    cells = _cells(content)
    if not cells:
        raise IMPORT_FILE(reason=f"“{DATA}”页没有内容")
    fields = _columns(record, cells[0])
    codes = {code: {label: value for value, label in known.items()} for code, known in labels.items()}
    rows = []
    for line, row in enumerate(cells[1:], start=2):
        texts = {field.code: _text(row[column]) for column, field in fields.items()}
        if any(texts.values()):
            rows.append((line, {code: codes.get(code, {}).get(text, text) for code, text in texts.items()}))
    if len(rows) > MOST_ROWS:
        raise IMPORT_LONG(most=MOST_ROWS, rows=len(rows))
    if not rows:
        raise IMPORT_FILE(reason=f"“{DATA}”页只有表头，没有数据")
    return Sheet(rows)


def _cells(content: bytes) -> list[list[Any]]:
    """The data sheet, or the first one of a file that has none of this name."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise IMPORT_FILE(reason="文件过大")
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        name = DATA if DATA in book.sheet_names else book.sheet_names[0]
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError, ValueError) as error:
        raise IMPORT_FILE(reason="不是可读的 Excel（xlsx）文件") from error


def _columns(record: RecordType, headings: Sequence[Any]) -> dict[int, Field]:
    """Which column holds which field. Unknown columns stop the import: a misspelt one would lose its data."""
    by_label = {field.label: field for field in importable(record)}
    found: dict[int, Field] = {}
    for column, heading in enumerate(headings):
        label = _text(heading).removesuffix(REQUIRED)
        if not label or label == REASON:
            continue
        if label not in by_label:
            raise IMPORT_FILE(reason=f"没有名为“{label}”的列")
        if by_label[label] in found.values():
            raise IMPORT_FILE(reason=f"“{label}”列重复")
        found[column] = by_label[label]
    missing = [field.label for field in importable(record) if field.required and field not in found.values()]
    if missing:
        raise IMPORT_FILE(reason=f"缺少必填列 {'、'.join(missing)}")
    return found


def _text(cell: Any) -> str:
    """A cell as somebody would have typed it."""
    if isinstance(cell, bool):
        return _FLAG_CHOICES[0] if cell else _FLAG_CHOICES[1]
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < LARGEST:
        return str(int(cell))
    if isinstance(cell, datetime):
        return second(cell)
    return str(cell).strip()


# -- bad rows ---------------------------------------------------------------------------------------


def error_sheet(record: RecordType, content: bytes, checked: Checked) -> bytes:
    """The bad rows as they were filled in, with what is wrong with each in the first column."""
    cells = _cells(content)
    target = BytesIO()
    with xlsxwriter.Workbook(target, _PLAIN) as book:
        sheet = book.add_worksheet(DATA)
        red = book.add_format({"font_color": "#C00000"})
        sheet.set_column(0, 0, 50)
        sheet.write_row(0, 0, (REASON, *map(_text, cells[0])))
        for line, number in enumerate(sorted(checked.bad), start=1):
            reasons = "；".join(f"{one.label}{'：' if one.label else ''}{one.reason}" for one in checked.bad[number])
            sheet.write_string(line, 0, reasons, red)
            sheet.write_row(line, 1, list(map(_text, cells[number - 1])))
    return target.getvalue()


# -- export -----------------------------------------------------------------------------------------


def write_rows(record: RecordType, rows: Iterable[Row], target: BinaryIO, columns: Sequence[str] = ()) -> int:
    """Write an export row by row, never holding more than one; how many. ``columns`` are field codes to write,
    all of them by default."""
    fields = [record.by_code[code] for code in columns] or list(record.fields)
    headings = [*(field.label for field in fields), "状态", "更新时间"]
    count = 0
    with xlsxwriter.Workbook(target, _CONSTANT_MEMORY) as book:
        for count, row in enumerate(rows, start=1):
            line = (count - 1) % ROWS_A_SHEET + 1
            if line == 1:
                sheet = _headed(book, headings)
            texts = (*(row[field.code] for field in fields), row["state"], row["updated_at"])
            sheet.write_row(line, 0, ["" if text is None else text for text in texts])
        if not count:
            _headed(book, headings)
    return count


def _headed(book: xlsxwriter.Workbook, headings: Sequence[str]) -> Any:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, headings)
    return sheet
