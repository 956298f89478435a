"""``batch = [...]`` of a function: a command on every record that the list's conditions find, run as a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from hsaf.functions.calls import Uncallable
from hsaf.functions.declaration import FunctionDeclared, Output, Place
from hsaf.functions.inputs import read_input
from hsaf.functions.model import Given, Operation, path_of
from hsaf.functions.record_operations import REVIEWED_ONLY, SHAPES, VERSIONED_ONLY, Target
from hsaf.functions.transfers import Transfers, asked_of, job, orderer, own_subject
from hsaf.kernel.faults import suggest
from hsaf.records.batch import COMMANDS, BatchOrder, batch_kind
from hsaf.records.model import RecordType

CODE: Final = "batch"


def batches(transfers: Transfers) -> Any:
    """Makes the operations ``batch_<command>`` of a record type."""

    def make(function: FunctionDeclared, target: Target) -> tuple[Operation, ...]:
        if not function.batch:
            raise Uncallable("没有说明批量办理什么", f'写 batch = ["{next(iter(COMMANDS))}", ...]')
        _require_fitting(function, target.type)
        return tuple(_operations(transfers, function, target))

    return make


def _require_fitting(function: FunctionDeclared, record: RecordType) -> None:
    for code in function.batch:
        if code not in COMMANDS:
            raise Uncallable(f"不能批量办理 {code}", suggest(code, COMMANDS))
        if (code in REVIEWED_ONLY and not record.reviewed) or (code in VERSIONED_ONLY and not record.versioned):
            raise Uncallable(f"批量办理 {code} 不适用于 {record.full_code}", f"从 batch 中删除 {code}")


def _operations(transfers: Transfers, function: FunctionDeclared, target: Target) -> Iterator[Operation]:
    for code in function.batch:
        shape = SHAPES[code]
        full = f"{function.full}.{CODE}_{code}"

        def read(given: Given, fields: Any = shape.input) -> dict[str, Any]:
            said = read_input(fields, given.body, also=("filters",))
            return {"said": said, "asked": asked_of(given.body)}

        def work(values: Any, command: str = code) -> str:
            order = BatchOrder(
                record=target.code,
                command=command,
                asked=values["asked"],
                said=values["said"],
                by=orderer(function),
            )
            return transfers.order(batch_kind(target.type.center), order)

        yield Operation(
            code=f"{CODE}_{code}",
            name=f"批量{shape.name}",
            full=full,
            permission=full,
            method="POST",
            path=path_of(function.subsystem, function.code, f"/batch/{code}"),
            output=Output.JOB,
            writes=True,
            read=read,
            work=work,
            render=job,
            subject=own_subject,
            input=shape.input,
            place=Place.BULK,
        )
