"""One command on every record of a query, as a background job: each row is judged and kept by itself, and a file
says of each what became of it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
import xlsxwriter

from hsaf.contract.errors import HsafError
from hsaf.data.pipeline import Pipeline, RequestKey
from hsaf.jobs import CancelAsked, JobRun
from hsaf.records.acting import Orderer, acting
from hsaf.records.contract import BATCH_LONG, Asked, RecordsContract, Written, subject
from hsaf.records.model import RecordType
from hsaf.records.states import EVENT_NAMES, Event
from hsaf.spi.object_store import ObjectStore

MOST: Final = 20_000
"""Rows of one batch."""
WATCHED: Final = 20
DONE: Final = "成功"
REFUSED: Final = "未办理"
CANCELLED: Final = "任务已取消，没有轮到"

Said = Mapping[str, Any]
Run = Callable[[RecordsContract, str, str, Said], Written]

COMMANDS: Final[Mapping[str, Run]] = {
    "submit": lambda records, record, row, _: records.submit(record, row),
    "withdraw": lambda records, record, row, _: records.withdraw(record, row),
    "discard": lambda records, record, row, _: records.discard(record, row),
    "publish": lambda records, record, row, _: records.publish(record, row),
    "void": lambda records, record, row, said: records.void(record, row, said["reason"]),
    "return": lambda records, record, row, said: records.give_back(record, row, said["opinion"]),
    "review1": lambda records, record, row, said: records.review(
        record, row, "review1", said["decision"], said["opinion"]
    ),
    "review2": lambda records, record, row, said: records.review(
        record, row, "review2", said["decision"], said["opinion"]
    ),
}
"""Commands that need nothing but what is said once for all rows."""


class BatchOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of ``<center>.records_batch``: a command of :data:`COMMANDS` and what is said with it."""

    record: str
    command: str
    asked: Asked
    said: Said
    by: Orderer


class Batched(msgspec.Struct, frozen=True):
    """Result of a batch: rows found, done and refused; ``file`` says of each row what became of it."""

    total: int
    done: int
    refused: int
    file: str
    name: str


def batch_kind(center: str) -> str:
    return f"{center}.records_batch"


class Batcher:
    def __init__(self, records: RecordsContract, pipeline: Pipeline, objects: ObjectStore) -> None:
        self._records = records
        self._pipeline = pipeline
        self._objects = objects

    def __call__(self, run: JobRun) -> dict[str, Any]:
        """The rows are those found when the job begins; interrupted, it goes through all of them again, and a row
        that is done stays as it is."""
        order = msgspec.convert(run.parameters, BatchOrder)
        kind = self._records.types()[order.record]
        with acting(order.by):
            rows = self._rows(run, order, kind)
            said: list[str] = []
            try:
                for number, row in enumerate(rows, start=1):
                    said.append(self._one(run, order, kind, number, row, len(rows)))
                run.save(run.checkpoint, step="完成", done=len(rows), total=len(rows))
            except CancelAsked as asked:
                left = [CANCELLED] * (len(rows) - len(said))
                asked.result = self._result(kind, order, rows, [*said, *left])
                raise
        return self._result(kind, order, rows, said)

    def _rows(self, run: JobRun, order: BatchOrder, kind: RecordType) -> list[list[str]]:
        """Id and business key of each. Raises ``BATCH_LONG``."""
        if run.checkpoint is None:
            found = run.read(lambda: list(self._found(order, kind)))
            kept = self._objects.put(msgspec.json.encode(found)).key
            run.save({"rows": kept}, step="办理", done=0, total=len(found))
        with self._objects.open(run.checkpoint["rows"]) as file:
            return msgspec.json.decode(file.read(), type=list[list[str]])

    def _found(self, order: BatchOrder, kind: RecordType) -> Iterator[list[str]]:
        count = self._records.count(order.record, order.asked)
        if count > MOST:
            raise BATCH_LONG(most=MOST, rows=count)
        for row in self._records.export(order.record, order.asked):
            yield [row["id"], *(str(row[code]) for code in kind.key)]

    def _one(
        self, run: JobRun, order: BatchOrder, kind: RecordType, number: int, row: Sequence[str], total: int
    ) -> str:
        """Empty when the row is done, else why not."""
        if number % WATCHED == 0:
            run.save(run.checkpoint, step="办理", done=number, total=total)
        key = hashlib.sha256(f"{run.job_id}:{row[0]}".encode()).hexdigest()[:40]
        try:
            self._pipeline.write(
                run.kind,
                lambda: COMMANDS[order.command](self._records, order.record, row[0], order.said),
                subject=subject(kind.full_code, row[0]),
                key=RequestKey("records.batch", key, key),
                encode=msgspec.json.encode,
            )
        except HsafError as refusal:
            return refusal.message
        return ""

    def _result(
        self, kind: RecordType, order: BatchOrder, rows: Sequence[Sequence[str]], said: Sequence[str]
    ) -> dict[str, Any]:
        name = f"{kind.name}批量{EVENT_NAMES[Event(order.command)]}结果.xlsx"
        with tempfile.TemporaryFile() as file:
            with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
                sheet = book.add_worksheet()
                sheet.write_row(0, 0, [*(kind.by_code[code].label for code in kind.key), "结果", "说明"])
                for line, (row, reason) in enumerate(zip(rows, said, strict=True), start=1):
                    sheet.write_row(line, 0, [*row[1:], REFUSED if reason else DONE, reason])
            file.seek(0)
            stored = self._objects.put(file)
        refused = sum(1 for reason in said if reason)
        made = Batched(len(rows), len(rows) - refused, refused, stored.key, name)
        built: dict[str, Any] = msgspec.to_builtins(made)
        return built
