"""Text files of the national interface (national-interface section 1 and section 3, rule 8): TXT in
UTF-8, TAB between columns, one row a line, the word ``null`` for an empty value, zipped.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from hsaf.contract.errors import ErrorCode

TEXTFILE_WRONG = ErrorCode(
    "kernel.textfile_wrong", 471, "文件内容有误：{reason}", "请按接口规范生成 TAB 分隔的 TXT 文件并压缩后上传"
)

NULL: Final = "null"
UNPACKED_LIMIT_MB: Final = 64
"""Guards against archives that unpack to something huge."""

_BLANKS: Final = str.maketrans("\t\r\n", "   ")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Every member has the same time: the same rows are always the same bytes."""


def pack(name: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """A ZIP archive holding ``name`` with a line for every row."""
    text = "".join("\t".join(map(cell, row)) + "\n" for row in rows)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(name, _EPOCH)
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, text.encode())
    return buffer.getvalue()


def cell(value: Any) -> str:
    """A value as the file shows it; TAB and line ends inside a text become blanks."""
    if value is None or value == "":
        return NULL
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value).translate(_BLANKS)


def unpack(content: bytes, columns: int) -> list[tuple[str, ...]]:
    """Rows of the only file of a ZIP archive, ``null`` as empty text; blank lines are passed over.

    Raises ``TEXTFILE_WRONG`` saying what is wrong and in which line.
    """
    lines = enumerate(_text(content).split("\n"), start=1)
    return [_row(number, line.rstrip("\r"), columns) for number, line in lines if line.strip()]


def _text(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) != 1:
                raise TEXTFILE_WRONG(reason="压缩包内须有且只有一个文件")
            if members[0].file_size > UNPACKED_LIMIT_MB << 20:
                raise TEXTFILE_WRONG(reason=f"解压后超过 {UNPACKED_LIMIT_MB} MB")
            return archive.read(members[0]).decode("utf-8-sig")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise TEXTFILE_WRONG(reason="不是 ZIP 压缩文件或已损坏") from None
    except UnicodeDecodeError:
        raise TEXTFILE_WRONG(reason="文本不是 UTF-8 编码") from None


def _row(number: int, line: str, columns: int) -> tuple[str, ...]:
    cells = line.split("\t")
    if len(cells) != columns:
        raise TEXTFILE_WRONG(reason=f"第 {number} 行应有 {columns} 列，实际 {len(cells)} 列")
    return tuple("" if value == NULL else value for value in cells)
