"""Who is signed in, what they may do and whose data they see.

A principal is made once, at sign-in, from roles; checking a permission is then a set look-up.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import product

import msgspec

PROVINCE_SUFFIX = "0000"
POOL_SUFFIX = "00"
ANY = "*"
"""A part of a permission that stands for any one, and as the last for everything below."""


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in member of staff.

    ``permissions`` are codes such as ``base_information.expert.add``, or ``base_information.expert.*`` for all
    that begin so and ``*.*.query`` for a part of every one; ``admdvs`` the region whose tree of data they see; ``orgs`` the organisations (their own and
    those below) they see.
    """

    account: str
    name: str
    org_no: str
    org_name: str = ""
    admdvs: str
    permissions: frozenset[str] = frozenset()
    orgs: frozenset[str] = frozenset()
    posts: Sequence[str] = ()

    def may(self, permission: str) -> bool:
        return covers(self.permissions, permission)

    @property
    def area_prefix(self) -> str:
        """What region codes inside the principal's scope begin with."""
        return area_prefix(self.admdvs)

    def sees_area(self, admdvs: str) -> bool:
        """Whether a region lies inside the principal's; nothing does where they have none."""
        return bool(self.admdvs) and admdvs.startswith(self.area_prefix)


def covers(granted: Collection[str], permission: str) -> bool:
    """Whether a permission, or all that a pattern such as ``base_information.*`` means, is among the granted ones."""
    return any(pattern in granted for pattern in _patterns(permission))


@lru_cache(20_000)
def _patterns(permission: str) -> tuple[str, ...]:
    """Everything that covers ``a.b.c``: itself, ``a.b.*``, ``a.*``, ``*``, and the same with parts left open
    (``*.*.c``, ``a.*.c``)."""
    parts = permission.split(".")
    made = [product(*({part, ANY} for part in parts))]
    made += [product(*({part, ANY} for part in parts[:kept]), (ANY,)) for kept in range(len(parts))]
    return tuple({".".join(one) for some in made for one in some})


def area_prefix(admdvs: str) -> str:
    """What the codes of a region and of everything below it begin with.

    ``990000`` gives ``99`` (the province), ``990100`` gives ``9901`` (a pooling area), ``990101`` itself (a
    district).
    """
    if admdvs.endswith(PROVINCE_SUFFIX):
        return admdvs[: -len(PROVINCE_SUFFIX)]
    return admdvs.removesuffix(POOL_SUFFIX)
