"""Files of organisations, roles and accounts, for seeding and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from centers.user.contract.v1 import ACCESS_TOPIC, ENABLED
from centers.user.data.accounts import AccountRepository
from centers.user.data.orgs import OrgRepository
from centers.user.data.resources import ResourceRepository
from centers.user.data.roles import RoleRepository
from centers.user.domain.forms import FORMS
from centers.user.domain.reach import codes, path_below
from centers.user.service.caller import now
from hsaf.contract import context
from hsaf.contract.rows import ROW_INVALID, read_rows
from hsaf.data import current_uow
from hsaf.data.snapshot import bump

Rows = list[dict[str, Any]]


class Loading:
    """What is there already is replaced by the same row; rows that are not in the file stay."""

    def __init__(
        self, orgs: OrgRepository, accounts: AccountRepository, roles: RoleRepository, resources: ResourceRepository
    ) -> None:
        self._orgs = orgs
        self._accounts = accounts
        self._save: Mapping[str, Callable[[Rows], None]] = {
            "orgs": self._save_orgs,
            "posts": orgs.save_posts,
            "roles": lambda rows: roles.save([{**row, "created_by": _actor(), "created_at": now()} for row in rows]),
            "role_permissions": roles.permit,
            "role_orgs": roles.add_orgs,
            "role_roles": roles.allow,
            "accounts": self._save_accounts,
            "grants": roles.grant,
            "subsystems": resources.save_subsystems,
        }

    def load(self, kind: str, rows: Iterable[Mapping[str, str]]) -> int:
        """Raises ``ROW_INVALID``."""
        typed = read_rows(kind, FORMS[kind], rows)
        self._save[kind](typed)
        bump(ACCESS_TOPIC)
        current_uow().audit("user.loaded", {"kind": kind, "rows": len(typed)})
        return len(typed)

    def _save_orgs(self, rows: Rows) -> None:
        """Each below the parent named by an earlier row or already there."""
        paths = {row.org_no: row.path for row in self._orgs.all(None)}
        for line, row in enumerate(rows, start=1):
            parent = row["prnt_org_no"]
            if parent and parent not in paths:
                raise ROW_INVALID(kind="orgs", line=line, column="prnt_org_no", reason="没有这个上级机构")
            row["path"] = paths[row["org_no"]] = path_below(paths.get(parent, ""), row["org_no"])
        self._orgs.save(rows)

    def _save_accounts(self, rows: Rows) -> None:
        posts = {row["account"]: codes(row.pop("posts")) for row in rows}
        moments = {"created_at": now(), "updated_at": now()}
        self._accounts.save([{**row, **moments, "state": ENABLED} for row in rows], keep=["state"])
        for account, held in posts.items():
            self._accounts.set_posts(account, held)


def _actor() -> str:
    return context.current().actor
