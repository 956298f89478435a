"""Import and export as background jobs: what to order, and how a center runs it.

A center offers both, and commands on many records (:mod:`hsaf.records.batch`), with the hook ``hsaf_jobs``::

    @hookimpl
    def hsaf_jobs(container):
        kernel = container.kernel
        return record_jobs("base_info", "基本信息", container.records(), kernel.pipeline(), kernel.objects())
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from hsaf.data.pipeline import Pipeline, RequestKey
from hsaf.jobs import CancelAsked, JobRun
from hsaf.kernel.api import JobKind
from hsaf.records.acting import Orderer, acting
from hsaf.records.batch import Batcher, batch_kind
from hsaf.records.contract import (
    IMPORT_REFUSED,
    Asked,
    Checked,
    Problem,
    RecordsContract,
    Row,
    Sheet,
    subject,
)
from hsaf.records.masking import for_audit
from hsaf.records.model import RecordType
from hsaf.records.workbook import write_rows
from hsaf.spi.object_store import ObjectStore

CHUNK: Final = 500
"""Rows that a unit of work of an import of valid rows adds."""

WATCHED: Final = 5000
"""Rows between two saves of an export's progress."""

FIRST_ROWS: Final = 20
FIRST_BAD: Final = 100
"""Rows of a file that its check shows: the first ones, and the first bad ones."""

CANCELLED: Final = "任务已取消，其余的行没有导入"


class ImportOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of ``<center>.records_import``. ``file`` is the object store's key of the filled-in template;
    ``mode`` ``all`` imports nothing when a row is bad, ``valid`` the good ones, ``check`` judges the rows only;
    ``submit`` sends reviewed records to their first review."""

    record: str
    file: str
    mode: str
    by: Orderer
    submit: bool = False


class ExportOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of ``<center>.records_export``; ``columns`` are field codes, all by default."""

    record: str
    asked: Asked
    by: Orderer
    columns: Sequence[str] = ()


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """Result of an import. ``batch`` undoes it; ``errors`` is the key of the file of bad rows, empty when there are
    none; ``refused`` says why nothing, or not everything, was imported."""

    total: int
    imported: int
    bad: int
    batch: str
    errors: str = ""
    refused: str = ""


class Previewed(msgspec.Struct, frozen=True):
    """A row of a file that was checked: its line, its values with personal ones masked, and what is wrong."""

    line: int
    values: Mapping[str, Any]
    problems: Sequence[Problem]


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """Result of a check: the first rows, the first bad ones, and ``errors`` as of an import."""

    total: int
    bad: int
    errors: str
    first: Sequence[Previewed]
    wrong: Sequence[Previewed]


class Exported(msgspec.Struct, frozen=True):
    """Result of an export: key of the Excel file, a name for it, and its rows."""

    file: str
    name: str
    rows: int


def import_kind(center: str) -> str:
    return f"{center}.records_import"


def export_kind(center: str) -> str:
    return f"{center}.records_export"


def parameters(order: msgspec.Struct) -> dict[str, Any]:
    """An order as ``hsaf.jobs.Queue.submit`` takes it."""
    return _plain(order)


def record_jobs(
    center: str, name: str, records: RecordsContract, pipeline: Pipeline, objects: ObjectStore
) -> list[JobKind]:
    """The job kinds of a center's records."""
    return [
        JobKind(import_kind(center), f"{name}：导入", Importer(records, pipeline, objects)),
        JobKind(export_kind(center), f"{name}：导出", Exporter(records, objects)),
        JobKind(batch_kind(center), f"{name}：批量办理", Batcher(records, pipeline, objects)),
    ]


