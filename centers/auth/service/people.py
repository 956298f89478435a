"""Whose accounts they are: what the user center knows, and little where it does not run."""

from __future__ import annotations

from collections.abc import Sequence

from centers.auth.contract.staff import ACCOUNT_UNKNOWN, Identity
from centers.user.contract.v1 import AccountCard, UserContract
from hsaf.contract import context
from hsaf.contract.principal import Principal


class People:
    """Without a user center there are no staff accounts: nobody can sign in."""

    def __init__(self, user: UserContract | None) -> None:
        self._user = user

    def principal(self, account: str) -> Principal | None:
        """``None`` for an account that is unknown, disabled or removed."""
        return self._user.principal(account) if self._user else None

    def identities(self, account: str) -> list[Identity]:
        """Usable accounts of the same person, this one included."""
        cards = self._user.identities(account) if self._user else []
        return [Identity(card.account, card.name, card.org_no, card.org_name) for card in cards]

    def card(self, account: str) -> AccountCard | None:
        return self._user.card(account) if self._user else None

    def address_of(self, subsystem: str) -> str:
        """Of a subsystem the caller may enter. Raises ``user.subsystem_unknown``, ``user.subsystem_closed``."""
        return self._user.entry(subsystem).url if self._user else ""

    def path_of(self, account: str) -> str:
        card = self.card(account)
        return card.org_path if card else ""

    def managed_paths(self) -> Sequence[str] | None:
        """Organisations the caller manages; ``None`` for the platform itself, which manages all."""
        if context.current().principal is None:
            return None
        return self._user.managed_paths() if self._user else ()

    def manages(self, card: AccountCard) -> bool:
        paths = self.managed_paths()
        return paths is None or any(card.org_path.startswith(path) for path in paths)

    def require_managed(self, account: str) -> AccountCard:
        """Raises ``ACCOUNT_UNKNOWN``."""
        card = self.card(account)
        if card is None or not self.manages(card):
            raise ACCOUNT_UNKNOWN(account=account)
        return card

    def require_administered(self, account: str) -> None:
        """Raises ``ACCOUNT_UNKNOWN``, ``user.higher_administrator``."""
        self.require_managed(account)
        if self._user is not None:
            self._user.require_administered(account)
