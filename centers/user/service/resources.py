"""Subsystems and the resources under them (HB-01.4.3 to .8): subsystem -> menu -> function -> API, component -> API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from centers.user.contract.errors import (
    FIELD_WRONG,
    PERMISSION_MALFORMED,
    RESOURCE_IN_USE,
    RESOURCE_PLACE,
    RESOURCE_UNKNOWN,
    SUBSYSTEM_IN_USE,
    SUBSYSTEM_TAKEN,
    SUBSYSTEM_UNKNOWN,
)
from centers.user.contract.v1 import Resource, Subsystem
from centers.user.data.orgs import fields
from centers.user.data.resources import ResourceRepository
from centers.user.domain.reach import is_permission, placed
from centers.user.service.caller import Caller
from hsaf.contract.resources import API, COMPONENT, COMPONENT_API, FUNCTION, MENU
from hsaf.spi.ids import Ids

KINDS: Final = {MENU: "菜单", FUNCTION: "功能", API: "接口", COMPONENT: "组件", COMPONENT_API: "组件接口"}
PARENTS: Final = {MENU: ("", MENU), FUNCTION: (MENU,), API: (FUNCTION,), COMPONENT: ("",), COMPONENT_API: (COMPONENT,)}
"""Kinds of resources each kind may stand under; the empty one is the subsystem itself."""
_STEP: Final = 10


class Resources:
    def __init__(self, repository: ResourceRepository, caller: Caller, ids: Ids) -> None:
        self._repository = repository
        self._caller = caller
        self._ids = ids

    def subsystems(self, text: str = "") -> Sequence[Subsystem]:
        rows = self._repository.subsystems(text.strip())
        return [Subsystem(row.subsystem, row.name, row.url, row.sort) for row in rows]

    def subsystem(self, subsystem: str) -> Subsystem:
        row = self._repository.subsystem(subsystem)
        if row is None:
            raise SUBSYSTEM_UNKNOWN(subsystem=subsystem, field="subsystem")
        return Subsystem(row.subsystem, row.name, row.url, row.sort)

    def add_subsystem(self, subsystem: str, name: str, url: str = "", sort: int | None = None) -> None:
        if self._repository.subsystem(subsystem) is not None:
            raise SUBSYSTEM_TAKEN(subsystem=subsystem, field="subsystem")
        self._save_subsystem(subsystem, name, url, sort, "added")

    def save_subsystem(self, subsystem: str, name: str, url: str = "", sort: int | None = None) -> None:
        self.subsystem(subsystem)
        self._save_subsystem(subsystem, name, url, sort, "changed")

    def remove_subsystem(self, subsystem: str) -> None:
        self._caller.administering()
        self.subsystem(subsystem)
        if self._repository.all(subsystem):
            raise SUBSYSTEM_IN_USE(subsystem=subsystem)
        self._repository.remove_subsystem(subsystem)
        self._caller.note("resource", subsystem, "removed", {})

    def resources(self, subsystem: str = "", kind: str = "", parent_id: str = "") -> Sequence[Resource]:
        return [_resource(row) for row in self._repository.all(subsystem, kind, parent_id or None)]

    def add_resource(
        self, subsystem: str, kind: str, name: str, parent_id: str = "", permission: str = "", path: str = ""
    ) -> Mapping[str, Any]:
        self._caller.administering()
        self.subsystem(subsystem)
        self._require_place(subsystem, kind, parent_id)
        _require_permission(permission)
        siblings = self._repository.siblings(subsystem, parent_id, kind)
        resource_id = self._ids.new("RS")
        row = {
            "resource_id": resource_id,
            "subsystem": subsystem,
            "kind": kind,
            "parent_id": parent_id,
            "name": name,
            "permission": permission,
            "path": path,
            "sort": siblings[-1].sort + _STEP if siblings else _STEP,
        }
        self._repository.save([row])
        self._note(resource_id, "added", {"name": name, "resource_kind": kind, "permission": permission})
        return row

    def change_resource(self, resource_id: str, name: str, permission: str = "", path: str = "") -> None:
        self._caller.administering()
        present = self._found(resource_id)
        _require_permission(permission)
        self._repository.save([{**fields(present), "name": name, "permission": permission, "path": path}])
        self._note(resource_id, "changed", {"name": name, "permission": permission, "before": present.permission})

    def remove_resource(self, resource_id: str) -> None:
        self._caller.administering()
        present = self._found(resource_id)
        if self._repository.all(present.subsystem, parent_id=resource_id):
            raise RESOURCE_IN_USE()
        self._repository.remove(resource_id)
        self._note(resource_id, "removed", {"name": present.name, "resource_kind": present.kind})

    def move_resource(self, resource_id: str, up: bool) -> None:
        self._caller.administering()
        present = self._found(resource_id)
        siblings = self._repository.siblings(present.subsystem, present.parent_id, present.kind)
        for sort, one in enumerate(moved([row.resource_id for row in siblings], resource_id, up=up), start=1):
            self._repository.place(one, sort * _STEP)
        self._note(resource_id, "moved", {"name": present.name, "up": up})

    # -- inside -------------------------------------------------------------------------------------

    def _save_subsystem(self, subsystem: str, name: str, url: str, sort: int | None, action: str) -> None:
        self._caller.administering()
        if url and not url.startswith(("http://", "https://", "/")):
            raise FIELD_WRONG(label="地址", reason="应以 http://、https:// 或 / 开头", field="url")
        self._repository.save_subsystems([{"subsystem": subsystem, "name": name, "url": url, "sort": placed(sort)}])
        self._caller.note("resource", subsystem, action, {"url": url})

    def _require_place(self, subsystem: str, kind: str, parent_id: str) -> None:
        """Raises ``FIELD_WRONG``, ``RESOURCE_UNKNOWN`` or ``RESOURCE_PLACE``."""
        if kind not in KINDS:
            raise FIELD_WRONG(label="资源类别", reason="不在可选范围内", field="kind")
        parent = self._found(parent_id) if parent_id else None
        above = parent.kind if parent is not None else ""
        if above not in PARENTS[kind] or (parent is not None and parent.subsystem != subsystem):
            raise RESOURCE_PLACE(kind=KINDS[kind], parent=KINDS.get(above, "子系统"), field="parent_id")

    def _found(self, resource_id: str) -> Any:
        row = self._repository.find(resource_id)
        if row is None:
            raise RESOURCE_UNKNOWN(resource_id=resource_id)
        return row

    def _note(self, resource_id: str, action: str, facts: dict[str, Any]) -> None:
        self._caller.note("resource", resource_id, action, facts)


def moved(items: Sequence[str], item: str, *, up: bool) -> list[str]:
    """The items with one of them a place earlier or later; at the end it stays."""
    order = list(items)
    at = order.index(item)
    to = max(0, at - 1) if up else min(len(order) - 1, at + 1)
    order.insert(to, order.pop(at))
    return order


def _require_permission(permission: str) -> None:
    if permission and not is_permission(permission):
        raise PERMISSION_MALFORMED(permission=permission, field="permission")


def _resource(row: Any) -> Resource:
    return Resource(**fields(row))
