"""Contract of the user center (用户中心), version 1: organisations, accounts, roles, grants, resources.

**Who may do what.** A *business role* says what an operator may do: permissions ``<subsystem>.<function>.<operation>``,
whose last parts may be ``*``. A *security role* bounds an administrator four ways: what he may use, what he may hand
on (可分配资源), which organisations with all below them he manages, and which business roles he may grant. Every
write here checks the caller's security roles; without a principal (seeding, command line) nothing is bounded.
Unknown and outside the caller's organisations look alike.

Writes run inside ``pipeline.write`` under the subject :data:`ADMINISTRATION`, so administrators act one after another;
personal settings (favourites, workbench, own profile) under ``account:<account>``.

Lists of codes (``permissions``, ``posts``) are texts: codes separated by blanks, commas or line ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from hsaf.contract.paging import Page, Paging
from hsaf.contract.principal import Principal
from hsaf.contract.resources import DeclaredResource
from hsaf.records.contract import Choice

ACCESS_TOPIC = "user.access"
"""Data version that moves on with every change that may alter a principal."""

ADMINISTRATION = "administration"
"""Subject of administrators' writes."""

SECURITY, BUSINESS = "security", "business"
"""Kinds of roles: 安全角色, 业务角色."""

USE, ASSIGN = "use", "assign"
"""What a permission of a role is for: to be used, or to be handed on (security roles only)."""

ENABLED, DISABLED, REMOVED = "1", "0", "9"
"""States of an account: 启用, 停用, and gone (kept because logs name it)."""

PLATFORM, REGISTERED = "platform", "registered"
"""Where a resource comes from: declared by a subsystem that runs here, or registered by an administrator."""

LOGS: Mapping[str, str] = {
    "role_permission": "角色权限变更",
    "role_account": "角色帐号变更",
    "org": "组织机构变更",
    "role": "角色变更",
    "resource": "资源变更",
    "account": "帐号变更",
}
"""Kinds of the log of administration: the five of HB-01.4.16 and the one of HB-01.4.21 that concerns accounts."""


SETTINGS = 500
"""Most settings of an account."""

PICKED = 20
"""Most choices a picker shows."""


class AccountCard(msgspec.Struct, frozen=True):
    """What other centers may know of an account. ``org_path`` ends in its own organisation and a slash."""

    account: str
    name: str
    org_no: str
    org_name: str
    org_path: str
    admdvs: str
    state: str


class Address(msgspec.Struct, frozen=True):
    """Where the platform itself reaches somebody; never shown to anybody."""

    account: str
    phone: str
    email: str


class Org(msgspec.Struct, frozen=True):
    """An organisation (组织机构)."""

    org_no: str
    org_name: str
    prnt_org_no: str
    admdvs: str
    org_type: str
    sort: int


class OrgNode(Org, frozen=True):
    """An organisation in its tree."""

    has_children: bool


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account (用户) as administrators see it; ``posts`` and ``roles`` are names."""

    account: str
    name: str
    org_no: str
    org_name: str
    admdvs: str
    state: str
    certno: str
    phone: str
    email: str
    posts: Sequence[str]
    roles: Sequence[str]


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A role; the last four lists are filled by :meth:`UserContract.role` only."""

    role_code: str
    role_name: str
    kind: str
    org_no: str
    descr: str
    permissions: Sequence[str] = ()
    assignable: Sequence[str] = ()
    orgs: Sequence[str] = ()
    roles: Sequence[str] = ()


