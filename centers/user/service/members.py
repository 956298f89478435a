"""Members of roles, posts and organisations, for whoever distributes work among them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from centers.user.contract.v1 import AccountCard
from centers.user.data.members import GROUPS, MemberRepository
from centers.user.data.roles import RoleRepository
from hsaf.contract.principal import covers


class Members:
    def __init__(self, repository: MemberRepository, roles: RoleRepository) -> None:
        self._repository = repository
        self._roles = roles

    def able(self, accounts: Collection[str], permission: str) -> set[str]:
        held = self._roles.all_permissions()
        codes = [code for code, permissions in held.items() if covers(permissions, permission)]
        return self._repository.holding(accounts, codes)

    def members(self, kind: str, code: str) -> Sequence[AccountCard]:
        return [
            AccountCard(row.account, row.name, row.org_no, row.org_name, row.path, row.admdvs, row.state)
            for row in self._repository.enabled(kind, code)
        ]

    def has_group(self, kind: str, code: str) -> bool:
        return kind in GROUPS and self._repository.exists(kind, code)
