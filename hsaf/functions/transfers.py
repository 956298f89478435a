"""Import with its check, its list and its undoing, and export of records: ordered here, run by the center's
background jobs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from hsaf.contract import context
from hsaf.contract.layers import entering
from hsaf.contract.principal import Principal
from hsaf.functions.declaration import FunctionDeclared, Output, Place
from hsaf.functions.inputs import read_input
from hsaf.functions.model import QUERY, UNMASK, Given, Operation, path_of
from hsaf.functions.record_operations import Target
from hsaf.functions.refusals import FILE_MISSING
from hsaf.jobs.queue import Job, Queue, State
from hsaf.records.acting import Orderer
from hsaf.records.contract import Asked, subject
from hsaf.records.model import Field, FieldType
from hsaf.records.transfer import ExportOrder, ImportOrder, export_kind, import_kind, parameters
from hsaf.spi.object_store import ObjectStore

_MODE: Final = Field(
    code="mode",
    label="导入方式",
    type=FieldType.DICT,
    options=(("all", "全部正确才导入"), ("valid", "只导入正确的行")),
    default="all",
)
_SUBMIT: Final = Field(code="submit", label="导入后直接提交审核", type=FieldType.FLAG)
_FILE: Final = Field(code="file", label="文件", type=FieldType.FILE, required=True)
_BATCH: Final = Field(code="batch", label="导入批次", length=30, required=True)

CHECK: Final = "check"
"""``mode`` of an import that judges its rows only."""
UNDONE: Final = "undone"
NOTHING: Final = "nothing"
"""States of an import beside those of its job: taken back; ended without a row."""

Values = Mapping[str, Any]


class Transfers:
    """Makes the operations ``import`` (with ``check_import``, ``imports`` and ``undo_import``) and ``export`` of a
    record type."""

    def __init__(self, queue: Queue, objects: ObjectStore) -> None:
        self._queue = queue
        self._objects = objects

    def importing(self, function: FunctionDeclared, target: Target) -> tuple[Operation, ...]:
        return (
            self._order(function, target),
            self._check_order(function, target),
            self._list(function, target),
            self._undoing(function, target),
        )

    def _order(self, function: FunctionDeclared, target: Target) -> Operation:
        full = f"{function.full}.import"
        return Operation(
            code="import",
            name="导入",
            full=full,
            permission=full,
            method="POST",
            path=path_of(function.subsystem, function.code, "/import"),
            output=Output.JOB,
            writes=True,
            read=_read_import,
            begin=self._keep,
            work=partial(self._import, function, target),
            render=job,
            subject=own_subject,
            input=(_FILE, _MODE, _SUBMIT) if target.type.reviewed else (_FILE, _MODE),
            uploads=True,
        )

    def _check_order(self, function: FunctionDeclared, target: Target) -> Operation:
        """Judges a file and shows its first rows; nothing is written."""
        return Operation(
            code="check_import",
            name="校验文件",
            full=f"{function.full}.check_import",
            permission=f"{function.full}.import",
            method="POST",
            path=path_of(function.subsystem, function.code, "/import/check"),
            output=Output.JOB,
            writes=True,
            read=_read_check,
            begin=self._keep,
            work=partial(self._import, function, target),
            render=job,
            subject=own_subject,
            input=(_FILE,),
            uploads=True,
            place=Place.PAGE,
        )

    def _list(self, function: FunctionDeclared, target: Target) -> Operation:
        """The organisation's latest imports."""
        return Operation(
            code="imports",
            name="导入记录",
            full=f"{function.full}.imports",
            permission=f"{function.full}.import",
            method="GET",
            path=path_of(function.subsystem, function.code, "/imports"),
            output=Output.ROWS,
            writes=False,
            read=lambda _: None,
            work=lambda _: self._imports(target),
            render=lambda jobs, who: {"rows": [_import_row(one, who) for one in jobs]},
            place=Place.PAGE,
        )

    def _undoing(self, function: FunctionDeclared, target: Target) -> Operation:
        return Operation(
            code="undo_import",
            name="撤销导入",
            full=f"{function.full}.undo_import",
            permission=f"{function.full}.import",
            method="POST",
            path=path_of(function.subsystem, function.code, "/import/undo"),
            output=Output.ROW,
            writes=True,
            read=lambda given: read_input((_BATCH,), given.body),
            work=lambda values: self._undo(target, values["batch"]),
            render=lambda count, _: {"undone": count},
            subject=lambda values: subject(import_kind(target.type.center), values["batch"]),
            confirm="确定撤销这次导入？",
            input=(_BATCH,),
            place=Place.PAGE,
        )

    def exporting(self, function: FunctionDeclared, target: Target) -> tuple[Operation, ...]:
        """The body of an export is what the list's query string would be: ``{"filters": {...}, "sort": ...}``."""
        full = f"{function.full}.export"
        order = Operation(
            code="export",
            name="导出",
            full=full,
            permission=full,
            method="POST",
            path=path_of(function.subsystem, function.code, "/export"),
            output=Output.JOB,
            writes=True,
            read=_read_export,
            work=partial(self._export, function, target),
            render=job,
            subject=own_subject,
        )
        return (order,)

    def _keep(self, values: Values) -> Values:
        return {**values, "file": self._objects.put(values["upload"]).key}

    def _import(self, function: FunctionDeclared, target: Target, values: Values) -> str:
        order = ImportOrder(
            record=target.code,
            file=values["file"],
            mode=values["mode"],
            by=orderer(function),
            submit=values["submit"],
        )
        checks = values["mode"] == CHECK
        return self.order(import_kind(target.type.center), order, "" if checks else target.type.full_code)

    def _imports(self, target: Target) -> list[Job]:
        with entering("center", "jobs"):
            return self._queue.about(import_kind(target.type.center), target.type.full_code, _principal().org_no)

    def _undo(self, target: Target, batch: str) -> int:
        """Rows undone; the import's own row says so from then on."""
        count: int = target.records.undo_import(target.code, batch)
        with entering("center", "jobs"):
            self._queue.remark(batch, {"undone": count})
        return count

    def _export(self, function: FunctionDeclared, target: Target, values: Values) -> str:
        order = ExportOrder(record=target.code, asked=values["asked"], by=orderer(function))
        return self.order(export_kind(target.type.center), order)

    def order(self, kind: str, order: msgspec.Struct, about: str = "") -> str:
        """Put a job in the queue; its id."""
        with entering("center", "jobs"):
            return self._queue.submit(kind, parameters(order), about)