class Subsystem(msgspec.Struct, frozen=True):
    """A system integrated into the portal; ``url`` empty for those that run here."""

    subsystem: str
    name: str
    url: str
    sort: int


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A menu, function, API, component or API of a component."""

    resource_id: str
    subsystem: str
    kind: str
    parent_id: str
    name: str
    permission: str
    path: str
    sort: int


class ShownResource(Resource, frozen=True, kw_only=True):
    """A resource with the names of where it stands, and its origin: ``platform`` or ``registered``."""

    subsystem_name: str
    parent_name: str
    origin: str


class UserContract(Protocol):
    """What other parts may ask of the user center."""

    def require_administered(self, account: str) -> None:
        """Whether the caller may act on an account's credentials or state: he manages its organisation, and it does
        not administer more than he. Raises ``ACCOUNT_MISSING``, ``HIGHER_ADMINISTRATOR``."""
        ...

    # -- for auth -----------------------------------------------------------------------------------

    def principal(self, account: str) -> Principal | None:
        """Everything a session needs; ``None`` unless the account is enabled. Permissions may end in ``*``."""
        ...

    def identities(self, account: str) -> Sequence[AccountCard]:
        """Enabled accounts of the same person, this one first; empty when this one is not enabled."""
        ...

    def card(self, account: str) -> AccountCard | None: ...

    def addresses(self, accounts: Sequence[str]) -> Sequence[Address]:
        """Of those that are enabled, by account."""
        ...

    # -- for workflow -------------------------------------------------------------------------------

    def members(self, kind: str, code: str) -> Sequence[AccountCard]:
        """Enabled accounts with a ``role`` or ``post``, or of an ``org``; by account."""
        ...

    def able(self, accounts: Collection[str], permission: str) -> set[str]:
        """Those of the accounts that are enabled and have a permission."""
        ...

    def has_group(self, kind: str, code: str) -> bool:
        """Whether there is such a ``role``, ``post`` or ``org``."""
        ...

    def requestable(self) -> Sequence[Mapping[str, Any]]:
        """Business roles the caller does not have: ``role_code, role_name, descr``."""
        ...

    def choices(self, code: str) -> Sequence[Choice] | None:
        """``business_role``: every business role by name, for drop-downs; ``None`` for anything else. Opens a read scope
        where there is none."""
        ...

    def picked(self, code: str, text: str) -> Sequence[Choice] | None:
        """Up to ``PICKED`` of what the caller sees whose code or name has (an account: begins with) the text: ``org``,
        ``account``, ``role``, ``business_role``, ``post``; ``None`` for anything else."""
        ...

    def check_request(self, applicant: str, role_code: str) -> None:
        """Whether somebody may apply for a role: a business role he does not have. Raises ``ROLE_UNKNOWN``,
        ``ROLE_KIND``, ``GRANT_TWICE``."""
        ...

    def grant_requested(self, applicant: str, role_code: str) -> None:
        """Give a role that a workflow approved; its definition, not the last reviewer's rights, is what allows it.
        Raises as :meth:`check_request` and ``ACCOUNT_MISSING``."""
        ...

    def revoke_requested(self, applicant: str, role_code: str) -> None:
        """Undo that. Raises ``GRANT_MISSING``."""
        ...

    def managed_paths(self) -> Sequence[str]:
        """Beginnings of the paths of the organisations the caller manages; empty for who is no administrator."""
        ...

    # -- organisations (HB-01.4.1) and posts --------------------------------------------------------

    def orgs(self, text: str = "") -> Sequence[Org]:
        """Organisations the caller manages, or his own and those below; parents first."""
        ...

    def org_children(self, parent: str = "") -> Sequence[OrgNode]:
        """Of :meth:`orgs`, those right below one; without it those with none of them above."""
        ...

    def move_org(self, org_no: str, prnt_org_no: str) -> None:
        """Put it, with everything below, under another one. Raises as :meth:`change_org`."""
        ...

    def add_org(
        self, org_no: str, org_name: str, prnt_org_no: str, admdvs: str, org_type: str = "", sort: int | None = None
    ) -> None:
        """Raises ``ORG_TAKEN``, ``ORG_UNKNOWN`` (parent), ``AREA_OUTSIDE``."""
        ...

    def change_org(
        self, org_no: str, org_name: str, prnt_org_no: str, admdvs: str, org_type: str = "", sort: int | None = None
    ) -> None:
        """Also moves it, with everything below. Raises ``ORG_UNKNOWN``, ``ORG_CIRCLE``, ``AREA_OUTSIDE``."""
        ...

    def remove_org(self, org_no: str) -> None:
        """Raises ``ORG_UNKNOWN`` or ``ORG_IN_USE``."""
        ...

    def posts(self) -> Sequence[Mapping[str, Any]]:
        """Rows ``post_code, post_name, duty``."""
        ...

    def save_post(self, post_code: str, post_name: str) -> None:
        """A new post, or another name; the duty of a post stays as it is."""
        ...

    def set_duty(self, post_code: str, duty: str) -> None:
        """What the holders of a post answer for (HB-10.3.5). Raises ``POST_UNKNOWN``."""
        ...

    def remove_post(self, post_code: str) -> None:
        """Raises ``POST_UNKNOWN`` or ``POST_IN_USE``."""
        ...

    # -- accounts (HB-01.4.1, .2, .20) --------------------------------------------------------------

    def accounts(self, paging: Paging, account: str = "", name: str = "", org_no: str = "", state: str = "") -> Page:
        """Accounts of managed organisations by beginnings of account and name; an ``org_no`` with all below it."""
        ...

    def staff(self, paging: Paging, name: str = "", org_no: str = "", state: str = "") -> Page:
        """Accounts of the organisations :meth:`orgs` lists for the caller, in rows as :meth:`accounts`; an ``org_no``
        with all below it (HB-10.2.6). Raises ``ORG_UNKNOWN``."""
        ...

    def account(self, account: str) -> Account:
        """Raises ``ACCOUNT_MISSING``."""
        ...

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
        """Enabled, without a password until one is reset. Accounts with the same ``certno`` are one person's.

        Raises ``ACCOUNT_TAKEN``, ``ORG_UNKNOWN``, ``AREA_OUTSIDE``, ``POST_UNKNOWN``, ``FIELD_WRONG``.
        """
        ...

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
        """A masked ``phone`` stays as it is."""
        ...

    def disable_account(self, account: str, reason: str = "") -> None:
        """It loses access at once, everywhere. Raises ``ACCOUNT_STATE``, ``OWN_ACCOUNT``."""
        ...

    def enable_account(self, account: str) -> None: ...

    def remove_account(self, account: str) -> None:
        """Takes its grants away for good."""
        ...

    def own_profile(self) -> Account: ...

    def change_own_profile(self, phone: str = "", email: str = "") -> None: ...

    def contacts(self, paging: Paging, text: str = "") -> Page:
        """Address book (HB-01.2.6): enabled accounts by beginning of name or account; rows
        ``account, name, org_no, org_name, phone, email``."""
        ...

    # -- roles and grants (HB-01.4.9, .10, .17) -----------------------------------------------------

    def roles(self, kind: str = "", text: str = "") -> Sequence[Role]:
        """Roles the caller made, manages or may grant."""
        ...

    def role(self, role_code: str) -> Role:
        """Raises ``ROLE_UNKNOWN``."""
        ...

    def add_role(self, role_code: str, role_name: str, kind: str, org_no: str = "", descr: str = "") -> None: ...

    def change_role(self, role_code: str, role_name: str, descr: str = "") -> None: ...

    def copy_role(self, role_code: str, new_code: str, new_name: str) -> None:
        """A new role with the same content, which the caller must be able to hand on."""
        ...

    def remove_role(self, role_code: str) -> None:
        """Raises ``ROLE_GRANTED``."""
        ...

    def permit(self, role_code: str, permissions: str, use: str = USE) -> None:
        """Give a role permissions. Raises ``BEYOND_GRANT`` where the caller may not hand one on."""
        ...

    def forbid(self, role_code: str, permissions: str, use: str = USE) -> None:
        """Take permissions from a role."""
        ...

    def allow_orgs(self, role_code: str, orgs: str) -> None:
        """Organisations a security role manages, in place of the present ones."""
        ...

    def allow_role(self, role_code: str, business_role: str) -> None:
        """A business role that holders of a security role may grant."""
        ...

    def disallow_role(self, role_code: str, business_role: str) -> None: ...

    def grant(self, account: str, role_code: str) -> None:
        """Raises ``BEYOND_GRANT``, ``GRANT_TWICE``, ``ACCOUNT_MISSING``, ``ROLE_UNKNOWN``, ``OWN_ACCOUNT``."""
        ...

    def revoke(self, account: str, role_code: str) -> None: ...

    def role_accounts(self, role_code: str) -> Sequence[Mapping[str, Any]]:
        """Who has a role: ``account, name, org_no, org_name, state``."""
        ...

    # -- queries (HB-01.4.18, .19, .16) -------------------------------------------------------------

    def who_may(self, permission: str, paging: Paging) -> Page:
        """Accounts that have a permission, or the resource (a menu, a function, an API) with this id:
        ``account, name, org_no, org_name, role_code, role_name``."""
        ...

    def rights(self, account: str) -> Sequence[Mapping[str, Any]]:
        """Roles and permissions of an account: ``role_code, role_name, kind, permission``."""
        ...

    def log(
        self,
        paging: Paging,
        kind: str = "",
        target: str = "",
        begin: datetime | None = None,
        end: datetime | None = None,
    ) -> Page:
        """Rows ``log_id, kind, at, actor, actor_name, target, action, detail``, newest first; ``content`` is the
        detail in words."""
        ...

    # -- resources (HB-01.4.3 to .8) ----------------------------------------------------------------

    def register(self, resources: Sequence[DeclaredResource]) -> None:
        """What the subsystems of this process declare; at start, by the engine of functions."""
        ...

    def subsystems(self, text: str = "") -> Sequence[Subsystem]: ...

    def entries(self, text: str = "") -> Sequence[Subsystem]:
        """The subsystems the caller may enter: those of which he holds a resource, and those with an address and no
        resources at all. ``url`` of one that runs here is the first page he may open."""
        ...

    def entry(self, subsystem: str) -> Subsystem:
        """One of them. Raises ``SUBSYSTEM_UNKNOWN``, ``SUBSYSTEM_CLOSED``."""
        ...

    def subsystem(self, subsystem: str) -> Subsystem:
        """Raises ``SUBSYSTEM_UNKNOWN``."""
        ...

    def save_subsystem(self, subsystem: str, name: str, url: str = "", sort: int | None = None) -> None: ...

    def add_subsystem(self, subsystem: str, name: str, url: str = "", sort: int | None = None) -> None: ...

    def remove_subsystem(self, subsystem: str) -> None: ...

    def resources(self, subsystem: str = "", kind: str = "", parent_id: str = "") -> Sequence[Resource]:
        """Registered ones, in order, parents before children."""
        ...

    def resource_page(
        self, paging: Paging, kind: str, subsystem: str = "", parent_id: str = "", text: str = "", origin: str = ""
    ) -> Page:
        """Registered ones, then those the platform declares: rows of :class:`ShownResource`; ``text`` is part of a
        name, a permission or an address."""
        ...

    def add_resource(
        self, subsystem: str, kind: str, name: str, parent_id: str = "", permission: str = "", path: str = ""
    ) -> Mapping[str, Any]:
        """As it is kept, with its ``resource_id``; placed last among its siblings."""
        ...

    def change_resource(self, resource_id: str, name: str, permission: str = "", path: str = "") -> None: ...

    def remove_resource(self, resource_id: str) -> None: ...

    def move_resource(self, resource_id: str, up: bool) -> None:
        """One place up or down among its siblings; nothing at the end."""
        ...

    # -- the caller's own (HB-01.3.2, .4.11) --------------------------------------------------------

    def favourites(self) -> Sequence[Mapping[str, Any]]:
        """Rows ``page, title`` in order."""
        ...

    def add_favourite(self, page: str, title: str) -> None: ...

    def remove_favourite(self, page: str) -> None: ...

    def move_favourite(self, page: str, up: bool) -> None: ...

    def settings(self) -> Mapping[str, str]:
        """What the caller chose on pages, by name, each a JSON text: columns, saved filters, guides seen."""
        ...

    def keep_setting(self, name: str, value: str) -> None:
        """At most ``SETTINGS`` of them. Raises ``FIELD_WRONG``."""
        ...

    def workbench(self) -> Sequence[Mapping[str, Any]]:
        """Chosen components and columns, in order: ``kind, code, title``."""
        ...

    def own_components(self) -> Sequence[Mapping[str, Any]]:
        """Registered components the caller may use, in order: ``kind, code, name, subsystem, path``."""
        ...

    def arrange_workbench(self, items: str) -> None:
        """Replace them: texts ``component:<code>`` or ``column:<code>`` in order."""
        ...

    # -- loading ------------------------------------------------------------------------------------

    def load(self, kind: str, rows: Iterable[Mapping[str, str]]) -> int:
        """``orgs``, ``posts``, ``roles``, ``role_permissions``, ``role_orgs``, ``role_roles``, ``accounts``,
        ``grants``, ``subsystems`` or ``resources``: rows in the columns of the tables. Seeding and command line."""
        ...
