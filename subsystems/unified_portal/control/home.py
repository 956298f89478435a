"""What a signed-in person finds: who they are, what they may do, their menus and favourites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from centers.base_info.contract.v1 import BaseInfoContract
from centers.user.contract.v1 import UserContract
from hsaf.contract.layers import entering
from hsaf.contract.principal import Principal
from hsaf.contract.resources import MENU
from hsaf.data.pipeline import Pipeline
from hsaf.functions.contract import FunctionsContract


class Home:
    def __init__(
        self,
        user: UserContract,
        functions: FunctionsContract,
        pipeline: Pipeline,
        base_info: BaseInfoContract | None = None,
    ) -> None:
        self._user = user
        self._functions = functions
        self._pipeline = pipeline
        self._base_info = base_info

    def of(self, who: Principal) -> dict[str, Any]:
        """``user``, ``permissions``, ``menus``, ``favourites`` and ``settings``."""
        with entering("control", "unified_portal"):
            own: Mapping[str, Any] = self._pipeline.read("unified_portal.home", lambda: self._own(who)).result
            return {
                "user": self._person(who),
                "permissions": sorted(one["code"] for one in self._functions.permissions() if who.may(one["code"])),
                "menus": [*self._functions.menus_for(who), *own["menus"]],
                "favourites": own["favourites"],
                "settings": own["settings"],
            }

    def _own(self, who: Principal) -> Mapping[str, Any]:
        return {
            "menus": self._integrated(who),
            "favourites": list(self._user.favourites()),
            "settings": self._user.settings(),
        }

    def _person(self, who: Principal) -> dict[str, Any]:
        return {
            "account": who.account,
            "name": who.name,
            "org_no": who.org_no,
            "org_name": who.org_name,
            "admdvs": who.admdvs,
            "admdvs_name": self._area(who.admdvs),
            "posts": list(who.posts),
        }

    def _area(self, admdvs: str) -> str:
        found = self._base_info.area(admdvs) if self._base_info else None
        return found.admdvs_name if found else ""

    def _integrated(self, who: Principal) -> list[dict[str, Any]]:
        """Menus that other subsystems registered (HB-01.4.4), each under its subsystem's name."""
        found: list[dict[str, Any]] = []
        menus = self._user.resources(kind=MENU)
        for subsystem in self._user.subsystems():
            mine = [one for one in menus if one.subsystem == subsystem.subsystem]
            children = _tree(mine, "", who)
            if children:
                found.append({"title": subsystem.name, "subsystem": subsystem.subsystem, "children": children})
        return found


def _tree(menus: Sequence[Any], parent_id: str, who: Principal) -> list[dict[str, Any]]:
    """Menus below a parent that the person may open or that have one below they may open."""
    found: list[dict[str, Any]] = []
    for one in menus:
        if one.parent_id != parent_id:
            continue
        children = _tree(menus, one.resource_id, who)
        if children:
            found.append({"title": one.name, "children": children})
        elif one.path and one.permission and who.may(one.permission):
            found.append({"title": one.name, "url": one.path, "subsystem": one.subsystem})
    return found
