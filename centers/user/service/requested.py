"""Roles that people applied for and a workflow approved (HB-01.4.17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from centers.user.contract.errors import ACCOUNT_MISSING, GRANT_MISSING, GRANT_TWICE, ROLE_KIND, ROLE_UNKNOWN
from centers.user.contract.v1 import BUSINESS, ENABLED
from centers.user.data.accounts import AccountRepository
from centers.user.data.roles import RoleRepository
from centers.user.service.caller import Caller
from hsaf.data.uow import reading
from hsaf.records.contract import Choice
from hsaf.spi.database import Database


class Requested:
    def __init__(
        self, repository: RoleRepository, accounts: AccountRepository, caller: Caller, database: Database
    ) -> None:
        self._database = database
        self._repository = repository
        self._accounts = accounts
        self._caller = caller

    def requestable(self) -> Sequence[Mapping[str, Any]]:
        held = {row.role_code for row in self._repository.of_account(self._caller.principal().account)}
        rows = (row for row in self._repository.all(BUSINESS, "") if row.role_code not in held)
        return [{"role_code": row.role_code, "role_name": row.role_name, "descr": row.descr} for row in rows]

    def choices(self, code: str) -> Sequence[Choice] | None:
        if code != "business_role":
            return None
        with reading(self._database):
            return [Choice(row.role_code, row.role_name) for row in self._repository.all(BUSINESS, "")]

    def check_request(self, applicant: str, role_code: str) -> None:
        row = self._repository.find(role_code)
        if row is None:
            raise ROLE_UNKNOWN(role_code=role_code, field="role_code")
        if row.kind != BUSINESS:
            raise ROLE_KIND(name=row.role_name, kind="业务角色", field="role_code")
        if self._repository.has(applicant, role_code):
            raise GRANT_TWICE(what=f"角色 {role_code} ", field="role_code")

    def grant_requested(self, applicant: str, role_code: str) -> None:
        self.check_request(applicant, role_code)
        found = self._account(applicant)
        if found.state != ENABLED:
            raise ACCOUNT_MISSING(account=applicant)
        self._repository.grant([{"account": applicant, "role_code": role_code}])
        self._caller.note("role_account", applicant, "granted", {"role_code": role_code, "by": "workflow"}, found.path)

    def revoke_requested(self, applicant: str, role_code: str) -> None:
        found = self._account(applicant)
        if not self._repository.revoke(applicant, role_code):
            raise GRANT_MISSING(what=f"角色 {role_code} ")
        self._caller.note("role_account", applicant, "revoked", {"role_code": role_code, "by": "workflow"}, found.path)

    def _account(self, account: str) -> Any:
        """Raises ``ACCOUNT_MISSING``."""
        found = self._accounts.find(account)
        if found is None:
            raise ACCOUNT_MISSING(account=account)
        return found
