"""Accounts (HB-01.4.2), one's own profile (HB-01.4.20) and the address book (HB-01.2.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from centers.user.contract.errors import (
    ACCOUNT_MISSING,
    ACCOUNT_STATE,
    ACCOUNT_TAKEN,
    AREA_OUTSIDE,
    FIELD_WRONG,
    HIGHER_ADMINISTRATOR,
    ORG_UNKNOWN,
    OWN_ACCOUNT,
    POST_UNKNOWN,
)
from centers.user.contract.v1 import DISABLED, ENABLED, REMOVED, Account, AccountCard, Address
from centers.user.data.accounts import AccountRepository, Asked
from centers.user.data.orgs import OrgRepository
from centers.user.data.roles import RoleRepository
from centers.user.domain.reach import Reach, codes
from centers.user.service.caller import Caller, now
from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import area_prefix

_ACCOUNT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.@-]{1,49}")
_CERTNO: Final = re.compile(r"[0-9]{17}[0-9Xx]")
_PHONE: Final = re.compile(r"[0-9+ -]{5,20}")
STATES: Final = {ENABLED: "启用", DISABLED: "停用", REMOVED: "已删除"}


class Accounts:
    def __init__(
        self, repository: AccountRepository, orgs: OrgRepository, roles: RoleRepository, caller: Caller
    ) -> None:
        self._repository = repository
        self._orgs = orgs
        self._roles = roles
        self._caller = caller

    # -- for other centers --------------------------------------------------------------------------

    def card(self, account: str) -> AccountCard | None:
        row = self._repository.find(account)
        return None if row is None or row.state == REMOVED else _card(row)

    def addresses(self, accounts: Sequence[str]) -> Sequence[Address]:
        rows = self._repository.all_of(accounts, ENABLED)
        return [Address(row.account, self._repository.opened(row)[1], row.email) for row in rows]

    def identities(self, account: str) -> Sequence[AccountCard]:
        row = self._repository.find(account)
        if row is None or row.state != ENABLED:
            return []
        if not row.person_digest:
            return [_card(row)]
        others = self._repository.of_person(row.person_digest, ENABLED)
        return sorted((_card(one) for one in others), key=lambda one: one.account != account)

    def require_administered(self, account: str) -> None:
        self._administered(account, self._caller.reach())

    # -- administration -----------------------------------------------------------------------------

    def accounts(self, paging: Paging, account: str = "", name: str = "", org_no: str = "", state: str = "") -> Page:
        paging.require_sound()
        states = [state] if state else [ENABLED, DISABLED]
        asked = Asked(self._paths(org_no), account=account, name=name, states=states)
        rows, total = self._repository.page(asked, paging)
        return Page([_row(one) for one in self._shown(rows)], total, paging)

    def staff(self, paging: Paging, name: str = "", org_no: str = "", state: str = "") -> Page:
        paging.require_sound()
        paths: Sequence[str] | None = self._caller.visible_paths()
        if org_no:
            org = self._orgs.find(org_no)
            if org is None or not (paths is None or any(org.path.startswith(one) for one in paths)):
                raise ORG_UNKNOWN(org_no=org_no, field="org_no")
            paths = [org.path]
        states = [state] if state else [ENABLED, DISABLED]
        rows, total = self._repository.page(Asked(paths, name=name, states=states), paging)
        return Page([_row(one) for one in self._shown(rows)], total, paging)

    def account(self, account: str) -> Account:
        return self._shown([self._managed(account, self._caller.reach())])[0]

    def add_account(
        self,
        account: str,
        name: str,
        org_no: str,
        admdvs: str = "",
        certno: str = "",
        phone: str = "",
        email: str = "",
        posts: str = "",
    ) -> None:
        _require_shapes(account, certno, phone)
        org = self._managed_org(org_no, self._caller.administering())
        region = self._region(admdvs, org)
        if self._repository.exists(account):
            raise ACCOUNT_TAKEN(account=account, field="account")
        row = {"account": account, "name": name, "org_no": org_no, "admdvs": region, "state": ENABLED, "email": email}
        moments = {"created_at": now(), "updated_at": now()}
        self._repository.save([{**row, **moments, "certno": certno, "phone": phone}])
        self._repository.set_posts(account, self._known_posts(posts))
        self._caller.note("account", account, "added", {"org_no": org_no, "admdvs": region}, org.path)

    def change_account(
        self,
        account: str,
        name: str,
        org_no: str,
        admdvs: str = "",
        phone: str = "",
        email: str = "",
        posts: str = "",
    ) -> None:
        reach = self._caller.administering()
        present = self._administered(account, reach)
        org = self._managed_org(org_no, reach)
        changes = {"name": name, "org_no": org_no, "admdvs": self._region(admdvs, org), "email": email}
        self._repository.change(account, {**changes, **_phone(phone), "updated_at": now()})
        self._repository.set_posts(account, self._known_posts(posts))
        facts = {"org_no": org_no, "admdvs": changes["admdvs"], "before": [present.org_no, present.admdvs]}
        self._caller.note("account", account, "changed", facts, org.path)

    def disable_account(self, account: str, reason: str = "") -> None:
        self._switch(account, DISABLED, "disabled", "停用", reason.strip())

    def enable_account(self, account: str) -> None:
        self._switch(account, ENABLED, "enabled", "启用")

    def remove_account(self, account: str) -> None:
        self._switch(account, REMOVED, "removed", "删除")
        self._roles.revoke_all(account)

    # -- one's own ----------------------------------------------------------------------------------

    def own_profile(self) -> Account:
        row = self._repository.find(self._caller.principal().account)
        if row is None:
            raise ACCOUNT_MISSING(account=self._caller.principal().account)
        return self._shown([row])[0]

    def change_own_profile(self, phone: str = "", email: str = "") -> None:
        account = self._caller.principal().account
        self._repository.change(account, {**_phone(phone), "email": email, "updated_at": now()})
        card = self.card(account)
        self._caller.note("account", account, "own_profile", {}, card.org_path if card else "")

    def contacts(self, paging: Paging, text: str = "") -> Page:
        paging.require_sound()
        rows, total = self._repository.page(Asked(None, either=text.strip(), states=[ENABLED]), paging)
        shown = [
            {
                "account": row.account,
                "name": row.name,
                "org_no": row.org_no,
                "org_name": row.org_name,
                "phone": self._repository.opened(row)[1],
                "email": row.email,
            }
            for row in rows
        ]
        return Page(shown, total, paging)

    # -- inside -------------------------------------------------------------------------------------

    def _administered(self, account: str, reach: Reach) -> Any:
        """A managed account whose holder administers no more than the caller.

        Raises ``ACCOUNT_MISSING`` or ``HIGHER_ADMINISTRATOR``.
        """
        row = self._managed(account, reach)
        if self._caller.outranked_by(account):
            raise HIGHER_ADMINISTRATOR(account=account)
        return row

    def _managed(self, account: str, reach: Reach) -> Any:
        """Raises ``ACCOUNT_MISSING``."""
        row = self._repository.find(account)
        if row is None or row.state == REMOVED or not reach.manages(row.path):
            raise ACCOUNT_MISSING(account=account)
        return row

    def _managed_org(self, org_no: str, reach: Reach) -> Any:
        """Raises ``ORG_UNKNOWN``."""
        org = self._orgs.find(org_no)
        if org is None or not reach.manages(org.path):
            raise ORG_UNKNOWN(org_no=org_no, field="org_no")
        return org

    def _paths(self, org_no: str) -> Sequence[str] | None:
        """Of managed organisations, or of the one asked for with all below it."""
        reach = self._caller.reach()
        if org_no:
            return [self._managed_org(org_no, reach).path]
        return None if reach.unlimited else reach.paths

    def _switch(self, account: str, state: str, action: str, word: str, reason: str = "") -> None:
        """Raises ``OWN_ACCOUNT`` or ``ACCOUNT_STATE``."""
        present = self._administered(account, self._caller.administering())
        if self._caller.is_self(account):
            raise OWN_ACCOUNT(action=word)
        if present.state == state:
            raise ACCOUNT_STATE(account=account, state=STATES[state])
        self._repository.change(account, {"state": state, "updated_at": now()})
        said = {"reason": reason} if reason else {}
        self._caller.note("account", account, action, {"before": present.state, **said}, present.path)

    def _region(self, admdvs: str, org: Any) -> str:
        """The organisation's, or one inside it. Raises ``AREA_OUTSIDE``."""
        region: str = admdvs or org.admdvs
        if not region.startswith(area_prefix(org.admdvs)):
            raise AREA_OUTSIDE(admdvs=region, field="admdvs")
        return region

    def _known_posts(self, posts: str) -> list[str]:
        wanted, known = codes(posts), {row.post_code for row in self._orgs.posts()}
        for one in wanted:
            if one not in known:
                raise POST_UNKNOWN(post_code=one, field="posts")
        return wanted

    def _shown(self, rows: Sequence[Any]) -> list[Account]:
        names = [row.account for row in rows]
        posts, roles = self._repository.posts_of(names), self._repository.roles_of(names)
        found: list[Account] = []
        for row in rows:
            certno, phone = self._repository.opened(row)
            found.append(
                Account(
                    account=row.account,
                    name=row.name,
                    org_no=row.org_no,
                    org_name=row.org_name,
                    admdvs=row.admdvs,
                    state=row.state,
                    certno=certno,
                    phone=phone,
                    email=row.email,
                    posts=posts.get(row.account, ()),
                    roles=roles.get(row.account, ()),
                )
            )
        return found


def _card(row: Any) -> AccountCard:
    return AccountCard(row.account, row.name, row.org_no, row.org_name, row.path, row.admdvs, row.state)


def _row(one: Account) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__struct_fields__}


def _phone(phone: str) -> dict[str, str]:
    """Nothing for one that comes back masked."""
    if "*" in phone:
        return {}
    _require_phone(phone)
    return {"phone": phone}


def _require_shapes(account: str, certno: str, phone: str) -> None:
    """Raises ``FIELD_WRONG``."""
    if not _ACCOUNT.fullmatch(account):
        raise FIELD_WRONG(label="账号", reason="须以字母开头，只用字母、数字和 . _ @ -", field="account")
    if certno and not _CERTNO.fullmatch(certno):
        raise FIELD_WRONG(label="证件号码", reason="应为 18 位身份证号码", field="certno")
    _require_phone(phone)


def _require_phone(phone: str) -> None:
    if phone and not _PHONE.fullmatch(phone):
        raise FIELD_WRONG(label="联系电话", reason="应为 5 至 20 位电话号码", field="phone")
