"""Who is asking, how far their rights of administration go, and the record of what they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from centers.user.contract.errors import NOT_ADMINISTRATOR, PERSON_UNKNOWN
from centers.user.contract.v1 import ACCESS_TOPIC, ASSIGN, USE
from centers.user.data.log import LogRepository
from centers.user.data.orgs import OrgRepository
from centers.user.data.roles import RoleRepository
from centers.user.domain.reach import EVERYTHING, Reach
from hsaf.contract import context
from hsaf.contract.principal import Principal
from hsaf.data import current_uow
from hsaf.data.snapshot import bump
from hsaf.spi.ids import Ids


class Caller:
    def __init__(self, orgs: OrgRepository, roles: RoleRepository, log: LogRepository, ids: Ids) -> None:
        self._orgs = orgs
        self._roles = roles
        self._log = log
        self._ids = ids

    def principal(self) -> Principal:
        """Raises ``PERSON_UNKNOWN`` for the platform itself."""
        principal = context.current().principal
        if principal is None:
            raise PERSON_UNKNOWN()
        return principal

    def reach(self) -> Reach:
        """Of the caller, as his security roles are now; empty for who has none."""
        principal = context.current().principal
        return EVERYTHING if principal is None else self.reach_of(principal.account)

    def reach_of(self, account: str) -> Reach:
        """As :meth:`reach`, of anybody."""
        codes = self._roles.security_roles_of(account)
        return Reach(
            paths=tuple(self._orgs.paths_of(self._roles.orgs(codes))),
            assignable=frozenset(self._roles.permissions(codes, ASSIGN)),
            roles=frozenset(self._roles.grantable(codes)),
        )

    def administering(self) -> Reach:
        """Raises ``NOT_ADMINISTRATOR``."""
        reach = self.reach()
        if not (reach.unlimited or reach.paths):
            raise NOT_ADMINISTRATOR()
        return reach

    def outranked_by(self, account: str) -> bool:
        """Whether somebody administers more than the caller: whoever took over that account would have it too."""
        principal = context.current().principal
        if principal is None or principal.account == account:
            return False
        own = self.reach()
        used = self._roles.permissions(self._roles.security_roles_of(account), USE)
        return not own.covers(self.reach_of(account)) or not all(
            principal.may(one) or own.hands_on(one) for one in used
        )

    def managed_paths(self) -> Sequence[str] | None:
        """For lists; ``None`` is everything."""
        reach = self.reach()
        return None if reach.unlimited else reach.paths

    def visible_paths(self) -> Sequence[str] | None:
        """Managed ones; for who manages none, his own organisation."""
        paths = self.managed_paths()
        principal = context.current().principal
        if paths or principal is None:
            return paths
        return self._orgs.paths_of([principal.org_no])

    def is_self(self, account: str) -> bool:
        principal = context.current().principal
        return principal is not None and principal.account == account

    def note(self, kind: str, target: str, action: str, detail: Mapping[str, Any], org_path: str = "") -> None:
        """Log a change, chain it, and let every session look again at what it may do.

        ``detail`` holds codes and numbers, never personal data; a ``reason`` may name somebody and is not chained.
        What concerns no organisation is logged for the caller's own.
        """
        ctx = context.current()
        self._log.add(
            {
                "log_id": self._ids.new("UL"),
                "kind": kind,
                "at": now(),
                "actor": ctx.actor,
                "actor_name": ctx.actor_name,
                "target": target,
                "action": action,
                "detail": detail,
                "org_path": org_path or self._own_path(),
            }
        )
        chained = {code: value for code, value in detail.items() if code != "reason"}
        current_uow().audit(f"user.{kind}_{action}", {"target": target, **chained})
        bump(ACCESS_TOPIC)

    def _own_path(self) -> str:
        principal = context.current().principal
        found = self._orgs.find(principal.org_no) if principal else None
        return str(found.path) if found is not None else ""


def now() -> datetime:
    return context.current().wall_time.replace(microsecond=0)
