"""TXT files of the national interface: TAB, ``null``, zipped."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsaf.contract import textfile
from hsaf.contract.errors import HsafError
from hsaf.contract.textfile import pack, unpack

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\x85"), max_size=20).filter(
    lambda word: word != "null"
)


def unzipped(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def refusal(content: bytes, columns: int = 2) -> str:
    with pytest.raises(HsafError) as caught:
        unpack(content, columns)
    assert caught.value.error is textfile.TEXTFILE_WRONG
    return caught.value.message


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_values_are_written_as_the_interface_says() -> None:
    row = ("甲\t乙", None, "", date(2026, 3, 1), datetime(2026, 3, 1, 8), Decimal("0.10"), 7)
    assert unzipped(pack("a.txt", [row])) == {"a.txt": "甲 乙\tnull\tnull\t2026-03-01\t2026-03-01 08:00:00\t0.10\t7\n"}


def test_no_rows_are_an_empty_file() -> None:
    assert unzipped(pack("a.txt", [])) == {"a.txt": ""}
    assert unpack(pack("a.txt", []), 3) == []


def test_the_same_rows_are_the_same_bytes() -> None:
    assert pack("a.txt", [("1", "2")]) == pack("a.txt", [("1", "2")])


@given(st.lists(st.tuples(WORDS, WORDS), max_size=20))
def test_what_is_packed_comes_back(rows: list[tuple[str, str]]) -> None:
    assert unpack(pack("a.txt", rows), 2) == rows


def test_windows_line_ends_and_a_byte_order_mark_are_taken() -> None:
    assert unpack(zipped(a="\ufeff1\tnull\r\n\r\n2\t3\r\n".encode()), 2) == [("1", ""), ("2", "3")]


def test_a_wrong_number_of_columns_is_named_by_line() -> None:
    assert "第 2 行应有 2 列，实际 3 列" in refusal(pack("a.txt", [(1, 2), (1, 2, 3)]))


def test_what_is_no_archive_of_one_text_is_refused() -> None:
    assert "不是 ZIP" in refusal(b"plain")
    assert "只有一个文件" in refusal(zipped(a=b"", b=b""))
    assert "UTF-8" in refusal(zipped(a="甲".encode("gbk")))


def test_an_archive_that_unpacks_to_something_huge_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textfile, "UNPACKED_LIMIT_MB", 0)
    assert "解压后超过" in refusal(zipped(a=b"x"))