def _read_import(given: Given) -> dict[str, Any]:
    """Raises ``FILE_MISSING`` or ``INPUT_WRONG``."""
    if given.upload is None:
        raise FILE_MISSING()
    return read_input((_MODE, _SUBMIT), given.body) | {"upload": given.upload}


def _read_check(given: Given) -> dict[str, Any]:
    """Raises ``FILE_MISSING`` or ``INPUT_WRONG``."""
    if given.upload is None:
        raise FILE_MISSING()
    read_input((), given.body)
    return {"upload": given.upload, "mode": CHECK, "submit": False}


def _import_row(one: Job, who: Principal) -> dict[str, Any]:
    """An import as the list shows it: who, when, how many rows, how it stands. Its files belong to who ordered it."""
    result = one.result or {}
    ended = UNDONE if "undone" in result else one.state
    if ended == State.DONE and not result.get("imported"):
        ended = NOTHING
    return {
        "job": one.job_id,
        "at": f"{one.created_at:%Y-%m-%d %H:%M:%S}",
        "by": one.parameters["by"]["principal"]["name"],
        "mine": one.created_by == who.account,
        "mode": one.parameters["mode"],
        "state": str(ended),
        "total": result.get("total", one.total),
        "imported": result.get("imported", 0),
        "bad": result.get("bad", 0),
        "errors": result.get("errors", ""),
        "reason": one.error or result.get("refused", ""),
        "undoable": one.created_by == who.account and one.finished and ended not in (UNDONE, NOTHING),
    }


_SORT: Final = Field(code="sort", label="排序", length=40)


def _read_export(given: Given) -> dict[str, Any]:
    said = read_input((_SORT,), given.body, also=("filters",))
    return {"asked": asked_of(given.body, said["sort"])}


def asked_of(body: Mapping[str, Any], sort: str = "") -> Asked:
    """The conditions of a list, as the key ``filters`` of a body has them."""
    filters = body.get("filters") or {}
    given = filters.items() if type(filters) is dict else ()
    return Asked({code: str(text) for code, text in given if text not in ("", None)}, sort)


def orderer(function: FunctionDeclared) -> Orderer:
    """Who ordered the job, with the one permission that changes what its rows show."""
    who = _principal()
    unmask = f"{function.full}.{UNMASK}"
    kept = frozenset({unmask}) if who.may(unmask) else frozenset()
    return Orderer(replace(who, permissions=kept), f"{function.full}.{QUERY}")


def _principal() -> Principal:
    who = context.current().principal
    assert who is not None
    return who


def own_subject(_: Values) -> str:
    return f"jobs:{_principal().account}"[:64]


def job(job_id: str, _: Principal) -> dict[str, str]:
    return {"job": job_id}
