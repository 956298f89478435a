"""Who belongs to a role, a post or an organisation, in the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import sqlalchemy as sa

from centers.user.contract.v1 import ENABLED
from centers.user.data.tables import account, account_post, account_role, org, post, role
from hsaf.data import execute
from hsaf.data.bulk import chunks

GROUPS: Final = {"role": role.c.role_code, "post": post.c.post_code, "org": org.c.org_no}
_IN: Final = {
    "role": account.c.account.in_(
        sa.select(account_role.c.account).where(account_role.c.role_code == sa.bindparam("group_"))
    ),
    "post": account.c.account.in_(
        sa.select(account_post.c.account).where(account_post.c.post_code == sa.bindparam("group_"))
    ),
    "org": account.c.org_no == sa.bindparam("group_"),
}


class MemberRepository:
    def enabled(self, kind: str, code: str) -> Sequence[sa.Row[Any]]:
        """By account; with the organisation's name and path."""
        columns = (account.c.account, account.c.name, account.c.org_no, account.c.admdvs, account.c.state)
        joined = account.join(org, org.c.org_no == account.c.org_no)
        query = sa.select(*columns, org.c.org_name, org.c.path).select_from(joined)
        query = query.where(account.c.state == ENABLED, _IN[kind]).order_by(account.c.account)
        return execute(query.params(group_=code)).all()

    def holding(self, accounts: Collection[str], roles: Collection[str]) -> set[str]:
        """Those of the accounts that are enabled and have one of the roles."""
        joined = account_role.join(account, account.c.account == account_role.c.account)
        which = (account.c.state == ENABLED, account_role.c.role_code.in_(list(roles)))
        query = sa.select(account.c.account).select_from(joined).where(*which)
        return {
            name for chunk in chunks(accounts) for name in execute(query.where(account.c.account.in_(chunk))).scalars()
        }

    def exists(self, kind: str, code: str) -> bool:
        column = GROUPS[kind]
        return execute(sa.select(column).where(column == code)).first() is not None
