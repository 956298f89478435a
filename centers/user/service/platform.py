"""The resources the running subsystems declare beside the registered ones: shown, owned and entered (HB-01.2.1, .4.4 to
.8, .4.18)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from centers.user.contract.errors import SUBSYSTEM_CLOSED
from centers.user.contract.v1 import PLATFORM, REGISTERED, Resource, ShownResource, Subsystem
from centers.user.service.resources import Resources
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.contract.resources import COMPONENT, MENU, DeclaredResource

SHOWN: Final = ("name", "subsystem", "path")


class Platform:
    """What is registered at start never changes afterwards."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._declared: Sequence[Resource] = ()
        self._below: Mapping[str, Sequence[Resource]] = {}

    def register(self, resources: Sequence[DeclaredResource]) -> None:
        kept: list[Resource] = []
        below: dict[str, list[Resource]] = {}
        for one in resources:
            siblings = below.setdefault(one.parent_id or f"{one.subsystem} {one.kind}", [])
            siblings.append(Resource(**msgspec.structs.asdict(one), sort=len(siblings) + 1))
            kept.append(siblings[-1])
        self._declared, self._below = kept, below

    def resource_page(
        self, paging: Paging, kind: str, subsystem: str = "", parent_id: str = "", text: str = "", origin: str = ""
    ) -> Page:
        paging.require_sound()
        wanted = text.strip()
        found = [
            (one, came)
            for came, some in ((REGISTERED, self._resources.resources()), (PLATFORM, self._declared))
            for one in some
            if came == (origin or came) and one.kind == kind and _within(one, subsystem, parent_id, wanted)
        ]
        names = self._names()
        shown = found[paging.offset : paging.offset + paging.page_size]
        return Page([msgspec.structs.asdict(_shown(one, came, names)) for one, came in shown], len(found), paging)

    def _names(self) -> Mapping[str, str]:
        """Of subsystems and resources, by code and id."""
        resources = (*self._declared, *self._resources.resources())
        systems = {one.subsystem: one.name for one in self._resources.subsystems()}
        return systems | {one.resource_id: one.name for one in resources}

    # -- who has a resource -------------------------------------------------------------------------

    def opening(self, resource: str) -> Sequence[str]:
        """Permissions any of which gives a resource: its own, or those of what lies below a menu of the platform.
        What is no resource is a permission itself."""
        below = {one.permission for one in self._all_below(resource) if one.permission}
        if below:
            return sorted(below)
        known = next(
            (one for one in (*self._declared, *self._resources.resources()) if one.resource_id == resource), None
        )
        return [known.permission if known and known.permission else resource]

    def _all_below(self, resource: str) -> Iterator[Resource]:
        """Functions below a menu that the platform declares; of a page the menu itself stands for all of them."""
        for one in self._below.get(resource, ()):
            if one.kind != MENU:
                yield one
            yield from self._all_below(one.resource_id)

    def chosen(self, text: str) -> Iterator[tuple[str, str]]:
        """Menus and functions with the names above them, whose names or codes contain the text."""
        resources = (*self._declared, *self._resources.resources())
        by_id = {one.resource_id: one for one in resources}
        for one in resources:
            title = " / ".join(reversed([above.name for above in _upwards(one, by_id)]))
            if text in title or text in one.resource_id:
                yield one.resource_id, title

    def own_components(self) -> Sequence[Mapping[str, Any]]:
        held = [one for one in self._resources.resources(kind=COMPONENT) if _may(one) and one.path]
        names = {"kind": COMPONENT}
        return [names | {"code": one.resource_id, **{name: getattr(one, name) for name in SHOWN}} for one in held]

    # -- which systems one may enter ----------------------------------------------------------------

    def entries(self, text: str = "") -> Sequence[Subsystem]:
        return [one for one in map(self._entered, self._resources.subsystems(text)) if one is not None]

    def entry(self, subsystem: str) -> Subsystem:
        known = self._resources.subsystem(subsystem)
        found = self._entered(known)
        if found is None:
            raise SUBSYSTEM_CLOSED(name=known.name, field="subsystem")
        return found

    def _entered(self, subsystem: Subsystem) -> Subsystem | None:
        """With the address to go to; ``None`` where the caller has nothing to do."""
        code = subsystem.subsystem
        resources = [one for one in (*self._declared, *self._resources.resources(code)) if one.subsystem == code]
        if not any(one.permission for one in resources):
            return subsystem if subsystem.url else None
        if not any(_may(one) for one in resources):
            return None
        return subsystem if subsystem.url else self._at_first_page(subsystem, resources)

    def _at_first_page(self, subsystem: Subsystem, resources: Collection[Resource]) -> Subsystem | None:
        for one in resources:
            if one.kind == MENU and one.path and (_may(one) or any(map(_may, self._all_below(one.resource_id)))):
                return msgspec.structs.replace(subsystem, url=one.path)
        return None


def _may(resource: Resource) -> bool:
    """The platform itself may everything."""
    principal = context.current().principal
    return bool(resource.permission) and (principal is None or principal.may(resource.permission))


def _within(one: Resource, subsystem: str, parent_id: str, text: str) -> bool:
    return (
        subsystem in ("", one.subsystem)
        and parent_id in ("", one.parent_id)
        and any(text in value for value in (one.name, one.permission, one.path))
    )


def _upwards(one: Resource, by_id: Mapping[str, Resource]) -> Iterator[Resource]:
    """A resource and those above it."""
    at: Resource | None = one
    while at is not None:
        yield at
        at = by_id.get(at.parent_id)


def _shown(one: Resource, origin: str, names: Mapping[str, str]) -> ShownResource:
    return ShownResource(
        **msgspec.structs.asdict(one),
        subsystem_name=names.get(one.subsystem, one.subsystem),
        parent_name=names.get(one.parent_id, ""),
        origin=origin,
    )
