"""Compiles ``[[function.operation]]``: a method of a center contract, its parameters fed from declared inputs."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from string import Formatter
from typing import Any, get_type_hints

import msgspec

from hsaf.contract import context
from hsaf.contract.paging import Paging
from hsaf.functions.declaration import FunctionDeclared, OperationDeclared, Output
from hsaf.functions.inputs import PAGING, read_input, read_paging
from hsaf.functions.model import CHILDREN, HAS_CHILDREN, QUERY, Given, Operation, path_of
from hsaf.functions.rendering import When, renderer
from hsaf.kernel.faults import suggest
from hsaf.records.model import Field, FieldType, Mask
from hsaf.records.values import is_blank, wire

PAGE: str = "paging"
"""Key of the page asked for among an operation's values; no field code begins in a way that could be it."""

_PERSONAL = frozenset({FieldType.TEXT, FieldType.LONGTEXT, FieldType.PERSON, FieldType.FILE})
_READ_ONLY = frozenset({Output.PAGE})

Build = Callable[[Mapping[str, Any]], Any]


class Uncallable(Exception):
    """The method cannot be called as declared; carries reason and remedy."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def compile_call(function: FunctionDeclared, declared: OperationDeclared, center: Any) -> Operation:
    """The operation that calls ``center``'s method. Raises ``Uncallable``."""
    method = _method(declared, center)
    arguments = _Parameters(declared, method).builds()
    reads = declared.reads or declared.output in _READ_ONLY
    full = f"{function.full}.{declared.code}"
    is_query = declared.code == QUERY
    return Operation(
        code=declared.code,
        name=declared.name,
        full=full,
        permission=f"{function.full}.{QUERY}" if _opens_tree(function, declared) else full,
        method="GET" if reads else "POST",
        path=path_of(function.subsystem, function.code, "" if is_query else f"/{declared.code}"),
        output=declared.output,
        writes=not reads,
        read=_reader(declared, reads),
        work=partial(_call, method, arguments),
        render=renderer(declared.output, _answered(function, declared), function.full, _conditions(function)),
        subject=_subject(declared, full),
        audited=None if reads else partial(_facts, declared.input),
        place=declared.place,
        confirm=declared.confirm,
        input=declared.input,
        dry_run=declared.dry_run,
        event=declared.code if declared.when else "",
    )


def _conditions(function: FunctionDeclared) -> When:
    return {one.code: one.when for one in function.operation if one.when}


def _answered(function: FunctionDeclared, declared: OperationDeclared) -> tuple[Field, ...]:
    """Rows of a tree also say whether there are others below them."""
    return (*function.field, HAS_CHILDREN) if _opens_tree(function, declared) else function.field


def _opens_tree(function: FunctionDeclared, declared: OperationDeclared) -> bool:
    """Whoever may see the list may open it level by level."""
    return function.tree is not None and declared.code == CHILDREN


def compile_work(declared: OperationDeclared, center: Any) -> Callable[[Mapping[str, Any]], Any]:
    """What runs a method on values by input code; inputs the method does not take are left out. Raises
    ``Uncallable``."""
    method = _method(declared, center)
    taken = _takes(declared, method)
    used = tuple(field for field in declared.input if taken is None or field.code in taken)
    arguments = _Parameters(msgspec.structs.replace(declared, input=used), method).builds()
    return partial(_call, method, arguments)


