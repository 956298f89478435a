"""Writes and reads the security log."""

from __future__ import annotations

from datetime import datetime

from centers.auth.data.security_log import Asked, SecurityLogRepository
from centers.auth.service.people import People
from hsaf.contract import context
from hsaf.contract.paging import Page, Paging
from hsaf.data import current_uow
from hsaf.spi.ids import Ids

OK = "ok"


class SecurityLog:
    def __init__(self, repository: SecurityLogRepository, people: People, ids: Ids) -> None:
        self._repository = repository
        self._people = people
        self._ids = ids

    def note(self, kind: str, event: str, account: str, outcome: str = OK, ip: str = "") -> None:
        """One row here, one event in the audit chain. ``event`` e.g. ``locked``."""
        ctx = context.current()
        self._repository.add(
            {
                "log_id": self._ids.new("SL"),
                "kind": kind,
                "at": ctx.wall_time.replace(microsecond=0),
                "account": account[:50],
                "actor": ctx.actor,
                "event": event,
                "outcome": outcome,
                "ip": ip[:50],
                "org_path": self._people.path_of(account),
            }
        )
        current_uow().audit(f"auth.{event}", {"account": account[:50], "outcome": outcome})

    def page(self, paging: Paging, kind: str, account: str, begin: datetime | None, end: datetime | None) -> Page:
        """Rows of accounts the caller manages."""
        return self._repository.page(Asked(kind, account, begin, end, self._people.managed_paths()), paging)
