"""What people choose organisations, accounts, roles and posts from, in forms of every function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from centers.user.contract.v1 import BUSINESS, ENABLED, PICKED
from centers.user.data.accounts import AccountRepository, Asked
from centers.user.service.caller import Caller
from centers.user.service.orgs import Orgs
from centers.user.service.platform import Platform
from centers.user.service.roles import Roles
from hsaf.contract.paging import Paging
from hsaf.records.contract import Choice


class Picking:
    """Shows what the lists of these show to the caller, and no more."""

    def __init__(
        self, orgs: Orgs, accounts: AccountRepository, roles: Roles, platform: Platform, caller: Caller
    ) -> None:
        self._platform = platform
        self._caller = caller
        self._orgs = orgs
        self._accounts = accounts
        self._roles = roles
        self._kinds: Mapping[str, Callable[[str], Sequence[Choice]]] = {
            "org": self._org,
            "account": self._account,
            "contact": self._contact,
            "role": self._role,
            "business_role": self._business_role,
            "post": self._post,
            "resource": self._resource,
            "subsystem": self._subsystem,
        }

    def picked(self, code: str, text: str) -> Sequence[Choice] | None:
        find = self._kinds.get(code)
        return None if find is None else find(text.strip())[:PICKED]

    def _org(self, text: str) -> list[Choice]:
        return [Choice(one.org_no, one.org_name) for one in self._orgs.orgs(text)]

    def _account(self, text: str) -> list[Choice]:
        """By the beginning of the account or of the name."""
        asked = Asked(self._caller.visible_paths(), either=text, states=[ENABLED])
        rows, _ = self._accounts.page(asked, Paging(1, PICKED))
        return [Choice(one.account, one.name) for one in rows]

    def _contact(self, text: str) -> list[Choice]:
        """Anybody in the address book."""
        rows, _ = self._accounts.page(Asked(None, either=text, states=[ENABLED]), Paging(1, PICKED))
        return [Choice(one.account, f"{one.name}（{one.org_name}）") for one in rows]

    def _role(self, text: str, kind: str = "") -> list[Choice]:
        return [Choice(one.role_code, one.role_name) for one in self._roles.roles(kind, text)]

    def _business_role(self, text: str) -> list[Choice]:
        return self._role(text, BUSINESS)

    def _post(self, text: str) -> list[Choice]:
        rows = [(str(one["post_code"]), str(one["post_name"])) for one in self._orgs.posts()]
        return [Choice(code, name) for code, name in rows if text in code or text in name]

    def _resource(self, text: str) -> list[Choice]:
        return [Choice(code, title) for code, title in islice(self._platform.chosen(text), PICKED)]

    def _subsystem(self, text: str) -> list[Choice]:
        return [Choice(one.subsystem, one.name) for one in self._platform.entries(text)]