def _takes(declared: OperationDeclared, method: Callable[..., Any]) -> set[str] | None:
    """Names of parameters and of the fields of structs; ``None`` where a mapping takes everything."""
    hints = _hints(declared, method)
    if any(_is_mapping(kind) for name, kind in hints.items() if name != "return"):
        return None
    structs = [kind for kind in hints.values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    return {
        *inspect.signature(method).parameters,
        *(one.name for kind in structs for one in msgspec.structs.fields(kind)),
    }


def _method(declared: OperationDeclared, center: Any) -> Callable[..., Any]:
    found: Callable[..., Any] | None = getattr(center, declared.method, None)
    if found is None or declared.method.startswith("_"):
        raise Uncallable(
            f"契约 {declared.contract} 没有方法 {declared.method}", suggest(declared.method, _methods(center))
        )
    return found


def _call(method: Callable[..., Any], arguments: Mapping[str, Build], values: Mapping[str, Any]) -> Any:
    return method(**{name: build(values) for name, build in arguments.items()})


def _methods(center: Any) -> list[str]:
    target = getattr(center, "_target", center)
    return [name for name in dir(target) if not name.startswith("_") and callable(getattr(target, name))]


# -- parameters -------------------------------------------------------------------------------------


class _Parameters:
    """How each parameter of a method is made of the values."""

    def __init__(self, declared: OperationDeclared, method: Callable[..., Any]) -> None:
        self._declared = declared
        self._signature = inspect.signature(method).parameters
        self._hints = _hints(declared, method)
        self._inputs = {field.code for field in declared.input}
        self._left = set(self._inputs)

    def builds(self) -> dict[str, Build]:
        """Raises ``Uncallable``."""
        made = {name: build for name in self._signature if (build := self._build(name)) is not None}
        rest = next((name for name in self._signature if name not in made and _is_mapping(self._hints.get(name))), "")
        if rest:
            made[rest] = partial(_mapping, tuple(sorted(self._left)))
            self._left.clear()
        self._check(made)
        return made

    def _build(self, name: str) -> Build | None:
        kind, given = self._hints.get(name), self._declared.given
        if name in given:
            return _constant(msgspec.convert(given[name], kind, strict=False) if kind else given[name])
        if kind is Paging:
            return itemgetter(PAGE)
        if name in self._inputs:
            self._left.discard(name)
            return itemgetter(name)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            names = [field.name for field in msgspec.structs.fields(kind) if field.name in self._inputs]
            self._left -= set(names)
            return partial(_struct, kind, names)
        return None

    def _check(self, made: Mapping[str, Build]) -> None:
        method = self._declared.method
        for name, parameter in self._signature.items():
            if name not in made and parameter.default is parameter.empty:
                remedy = f"在 input 中声明 {name}，或在 given 中给出"
                raise Uncallable(f"方法 {method} 的参数 {name} 没有来源", remedy)
        if self._left:
            raise Uncallable(f"方法 {method} 用不到输入项 {'、'.join(sorted(self._left))}", "删除它，或改正编码")
        for name in sorted(set(self._declared.given) - set(self._signature)):
            raise Uncallable(f"方法 {method} 没有参数 {name}", suggest(name, self._signature))
        if self._declared.output is Output.PAGE and Paging not in self._hints.values():
            raise Uncallable(f"方法 {method} 不分页", "把 output 改为 rows，或给方法加参数 paging: Paging")


def _hints(declared: OperationDeclared, method: Callable[..., Any]) -> Mapping[str, Any]:
    try:
        return get_type_hints(inspect.unwrap(method))
    except NameError as error:
        raise Uncallable(f"方法 {declared.method} 的类型标注不能读取：{error}", "在模块顶部导入该类型") from None


def _is_mapping(kind: Any) -> bool:
    origin = getattr(kind, "__origin__", kind)
    return isinstance(origin, type) and issubclass(origin, Mapping | dict)


def _constant(value: Any) -> Build:
    return lambda _: value


def _struct(kind: type[msgspec.Struct], names: Sequence[str], values: Mapping[str, Any]) -> Any:
    return msgspec.convert({name: values[name] for name in names if values[name] is not None}, kind, strict=False)


def _mapping(names: Sequence[str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names if not is_blank(values[name])}


# -- request, subject, audit ------------------------------------------------------------------------


def _reader(declared: OperationDeclared, reads: bool) -> Callable[[Given], Mapping[str, Any]]:
    pages = declared.output is Output.PAGE
    also = {field.code for field in PAGING} | {"sort"} if pages else set()

    def read(given: Given) -> dict[str, Any]:
        values = read_input(declared.input, given.query if reads else given.body, also)
        if pages:
            values[PAGE] = read_paging(given.query)
        return values

    return read


def _subject(declared: OperationDeclared, full: str) -> Callable[[Mapping[str, Any]], str]:
    if declared.dry_run and not declared.subject:
        return lambda _: f"dry:{context.current().trace_id}"[:64]  # nobody waits for a search
    template = declared.subject or full
    names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    known = {field.code for field in declared.input}
    for name in names:
        if name not in known:
            raise Uncallable(f"subject 中的 {{{name}}} 不是输入项", suggest(name, known))
    if not names:
        return lambda _: template[:64]
    return lambda values: template.format(**{name: values[name] for name in names})[:64]


def _facts(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs as the audit chain keeps them: codes, numbers and times, no texts that may be personal."""
    return dict(_kept(fields, values))


def _kept(fields: Sequence[Field], values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for field in fields:
        if field.type not in _PERSONAL and field.mask is Mask.NONE and not is_blank(values.get(field.code)):
            yield field.code, wire(field, values[field.code])
