"""Roles: made, copied and filled, within what the caller may hand on (HB-01.4.9, .10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from centers.user.contract.errors import (
    BEYOND_GRANT,
    FIELD_WRONG,
    GRANT_MISSING,
    ORG_UNKNOWN,
    PERMISSION_MALFORMED,
    ROLE_GRANTED,
    ROLE_KIND,
    ROLE_TAKEN,
    ROLE_UNKNOWN,
)
from centers.user.contract.v1 import ASSIGN, BUSINESS, SECURITY, USE, Role
from centers.user.data.orgs import OrgRepository
from centers.user.data.roles import RoleRepository
from centers.user.domain.reach import Reach, codes, is_permission
from centers.user.service.caller import Caller, now
from hsaf.contract import context

_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,49}")
KINDS: Final = {SECURITY: "安全角色", BUSINESS: "业务角色"}


class Roles:
    def __init__(self, repository: RoleRepository, orgs: OrgRepository, caller: Caller) -> None:
        self._repository = repository
        self._orgs = orgs
        self._caller = caller

    def roles(self, kind: str = "", text: str = "") -> Sequence[Role]:
        reach = self._caller.reach()
        held = self._repository.all_permissions()
        rows = self._repository.all(kind, text.strip())
        return [_role(row) for row in rows if self._visible(row, reach, held.get(row.role_code, set()))]

    def role(self, role_code: str) -> Role:
        row = self._repository.find(role_code)
        held = set(self._repository.permissions([role_code], USE))
        if row is None or not self._visible(row, self._caller.reach(), held):
            raise ROLE_UNKNOWN(role_code=role_code)
        return _role(
            row,
            permissions=sorted(held),
            assignable=self._repository.permissions([role_code], ASSIGN),
            orgs=self._repository.orgs([role_code]),
            roles=self._repository.grantable([role_code]),
        )

    def add_role(self, role_code: str, role_name: str, kind: str, org_no: str = "", descr: str = "") -> None:
        if not _CODE.fullmatch(role_code):
            raise FIELD_WRONG(label="角色编码", reason="须以字母开头，只用字母、数字、横线和下划线", field="role_code")
        if kind not in KINDS:
            raise FIELD_WRONG(label="角色类别", reason="应为安全角色或业务角色", field="kind")
        reach = self._caller.administering()
        if self._repository.find(role_code) is not None:
            raise ROLE_TAKEN(role_code=role_code, field="role_code")
        path = self._keeper(org_no, reach)
        self._save(role_code, role_name, kind, org_no or _own_org(), descr)
        self._caller.note("role", role_code, "added", {"role_kind": kind, "org_no": org_no}, path)

    def change_role(self, role_code: str, role_name: str, descr: str = "") -> None:
        row = self._kept(role_code)
        self._repository.change(role_code, {"role_name": role_name, "descr": descr})
        self._caller.note(
            "role", role_code, "changed", {"role_name": role_name, "before": row.role_name}, row.path or ""
        )

    def copy_role(self, role_code: str, new_code: str, new_name: str) -> None:
        source = self.role(role_code)
        self.add_role(new_code, new_name, source.kind, _own_org() or source.org_no, source.descr)
        for use, permissions in ((USE, source.permissions), (ASSIGN, source.assignable)):
            if permissions:
                self.permit(new_code, " ".join(permissions), use)
        if source.orgs:
            self.allow_orgs(new_code, " ".join(source.orgs))
        for one in source.roles:
            self.allow_role(new_code, one)

    def remove_role(self, role_code: str) -> None:
        row = self._kept(role_code)
        count = self._repository.times_granted(role_code)
        if count:
            raise ROLE_GRANTED(role_code=role_code, count=count)
        self._repository.remove(role_code)
        self._caller.note("role", role_code, "removed", {}, row.path or "")

    # -- what a role holds --------------------------------------------------------------------------

    def permit(self, role_code: str, permissions: str, use: str = USE) -> None:
        row, reach, wanted = self._kept(role_code), self._caller.reach(), codes(permissions)
        self._require_use(row, use)
        for one in wanted:
            if not is_permission(one):
                raise PERMISSION_MALFORMED(permission=one[:150], field="permissions")
        for one in reach.beyond(wanted):
            raise BEYOND_GRANT(what=f"权限 {one}")
        self._repository.permit([{"role_code": role_code, "use": use, "permission": one} for one in wanted])
        self._note_content(row, "permitted", {"use": use, "permissions": wanted})

    def forbid(self, role_code: str, permissions: str, use: str = USE) -> None:
        row, wanted = self._kept(role_code), codes(permissions)
        self._require_use(row, use)
        if not self._repository.forbid(role_code, use, wanted):
            raise GRANT_MISSING(what="所选权限")
        self._note_content(row, "forbidden", {"use": use, "permissions": wanted})

    def allow_orgs(self, role_code: str, orgs: str) -> None:
        row, reach, wanted = self._kept(role_code, SECURITY), self._caller.reach(), codes(orgs)
        for org_no in wanted:
            found = self._orgs.find(org_no)
            if found is None or not reach.manages(found.path):
                raise ORG_UNKNOWN(org_no=org_no, field="orgs")
        self._repository.set_orgs(role_code, wanted)
        self._note_content(row, "orgs_allowed", {"orgs": wanted})

    def allow_role(self, role_code: str, business_role: str) -> None:
        row, reach = self._kept(role_code, SECURITY), self._caller.reach()
        self.role(business_role)
        other = self._repository.find(business_role)
        _require_kind(other, BUSINESS)
        if not self.grantable(other, reach):
            raise BEYOND_GRANT(what=f"角色 {business_role}")
        self._repository.allow([{"role_code": role_code, "business_role": business_role}])
        self._note_content(row, "role_allowed", {"business_role": business_role})

    def disallow_role(self, role_code: str, business_role: str) -> None:
        row = self._kept(role_code, SECURITY)
        if not self._repository.disallow(role_code, business_role):
            raise GRANT_MISSING(what=f"角色 {business_role} ")
        self._note_content(row, "role_disallowed", {"business_role": business_role})

    # -- inside -------------------------------------------------------------------------------------

    def grantable(self, row: Any, reach: Reach) -> bool:
        """Whether the caller may hand a role on: of a security role everything it holds must be his to give."""
        code, path = row.role_code, row.path or ""
        permissions = self._repository.permissions([code], USE)
        if row.kind == BUSINESS:
            return reach.grants(code, path, permissions)
        if reach.unlimited:
            return True
        paths = self._orgs.paths_of(self._repository.orgs([code]))
        return (
            reach.manages(path)
            and not reach.beyond([*permissions, *self._repository.permissions([code], ASSIGN)])
            and all(reach.manages(one) for one in paths)
            and self._all_grantable(self._repository.grantable([code]), reach)
        )

    def _all_grantable(self, business_roles: Sequence[str], reach: Reach) -> bool:
        rows = [self._repository.find(one) for one in business_roles]
        return all(row is not None and self.grantable(row, reach) for row in rows)

    def _visible(self, row: Any, reach: Reach, permissions: set[str]) -> bool:
        """Roles kept where the caller manages, and those he may grant."""
        return reach.manages(row.path or "") or (
            row.kind == BUSINESS and reach.grants(row.role_code, row.path or "", permissions)
        )

    def _kept(self, role_code: str, kind: str = "") -> Any:
        """A role of a managed organisation that the caller does not have himself: nobody alters his own rights.

        Raises ``ROLE_UNKNOWN``, ``ROLE_KIND`` or ``BEYOND_GRANT``.
        """
        reach = self._caller.administering()
        row = self._repository.find(role_code)
        if row is None or not reach.manages(row.path or ""):
            raise ROLE_UNKNOWN(role_code=role_code)
        if kind:
            _require_kind(row, kind)
        if not reach.unlimited and self._repository.has(self._caller.principal().account, role_code):
            raise BEYOND_GRANT(what=f"自己持有的角色 {role_code} 的变更")
        return row

    def _keeper(self, org_no: str, reach: Reach) -> str:
        """Path of the organisation that is to keep a role. Raises ``ORG_UNKNOWN``."""
        number = org_no or _own_org()
        found = self._orgs.find(number) if number else None
        if found is None and reach.unlimited:
            return ""
        if found is None or not reach.manages(found.path):
            raise ORG_UNKNOWN(org_no=number, field="org_no")
        return str(found.path)

    def _require_use(self, row: Any, use: str) -> None:
        if use not in (USE, ASSIGN):
            raise FIELD_WRONG(label="授权方式", reason="应为可用或可分配", field="use")
        if use == ASSIGN:
            _require_kind(row, SECURITY)

    def _save(self, role_code: str, role_name: str, kind: str, org_no: str, descr: str) -> None:
        row = {"role_code": role_code, "role_name": role_name, "kind": kind, "org_no": org_no, "descr": descr}
        self._repository.save([{**row, "created_by": context.current().actor, "created_at": now()}])

    def _note_content(self, row: Any, action: str, facts: dict[str, Any]) -> None:
        self._caller.note("role_permission", row.role_code, action, facts, row.path or "")


def _role(row: Any, **lists: Sequence[str]) -> Role:
    return Role(
        role_code=row.role_code,
        role_name=row.role_name,
        kind=row.kind,
        org_no=row.org_no,
        descr=row.descr,
        **lists,
    )


def _require_kind(row: Any, kind: str) -> None:
    """Raises ``ROLE_KIND``."""
    if row.kind != kind:
        raise ROLE_KIND(name=row.role_name, kind=KINDS[kind])


def _own_org() -> str:
    principal = context.current().principal
    return principal.org_no if principal else ""
