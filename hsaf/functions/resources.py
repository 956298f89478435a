"""The declared functions as the resources administrators see: subsystem -> menu -> function -> API, component -> API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hsaf.contract.resources import API, COMPONENT, COMPONENT_API, FUNCTION, MENU, DeclaredResource
from hsaf.functions.model import Function
from hsaf.functions.registry import Registry

CONTRACT: Final = "user.v1"
"""Who keeps the resources."""
PAGES: Final = "/app/f/"


def resources_of(registry: Registry) -> Sequence[DeclaredResource]:
    """In the order of the menus, parents before children."""
    found: dict[str, DeclaredResource] = {}
    for function in registry.functions.values():
        for one in _of(function):
            found.setdefault(one.resource_id, one)
    return list(found.values())


def _of(function: Function) -> Iterator[DeclaredResource]:
    yield from _menus(function)
    yield from _functions(function)
    yield from _components(function)


def _menus(function: Function) -> Iterator[DeclaredResource]:
    """The menus above the page, then the page itself, which any of its permissions opens."""
    subsystem, above = function.declared.subsystem, ""
    for title in function.declared.menu:
        here = f"{above or subsystem + ':'}{title}/"
        yield DeclaredResource(resource_id=here, subsystem=subsystem, kind=MENU, parent_id=above, name=title)
        above = here
    yield DeclaredResource(
        resource_id=function.full,
        subsystem=subsystem,
        kind=MENU,
        parent_id=above,
        name=function.declared.name,
        permission=f"{function.full}.*",
        path=f"{PAGES}{function.full}",
    )


def _functions(function: Function) -> Iterator[DeclaredResource]:
    subsystem = function.declared.subsystem
    for code, name in function.permissions.items():
        yield DeclaredResource(
            resource_id=code, subsystem=subsystem, kind=FUNCTION, parent_id=function.full, name=name, permission=code
        )
    for one in function.operations:
        yield DeclaredResource(
            resource_id=f"{one.method} {one.path}",
            subsystem=subsystem,
            kind=API,
            parent_id=one.permission,
            name=one.name,
            permission=one.permission,
            path=f"{one.method} {one.path}",
        )


def _components(function: Function) -> Iterator[DeclaredResource]:
    """Panels of figures, which people put on their workbench."""
    subsystem, query = function.declared.subsystem, f"{function.full}.query"
    for panel in function.panels:
        component = f"{function.full}/{panel.code}"
        yield DeclaredResource(
            resource_id=component,
            subsystem=subsystem,
            kind=COMPONENT,
            parent_id="",
            name=f"{function.declared.name} · {panel.title}",
            permission=query,
            path=f"{PAGES}{function.full}",
        )
        for one in function.operations:
            if "{panel}" not in one.path:
                continue
            route = f"{one.method} {one.path.replace('{panel}', panel.code)}"
            yield DeclaredResource(
                resource_id=route,
                subsystem=subsystem,
                kind=COMPONENT_API,
                parent_id=component,
                name=one.name,
                permission=one.permission,
                path=route,
            )
