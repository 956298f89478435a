"""Organisations and posts (HB-01.4.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from centers.user.contract.errors import (
    AREA_OUTSIDE,
    FIELD_WRONG,
    ORG_CIRCLE,
    ORG_IN_USE,
    ORG_TAKEN,
    ORG_UNKNOWN,
    POST_IN_USE,
    POST_UNKNOWN,
)
from centers.user.contract.v1 import REMOVED, Org, OrgNode
from centers.user.data.orgs import OrgRepository, fields
from centers.user.domain.reach import Reach, path_below, placed
from centers.user.service.caller import Caller
from hsaf.contract.principal import area_prefix

_NUMBER: Final = re.compile(r"[A-Za-z0-9_-]{1,30}")
LONGEST_PATH: Final = 255


class Orgs:
    def __init__(self, repository: OrgRepository, caller: Caller) -> None:
        self._repository = repository
        self._caller = caller

    def orgs(self, text: str = "") -> Sequence[Org]:
        rows = self._repository.all(self._visible(), text.strip())
        return [Org(row.org_no, row.org_name, row.prnt_org_no, row.admdvs, row.org_type, row.sort) for row in rows]

    def org_children(self, parent: str = "") -> Sequence[OrgNode]:
        seen = self.orgs()
        numbers, above = {one.org_no for one in seen}, {one.prnt_org_no for one in seen}
        below = [one for one in seen if one.prnt_org_no == parent or (not parent and one.prnt_org_no not in numbers)]
        return [OrgNode(**msgspec.structs.asdict(one), has_children=one.org_no in above) for one in below]

    def move_org(self, org_no: str, prnt_org_no: str) -> None:
        present = self._managed(org_no, self._caller.administering(), "org_no")
        self.change_org(org_no, present.org_name, prnt_org_no, present.admdvs, present.org_type, present.sort)

    def add_org(
        self, org_no: str, org_name: str, prnt_org_no: str, admdvs: str, org_type: str = "", sort: int | None = None
    ) -> None:
        if not _NUMBER.fullmatch(org_no):
            raise FIELD_WRONG(label="机构编号", reason="只能用字母、数字、横线和下划线", field="org_no")
        reach = self._caller.administering()
        if self._repository.find(org_no) is not None:
            raise ORG_TAKEN(org_no=org_no, field="org_no")
        parent = self._managed(prnt_org_no, reach, "prnt_org_no")
        _require_inside(admdvs, parent)
        path = path_below(parent.path, org_no)
        _require_depth(path)
        self._save(org_no, org_name, prnt_org_no, admdvs, org_type, path, sort)
        self._caller.note("org", org_no, "added", {"prnt_org_no": prnt_org_no, "admdvs": admdvs}, path)

    def change_org(
        self, org_no: str, org_name: str, prnt_org_no: str, admdvs: str, org_type: str = "", sort: int | None = None
    ) -> None:
        reach = self._caller.administering()
        present = self._managed(org_no, reach, "org_no")
        path = self._moved(present, prnt_org_no, admdvs, reach)
        self._save(org_no, org_name, prnt_org_no, admdvs, org_type, present.path, sort)
        if path != present.path:
            self._repository.move(present.path, path)
        facts = {"prnt_org_no": prnt_org_no, "admdvs": admdvs, "before": [present.prnt_org_no, present.admdvs]}
        self._caller.note("org", org_no, "changed", facts, path)

    def remove_org(self, org_no: str) -> None:
        present = self._managed(org_no, self._caller.administering(), "org_no")
        if self._repository.has_children(org_no):
            raise ORG_IN_USE(org_no=org_no, what="下级机构")
        if self._repository.has_accounts(org_no, REMOVED):
            raise ORG_IN_USE(org_no=org_no, what="用户")
        self._repository.remove(org_no)
        self._caller.note("org", org_no, "removed", {}, present.path)

    # -- posts --------------------------------------------------------------------------------------

    def posts(self) -> Sequence[Mapping[str, Any]]:
        return [fields(row) for row in self._repository.posts()]

    def save_post(self, post_code: str, post_name: str) -> None:
        self._caller.administering()
        self._repository.save_posts([{"post_code": post_code, "post_name": post_name}])
        self._caller.note("org", post_code, "post_saved", {})

    def set_duty(self, post_code: str, duty: str) -> None:
        self._caller.administering()
        self._require_post(post_code)
        self._repository.set_duty(post_code, duty.strip())
        self._caller.note("org", post_code, "duty_set", {})

    def remove_post(self, post_code: str) -> None:
        self._caller.administering()
        self._require_post(post_code)
        if self._repository.post_in_use(post_code):
            raise POST_IN_USE(post_code=post_code)
        self._repository.remove_post(post_code)
        self._caller.note("org", post_code, "post_removed", {})

    def _require_post(self, post_code: str) -> None:
        if post_code not in {row.post_code for row in self._repository.posts()}:
            raise POST_UNKNOWN(post_code=post_code, field="post_code")

    # -- inside -------------------------------------------------------------------------------------

    def _visible(self) -> Sequence[str] | None:
        return self._caller.visible_paths()

    def _managed(self, org_no: str, reach: Reach, field: str) -> Any:
        """Raises ``ORG_UNKNOWN``."""
        found = self._repository.find(org_no)
        if found is None or not reach.manages(found.path):
            raise ORG_UNKNOWN(org_no=org_no, field=field)
        return found

    def _moved(self, present: Any, prnt_org_no: str, admdvs: str, reach: Reach) -> str:
        """The path below the wanted parent. The top of what somebody manages stays where it is."""
        if prnt_org_no == present.prnt_org_no:
            parent = self._repository.find(prnt_org_no)
            if parent is not None:
                _require_inside(admdvs, parent)
            return str(present.path)
        parent = self._managed(prnt_org_no, reach, "prnt_org_no")
        if parent.path.startswith(present.path):
            raise ORG_CIRCLE(org_no=present.org_no, field="prnt_org_no")
        _require_inside(admdvs, parent)
        path = path_below(parent.path, present.org_no)
        _require_depth(path)
        return path

    def _save(
        self, org_no: str, org_name: str, prnt_org_no: str, admdvs: str, org_type: str, path: str, sort: int | None
    ) -> None:
        row = {
            "org_no": org_no,
            "org_name": org_name,
            "prnt_org_no": prnt_org_no,
            "admdvs": admdvs,
            "org_type": org_type,
            "path": path,
            "sort": placed(sort),
        }
        self._repository.save([row])


def _require_inside(admdvs: str, parent: Any) -> None:
    """Raises ``AREA_OUTSIDE``."""
    if not admdvs.startswith(area_prefix(parent.admdvs)):
        raise AREA_OUTSIDE(admdvs=admdvs, field="admdvs")


def _require_depth(path: str) -> None:
    if len(path) > LONGEST_PATH:
        raise FIELD_WRONG(label="上级机构", reason="机构层级过深", field="prnt_org_no")
