"""Files of a record are given to who sees the record, and only those it holds or held."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from hsaf.contract.files import Stored
from hsaf.functions.declaration import FunctionDeclared, Kind
from hsaf.functions.files import with_files
from hsaf.functions.model import Given
from hsaf.functions.record_operations import Target
from hsaf.records.contract import RECORD_UNKNOWN
from hsaf.records.model import Field, FieldType, RecordType

NOTE = RecordType(
    center="demo",
    code="note",
    name="便函",
    fields=(Field(code="title", label="标题"), Field(code="scan", label="扫描件", type=FieldType.FILE)),
)
FUNCTION = FunctionDeclared(code="note", name="便函", kind=Kind.MAINTAINED_RECORD, spec=("HB-10.1.1",), subsystem="sub")


class Notes:
    """One note, whose scan was replaced once and is about to be replaced again."""

    def detail(self, _: str, id: str) -> Any:
        if id != "R1":
            raise RECORD_UNKNOWN(name="便函")
        return SimpleNamespace(row={"title": "secret", "scan": "now"})

    def history(self, _: str, id: str) -> Any:
        return [
            SimpleNamespace(before={"scan": "now"}, after={"scan": "proposed"}),
            SimpleNamespace(before={}, after={"scan": "first"}),
        ]


def give(id: str, key: str) -> Any:
    (operation,) = with_files(FUNCTION, Target(Notes(), NOTE, NOTE.fields))  # type: ignore[arg-type]
    assert operation.permission == "sub.note.query"
    return operation.work(operation.read(Given({"id": id, "key": key}, {"name": "扫描件.pdf"})))


@pytest.mark.parametrize("key", ["now", "proposed", "first"])
def test_what_a_record_holds_held_or_is_about_to_hold_is_given(key: str) -> None:
    assert give("R1", key) == Stored(key, "扫描件.pdf")


@pytest.mark.parametrize(
    ("id", "key", "code"), [("R1", "secret", "functions.file_unknown"), ("R2", "now", "records.unknown")]
)
def test_nothing_else_is(id: str, key: str, code: str) -> None:
    with pytest.raises(HsafError) as refused:
        give(id, key)
    assert refused.value.code == code
