"""What an administrator may do and hand on, from his security roles. Pure (HB-01.4.9)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from hsaf.contract.principal import covers

_PERMISSION: Final = re.compile(r"([a-z][a-z0-9_]*|\*)(\.([a-z][a-z0-9_]*|\*)){0,3}")
LONGEST_PERMISSION: Final = 150
LAST_PLACE: Final = 1_000_000
_SEPARATORS: Final = re.compile(r"[\s,;，；、]+")


@dataclass(frozen=True, slots=True)
class Reach:
    """``paths`` of managed organisations, ``assignable`` permissions, grantable business ``roles``.

    ``unlimited`` is the platform itself: seeding and the command line.
    """

    paths: tuple[str, ...] = ()
    assignable: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    unlimited: bool = False

    def manages(self, path: str) -> bool:
        """Whether the organisation with this path is managed, itself or through one above it."""
        return self.unlimited or any(path.startswith(one) for one in self.paths)

    def hands_on(self, permission: str) -> bool:
        return self.unlimited or covers(self.assignable, permission)

    def beyond(self, permissions: Iterable[str]) -> list[str]:
        """Those among the permissions that may not be handed on."""
        return [one for one in permissions if not self.hands_on(one)]

    def covers(self, other: Reach) -> bool:
        """Whether another administrator manages nothing, and hands nothing on, that this one does not."""
        return all(self.manages(one) for one in other.paths) and not self.beyond(other.assignable)

    def grants(self, role_code: str, org_path: str, permissions: Collection[str]) -> bool:
        """Whether a business role may be granted: given to him to grant, or kept in an organisation he manages
        and holding nothing he may not hand on."""
        return self.unlimited or role_code in self.roles or (self.manages(org_path) and not self.beyond(permissions))


EVERYTHING: Final = Reach(unlimited=True)


def is_permission(text: str) -> bool:
    """``base_information.expert.add``, ``base_information.*``, ``*.*.query`` or ``*``."""
    return len(text) <= LONGEST_PERMISSION and _PERMISSION.fullmatch(text) is not None


def codes(text: str) -> list[str]:
    """Codes of a text, separated by blanks, commas or line ends; each once, in order."""
    return list(dict.fromkeys(filter(None, _SEPARATORS.split(text))))


def path_below(parent_path: str, org_no: str) -> str:
    return f"{parent_path}{org_no}/"


def placed(sort: int | None) -> int:
    """A place among siblings that every database can keep."""
    return max(-LAST_PLACE, min(sort or 0, LAST_PLACE))
