"""Roles of accounts (HB-01.4.9, .10, .17), and who may do what (HB-01.4.18, .19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from centers.user.contract.errors import (
    ACCOUNT_MISSING,
    BEYOND_GRANT,
    GRANT_MISSING,
    GRANT_TWICE,
    OWN_ACCOUNT,
)
from centers.user.contract.v1 import ENABLED, REMOVED, USE
from centers.user.data.accounts import AccountRepository
from centers.user.data.orgs import OrgRepository, fields
from centers.user.data.roles import RoleRepository
from centers.user.domain.reach import Reach
from centers.user.service.caller import Caller
from centers.user.service.platform import Platform
from centers.user.service.roles import Roles
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import Principal, covers


class Grants:
    def __init__(
        self,
        repository: RoleRepository,
        accounts: AccountRepository,
        orgs: OrgRepository,
        roles: Roles,
        platform: Platform,
        caller: Caller,
    ) -> None:
        self._repository = repository
        self._accounts = accounts
        self._orgs = orgs
        self._roles = roles
        self._platform = platform
        self._caller = caller

    def principal(self, account: str) -> Principal | None:
        row = self._accounts.find(account)
        if row is None or row.state != ENABLED:
            return None
        codes = [one.role_code for one in self._repository.of_account(account)]
        return Principal(
            account=account,
            name=row.name,
            org_no=row.org_no,
            org_name=row.org_name,
            admdvs=row.admdvs,
            permissions=frozenset(self._repository.permissions(codes, USE)),
            orgs=frozenset(self._orgs.numbers_below(row.path)),
            posts=tuple(self._accounts.posts_of([account]).get(account, ())),
        )

    def grant(self, account: str, role_code: str) -> None:
        found, row = self._both(account, role_code, "授权")
        if self._repository.has(account, role_code):
            raise GRANT_TWICE(what=f"角色 {role_code} ")
        self._repository.grant([{"account": account, "role_code": role_code}])
        self._caller.note("role_account", account, "granted", {"role_code": row.role_code}, found.path)

    def revoke(self, account: str, role_code: str) -> None:
        found, row = self._both(account, role_code, "取消授权")
        if not self._repository.revoke(account, role_code):
            raise GRANT_MISSING(what=f"角色 {role_code} ")
        self._caller.note("role_account", account, "revoked", {"role_code": row.role_code}, found.path)

    def role_accounts(self, role_code: str) -> Sequence[Mapping[str, Any]]:
        self._roles.role(role_code)
        rows = self._repository.holders([role_code], self._caller.managed_paths())
        return [fields(row) for row in rows]

    def who_may(self, permission: str, paging: Paging) -> Page:
        paging.require_sound()
        held, wanted = self._repository.all_permissions(), self._platform.opening(permission.strip())
        codes = [code for code, permissions in held.items() if any(covers(permissions, one) for one in wanted)]
        rows, total = self._repository.enabled_holders(codes, self._caller.managed_paths(), paging)
        return Page([fields(row) for row in rows], total, paging)

    def rights(self, account: str) -> Sequence[Mapping[str, Any]]:
        self._account(account, self._caller.reach())
        found: list[Mapping[str, Any]] = []
        for role in self._repository.of_account(account):
            shared = {"role_code": role.role_code, "role_name": role.role_name, "kind": role.kind}
            permissions = self._repository.permissions([role.role_code], USE)
            found += [{**shared, "permission": one} for one in permissions or ("",)]
        return found

    # -- inside -------------------------------------------------------------------------------------

    def _both(self, account: str, role_code: str, word: str) -> tuple[Any, Any]:
        """The account and the role, where the caller may bring them together or part them.

        Raises ``ACCOUNT_MISSING``, ``ROLE_UNKNOWN``, ``BEYOND_GRANT`` or ``OWN_ACCOUNT``.
        """
        reach = self._caller.administering()
        found = self._account(account, reach)
        if self._caller.is_self(account):
            raise OWN_ACCOUNT(action=word)
        self._roles.role(role_code)
        row = self._repository.find(role_code)
        if not self._roles.grantable(row, reach):
            raise BEYOND_GRANT(what=f"角色 {role_code}")
        return found, row

    def _account(self, account: str, reach: Reach) -> Any:
        row = self._accounts.find(account)
        if row is None or row.state == REMOVED or not reach.manages(row.path):
            raise ACCOUNT_MISSING(account=account)
        return row
