"""The compiled functions of this process: found by code, shown as menus, pages, permissions and search results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from hsaf.contract.principal import Principal
from hsaf.datasets.panel import Panel
from hsaf.functions.declaration import Columns, WizardDeclared
from hsaf.functions.model import QUERY, Function, Operation
from hsaf.functions.pinyin import fits, spelled
from hsaf.functions.rendering import plain
from hsaf.records.model import Field


class Registry:
    """Immutable after boot."""

    def __init__(self, functions: Sequence[Function]) -> None:
        ordered = sorted(enumerate(functions), key=lambda pair: (pair[1].declared.order, pair[0]))
        self.functions: Mapping[str, Function] = {one.full: one for _, one in ordered}
        self._spelled = {full: spelled(one.declared.name) for full, one in self.functions.items()}

    def operations(self) -> Iterator[tuple[Function, Operation]]:
        for function in self.functions.values():
            for operation in function.operations:
                yield function, operation

    def permissions(self) -> list[dict[str, str]]:
        """Every permission: ``code``, ``name``, ``function`` (code and name) and ``menu`` path."""
        return [
            {
                "code": code,
                "name": name,
                "function": function.full,
                "function_name": function.declared.name,
                "menu": " / ".join(function.declared.menu),
            }
            for function in self.functions.values()
            for code, name in function.permissions.items()
        ]

    def open_to(self, who: Principal) -> Iterator[Function]:
        """Functions of which the principal may do something."""
        for function in self.functions.values():
            if any(who.may(code) for code in function.permissions):
                yield function

    def menus_for(self, who: Principal) -> list[dict[str, Any]]:
        """The menu tree: ``title``, and ``page`` (a function's code) or ``children``."""
        tree: list[dict[str, Any]] = []
        for function in self.open_to(who):
            level = tree
            for title in function.declared.menu:
                level = _branch(level, title)
            level.append({"title": function.declared.name, "page": function.full, "kind": str(function.declared.kind)})
        return tree

    def search(self, who: Principal, text: str, most: int = 20) -> list[dict[str, str]]:
        """Functions whose name, menu, code or spec id contains the text, or whose name is read like it: ``zzjg`` and
        ``zuzhijigou`` find 组织机构管理."""
        wanted = "".join(text.lower().split())
        found = (one for one in self.open_to(who) if self._is_sought(one, wanted)) if wanted else iter(())
        rows = [
            {
                "page": one.full,
                "name": one.declared.name,
                "menu": " / ".join(one.declared.menu),
                "help": one.declared.help,
            }
            for one in found
        ]
        return sorted(rows, key=lambda row: (not row["name"].lower().startswith(wanted), row["name"]))[:most]

    def _is_sought(self, one: Function, wanted: str) -> bool:
        return wanted in _searched(one) or (wanted.isascii() and fits(self._spelled[one.full], wanted))

    def page_for(self, who: Principal, code: str) -> dict[str, Any] | None:
        """What the web renders a function's page from; ``None`` when there is none the principal may open."""
        function = self.functions.get(code)
        if function is None or not any(who.may(one) for one in function.permissions):
            return None
        return page(function) | {
            "tabs": [plain(one) for one in function.tabs if who.may(f"{one.function}.{QUERY}")],
            "operations": [described(one) for one in function.operations if who.may(one.permission)],
        }


def page(function: Function) -> dict[str, Any]:
    """Everything about a page but its operations."""
    declared, columns = function.declared, function.columns
    return {
        "code": function.full,
        "name": declared.name,
        "kind": str(declared.kind),
        "spec": list(declared.spec),
        "menu": list(declared.menu),
        "help": declared.help,
        "fields": [_field(field, columns) for field in function.fields],
        "list": list(columns.list),
        "form": list(columns.form),
        "filter": list(columns.filter),
        "reviewed": bool(function.record and function.record.reviewed),
        "tree": plain(function.tree),
        "key": _key(function),
        "wizard": _wizard(declared.wizard),
        "tabs": [plain(one) for one in function.tabs],
        "versioned": bool(function.record and function.record.versioned),
        **_panels(function.panels),
    }


def _panels(panels: Sequence[Panel]) -> dict[str, Any]:
    """Of statistics: ``panels`` as they are declared with their fields, and ``details``, the fields of the rows of
    each."""
    if not panels:
        return {}
    return {
        "panels": [_panel(one) for one in panels],
        "details": {one.code: [_field(field) for field in one.details] for one in panels},
    }


def _panel(one: Panel) -> dict[str, Any]:
    dimensions, measures = one.dataset.by_code, one.dataset.measured
    return {
        "code": one.code,
        "title": one.title,
        "chart": one.chart,
        "dataset": one.source,
        "group": [_field(dimensions[code].field) for code in one.group],
        "measures": [_field(measures[code].field) for code in one.measures],
        "drill": [_field(dimensions[code].field) for code in one.drill],
        "compare": one.compare,
    }


def _key(function: Function) -> str:
    """The field that tells the rows of a page apart."""
    if function.tree is not None:
        return function.tree.key
    return function.declared.field[0].code if function.declared.field else ""


def described(operation: Operation) -> dict[str, Any]:
    """An operation as pages and the reference show it."""
    return {
        "code": operation.code,
        "name": operation.name,
        "method": operation.method,
        "path": operation.path,
        "place": str(operation.place),
        "confirm": operation.confirm,
        "input": [_field(field) for field in operation.input],
        "output": str(operation.output),
        "permission": operation.permission,
        "event": operation.event,
        "uploads": operation.uploads,
    }


_SHOWN: Final = (
    "code", "label", "type", "length", "dict", "options", "pick", "names", "required", "mask", "filter", "list", "form", "sortable",
    "pattern", "least", "most", "default", "frozen", "many", "help",
)  # fmt: skip


def _field(field: Field, columns: Columns | None = None) -> dict[str, Any]:
    """A field as the web renders it; ``list``, ``form`` and ``filter`` say whether this page shows it there."""
    shown: dict[str, Any] = {name: plain(getattr(field, name)) for name in _SHOWN}
    if columns is not None:
        for name in ("list", "form", "filter"):
            shown[name] = field.code in getattr(columns, name)
    return shown


def _wizard(wizard: WizardDeclared | None) -> dict[str, Any] | None:
    """Its steps with their fields and tables."""
    if wizard is None:
        return None
    steps = [
        {
            **{name: getattr(step, name) for name in ("code", "name", "help")},
            "input": [_field(field) for field in step.input],
            "rows": [
                {
                    **{name: getattr(rows, name) for name in ("code", "label", "help", "least", "most")},
                    "field": [_field(field) for field in rows.field],
                }
                for rows in step.rows
            ],
        }
        for step in wizard.step
    ]
    return {"steps": steps}


def _branch(level: list[dict[str, Any]], title: str) -> list[dict[str, Any]]:
    for entry in level:
        if entry["title"] == title and "children" in entry:
            children: list[dict[str, Any]] = entry["children"]
            return children
    children = []
    level.append({"title": title, "children": children})
    return children


def _searched(function: Function) -> str:
    declared = function.declared
    return " ".join((declared.name, *declared.menu, function.full, *declared.spec)).lower()
