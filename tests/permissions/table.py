"""The rows of the permission table: every operation of every declared function, with a request for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from hsaf.functions import applications
from hsaf.functions.declaration import FunctionDeclared, Output
from hsaf.functions.engine import declared_by
from hsaf.functions.model import Operation
from hsaf.functions.record_operations import SHAPES
from hsaf.functions.registry import Registry
from hsaf.kernel.config import load_settings
from hsaf.kernel.discovery import discover
from hsaf.kernel.plan import make_plan
from hsaf.records.declaration import read
from tests.support.portal import Answer, Portal, Staff

TRANSFERS = {
    "import": ("import", "check_import", "imports", "undo_import"),
    "export": ("export",),
    "print": ("print", "print_many", "prints", "check_print"),
    "file": ("file",),
}
WIZARD = ("drafts", "draft", "begin", "save", "discard", "preview", "finish")
UNKNOWN_ID = "R00000000000000000000000"


class Row(NamedTuple):
    """An operation, known from its declaration alone: tests are named before anything starts."""

    full: str
    writes: bool
    scoped: bool
    """Works on records of a region."""


@cache
def rows() -> tuple[Row, ...]:
    discovery = discover()
    plan = make_plan(discovery, load_settings({"HSAF_REGION": "990000"}, plugins=discovery.plugins))
    scoped = {record.full_code for plugin in plan.order for record in read(plugin.code, plugin.folder) if record.scope}
    return tuple(row for function in declared_by(plan.order) for row in _rows(function, function.record in scoped))


def operations() -> list[str]:
    return [row.full for row in rows()]


def _rows(function: FunctionDeclared, scoped: bool) -> Iterator[Row]:
    if function.application is not None:
        for code in function.operations:
            yield Row(f"{function.full}.{code}", applications.SHAPES[code].method != "GET", scoped=False)
    for code in function.operations if function.application is None else ():
        batch = tuple(f"batch_{command}" for command in function.batch)
        for made in (code,) if code in SHAPES else {**TRANSFERS, "batch": batch}[code]:
            writes = (
                SHAPES[code].method != "GET"
                if code in SHAPES
                else made not in ("imports", "prints", "check_print", "file")
            )
            yield Row(f"{function.full}.{made}", writes, scoped)
    for code in ("panel", "rows", "export") if function.panel else ():
        yield Row(f"{function.full}.{code}", code == "export", scoped=False)
    for code in WIZARD if function.wizard else ():
        yield Row(f"{function.full}.{code}", code not in ("drafts", "draft"), scoped=False)
    if function.wizard and function.wizard.resume:
        yield Row(f"{function.full}.resume", writes=False, scoped=False)
    for one in function.operation:
        yield Row(f"{function.full}.{one.code}", not one.reads and one.output is not Output.PAGE, scoped=False)


def find(portal: Portal, full: str) -> Operation:
    return _by_name(portal.registry)[full]


@cache
def _by_name(registry: Registry) -> dict[str, Operation]:
    return {one.full: one for _, one in registry.operations()}


@cache
def permissions(registry: Registry) -> frozenset[str]:
    return frozenset(one["code"] for one in registry.permissions())


def ask(who: Staff, operation: Operation) -> Answer:
    """The emptiest request that could do something."""
    path = operation.path.replace("{id}", UNKNOWN_ID)
    if operation.method == "GET":
        return who.get(path)
    if operation.uploads:
        return who.call(operation.method, path, body={}, upload=b"PK")
    return who.call(operation.method, path, body={})


def is_list(operation: Operation) -> bool:
    return operation.output is Output.PAGE


def says_nothing(answer: Answer, *secrets: Any) -> bool:
    """A refusal holds its own fields and nothing else."""
    shape = {"code", "number", "message", "field", "problems", "trace_id"}
    return set(answer.body) == shape and not any(str(secret) in str(answer.body) for secret in secrets)
