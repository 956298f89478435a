"""Files are downloaded where they belong: from a record the viewer sees, or from a job of their own.

A file's key alone opens nothing. Files in the answers of other contract methods are given by an operation with
``output = "file"`` whose method returns a :class:`hsaf.contract.files.Stored`.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from typing import Any, Final

from hsaf.contract.files import Stored
from hsaf.functions.declaration import FunctionDeclared, Output
from hsaf.functions.model import FILE, QUERY, File, Given, Operation, path_of
from hsaf.functions.record_operations import Target
from hsaf.functions.refusals import FILE_UNKNOWN
from hsaf.records.model import FieldType
from hsaf.spi.object_store import ObjectStore

UNNAMED: Final = "附件"
UNKNOWN_TYPE: Final = "application/octet-stream"


def opened(objects: ObjectStore, stored: Stored) -> File:
    """Raises ``FILE_UNKNOWN``."""
    try:
        with objects.open(stored.key) as content:
            return File(stored.name, content.read(), mimetypes.guess_type(stored.name)[0] or UNKNOWN_TYPE)
    except (KeyError, ValueError):
        raise FILE_UNKNOWN() from None


def with_files(function: FunctionDeclared, target: Target) -> tuple[Operation, ...]:
    """Downloading what a record's file fields hold or held, for who may see the record."""

    def read(given: Given) -> Mapping[str, str]:
        return {"id": given.id, "key": given.path["key"], "name": given.query.get("name", "") or UNNAMED}

    def work(values: Mapping[str, str]) -> Stored:
        if values["key"] not in set(_keys(target, values["id"])):
            raise FILE_UNKNOWN()
        return Stored(values["key"], values["name"])

    return (
        Operation(
            code=FILE,
            name="下载附件",
            full=f"{function.full}.{FILE}",
            permission=f"{function.full}.{QUERY}",
            method="GET",
            path=path_of(function.subsystem, function.code, "/{id}/files/{key}"),
            output=Output.FILE,
            writes=False,
            read=read,
            work=work,
            render=lambda stored, _: stored,
        ),
    )


def _keys(target: Target, id: str) -> Iterator[str]:
    """Of the record as it is, and of every change of it."""
    fields = [field.code for field in target.type.fields if field.type is FieldType.FILE]
    changes = target.records.history(target.code, id)
    rows: list[Mapping[str, Any]] = [target.records.detail(target.code, id).row]
    rows += [values for change in changes for values in (change.before, change.after)]
    return (row[code] for row in rows for code in fields if row.get(code))
