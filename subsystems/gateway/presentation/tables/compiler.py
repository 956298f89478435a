"""One transaction's tables, compiled once to nested Python functions.

A validator takes the ``input`` object of a message and returns the converted nodes; what is absent or
empty is absent in them, and fields no table knows are left out. It raises
:class:`InputRefused` with the first few problems, each naming node and field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from subsystems.gateway.presentation.tables import readings
from subsystems.gateway.presentation.tables.checks import Bad, Check, check_of
from subsystems.gateway.presentation.tables.source import Field
from subsystems.gateway.presentation.tables.trees import Branch, tree_of

Reader = Callable[[Any, str, "Problems"], Any]
Validator = Callable[[Mapping[str, Any]], dict[str, Any]]

MOST_PROBLEMS: Final = 3


class InputRefused(Exception):
    """The input does not fit the field table. ``problems`` are sentences naming node and field."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = tuple(problems)


class Problems(list[str]):
    """Problems found so far; a few are enough."""

    def add(self, path: str, reason: str) -> None:
        problem = f"{path} {reason}"
        if problem not in self:
            self.append(problem)
        if len(self) >= MOST_PROBLEMS:
            raise InputRefused(self)

    def settle(self) -> None:
        if self:
            raise InputRefused(self)


@cache
def validator(infno: str) -> Validator:
    """The validator of a transaction, compiled on first use. Raises ``KeyError`` for an unknown one."""
    roots = [(branch, _node(branch)) for branch in tree_of(infno)]

    def validate(message_input: Mapping[str, Any]) -> dict[str, Any]:
        problems, nodes = Problems(), {}
        for branch, read in roots:
            raw, path = _place(message_input, branch)
            value = _present(raw, path, branch.required, problems)
            if value is not None:
                nodes[branch.name] = read(value, path, problems)
        problems.settle()
        return nodes

    return validate


def row_reader(fields: Sequence[Field], children: Sequence[Branch] = ()) -> Reader:
    """A reader of one object with these fields; ``path`` is its prefix, with the dot."""
    plain = tuple((field.code, field.required, check_of(field)) for field in fields)
    nested = tuple((child.name, child.required, _node(child)) for child in children)
    conditions = _conditions(fields)

    def read(row: Mapping[str, Any], path: str, problems: Problems) -> dict[str, Any]:
        values = _fields(row, path, plain, problems)
        for name, required, child in nested:
            raw = _present(row.get(name), path + name, required, problems)
            if raw is not None:
                values[name] = child(raw, path + name, problems)
        for code, value, needed, when in conditions:
            if values.get(code) == value and needed not in values:
                problems.add(path + needed, f"必填（{when}）")
        return values

    return read


def _fields(
    row: Mapping[str, Any], path: str, plain: tuple[tuple[str, bool, Check], ...], problems: Problems
) -> dict[str, Any]:
    values = {}
    for code, required, check in plain:
        raw = row.get(code)
        if raw is None or (type(raw) is str and not raw.strip()):
            if required:
                problems.add(path + code, "必填")
            continue
        try:
            values[code] = check(raw)
        except Bad as bad:
            problems.add(path + code, str(bad))
    return values


def _node(branch: Branch) -> Reader:
    row = row_reader(branch.fields, branch.children)
    if branch.beside is not None:
        row = _flattened(row, branch)
    return _rows(row) if branch.repeats else _single(row)


def _rows(row: Reader) -> Reader:
    """Any number of rows; one object stands for a list of one."""

    def read(raw: Any, path: str, problems: Problems) -> list[dict[str, Any]]:
        if type(raw) is dict:
            return [row(raw, f"{path}.", problems)]
        if type(raw) is not list:
            problems.add(path, "须为列表")
            return []
        rows = []
        for index, item in enumerate(raw):
            if type(item) is dict:
                rows.append(row(item, f"{path}[{index}].", problems))
            else:
                problems.add(f"{path}[{index}]", "须为对象")
        return rows

    return read


def _single(row: Reader) -> Reader:
    """One object; a list of one stands for it."""

    def read(raw: Any, path: str, problems: Problems) -> dict[str, Any]:
        if type(raw) is list and len(raw) == 1:
            raw = raw[0]
        if type(raw) is dict:
            return dict(row(raw, f"{path}.", problems))
        problems.add(path, "只能有一行" if type(raw) is list else "须为对象")
        return {}

    return read


def _flattened(row: Reader, branch: Branch) -> Reader:
    """A row whose node ``beside`` may be nested in it or spread over it (2102 ``durg_trac_info``), or both: then
    both must be right, and the nested one counts."""
    beside = branch.beside
    assert beside is not None
    inside = _rows(row_reader(beside.fields))
    own = {field.code for field in branch.fields}
    spread = [field.code for field in beside.fields if field.code not in own]

    def read(raw: Mapping[str, Any], path: str, problems: Problems) -> dict[str, Any]:
        values: dict[str, Any] = row(raw, path, problems)
        nested = raw.get(beside.name)
        if not nested or any(raw.get(code) for code in spread):
            values[beside.name] = inside(raw, path.removesuffix("."), problems)
        if nested:
            values[beside.name] = inside(nested, path + beside.name, problems)
        return values

    return read


def _present(raw: Any, path: str, required: bool, problems: Problems) -> Any:
    """The raw node, or ``None`` when nothing was sent; a required one must be there.

    A required empty object counts as sent: its reader then names the fields it lacks.
    """
    if raw is None or raw in ("", []) or (raw == {} and not required):
        if required:
            problems.add(path, "必填" if raw is None else "必填，不能为空")
        return None
    return raw


def _place(message_input: Mapping[str, Any], branch: Branch) -> tuple[Any, str]:
    """Where a root node is: under its name, or, for a nameless one, the input itself."""
    if branch.name in message_input or not branch.nameless:
        return message_input.get(branch.name), f"input.{branch.name}"
    return message_input, "input"


def _conditions(fields: Sequence[Field]) -> tuple[tuple[str, str, str, str], ...]:
    codes = {field.code for field in fields}
    return tuple(rule for rule in readings.CONDITIONS if rule[0] in codes and rule[2] in codes)
