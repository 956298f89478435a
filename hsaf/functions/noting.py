"""What somebody reviewed is noted for his done list, where a message center keeps one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from hsaf.functions.model import Operation
from hsaf.functions.record_operations import Target
from hsaf.records.contract import Written
from hsaf.records.model import RecordType

MESSAGES: Final = "message.v1"
ACTIONS: Final = {"add": "新增", "copy": "新增", "import": "导入", "edit": "变更", "void": "作废"}

_REVIEWS: Final = frozenset({"review1", "review2", "return"})


def noting(operation: Operation, target: Target, contracts: Mapping[str, Any]) -> Operation:
    """The operation; a review that also notes itself, in its own unit of work. ``contracts`` is asked when it runs."""
    if operation.code not in _REVIEWS:
        return operation
    page = operation.full.rpartition(".")[0]

    def work(values: Any) -> Written:
        written: Written = operation.work(values)
        message = contracts.get(MESSAGES)
        if message is not None:
            row = target.records.detail(target.code, written.id).row
            did = "退回" if written.pending_state == "returned" else f"{operation.name}通过"
            message.note_review(written.id, f"{written.change}:{operation.code}", titled(target.type, did, row), page)
        return written

    return replace(operation, work=work)


def titled(record: RecordType, did: str, values: Mapping[str, Any]) -> str:
    """``银行新增：102100099990``: a record by its business key."""
    named = " ".join(str(values[code]) for code in record.key if values.get(code))
    return f"{record.name}{did}" + (f"：{named}" if named else "")
