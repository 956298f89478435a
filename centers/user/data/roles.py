"""Roles, what they hold and who has them, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from centers.user.contract.v1 import ENABLED, SECURITY, USE
from centers.user.data.orgs import below
from centers.user.data.tables import account, account_role, org, role, role_org, role_permission, role_role
from hsaf.contract.paging import Paging
from hsaf.data import current_uow, execute
from hsaf.data.bulk import save_rows


class RoleRepository:
    def find(self, role_code: str) -> sa.Row[Any] | None:
        """A role with the path of the organisation that keeps it (empty for the platform's own)."""
        return execute(_roles().where(role.c.role_code == role_code)).first()

    def all(self, kind: str, text: str) -> Sequence[sa.Row[Any]]:
        query = _roles().order_by(role.c.kind.desc(), role.c.role_code)
        if kind:
            query = query.where(role.c.kind == kind)
        if text:
            contains = (column.contains(text, autoescape=True) for column in (role.c.role_code, role.c.role_name))
            query = query.where(sa.or_(*contains))
        return execute(query).all()

    def save(self, rows: Iterable[Mapping[str, Any]], *, keep: Sequence[str] = ("created_by", "created_at")) -> None:
        save_rows(role, rows, keep=keep)

    def change(self, role_code: str, changes: Mapping[str, Any]) -> None:
        execute(sa.update(role).where(role.c.role_code == role_code).values(changes))

    def remove(self, role_code: str) -> None:
        """With everything it holds."""
        for table in (role_permission, role_org, role_role, role):
            execute(sa.delete(table).where(table.c.role_code == role_code))

    def times_granted(self, role_code: str) -> int:
        """To accounts, and to security roles to grant on."""
        holders = sa.select(sa.func.count()).select_from(account_role).where(account_role.c.role_code == role_code)
        granters = sa.select(sa.func.count()).select_from(role_role).where(role_role.c.business_role == role_code)
        return execute(holders).scalar_one() + execute(granters).scalar_one()

    # -- what roles hold ----------------------------------------------------------------------------

    def permissions(self, role_codes: Iterable[str], use: str) -> list[str]:
        which = (role_permission.c.role_code.in_(list(role_codes)), role_permission.c.use == use)
        query = sa.select(role_permission.c.permission).where(*which).distinct()
        return sorted(execute(query).scalars())

    def all_permissions(self, use: str = USE) -> dict[str, set[str]]:
        """Permissions by role."""
        found: dict[str, set[str]] = {}
        columns = (role_permission.c.role_code, role_permission.c.permission)
        for row in execute(sa.select(*columns).where(role_permission.c.use == use)):
            found.setdefault(row.role_code, set()).add(row.permission)
        return found

    def orgs(self, role_codes: Iterable[str]) -> list[str]:
        query = sa.select(role_org.c.org_no).where(role_org.c.role_code.in_(list(role_codes))).distinct()
        return sorted(execute(query).scalars())

    def grantable(self, role_codes: Iterable[str]) -> list[str]:
        """Business roles that security roles may grant."""
        query = sa.select(role_role.c.business_role).where(role_role.c.role_code.in_(list(role_codes))).distinct()
        return sorted(execute(query).scalars())

    def permit(self, rows: Sequence[Mapping[str, Any]]) -> None:
        _add(role_permission, rows)

    def forbid(self, role_code: str, use: str, permissions: Iterable[str]) -> int:
        """How many were there."""
        which = (role_permission.c.role_code == role_code, role_permission.c.use == use)
        wanted = role_permission.c.permission.in_(list(permissions))
        return execute(sa.delete(role_permission).where(*which, wanted)).rowcount

    def set_orgs(self, role_code: str, orgs: Iterable[str]) -> None:
        execute(sa.delete(role_org).where(role_org.c.role_code == role_code))
        self.add_orgs([{"role_code": role_code, "org_no": one} for one in orgs])

    def add_orgs(self, rows: Sequence[Mapping[str, Any]]) -> None:
        _add(role_org, rows)

    def allow(self, rows: Sequence[Mapping[str, Any]]) -> None:
        _add(role_role, rows)

    def disallow(self, role_code: str, business_role: str) -> int:
        which = (role_role.c.role_code == role_code, role_role.c.business_role == business_role)
        return execute(sa.delete(role_role).where(*which)).rowcount

    # -- who has them -------------------------------------------------------------------------------

    def of_account(self, name: str) -> Sequence[sa.Row[Any]]:
        query = _roles().join(account_role, account_role.c.role_code == role.c.role_code)
        return execute(query.where(account_role.c.account == name).order_by(role.c.kind.desc(), role.c.role_code)).all()

    def security_roles_of(self, name: str) -> list[str]:
        return [row.role_code for row in self.of_account(name) if row.kind == SECURITY]

    def has(self, name: str, role_code: str) -> bool:
        which = (account_role.c.account == name, account_role.c.role_code == role_code)
        return execute(sa.select(account_role.c.account).where(*which)).first() is not None

    def grant(self, rows: Sequence[Mapping[str, Any]]) -> None:
        _add(account_role, rows)

    def revoke(self, name: str, role_code: str) -> int:
        which = (account_role.c.account == name, account_role.c.role_code == role_code)
        return execute(sa.delete(account_role).where(*which)).rowcount

    def revoke_all(self, name: str) -> None:
        execute(sa.delete(account_role).where(account_role.c.account == name))

    def holders(self, role_codes: Iterable[str], paths: Sequence[str] | None) -> Sequence[sa.Row[Any]]:
        """Accounts with one of the roles in organisations below the paths."""
        return execute(_holders(role_codes, paths)).all()

    def enabled_holders(
        self, role_codes: Iterable[str], paths: Sequence[str] | None, paging: Paging
    ) -> tuple[Sequence[sa.Row[Any]], int]:
        """One page of those enabled, and how many there are."""
        query = _holders(role_codes, paths).where(account.c.state == ENABLED)
        total = execute(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())).scalar_one()
        return execute(query.limit(paging.page_size).offset(paging.offset)).all(), total


def _holders(role_codes: Iterable[str], paths: Sequence[str] | None) -> sa.Select[Any]:
    source = (
        account_role.join(account, account.c.account == account_role.c.account)
        .join(org, org.c.org_no == account.c.org_no)
        .join(role, role.c.role_code == account_role.c.role_code)
    )
    columns = (account.c.account, account.c.name, account.c.org_no, org.c.org_name, account.c.state)
    query = sa.select(*columns, role.c.role_code, role.c.role_name).select_from(source)
    query = query.where(account_role.c.role_code.in_(list(role_codes)), below(org.c.path, paths))
    return query.order_by(account.c.account, role.c.role_code)


def _roles() -> sa.Select[Any]:
    return sa.select(role, org.c.path).select_from(role.outerjoin(org, org.c.org_no == role.c.org_no))


def _add(table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows of tables that are all key: those that exist stay as they are."""
    for row in rows:
        execute(current_uow().database.insert_missing(table, [row]))