class Importer:
    def __init__(self, records: RecordsContract, pipeline: Pipeline, objects: ObjectStore) -> None:
        self._records = records
        self._pipeline = pipeline
        self._objects = objects

    def __call__(self, run: JobRun) -> dict[str, Any]:
        """Check every row, then add what may be added; interrupted, it goes on without adding a row twice."""
        order = msgspec.convert(run.parameters, ImportOrder)
        with acting(order.by):
            with self._objects.open(order.file) as file:
                content = file.read()
            sheet = self._records.read_sheet(order.record, content)
            total = len(sheet.rows)
            checked = run.read(lambda: self._check(run, order, sheet))
            if order.mode == "check":
                return _plain(self._judged(order, content, sheet, checked))
            good = Sheet([row for row in sheet.rows if row[0] not in checked.bad])
            added = [0]
            try:
                if not _refused(order, checked):
                    self._add(run, order, good, added)
                run.save(None, step="完成", done=total, total=total)
            except CancelAsked as asked:
                asked.result = _plain(self._result(run, order, content, checked, sum(added), CANCELLED))
                raise
            return _plain(self._result(run, order, content, checked, sum(added)))

    def _check(self, run: JobRun, order: ImportOrder, sheet: Sheet) -> Checked:
        def watch(done: int) -> None:
            run.save(None, step="校验", done=done, total=len(sheet.rows))

        return self._records.check_rows(order.record, sheet, watch)

    def _add(self, run: JobRun, order: ImportOrder, good: Sheet, added: list[int]) -> None:
        """In one unit of work when all or nothing is wanted or rows lie below one another, else in several; ``added``
        is told of the rows of each."""
        rows = good.rows
        whole = order.mode == "all" or bool(self._records.types()[order.record].tree)
        size = len(rows) if whole else CHUNK
        for start in range(0, len(rows), max(size, 1)):
            added.append(self._add_chunk(run, order, Sheet(rows[start : start + size]), start))
            run.save(None, step="导入", done=sum(added), total=len(rows))

    def _add_chunk(self, run: JobRun, order: ImportOrder, chunk: Sheet, start: int) -> int:
        """The stored answer makes a second run of the chunk add nothing."""
        outcome = self._pipeline.write(
            run.kind,
            lambda: self._records.import_rows(order.record, run.job_id, chunk, submit=order.submit),
            subject=subject(run.kind, run.job_id),
            key=RequestKey("records.import", f"{run.job_id}:{start}", order.file[:64]),
            encode=lambda count: str(count).encode(),
        )
        return int(outcome.answer or b"0")

    def _result(
        self, run: JobRun, order: ImportOrder, content: bytes, checked: Checked, imported: int, why: str = ""
    ) -> Imported:
        if _refused(order, checked):
            why = IMPORT_REFUSED(total=checked.total, bad=len(checked.bad)).message
        return Imported(
            total=checked.total,
            imported=imported,
            bad=len(checked.bad),
            batch=run.job_id if imported else "",
            errors=self._errors(order, content, checked),
            refused=why,
        )

    def _judged(self, order: ImportOrder, content: bytes, sheet: Sheet, checked: Checked) -> Judged:
        kind = self._records.types()[order.record]
        wrong = [row for row in sheet.rows if row[0] in checked.bad]
        return Judged(
            total=checked.total,
            bad=len(checked.bad),
            errors=self._errors(order, content, checked),
            first=_previewed(kind, sheet.rows[:FIRST_ROWS], checked),
            wrong=_previewed(kind, wrong[:FIRST_BAD], checked),
        )

    def _errors(self, order: ImportOrder, content: bytes, checked: Checked) -> str:
        """Key of the file of bad rows."""
        if not checked.bad:
            return ""
        return self._objects.put(self._records.error_sheet(order.record, content, checked)).key


class Exporter:
    def __init__(self, records: RecordsContract, objects: ObjectStore) -> None:
        self._records = records
        self._objects = objects

    def __call__(self, run: JobRun) -> dict[str, Any]:
        """Write every row of a query to an Excel file, holding one chunk at a time."""
        order = msgspec.convert(run.parameters, ExportOrder)
        kind = self._records.types()[order.record]
        with acting(order.by), tempfile.TemporaryFile() as file:
            count = run.read(lambda: write_rows(kind, self._rows(run, order), file, order.columns))
            file.seek(0)
            stored = self._objects.put(file)
        return _plain(Exported(stored.key, f"{kind.name}.xlsx", count))

    def _rows(self, run: JobRun, order: ExportOrder) -> Iterator[Row]:
        total = self._records.count(order.record, order.asked)
        run.save(None, step="导出", done=0, total=total)
        for count, row in enumerate(self._records.export(order.record, order.asked), start=1):
            yield row
            if count % WATCHED == 0:
                run.save(None, step="导出", done=count, total=max(count, total))


def _previewed(kind: RecordType, rows: Sequence[tuple[int, Mapping[str, Any]]], checked: Checked) -> list[Previewed]:
    """As the audit chain keeps values: the result of a job is no place for personal data."""
    return [Previewed(line, for_audit(kind.by_code, values), checked.bad.get(line, ())) for line, values in rows]


def _refused(order: ImportOrder, checked: Checked) -> bool:
    return order.mode == "all" and bool(checked.bad)


def _plain(struct: msgspec.Struct) -> dict[str, Any]:
    """A struct as JSON-able values."""
    built: dict[str, Any] = msgspec.to_builtins(struct)
    return built
