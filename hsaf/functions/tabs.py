"""Tabs of a detail page: lists of other functions, known to one another once everything is compiled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from hsaf.functions.declaration import TabDeclared
from hsaf.functions.model import QUERY, Function
from hsaf.kernel.faults import Fault, suggest


def compile_tabs(made: Sequence[Function], declared: Collection[str]) -> tuple[tuple[Function, ...], list[Fault]]:
    """The functions with the tabs whose functions run here, and what is wrong with tabs. ``declared`` names every
    function, those of centers that do not run here too; a whole subsystem may be absent."""
    by_code = {one.full: one for one in made}
    faults = [fault for one in made for tab in one.declared.tab for fault in _check(one, tab, by_code, declared)]
    return tuple(replace(one, tabs=_running(one, by_code)) if one.declared.tab else one for one in made), faults


def _running(one: Function, by_code: Mapping[str, Function]) -> tuple[TabDeclared, ...]:
    return tuple(tab for tab in one.declared.tab if tab.function in by_code)


def _check(
    one: Function, tab: TabDeclared, by_code: Mapping[str, Function], declared: Collection[str]
) -> Iterator[Fault]:
    where = f"功能点 {one.declared.code}：标签页 {tab.title}："
    subsystem = tab.function.partition(".")[0]
    if tab.function not in declared and any(known.startswith(f"{subsystem}.") for known in declared):
        yield Fault(one.declared.file, f"{where}没有功能点 {tab.function}", suggest(tab.function, declared))
    shown = {field.code for field in one.fields}
    for code in sorted(set(tab.given.values()) - shown):
        yield Fault(one.declared.file, f"{where}{code} 不是本页的字段", suggest(code, shown))
    if tab.function not in by_code:
        return
    asked = conditions(by_code[tab.function])
    if asked is None:
        yield Fault(one.declared.file, f"{where}{tab.function} 没有操作 {QUERY}", "改为有 query 的功能点")
    for code in sorted(set(tab.given) - (asked or set(tab.given))):
        yield Fault(one.declared.file, f"{where}{code} 不是 {tab.function} 的查询条件", suggest(code, asked or ()))


def conditions(function: Function) -> set[str] | None:
    """What its list may be narrowed by; ``None`` where it has none."""
    query = next((one for one in function.operations if one.code == QUERY), None)
    if query is None:
        return None
    return set(function.columns.filter) if function.record else {field.code for field in query.input}
